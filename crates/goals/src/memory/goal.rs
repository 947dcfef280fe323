//! What is at hand of one goal: its state, what is before the members, its targets, and what it waits for.

use std::collections::BTreeMap;

use contract::{
    goals::{self, ClosureBasis, GoalClosureProposed, GoalState, Outcome, TargetKind},
    moment,
};
use jiff::{ToSpan, civil::Date};
use kernel::clipped;
use serde::{Deserialize, Serialize};

use crate::tree::{Measured, REPORTING_DAYS, is_worked_on};

/// A proposal is taken back with a reason of at most 512 bytes; each target's figures stand with the goal.
const REASON_BYTES_MAX: usize = 512;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// A number of accord.goals.v1.GoalState.
    state: i32,
    /// The fact that is before the members; empty: none.
    subject_event_id: String,
    /// Who can decide it; empty: partners have not said yet.
    eligible: Vec<String>,
    /// The closing that is before the members.
    closing: Option<Closing>,
    /// What the members have been asked already by itself, until its ground changes.
    asked: Vec<i32>,
    /// How often its closing was put to them.
    closings: u32,
    /// Revisions adopted so far.
    revision: u32,
    /// How often its approach has changed.
    approach_version: u32,
    /// Targets by id, once adopted and until closed.
    targets: BTreeMap<String, Target>,
    /// Milestones to be reached, with their days, until these have passed.
    milestones: BTreeMap<String, Date>,
}

/// Numbers of accord.goals.v1.ClosureBasis and .Outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Closing {
    basis: i32,
    outcome: i32,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Target {
    /// A number of accord.goals.v1.TargetKind.
    kind: i32,
    value: String,
    /// None: no day that can be read, which never comes.
    due_on: Option<Date>,
    /// The value so far; empty: none.
    actual: String,
    /// Reached or kept now.
    is_reached: bool,
    /// Its due date has passed, and that was said.
    is_missed: bool,
}

/// Something of a goal that falls due, with the last day before it does: for targets and their goal, the last day on which
/// figures are waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    Target(String, Date),
    Milestone(String, Date),
    /// All targets have been due for long enough.
    Closure(Date),
}

/// A closing as the targets would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub basis: ClosureBasis,
    pub outcome: Outcome,
    pub why: String,
}

impl Goal {
    pub fn state(&self) -> GoalState {
        GoalState::try_from(self.state).unwrap_or_default()
    }

    pub fn is_before_the_members(&self, event_id: &str) -> bool {
        !event_id.is_empty() && self.subject_event_id == event_id
    }

    pub fn subject(&self) -> &str {
        &self.subject_event_id
    }

    /// Who can decide what is before the members.
    pub fn eligible(&self) -> &[String] {
        &self.eligible
    }

    pub fn closings(&self) -> u32 {
        self.closings
    }

    pub fn revision(&self) -> u32 {
        self.revision
    }

    pub fn approach_version(&self) -> u32 {
        self.approach_version
    }

    pub fn measured(&self, target_id: &str) -> Option<Measured> {
        let target = self.targets.get(target_id)?;
        Some(Measured { is_reached: target.is_reached, actual: target.actual.clone() })
    }

    /// The closing to put to the members because nothing is left to do: all targets are reached or kept, and at least one
    /// was to be reached. A goal that is only to keep something is never done by keeping it for a while.
    pub fn achieved(&self) -> Option<Closure> {
        let is_done = self.targets.values().all(|it| it.is_reached);
        let was_to_be_reached = self.targets.values().any(|it| it.kind() == TargetKind::Reach);
        let is_it = self.may_be_asked(ClosureBasis::TargetsReached) && is_done && was_to_be_reached;
        is_it.then(|| Closure {
            basis: ClosureBasis::TargetsReached,
            outcome: Outcome::Achieved,
            why: format!("All its targets are reached: {}.", self.figures()),
        })
    }

