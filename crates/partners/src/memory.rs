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
    /// Open feedback rounds, by stream.
    rounds: BTreeMap<String, OpenRound>,
    /// Drafts, by partnership.
    forming: HashMap<String, Forming>,
}

/// An open proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    pub partnership_id: String,
    pub proposal_id: String,
    pub closes_at: Timestamp,
}

/// An open feedback round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenRound {
    pub partnership_id: String,
    pub round_id: String,
    pub closes_at: Timestamp,
}

/// A draft: who founds it, and who has stated what it expects.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Forming {
    founders: Vec<String>,
    stated: Vec<String>,
}

impl Memory {
    /// Its name, or its id where it has none.
    pub fn name<'a>(&'a self, partner_id: &'a str) -> &'a str {
        self.names.get(partner_id).map_or(partner_id, String::as_str)
    }

    /// Who founds a draft; nobody where it is active.
    pub fn founders(&self, partnership_id: &str) -> &[String] {
        self.forming.get(partnership_id).map(|it| it.founders.as_slice()).unwrap_or_default()
    }

    /// Which founders of a draft have not stated yet what they expect.
    pub fn unstated(&self, partnership_id: &str) -> Vec<String> {
        let forming = self.forming.get(partnership_id).into_iter();
        forming.flat_map(|it| it.founders.iter().filter(|founder| !it.stated.contains(founder))).cloned().collect()
    }

    /// The open feedback rounds whose deadline has come, with their streams.
    pub fn rounds_due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &OpenRound)> {
        self.rounds.iter().filter(move |(_, it)| it.closes_at <= now)
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
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) => {
                self.open.remove(&fact.stream);
            }
            Event::RoundOpened(it) => {
                let (partnership_id, round_id) = (it.partnership_id.clone(), it.round_id.clone());
                let closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                self.rounds.insert(fact.stream.clone(), OpenRound { partnership_id, round_id, closes_at });
            }
            Event::FeedbackReleased(_) => {
                self.rounds.remove(&fact.stream);
            }
            Event::PartnershipFormed(it) => {
                let founders = it.founders.iter().map(|it| it.partner_id.clone()).collect();
                self.forming.insert(it.partnership_id.clone(), Forming { founders, stated: vec![] });
            }
            Event::ExpectationStated(it) => {
                if let Some(forming) = self.forming.get_mut(&it.partnership_id) {
                    forming.stated.push(it.partner_id.clone());
                }
            }
            Event::PartnershipActivated(it) => {
                self.forming.remove(&it.partnership_id);
            }
            _ => (),
        }
    }
}
