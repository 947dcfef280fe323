//! The names of subjects, streams and consumers: made here only, from checked parts.

use super::BusError;

const TOKEN_BYTES_MAX: usize = 64;
/// NATS allows more, but asks for fewer than 16.
const TOKENS_MAX: usize = 9;
/// Facts of no partnership.
const DIRECTORY: &str = "directory";

/// Bulk facts travel apart, under numbers of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    Log,
    Bulk,
}

impl Lane {
    pub fn is_bulk(self) -> bool {
        self == Lane::Bulk
    }

    fn token(self) -> &'static str {
        match self {
            Lane::Log => "log",
            Lane::Bulk => "bulk",
        }
    }
}

/// A node's service, in names that NATS takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Names {
    node: String,
    service: String,
}

impl Names {
    pub fn new(node: &str, service: &str) -> Result<Names, BusError> {
        token("node", node)?;
        token("service", service)?;
        if service.contains('-') {
            // a-b/c and a/b-c would share a stream.
            return Err(name("service", service, "a service has no hyphen in its name"));
        }
        Ok(Names { node: node.into(), service: service.into() })
    }

    /// Of node/service.
    pub fn parse(text: &str) -> Result<Names, BusError> {
        let (node, service) = text.split_once('/').ok_or_else(|| name("service", text, "it is not node/service"))?;
        Names::new(node, service)
    }

    /// The JetStream stream; its name must not hold dots.
    pub fn stream(&self, lane: Lane) -> String {
        format!("accord-{}-{}-{}", lane.token(), self.node, self.service)
    }

    /// What the stream keeps.
    pub fn subjects(&self, lane: Lane) -> String {
        format!("accord.{}.v1.{}.{}.*", lane.token(), self.node, self.service)
    }

    /// Where the facts of a partnership go; of none: the directory's.
    pub fn subject(&self, lane: Lane, partnership: &str) -> Result<String, BusError> {
        let last = if partnership.is_empty() { DIRECTORY } else { partnership };
        token("partnership", last)?;
        subject(format!("accord.{}.v1.{}.{}.{last}", lane.token(), self.node, self.service))
    }

    /// Where the service answers who wants to read its log.
    pub fn reads(&self) -> String {
        format!("accord.read.v1.{}.{}", self.node, self.service)
    }

    /// The consumer of another service that hears this one.
    pub fn durable(&self) -> String {
        format!("heard-by-{}-{}", self.node, self.service)
    }

    pub(crate) fn is(&self, node: &str, service: &str) -> bool {
        self.node == node && self.service == service
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }
}

/// The grammar of all of them.
fn subject(text: String) -> Result<String, BusError> {
    if text.split('.').count() > TOKENS_MAX {
        return Err(name("subject", &text, "it has more than nine parts"));
    }
    text.split('.').try_for_each(|it| token("part of a subject", it))?;
    Ok(text)
}

fn token(what: &'static str, text: &str) -> Result<(), BusError> {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if text.is_empty() || text.len() > TOKEN_BYTES_MAX {
        return Err(name(what, text, "it has to be 1 to 64 characters"));
    }
    match text.bytes().all(is_legal) {
        true => Ok(()),
        false => Err(name(what, text, "only letters, digits, _ and - are allowed")),
    }
}

fn name(what: &'static str, name: &str, why: &'static str) -> BusError {
    BusError::Name { what, name: name.into(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_its_subjects_and_streams() {
        let names = Names::parse("node-1/goals").unwrap();
        assert_eq!(names.subject(Lane::Log, "018f-aa").unwrap(), "accord.log.v1.node-1.goals.018f-aa");
        assert_eq!(names.subject(Lane::Bulk, "").unwrap(), "accord.bulk.v1.node-1.goals.directory");
        assert_eq!(names.subjects(Lane::Log), "accord.log.v1.node-1.goals.*");
        assert_eq!(names.stream(Lane::Bulk), "accord-bulk-node-1-goals");
        assert_eq!(names.reads(), "accord.read.v1.node-1.goals");
    }

    #[test]
    fn names_that_would_mean_something_else_to_nats_are_refused() {
        for bad in ["", "a", "a/", "/b", "a.b/c", "a*/c", "a/>", "a b/c", "ä/c", "a/b/c", "a/b-c", "a\r\nPUB x/c"] {
            assert!(Names::parse(bad).is_err(), "{bad:?}");
        }
        let names = Names::new("a", "b").unwrap();
        for bad in ["x.y", "*", ">", " ", "x\r\n", &"x".repeat(65)] {
            assert!(names.subject(Lane::Log, bad).is_err(), "{bad:?}");
        }
    }
}
