//! What is counted of undertakings to measure how they are kept: those that can still change each by itself, the others
//! together. A partnership gives many over the years.

use std::collections::{BTreeMap, HashMap};

use contract::{
    goals::{GetUndertakingSummary, UndertakingFigures, UndertakingState, event::Kind as Event},
    log::Envelope,
    partners::event::Kind as Heard,
};
use jiff::civil::Date;
use runtime::measuring::Schedule;
use serde::{Deserialize, Serialize};

use crate::{
    keeping::figures::Judgement,
    views::undertakings::{Counted, Membership, Row, given, moved, summary},
};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Keeping {
    pub(super) schedule: Schedule,
    partnerships: HashMap<String, Promises>,
}

/// Of one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promises {
    /// The day it became active; empty: it has not.
    pub active_on: String,
    counted: BTreeMap<String, Counted>,
    members: BTreeMap<String, Membership>,
    /// Of those that do not change any more.
    settled: Judgement,
}

impl Keeping {
    pub(super) fn of(&self, partnership_id: &str) -> Option<&Promises> {
        self.partnerships.get(partnership_id)
    }

    pub(super) fn own(&mut self, event: &Event, fact: &Envelope) {
        let id = fact.partnership.as_str();
        match event {
            Event::UndertakingGiven(it) => {
                self.at(id).counted.insert(it.undertaking_id.clone(), given(it));
                self.schedule.changes_after(id, &it.due_on);
            }
            Event::UndertakingRenegotiated(it) => self.schedule.changes_after(id, &it.due_on),
            Event::UndertakingsMeasured(it) => {
                self.schedule.is_measured(id, &it.measured_on);
                if let (Some(promises), Ok(day)) = (self.partnerships.get_mut(id), it.measured_on.parse()) {
                    promises.settle(day);
                }
            }
            _ => (),
        }
        if let Some(counted) = moved(event).and_then(|it| self.at(id).counted.get_mut(it)) {
            counted.moves_on(event, &fact.recorded_on().to_string());
        }
        if moved(event).is_some() || matches!(event, Event::UndertakingGiven(_)) {
            self.schedule.has_changed(id, fact);
        }
    }

    pub(super) fn heard(&mut self, event: &Heard, fact: &Envelope) {
        let id = fact.partnership.as_str();
        let day = fact.recorded_on().to_string();
        match event {
            Heard::PartnershipActivated(_) => {
                self.at(id).active_on = day;
                self.schedule.begins(id, fact);
            }
            Heard::PartnershipDissolved(_) | Heard::PartnershipClosed(_) => self.schedule.is_over(id),
            Heard::InvitationAccepted(it) => {
                self.at(id).members.entry(it.partner_id.clone()).or_default().begins(&it.partner_id, &day);
                self.schedule.has_changed(id, fact);
            }
            Heard::MemberLeft(it) => self.leaves(&it.partner_id, &day, fact),
            Heard::MemberRemoved(it) => self.leaves(&it.partner_id, &day, fact),
            Heard::RoleChanged(_) | Heard::MemberSuspended(_) | Heard::MemberReinstated(_) => {
                self.schedule.has_changed(id, fact);
            }
            _ => (),
        }
    }

    fn leaves(&mut self, partner_id: &str, day: &str, fact: &Envelope) {
        if let Some(membership) = self.at(&fact.partnership).members.get_mut(partner_id) {
            membership.ends(day);
        }
        self.schedule.has_changed(&fact.partnership, fact);
    }

    fn at(&mut self, partnership_id: &str) -> &mut Promises {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }
}

impl Promises {
    /// How those were kept that had fallen due by a day, and how many are open.
    pub fn judged(&self, today: Date) -> (Judgement, UndertakingFigures) {
        let now = summary(&GetUndertakingSummary::default(), self.rows(self.counted.values()), today);
        let mut judgement = self.settled.clone();
        judgement.add(&now);
        (judgement, now.all.unwrap_or_default())
    }

    /// What is confirmed or released, and whose two days are over, is judged for ever: by who was a member then.
    fn settle(&mut self, today: Date) {
        let day = today.to_string();
        let is_settled = |it: &Counted| {
            let has_ended =
                [UndertakingState::Confirmed, UndertakingState::Released].map(i32::from).contains(&it.state);
            has_ended && it.first_due_on < day && it.due_on < day
        };
        let settled: Vec<String> =
            self.counted.iter().filter(|(_, it)| is_settled(it)).map(|(id, _)| id.clone()).collect();
        let settled: Vec<Counted> = settled.iter().filter_map(|it| self.counted.remove(it)).collect();
        let judged = summary(&GetUndertakingSummary::default(), self.rows(settled.iter()), today);
        self.settled.add(&judged);
    }

    fn rows<'c>(&self, counted: impl Iterator<Item = &'c Counted>) -> Vec<Row> {
        let members = self.members.values().map(|it| Row { counted: None, membership: Some(it.clone()) });
        members.chain(counted.map(|it| Row { counted: Some(it.clone()), membership: None })).collect()
    }
}
