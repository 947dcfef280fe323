//! What decisions and reactions need at hand: how each indicator is measured, which open targets it moves, and with what.

mod values;

use std::collections::{BTreeMap, HashMap, HashSet};

use contract::{
    evaluation::{self, MeasurementVerified, event::Kind as Event},
    goals::{self, Target, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
};
use serde::{Deserialize, Serialize};

use crate::indicator::Definition;

pub use values::{PERIODS_MAX, Verified};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    partnerships: HashMap<String, Partnership>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Partnership {
    /// By indicator.
    definitions: HashMap<String, Definition>,
    /// By indicator, then by target.
    targets: HashMap<String, BTreeMap<String, OpenTarget>>,
    /// By indicator.
    values: HashMap<String, values::Values>,
    /// Goals whose targets are not followed any more, even where their opening comes in late.
    closed_goals: HashSet<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct OpenTarget {
    goal_id: String,
    /// Periods that end before it don't count.
    starts_on: String,
}

impl Memory {
    pub fn definition(&self, partnership_id: &str, indicator_id: &str) -> Option<&Definition> {
        self.partnerships.get(partnership_id)?.definitions.get(indicator_id)
    }

    /// The definition of an open target's indicator.
    pub fn definition_for(&self, partnership_id: &str, target_id: &str) -> Option<&Definition> {
        let partnership = self.partnerships.get(partnership_id)?;
        let (indicator_id, _) = partnership.targets.iter().find(|(_, targets)| targets.contains_key(target_id))?;
        partnership.definitions.get(indicator_id)
    }

    /// The open targets that a value of this indicator moves, if its period ends on this day.
    pub fn moved_by(&self, partnership_id: &str, indicator_id: &str, period_end: &str) -> Vec<&str> {
        let targets = self.partnerships.get(partnership_id).and_then(|it| it.targets.get(indicator_id));
        let targets = targets.into_iter().flatten();
        // Dates of one form compare as text.
        targets.filter(|(_, it)| it.starts_on.as_str() <= period_end).map(|(id, _)| id.as_str()).collect()
    }

    /// Whether this value is what counts for its partner and period, no correction having come after it.
    pub fn is_latest(&self, verified: &MeasurementVerified) -> bool {
        let values =
            self.partnerships.get(&verified.partnership_id).and_then(|it| it.values.get(&verified.indicator_id));
        let counting = values.and_then(|it| it.counting(&verified.partner_id, &verified.period_end));
        counting.is_none_or(|it| it == verified.measurement_id)
    }

    /// What is verified of an indicator, of periods that end on the day or later: of each partner the latest periods.
    pub fn verified_since(&self, partnership_id: &str, indicator_id: &str, starts_on: &str) -> Vec<Verified> {
        let values = self.partnerships.get(partnership_id).and_then(|it| it.values.get(indicator_id));
        values.map_or_else(Vec::new, |it| it.since(starts_on))
    }

    fn partnership(&mut self, partnership_id: &str) -> &mut Partnership {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }

    fn own(&mut self, event: &Event) {
        match event {
            Event::IndicatorDefined(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.insert(it.indicator_id.clone(), Definition::from(it));
            }
            Event::IndicatorRevised(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.entry(it.indicator_id.clone()).and_modify(|definition| definition.revise(it));
            }
            Event::MeasurementVerified(it) => {
                let values = &mut self.partnership(&it.partnership_id).values;
                values.entry(it.indicator_id.clone()).or_default().insert(it);
            }
            Event::TargetOpened(it) => {
                self.partnership(&it.partnership_id).follow(&it.goal_id, &it.target_id, &it.target)
            }
            Event::TargetRevised(it) => {
                let partnership = self.partnership(&it.partnership_id);
                partnership.leave(&it.target_id);
                partnership.follow(&it.goal_id, &it.target_id, &it.target);
            }
            Event::TargetDropped(it) => self.partnership(&it.partnership_id).leave(&it.target_id),
            _ => (),
        }
    }
}

impl Partnership {
    fn follow(&mut self, goal_id: &str, target_id: &str, target: &Option<Target>) {
        let Some(target) = target.as_ref().filter(|_| !self.closed_goals.contains(goal_id)) else { return };
        let followed = OpenTarget { goal_id: goal_id.to_owned(), starts_on: target.starts_on.clone() };
        self.targets.entry(target.indicator_id.clone()).or_default().insert(target_id.to_owned(), followed);
    }

    fn leave(&mut self, target_id: &str) {
        for targets in self.targets.values_mut() {
            targets.remove(target_id);
        }
        self.targets.retain(|_, targets| !targets.is_empty());
    }

    fn close(&mut self, goal_id: &str) {
        self.closed_goals.insert(goal_id.to_owned());
        for targets in self.targets.values_mut() {
            targets.retain(|_, target| target.goal_id != goal_id);
        }
        self.targets.retain(|_, targets| !targets.is_empty());
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        match &fact.fact {
            Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) => self.own(event),
            Some(Fact::Goals(goals::Event { kind: Some(Agreed::GoalClosed(it)) })) => {
                self.partnership(&it.partnership_id).close(&it.goal_id);
            }
            _ => (),
        }
    }
}
