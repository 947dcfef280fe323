//! What is always at hand: the names in the directory, and when each open proposal falls due.

use std::collections::{BTreeMap, HashMap};

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, event::Kind as Event},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::proposal::moment;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Every partner's name, by its id.
    names: HashMap<String, String>,
    /// By stream: a proposal's id is its partnership's own.
    open: BTreeMap<String, Open>,
}

/// An open proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    pub partnership_id: String,
    pub proposal_id: String,
    pub closes_at: Timestamp,
}

impl Memory {
    /// Its name, or its id where it has none.
    pub fn name<'a>(&'a self, partner_id: &'a str) -> &'a str {
        self.names.get(partner_id).map_or(partner_id, String::as_str)
    }

    /// The open proposals of a partnership.
    pub fn open_in(&self, partnership_id: &str) -> impl Iterator<Item = &Open> {
        self.open.values().filter(move |it| it.partnership_id == partnership_id)
    }

    /// The open proposals whose deadline has come, with their streams.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &Open)> {
        self.open.iter().filter(move |(_, it)| it.closes_at <= now)
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnerRegistered(it) => {
                self.names.insert(it.partner_id.clone(), it.name.clone());
            }
            Event::ProposalOpened(it) => {
                let (partnership_id, proposal_id) = (it.partnership_id.clone(), it.proposal_id.clone());
                let closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                self.open.insert(fact.stream.clone(), Open { partnership_id, proposal_id, closes_at });
            }
            Event::FallbackBegun(it) => {
                if let Some(open) = self.open.get_mut(&fact.stream) {
                    open.closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                }
            }
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) | Event::ProposalWithdrawn(_) => {
                self.open.remove(&fact.stream);
            }
            _ => (),
        }
    }
}