    /// The closing to put to the members because all targets have been due for long enough.
    pub fn run_out(&self) -> Option<Closure> {
        self.closes_on()?;
        Some(Closure {
            basis: ClosureBasis::TargetsDue,
            outcome: self.outcome(),
            why: format!("All its targets were due {REPORTING_DAYS} days ago or earlier: {}.", self.figures()),
        })
    }

    /// Why the closing before the members, proposed by itself, is no longer right.
    pub fn closing_obstacle(&self) -> Option<String> {
        let Closing { basis, outcome } = self.closing.as_ref()?;
        let is_wrong = match ClosureBasis::try_from(*basis).unwrap_or_default() {
            ClosureBasis::TargetsReached => self.targets.values().any(|it| !it.is_reached),
            ClosureBasis::TargetsDue => i32::from(self.outcome()) != *outcome,
            ClosureBasis::Member | ClosureBasis::Unspecified => false,
        };
        is_wrong.then(|| clipped(&format!("The figures have changed: {}.", self.figures()), REASON_BYTES_MAX))
    }

    /// All that has fallen due by a day.
    pub fn due(&self, today: Date) -> Vec<Due> {
        let days = self.days();
        days.into_iter().filter(|(on, _)| *on <= today).map(|(_, due)| due).collect()
    }

    pub(super) fn next_due(&self) -> Option<Date> {
        self.days().into_iter().map(|(on, _)| on).min()
    }

    /// What will fall due, each with the first day after its own.
    fn days(&self) -> Vec<(Date, Due)> {
        if !is_worked_on(self.state()) && self.state() != GoalState::Closing {
            return vec![];
        }
        let missable = self.targets.iter().filter(|(_, it)| it.may_be_missed());
        let targets = missable.filter_map(|(id, it)| Some(Due::Target(id.clone(), figures_in(it.due_on?)?)));
        let milestones = self.milestones.iter().map(|(id, on)| Due::Milestone(id.clone(), *on));
        let closure = self.closes_on().map(Due::Closure);
        targets.chain(milestones).chain(closure).map(|due| (due.day_after(), due)).collect()
    }

    /// The day until which figures are waited for.
    fn closes_on(&self) -> Option<Date> {
        // What the members did not want to close for being reached, they are not asked to close for being reached and due.
        let is_known = self.asked.contains(&ClosureBasis::TargetsReached.into()) && self.outcome() == Outcome::Achieved;
        if is_known || !self.may_be_asked(ClosureBasis::TargetsDue) {
            return None;
        }
        let last = self.targets.values().map(|it| it.due_on).collect::<Option<Vec<_>>>()?.into_iter().max()?;
        figures_in(last)
    }

    fn may_be_asked(&self, basis: ClosureBasis) -> bool {
        self.state() == GoalState::Active && !self.asked.contains(&basis.into())
    }

    fn outcome(&self) -> Outcome {
        match self.targets.values().filter(|it| it.is_reached).count() {
            0 => Outcome::NotAchieved,
            reached if reached == self.targets.len() => Outcome::Achieved,
            _ => Outcome::PartlyAchieved,
        }
    }

    /// What each target asked and got: at most 1,500 bytes with all its 20 targets.
    fn figures(&self) -> String {
        let figures: Vec<_> = self.targets.values().map(Target::figure).collect();
        figures.join("; ")
    }

    pub(super) fn put(&mut self, state: GoalState, event_id: &str) {
        self.is_now(state);
        event_id.clone_into(&mut self.subject_event_id);
    }

    pub(super) fn close(&mut self, it: &GoalClosureProposed, event_id: &str) {
        self.put(GoalState::Closing, event_id);
        self.closings += 1;
        if !matches!(it.basis(), ClosureBasis::Member | ClosureBasis::Unspecified) {
            self.closing = Some(Closing { basis: it.basis, outcome: it.outcome });
            self.asked.push(it.basis);
        }
    }

    pub(super) fn is_now(&mut self, state: GoalState) {
        self.state = state.into();
        self.subject_event_id.clear();
        self.eligible.clear();
        self.closing = None;
    }

