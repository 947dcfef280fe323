//! What decisions and reactions need at hand: where each goal stands, what is under way, what the members have said.

mod activities;
mod alignment;
mod goal;
mod goals;
mod keeping;
mod leaving;
mod undertakings;
mod work;

use contract::{
    goals::{Event as Own, event::Kind},
    log::{Envelope, envelope::Fact},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use activities::Lapse;
pub use alignment::Together;
pub use goal::{Closure, Due, Goal};
pub use keeping::Promises;
pub use leaving::Exit;
pub use undertakings::Lapsed;
pub use work::Open;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    goals: goals::Goals,
    activities: activities::Activities,
    undertakings: undertakings::Undertakings,
    work: work::Work,
    leaving: leaving::Leaving,
    alignment: alignment::Alignments,
    keeping: keeping::Keeping,
}

impl Memory {
    pub fn goal(&self, partnership_id: &str, goal_id: &str) -> Option<&Goal> {
        self.goals.goal(partnership_id, goal_id)
    }

    /// All goals of a partnership, in the order of ids.
    pub fn goals(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Goal)> {
        self.goals.in_partnership(partnership_id)
    }

    /// What the members of a partnership have said of goals, approaches and expectations.
    pub fn together(&self, partnership_id: &str) -> Option<&Together> {
        self.alignment.of(partnership_id)
    }

    /// How often alignment was measured so far.
    pub fn alignment_measured(&self, partnership_id: &str) -> u64 {
        self.alignment.measured(partnership_id)
    }

    /// Where alignment is to be measured by now, since when.
    pub fn to_measure(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &str)> {
        self.alignment.due(now)
    }

    /// What is counted of the undertakings of a partnership.
    pub fn promises(&self, partnership_id: &str) -> Option<&Promises> {
        self.keeping.of(partnership_id)
    }

    /// Where it is to be measured by now how undertakings are kept: since when, and how often it was.
    pub fn to_measure_undertakings(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &str, u64)> {
        self.keeping.schedule.due(now)
    }

    /// The goal that a fact put before the members, until they have decided.
    pub fn before_the_members(&self, partnership_id: &str, event_id: &str) -> Option<(&str, &Goal)> {
        self.goals.before_the_members(partnership_id, event_id)
    }

    /// Goals of which something has fallen due by a day: with partnership and id.
    pub fn goals_due(&self, today: Date) -> impl Iterator<Item = (&str, &str, &Goal)> {
        self.goals.due(today)
    }

    /// Undertakings that are overdue by now, and not known to be.
    pub fn lapsed_undertakings(&self, now: Timestamp) -> impl Iterator<Item = Lapsed<'_>> {
        self.undertakings.lapsed(now)
    }

    /// What is under way towards a goal.
    pub fn work_towards(&self, partnership_id: &str, goal_id: &str) -> impl Iterator<Item = (&str, &Open)> {
        self.work.in_partnership(partnership_id).filter(move |(_, it)| it.goal_id == goal_id)
    }

    /// What a partner has under way.
    pub fn work_of(&self, partnership_id: &str, partner_id: &str) -> impl Iterator<Item = (&str, &Open)> {
        self.work.in_partnership(partnership_id).filter(move |(_, it)| it.is_of(partner_id))
    }

    /// What a leaver's exit sheet lists: what it has under way, and what is promised to it.
    pub fn work_with(&self, partnership_id: &str, partner_id: &str) -> impl Iterator<Item = (&str, &Open)> {
        let concerns = move |it: &Open| it.is_of(partner_id) || it.to_partner_id == partner_id;
        self.work.in_partnership(partnership_id).filter(move |(_, it)| concerns(it))
    }

    /// One thing that is under way.
    pub fn work(&self, partnership_id: &str, id: &str) -> Option<&Open> {
        self.work.open(partnership_id, id)
    }

    /// Who leaves a partnership, until it has left.
    pub fn leaving(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Exit)> {
        self.leaving.from(partnership_id)
    }

    /// The activities that are late by now, and not said to be.
    pub fn lapsed_by(&self, now: Timestamp) -> impl Iterator<Item = &Lapse> {
        self.activities.lapsed_by(now)
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        match &fact.fact {
            Some(Fact::Goals(Own { kind: Some(event) })) => {
                self.goals.own(event, &fact.event_id);
                self.work.own(event);
                self.alignment.own(event, fact);
                self.keeping.own(event, fact);
                self.undertakings.own(event);
                self.activities.own(event, &fact.event_id);
                if let Kind::WorkListed(it) = event {
                    self.leaving.listed(it);
                }
            }
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|event| {
                self.goals.heard(event);
                self.alignment.heard(event, fact);
                self.keeping.heard(event, fact);
                self.activities.heard(event);
                self.undertakings.heard(event);
                self.leaving.heard(event, fact);
            }),
            Some(Fact::Evaluation(event)) => event.kind.iter().for_each(|event| self.goals.measured(event)),
            _ => (),
        }
    }
}
