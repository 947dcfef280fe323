//! Who put forward, spoke and got through what: counted by partner, whoever shares its voice.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::{
    partners::{ParticipationRated, ProposalOpened, SharedVoice, event::Kind as Event},
    resources::{TransactionConfirmed, TransactionType},
};
use serde::{Deserialize, Serialize};

use crate::proposal::voices::voice_of;

/// Of so many decisions, the last ones, it is kept how members rated their part in them.
const RATED_MAX: usize = 32;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Voice {
    open: BTreeMap<String, Open>,
    pub(crate) partners: BTreeMap<String, Counts>,
    pub(crate) objections: u32,
    pub(crate) sustained: u32,
    pub(crate) gifts: u32,
    /// The last decisions with, by partner, whether it wanted a larger part.
    rated: VecDeque<(String, BTreeMap<String, bool>)>,
    pub(crate) quarter: Quarter,
}

/// What one partner did.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) proposals: u32,
    pub(crate) agenda_items: u32,
    pub(crate) could_speak: u32,
    pub(crate) spoke: u32,
    pub(crate) given_minor: i64,
    pub(crate) gifts: u32,
}

/// The last quarter in which something was decided.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Quarter {
    pub(crate) name: String,
    pub(crate) decided: u32,
    pub(crate) decided_by_one: u32,
    /// Of them, how many each partner proposed.
    pub(crate) proposed_by: BTreeMap<String, u32>,
}

/// A proposal that is not decided yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    proposed_by: String,
    eligible: Vec<String>,
    /// Affiliates among them, a group a voice.
    shared: Vec<Vec<String>>,
    spoke: BTreeSet<String>,
}

impl Voice {
    /// Whether a figure moves.
    pub(super) fn count(&mut self, event: &Event, quarter: &str) -> bool {
        match event {
            Event::ProposalOpened(it) => self.opened(it),
            Event::PositionTaken(it) => {
                return self.with_open(&it.proposal_id, |open| {
                    open.spoke.insert(it.partner_id.clone());
                });
            }
            Event::Recused(it) => return self.with_open(&it.proposal_id, |open| open.recuse(&it.partner_id)),
            Event::EligibilityEnded(it) => {
                return self.with_open(&it.proposal_id, |open| {
                    open.eligible.retain(|partner_id| *partner_id != it.partner_id);
                    open.spoke.remove(&it.partner_id);
                });
            }
            Event::ProposalWithdrawn(it) => drop(self.open.remove(&it.proposal_id)),
            Event::ProposalAdopted(it) => self.decided(&it.proposal_id, it.objected, true, quarter),
            Event::ProposalRejected(it) => self.decided(&it.proposal_id, it.objected, false, quarter),
            Event::AgendaItemAdded(it) => self.of(&it.added_by).agenda_items += 1,
            Event::ParticipationRated(it) => self.rate(it),
            _ => return false,
        }
        true
    }

    /// Given is what its receiver confirmed; lending, paying back and buying give something in return.
    pub(super) fn transfer(&mut self, it: &TransactionConfirmed, currency: &str) -> bool {
        let gifts = [TransactionType::IncomingFunds, TransactionType::Disbursement, TransactionType::Reimbursement];
        let is_gift = gifts.contains(&it.r#type()) && it.currency == currency;
        if is_gift {
            self.gifts += 1;
            let giver = self.of(&it.provider_partner_id);
            giver.gifts += 1;
            giver.given_minor = giver.given_minor.saturating_add(it.amount_minor);
        }
        is_gift
    }

    /// By partner: in how many of the last decisions it rated its part, and in how many it wanted a larger one.
    pub(crate) fn ratings(&self) -> impl Iterator<Item = (&str, bool)> {
        self.rated.iter().flat_map(|(_, rated)| rated.iter().map(|(partner_id, wanted)| (partner_id.as_str(), *wanted)))
    }

    fn opened(&mut self, it: &ProposalOpened) {
        let shared = it.shared_voices.iter().map(|it| it.partner_ids.clone()).collect();
        let (proposed_by, eligible) = (it.proposed_by.clone(), it.eligible.clone());
        // What a day that passed has put to the members, nobody proposed.
        if !proposed_by.is_empty() {
            self.of(&proposed_by).proposals += 1;
        }
        self.open.insert(it.proposal_id.clone(), Open { proposed_by, eligible, shared, spoke: BTreeSet::new() });
    }

    /// Nothing moves before it is decided.
    fn with_open(&mut self, proposal_id: &str, change: impl FnOnce(&mut Open)) -> bool {
        if let Some(open) = self.open.get_mut(proposal_id) {
            change(open);
        }
        false
    }

    fn decided(&mut self, proposal_id: &str, objected: u32, is_adopted: bool, quarter: &str) {
        let Some(open) = self.open.remove(proposal_id) else { return };
        self.objections += objected;
        self.sustained += if is_adopted { 0 } else { objected };
        for (partner_id, has_spoken) in open.voices() {
            let counts = self.of(&partner_id);
            counts.could_speak += 1;
            counts.spoke += u32::from(has_spoken);
        }
        if self.quarter.name != quarter {
            self.quarter = Quarter { name: quarter.to_owned(), ..Default::default() };
        }
        self.quarter.decided += 1;
        self.quarter.decided_by_one += u32::from(open.voices().values().filter(|it| **it).count() == 1);
        if !open.proposed_by.is_empty() {
            *self.quarter.proposed_by.entry(open.proposed_by).or_default() += 1;
        }
        self.rated.push_back((proposal_id.to_owned(), BTreeMap::new()));
        if RATED_MAX < self.rated.len() {
            self.rated.pop_front();
        }
    }

    /// The last word counts; what is said of a decision long ago does not.
    fn rate(&mut self, it: &ParticipationRated) {
        if let Some((_, rated)) = self.rated.iter_mut().find(|(id, _)| *id == it.proposal_id) {
            rated.insert(it.partner_id.clone(), it.actual < it.desired);
        }
    }

    fn of(&mut self, partner_id: &str) -> &mut Counts {
        self.partners.entry(partner_id.to_owned()).or_default()
    }
}

impl Open {
    /// Affiliates go with it.
    fn recuse(&mut self, partner_id: &str) {
        let shared = self.shared_voices();
        let voice = voice_of(&shared, partner_id);
        self.eligible.retain(|it| voice_of(&shared, it) != voice);
        self.spoke.retain(|it| voice_of(&shared, it) != voice);
    }

    /// One for each voice, however many affiliates share it: who spoke, or the first of those that could, and whether it did.
    fn voices(&self) -> BTreeMap<String, bool> {
        let shared = self.shared_voices();
        let mut voices = BTreeMap::new();
        for partner_id in &self.eligible {
            let voice = voice_of(&shared, partner_id);
            let spoke = self.spoke.iter().find(|it| voice_of(&shared, it) == voice);
            let speaker = spoke.map_or(voice, String::as_str);
            voices.insert(speaker.to_owned(), spoke.is_some());
        }
        voices
    }

    fn shared_voices(&self) -> Vec<SharedVoice> {
        self.shared.iter().map(|it| SharedVoice { partner_ids: it.clone() }).collect()
    }
}
