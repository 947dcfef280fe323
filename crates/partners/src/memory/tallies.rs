//! What the members of each partnership do with their voice, how they talk, and what came of it: counts, from which the
//! figures of a measured day are made.

pub(crate) mod concerns;
pub(crate) mod talk;
pub(crate) mod voice;

use std::collections::HashMap;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Scores, event::Kind as Event},
    resources::{Event as Resources, event::Kind as Transaction},
};
use runtime::measuring::Schedule;
use serde::{Deserialize, Serialize};

use self::{concerns::Concerns, talk::Talk, voice::Voice};
use crate::measures::quarter;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tallies {
    pub(crate) schedule: Schedule,
    partnerships: HashMap<String, Tally>,
}

/// Of one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// The day it became active; empty: it has not.
    pub(crate) active_on: String,
    /// ISO 4217.
    pub(crate) currency: String,
    pub(crate) voice: Voice,
    pub(crate) talk: Talk,
    pub(crate) concerns: Concerns,
    pub(crate) feedback: Feedback,
}

/// What was said in the feedback round released last: how many gave 1 to 5, and where it may be told who gave whom the lowest.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Feedback {
    pub(crate) is_released: bool,
    pub(crate) reliability: Said,
    pub(crate) respect: Said,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) counts: Vec<u32>,
    /// Who gave the lowest, and of whom; empty: nobody is to learn.
    pub(crate) lowest: Vec<String>,
}

impl Tallies {
    pub(crate) fn of(&self, partnership_id: &str) -> Option<&Tally> {
        self.partnerships.get(partnership_id)
    }

    pub(super) fn remember(&mut self, fact: &Envelope) {
        match &fact.fact {
            Some(Fact::Partners(Heard { kind: Some(event) })) => self.partners(event, fact),
            Some(Fact::Resources(Resources { kind: Some(Transaction::TransactionConfirmed(it)) })) => {
                let Some(tally) = self.partnerships.get_mut(&fact.partnership) else { return };
                if tally.voice.transfer(it, &tally.currency) {
                    self.schedule.has_changed(&fact.partnership, fact);
                }
            }
            _ => (),
        }
    }

    fn partners(&mut self, event: &Event, fact: &Envelope) {
        let id = fact.partnership.as_str();
        match event {
            Event::PartnershipFormed(it) => {
                self.at(id).currency.clone_from(&it.currency);
            }
            Event::DraftRevised(it) => self.at(id).currency.clone_from(&it.currency),
            Event::PartnershipActivated(_) => {
                self.at(id).active_on = fact.recorded_on().to_string();
                self.schedule.begins(id, fact);
            }
            Event::PartnershipDissolved(_) | Event::PartnershipClosed(_) => self.schedule.is_over(id),
            Event::VoiceMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Event::CommunicationMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Event::TrustMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Event::MinutesMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            event => self.count(event, fact),
        }
    }

    fn count(&mut self, event: &Event, fact: &Envelope) {
        let id = fact.partnership.as_str();
        let Some(tally) = self.partnerships.get_mut(id) else { return };
        let at = fact.recorded().unwrap_or_default();
        let moved = [
            tally.voice.count(event, &quarter(fact)),
            tally.talk.count(event, &fact.recorded_on().to_string()),
            tally.concerns.count(event, at),
            tally.feedback.count(event),
            is_of_members(event),
        ];
        if moved.contains(&true) {
            self.schedule.has_changed(id, fact);
        }
        for day in talk::passing_days(event) {
            self.schedule.changes_after(id, &day);
        }
    }

    fn at(&mut self, partnership_id: &str) -> &mut Tally {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }
}

impl Feedback {
    fn count(&mut self, event: &Event) -> bool {
        let Event::FeedbackReleased(it) = event else { return false };
        self.is_released = true;
        self.reliability = said(it.reliability.as_ref());
        self.respect = said(it.respect.as_ref());
        true
    }
}

fn said(scores: Option<&Scores>) -> Said {
    let Some(Scores { counts, lowest_by, lowest_of }) = scores.cloned() else { return Said::default() };
    let lowest = if lowest_by.is_empty() { vec![] } else { vec![lowest_by, lowest_of] };
    Said { counts, lowest }
}

/// Whose figures there are, or what the charter wants of them, is another matter now.
fn is_of_members(event: &Event) -> bool {
    matches!(
        event,
        Event::InvitationAccepted(_)
            | Event::RoleChanged(_)
            | Event::CharterAmended(_)
            | Event::MemberSuspended(_)
            | Event::MemberReinstated(_)
            | Event::MemberRemoved(_)
            | Event::MemberLeft(_)
    )
}
