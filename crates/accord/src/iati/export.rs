//! Partnerships as an IATI 2.03 activity file: what a source published as it published it, and what members have done since.
//!
//! * A partnership is an activity (hierarchy 1), and each of its activities one under it (hierarchy 2).
//! * What nobody here has changed is written as it was published; what members revised, as it stands now.
//! * A programme that a source only names is its own publisher's to publish: its components are written alone.
//! * The same facts give the same bytes: nothing is taken from the clock.

mod component;
mod facts;
mod money;
mod organisations;
mod plans;
mod programme;
mod published;
mod results;
mod writing;

#[cfg(test)]
mod tests;

use super::{ids, node::Node, standard};

pub use facts::Facts;
pub use organisations::Reporter;
pub use writing::Document;

use published::Published;

/// The activities of a partnership, and what had no place in the standard.
pub fn activities(facts: &Facts, reporter: Option<&Reporter>) -> (Vec<Node>, Vec<String>) {
    let published = Published::of(facts);
    let mut left_out = Vec::new();
    let mut written = Vec::new();
    let about = About { facts, published: &published, reporter: &organisations::reporter(facts, reporter) };
    let programme = (!published.is_only_named(facts)).then(|| programme::node(&about));
    let components = about.activities().into_iter().map(|it| component::node(&about, it));
    for node in programme.into_iter().chain(components) {
        let name = node.first("iati-identifier").map(|it| it.text.clone()).unwrap_or_default();
        let mut of_it = Vec::new();
        match standard::arranged(node, "iati-activity", &mut of_it) {
            Ok(node) => written.push(node),
            Err(why) => of_it.push(why),
        }
        left_out.extend(of_it.into_iter().map(|why| format!("{name}: {why}")));
    }
    left_out.extend(about.unpublished());
    (written, left_out)
}

/// Marked as not the source's own words.
fn supplied(node: Node) -> Node {
    node.with(ids::SUPPLIED, "1")
}

/// What one partnership's activities are made from.
struct About<'f> {
    facts: &'f Facts,
    published: &'f Published,
    reporter: &'f Reporter,
}

impl<'f> About<'f> {
    /// In the order of their identifiers.
    fn activities(&self) -> Vec<&'f contract::goals::Activity> {
        let mut activities: Vec<_> = self.facts.activities.iter().collect();
        activities.sort_by_cached_key(|it| (self.identifier_of(it), it.activity_id.clone()));
        activities
    }

    /// The partnership's own.
    fn identifier(&self) -> String {
        let partnership = &self.facts.partnership;
        match self.published.of_partnership() {
            Some(it) => it.identifier.clone(),
            None => match partnership.source.strip_prefix("iati:") {
                Some(identifier) => identifier.to_owned(),
                None => format!("{}-{}", self.reporter.reference, partnership.partnership_id),
            },
        }
    }

    fn identifier_of(&self, activity: &contract::goals::Activity) -> String {
        match self.published.of_activity(&activity.activity_id) {
            Some(it) => it.identifier.clone(),
            None => match activity.source.strip_prefix("iati:") {
                Some(identifier) => identifier.to_owned(),
                None => format!("{}-{}", self.identifier(), activity.activity_id),
            },
        }
    }

    /// What members have of the standard's things, and it takes no such, or not here.
    fn unpublished(&self) -> Vec<String> {
        let identifier = self.identifier();
        let mut told: Vec<_> = plans::too_long(self).iter().map(|why| format!("{identifier}: {why}")).collect();
        let theirs = money::transactions(self, "").len() + plans::of(self, "").len();
        if self.published.is_only_named(self.facts) && theirs != 0 {
            told.push(format!(
                "{identifier}: another publishes it; {theirs} payments and plans of members name none of its activities"
            ));
        }
        told
    }

    fn parent(&self) -> Node {
        Node::new("related-activity").with("ref", self.identifier()).with("type", "1")
    }
}
