//! What the four logs hold once nothing runs: every acknowledged command once, and the others' facts as they wrote them.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use bytes::Bytes;
use contract::common::Receipt;
use prost::Message;
use runtime::log::{Kind, Log, Options};

use super::{Acknowledged, SERVICES};

const ENTRIES_MAX: usize = 4_096;
const BYTES_MAX: usize = 4 << 20;

/// The part of an envelope that these tests ask for.
#[derive(Clone, PartialEq, Message)]
struct Heading {
    #[prost(string, tag = "2")]
    node: String,
    #[prost(string, tag = "3")]
    service: String,
    #[prost(uint64, tag = "4")]
    number: u64,
    #[prost(uint64, tag = "8")]
    revision: u64,
    #[prost(string, tag = "11")]
    partner: String,
    #[prost(string, tag = "14")]
    command_id: String,
    #[prost(bool, tag = "19")]
    bulk: bool,
}

/// An accepted command that changed nothing.
#[derive(Clone, PartialEq, Message)]
struct Answered {
    #[prost(string, tag = "1")]
    partner: String,
    #[prost(string, tag = "2")]
    command_id: String,
    #[prost(message, required, tag = "4")]
    receipt: Receipt,
}

/// What one command left in a log, and where.
struct Left {
    from: u64,
    through: u64,
    revision: u64,
    as_of: Vec<String>,
}

/// One log, read from beginning to end.
#[derive(Default)]
pub struct Contents {
    service: String,
    /// Own facts that others hear, in order; and those that count apart.
    pub own: Vec<Bytes>,
    pub bulk: Vec<Bytes>,
    heard: BTreeMap<String, Vec<Bytes>>,
    commands: HashMap<(String, String), Left>,
}

/// How much was compared.
#[derive(Debug, Default)]
pub struct Found {
    pub acknowledged: usize,
    pub own: usize,
    pub heard: usize,
}

/// Opens the four logs in that folder and compares them with the receipts and with each other.
pub fn check_logs(data: &Path, acknowledged: &[Acknowledged]) -> Found {
    let logs: Vec<_> = SERVICES.iter().map(|service| Contents::read(data, service)).collect();
    let mut found = Found { acknowledged: acknowledged.len(), ..Found::default() };
    for it in acknowledged {
        let log = logs.iter().find(|log| log.service == it.service).expect("one of the four");
        log.check_holds(it);
    }
    for log in &logs {
        found.own += log.own.len() + log.bulk.len();
        found.heard += log.heard.values().map(Vec::len).sum::<usize>();
        logs.iter().for_each(|origin| log.check_heard(origin));
    }
    found
}

impl Contents {
    /// Panics where the log does not open, or does not hold what it promises.
    pub fn read(data: &Path, service: &str) -> Self {
        let log = Log::open(&data.join(service), Options::default())
            .unwrap_or_else(|error| panic!("the log of {service} does not open: {error}"));
        log.scan_check().unwrap_or_else(|error| panic!("the log of {service}: {error}"));
        let mut contents = Contents { service: service.to_owned(), ..Contents::default() };
        let mut position = 0;
        loop {
            let entries = log.read(position, ENTRIES_MAX, BYTES_MAX).expect("it was just read");
            let Some(last) = entries.last() else { break };
            position = last.position;
            entries.into_iter().for_each(|it| contents.take(it.position, it.kind, it.bytes));
        }
        log.stop().expect("it closes");
        contents
    }

    fn take(&mut self, position: u64, kind: Kind, bytes: Bytes) {
        match kind {
            Kind::Own => {
                let heading = Heading::decode(&bytes[..]).expect("a fact");
                self.count(position, &heading);
                let facts = if heading.bulk { &mut self.bulk } else { &mut self.own };
                facts.push(bytes);
            }
            Kind::Heard => {
                let heading = Heading::decode(&bytes[..]).expect("a fact");
                self.heard.entry(heading.service).or_default().push(bytes);
            }
            Kind::Answered => {
                let Answered { partner, command_id, receipt } = Answered::decode(&bytes[..]).expect("an answer");
                let Receipt { revision, as_of, .. } = receipt;
                let left = Left { from: position, through: position, revision, as_of };
                let before = self.commands.insert((partner, command_id.clone()), left);
                assert!(before.is_none(), "{}: {command_id} is answered again at {position}", self.service);
            }
            Kind::Marker => (),
        }
    }

    /// Facts of one command stand together; anything else is a command carried out twice.
    fn count(&mut self, position: u64, heading: &Heading) {
        let Heading { node, service, number, revision, partner, command_id, bulk } = heading;
        let lane = if *bulk { ".bulk" } else { "" };
        let as_of = vec![format!("{node}/{service}{lane}@{number}")];
        let left = Left { from: position, through: position, revision: *revision, as_of };
        match self.commands.get_mut(&(partner.clone(), command_id.clone())) {
            Some(before) => {
                let (from, through) = (before.from, before.through);
                assert_eq!(
                    through + 1,
                    position,
                    "{service}: command {command_id} of {partner} stands at {from} and again at {position}"
                );
                *before = Left { from, ..left };
            }
            None => drop(self.commands.insert((partner.clone(), command_id.clone()), left)),
        }
    }

    fn check_holds(&self, it: &Acknowledged) {
        let left = self.commands.get(&(it.partner.clone(), it.command_id.clone()));
        let left = left.unwrap_or_else(|| panic!("{} has lost what it acknowledged: {it:?}", self.service));
        assert_eq!(left.revision, it.receipt.revision, "{}, at {}: {it:?}", self.service, left.from);
        assert_eq!(left.as_of, it.receipt.as_of, "{}, at {}: {it:?}", self.service, left.from);
    }

    /// Byte for byte, in order and without a gap, as far as it has come.
    fn check_heard(&self, origin: &Contents) {
        let Some(heard) = self.heard.get(&origin.service) else { return };
        let (us, them) = (&self.service, &origin.service);
        assert!(
            heard.len() <= origin.own.len(),
            "{us} has heard {} facts of {them}'s {}",
            heard.len(),
            origin.own.len()
        );
        for (place, (heard, own)) in heard.iter().zip(&origin.own).enumerate() {
            assert_eq!(heard, own, "{us} has heard another fact of {them} at {}", place + 1);
        }
    }
}
