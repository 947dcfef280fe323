//! What decisions and reactions need at hand: how each indicator is measured, and which open targets it moves.

use std::collections::{BTreeMap, HashMap, HashSet};

use contract::{
    evaluation::{self, TargetOpened, event::Kind as Event},
    goals::{self, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
};
use serde::{Deserialize, Serialize};

use crate::indicator::Definition;

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

    fn partnership(&mut self, partnership_id: &str) -> &mut Partnership {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }

    fn own(&mut self, event: &Event) {
        match event {
            Event::IndicatorDefined(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.insert(it.indicator_id.clone(), Definition::from(it));
            }
            Event::TargetOpened(it) => self.partnership(&it.partnership_id).follow(it),
            _ => (),
        }
    }
}

impl Partnership {
    fn follow(&mut self, opened: &TargetOpened) {
        let Some(target) = opened.target.as_ref().filter(|_| !self.closed_goals.contains(&opened.goal_id)) else {
            return;
        };
        let followed = OpenTarget { goal_id: opened.goal_id.clone(), starts_on: target.starts_on.clone() };
        self.targets.entry(target.indicator_id.clone()).or_default().insert(opened.target_id.clone(), followed);
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