    pub(super) fn decided_by(&mut self, eligible: &[String]) {
        self.eligible = eligible.to_vec();
    }

    /// Adopted, with these targets from now on: one that was there keeps what was measured.
    pub(super) fn follow(&mut self, targets: &[goals::Target], revision: u32) {
        self.is_now(GoalState::Active);
        self.revision = revision;
        self.asked.clear();
        let before = std::mem::take(&mut self.targets);
        for it in targets {
            let target = Target::agreed(it, before.get(&it.target_id));
            self.targets.insert(it.target_id.clone(), target);
        }
    }

    pub(super) fn has_another_approach(&mut self) {
        self.approach_version += 1;
    }

    pub(super) fn end(&mut self) {
        self.is_now(GoalState::Closed);
        self.targets.clear();
        self.milestones.clear();
        self.asked.clear();
    }

    /// What the closing rested on is no longer so: should it be again, the members are asked again.
    pub(super) fn ask_again(&mut self) {
        self.is_now(GoalState::Active);
        self.asked.clear();
    }

    pub(super) fn measure(&mut self, target_id: &str, actual: &str) {
        if let Some(target) = self.targets.get_mut(target_id) {
            actual.clone_into(&mut target.actual);
        }
    }

    pub(super) fn mark(&mut self, target_id: &str, is_reached: bool, actual: &str) {
        self.measure(target_id, actual);
        if let Some(target) = self.targets.get_mut(target_id) {
            target.is_reached = is_reached;
        }
        if !is_reached {
            self.asked.retain(|it| *it != i32::from(ClosureBasis::TargetsReached));
        }
    }

    pub(super) fn miss(&mut self, target_id: &str) {
        if let Some(target) = self.targets.get_mut(target_id) {
            target.is_missed = true;
        }
    }

    pub(super) fn awaits(&mut self, milestone_id: &str, due_on: &str) {
        if let Ok(day) = due_on.parse() {
            self.milestones.insert(milestone_id.to_owned(), day);
        }
    }

    pub(super) fn awaits_no_more(&mut self, milestone_id: &str) {
        self.milestones.remove(milestone_id);
    }
}

/// The day until which figures of what ends on a day are waited for.
fn figures_in(day: Date) -> Option<Date> {
    day.checked_add(REPORTING_DAYS.days()).ok()
}

impl Due {
    fn last_day(&self) -> Date {
        let (Due::Target(_, on) | Due::Milestone(_, on) | Due::Closure(on)) = self;
        *on
    }

    fn day_after(&self) -> Date {
        self.last_day().tomorrow().unwrap_or(Date::MAX)
    }

    /// The first moment at which it is over, in UTC.
    pub fn at(&self) -> jiff::Timestamp {
        moment::end_of(self.last_day()).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl Target {
    fn agreed(it: &goals::Target, before: Option<&Target>) -> Self {
        let due_on = it.due_on.parse().ok();
        let before = before.cloned().unwrap_or_default();
        let is_missed = before.is_missed && before.due_on == due_on;
        Target { kind: it.kind, value: it.value.clone(), due_on, is_missed, ..before }
    }

    fn kind(&self) -> TargetKind {
        TargetKind::try_from(self.kind).unwrap_or_default()
    }

    /// What is to be kept is judged period by period.
    fn may_be_missed(&self) -> bool {
        self.kind() == TargetKind::Reach && !self.is_reached && !self.is_missed
    }

    fn figure(&self) -> String {
        let actual = if self.actual.is_empty() { "nothing verified" } else { &self.actual };
        let value = &self.value;
        match self.kind() {
            TargetKind::KeepAtOrAbove => format!("{actual}, at least {value}"),
            TargetKind::KeepAtOrBelow => format!("{actual}, at most {value}"),
            TargetKind::Reach | TargetKind::Unspecified => format!("{actual} of {value}"),
        }
    }
}
