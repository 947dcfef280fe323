//! What decisions and reactions need at hand: how each indicator is measured, which open targets it moves, and with what;
//! and which reports are waited for.

mod reporting;
pub(crate) mod tallies;
mod things;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use contract::{
    evaluation::{self, LinkedKind, MeasurementVerified, ReportingAssigned, ValueKind, event::Kind as Event},
    goals::{self, Target, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
    partners,
};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    assignment::{AtHand, decisions::Reported},
    calendar::Periods,
    indicator::Definition,
    measurement::{decisions::is_within, sealing::Named},
};

pub use reporting::{Assigned, Fallen, Place, What};
use values::Said;
pub use values::{Measured, PERIODS_MAX};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    partnerships: HashMap<String, Partnership>,
    reporting: reporting::Reporting,
    things: things::Things,
    pub(crate) tallies: tallies::Tallies,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Partnership {
    /// By indicator.
    definitions: HashMap<String, Definition>,
    /// By indicator, then by target.
    targets: HashMap<String, BTreeMap<String, OpenTarget>>,
    /// What is verified, by indicator.
    values: HashMap<String, values::Values>,
    /// What is reported, verified or not, by indicator.
    reported: HashMap<String, values::Values>,
    /// Goals whose targets are not followed any more, even where their opening comes in late.
    closed_goals: HashSet<String>,
    /// Spans of days whose periods are closed.
    locked: Vec<(String, String)>,
    /// The keys that values are sealed under: one a partner and sensitive indicator.
    sealed_under: BTreeSet<String>,
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

    /// Whether the partnership has such a goal, activity, practice or study.
    pub fn knows(&self, partnership_id: &str, kind: LinkedKind, id: &str) -> bool {
        self.things.knows(partnership_id, kind, id)
    }

    /// By indicator.
    pub fn definitions(&self, partnership_id: &str) -> HashMap<String, Definition> {
        self.partnerships.get(partnership_id).map(|it| it.definitions.clone()).unwrap_or_default()
    }

    pub fn is_sensitive(&self, partnership_id: &str, indicator_id: &str) -> bool {
        self.definition(partnership_id, indicator_id).is_some_and(Definition::is_sensitive)
    }

    /// The keys that values of a partnership are sealed under.
    pub fn sealed_under(&self, partnership_id: &str) -> Option<&BTreeSet<String>> {
        self.partnerships.get(partnership_id).map(|it| &it.sealed_under)
    }

    /// Who is named to verify what a partner reports of an indicator.
    pub fn verifiers(&self, of: [&str; 3]) -> impl Iterator<Item = Named> {
        self.reporting.verifiers(of)
    }

    /// The same, of all sensitive indicators.
    pub fn verifiers_of_all(&self, partnership_id: &str, partner_id: &str) -> Vec<Named> {
        let definitions = self.partnerships.get(partnership_id).into_iter().flat_map(|it| &it.definitions);
        let sensitive = definitions.filter(|(_, it)| it.is_sensitive());
        sensitive.flat_map(|(indicator_id, _)| self.verifiers([partnership_id, indicator_id, partner_id])).collect()
    }

    /// The indicators whose values are shares of people.
    pub fn shares_of_people(&self, partnership_id: &str) -> HashSet<String> {
        let definitions = self.partnerships.get(partnership_id).into_iter().flat_map(|it| &it.definitions);
        let are_shares = |it: &Definition| it.value_kind() == ValueKind::Ratio && it.numerator_counts_people;
        definitions.filter(|(_, it)| are_shares(it)).map(|(id, _)| id.clone()).collect()
    }

    /// Spans of days whose periods are closed.
    pub fn locked(&self, partnership_id: &str) -> &[(String, String)] {
        self.partnerships.get(partnership_id).map_or(&[], |it| &it.locked)
    }

    pub fn is_locked(&self, partnership_id: &str, period_end: &str) -> bool {
        is_within(self.locked(partnership_id), period_end)
    }

    /// What each partner says of a period.
    pub fn reported_for(&self, partnership_id: &str, indicator_id: &str, period_end: &str) -> Vec<Decimal> {
        let reported = self.partnerships.get(partnership_id).and_then(|it| it.reported.get(indicator_id));
        reported.map(|it| it.at(period_end)).unwrap_or_default()
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

    /// All open targets of an indicator.
    pub fn targets_of(&self, partnership_id: &str, indicator_id: &str) -> impl Iterator<Item = &str> {
        let targets = self.partnerships.get(partnership_id).and_then(|it| it.targets.get(indicator_id));
        targets.into_iter().flatten().map(|(id, _)| id.as_str())
    }

    /// Whether this value is what counts for its partner and period, no correction having come after it.
    pub fn is_latest(&self, verified: &MeasurementVerified) -> bool {
        let values =
            self.partnerships.get(&verified.partnership_id).and_then(|it| it.values.get(&verified.indicator_id));
        let counting = values.and_then(|it| it.counting(&verified.partner_id, &verified.period_end));
        counting.is_none_or(|it| it == (verified.measurement_id.clone(), verified.correction))
    }

    /// What is verified of an indicator, of periods that end on the day or later: of each partner the latest periods.
    pub fn verified_since(&self, partnership_id: &str, indicator_id: &str, starts_on: &str) -> Vec<Measured> {
        let values = self.partnerships.get(partnership_id).and_then(|it| it.values.get(indicator_id));
        values.map_or_else(Vec::new, |it| it.since(starts_on))
    }

    /// How many values of the latest periods are reported, and how many of them are verified as they stand, by basis.
    pub(crate) fn verified(&self, partnership_id: &str) -> tallies::Verified {
        let mut verified = tallies::Verified::default();
        let Some(partnership) = self.partnerships.get(partnership_id) else { return verified };
        for (indicator_id, reported) in &partnership.reported {
            let values = partnership.values.get(indicator_id);
            for basis in reported.each().map(|it| values.and_then(|values| values.basis(&it))) {
                verified.reported += 1;
                basis.into_iter().for_each(|it| *verified.by_basis.entry(it).or_default() += 1);
            }
        }
        verified
    }

    pub fn calendar(&self, partnership_id: &str, calendar_id: &str) -> Option<&Periods> {
        self.reporting.calendar(partnership_id, calendar_id)
    }

    /// An assignment of the same reporter and indicator with days in the same span.
    pub fn overlapping(&self, asked: &ReportingAssigned) -> Option<&str> {
        self.reporting.overlapping(asked)
    }

    /// What a partner reports.
    pub fn assignments_of<'m>(&'m self, partnership_id: &'m str, partner_id: &'m str) -> impl Iterator<Item = &'m str> {
        self.reporting.of(partnership_id, partner_id).map(|it| it.id.as_str())
    }

    pub fn reports_fallen_due(&self, now: Timestamp) -> impl Iterator<Item = Fallen<'_>> {
        self.reporting.fallen(now)
    }

    /// What is reported already of what an assignment asks for.
    pub fn at_hand(&self, partnership_id: &str, assignment_id: &str) -> AtHand {
        let Some(assigned) = self.reporting.assignment(partnership_id, assignment_id) else {
            return AtHand::default();
        };
        let Assigned { indicator_id, partner_id, .. } = assigned;
        let partnership = self.partnerships.get(partnership_id);
        let of = |values: fn(&Partnership) -> &HashMap<String, values::Values>| {
            let values = partnership.and_then(|it| values(it).get(indicator_id));
            values.map(|it| it.of(partner_id)).unwrap_or_default()
        };
        let verified = of(|it| &it.values);
        let is_one = |one: &Measured, other: &Measured| {
            (&one.measurement_id, one.correction) == (&other.measurement_id, other.correction)
        };
        let is_verified = |it: &Measured| verified.iter().any(|other| is_one(it, other));
        let reported = of(|it| &it.reported).into_iter().map(|it| {
            let reported = Reported { is_verified: is_verified(&it), measurement_id: it.measurement_id };
            (it.period_end, reported)
        });
        AtHand { reported: reported.collect(), awaited: assigned.awaited() }
    }

    fn partnership(&mut self, partnership_id: &str) -> &mut Partnership {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }

    fn own(&mut self, event: &Event) {
        self.reporting.own(event);
        match event {
            // What a source published is nobody's here.
            Event::MeasurementReported(it) if !it.partner_id.is_empty() => {
                let partnership = self.partnership(&it.partnership_id);
                partnership.sealed_under.extend(it.sealed.as_ref().map(|it| it.key_id.clone()));
                partnership.reported.entry(it.indicator_id.clone()).or_default().insert(&Said::reported(it));
            }
            Event::IndicatorDefined(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.insert(it.indicator_id.clone(), Definition::from(it));
            }
            Event::MeasurementCorrected(it) => {
                let reported = &mut self.partnership(&it.partnership_id).reported;
                reported.entry(it.indicator_id.clone()).or_default().insert(&Said::corrected(it));
            }
            Event::PeriodLocked(it) => {
                let span = (it.period_start.clone(), it.period_end.clone());
                self.partnership(&it.partnership_id).locked.push(span);
            }
            Event::IndicatorRevised(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.entry(it.indicator_id.clone()).and_modify(|definition| definition.revise(it));
            }
            Event::OverlapNoted(it) => {
                let definitions = &mut self.partnership(&it.partnership_id).definitions;
                definitions.entry(it.indicator_id.clone()).and_modify(|definition| definition.note(it));
            }
            Event::MeasurementVerified(it) => {
                let values = &mut self.partnership(&it.partnership_id).values;
                values.entry(it.indicator_id.clone()).or_default().insert(&Said::verified(it));
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
        self.things.remember(fact);
        self.tallies.remember(fact);
        match &fact.fact {
            Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) => self.own(event),
            Some(Fact::Goals(goals::Event { kind: Some(Agreed::GoalClosed(it)) })) => {
                self.partnership(&it.partnership_id).close(&it.goal_id);
            }
            Some(Fact::Partners(partners::Event { kind: Some(event) })) => self.reporting.heard(event),
            _ => (),
        }
    }
}
