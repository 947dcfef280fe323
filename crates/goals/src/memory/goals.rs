//! Where each goal stands, what of it is before the members, which targets are reached, and what falls due next.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use contract::{
    evaluation::event::Kind as Measured,
    goals::{GoalState, event::Kind as Event},
    partners::{ProposalOpened, event::Kind as Decided},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::goal::Goal;
use crate::tree::approach_changed;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Goals {
    /// Goals by id, by partnership.
    partnerships: HashMap<String, BTreeMap<String, Goal>>,
    /// The next day of each goal on which something falls due: with partnership and goal.
    deadlines: BTreeSet<(Date, String, String)>,
    /// Partnerships that are dissolved or closed: nothing falls due in them any more.
    over: HashSet<String>,
}

impl Goals {
    pub(super) fn goal(&self, partnership_id: &str, goal_id: &str) -> Option<&Goal> {
        self.partnerships.get(partnership_id)?.get(goal_id)
    }

    pub(super) fn in_partnership(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Goal)> {
        self.partnerships.get(partnership_id).into_iter().flatten().map(|(id, goal)| (id.as_str(), goal))
    }

    /// The goal that a fact put before the members, until they have decided.
    pub(super) fn before_the_members(&self, partnership_id: &str, event_id: &str) -> Option<(&str, &Goal)> {
        self.in_partnership(partnership_id).find(|(_, goal)| goal.is_before_the_members(event_id))
    }

    /// Goals of which something has fallen due by a day: with partnership and id.
    pub(super) fn due(&self, today: Date) -> impl Iterator<Item = (&str, &str, &Goal)> {
        let due = self.deadlines.iter().take_while(move |(on, ..)| *on <= today);
        due.filter_map(|(_, partnership_id, goal_id)| {
            self.goal(partnership_id, goal_id).map(|goal| (partnership_id.as_str(), goal_id.as_str(), goal))
        })
    }

    pub(super) fn own(&mut self, event: &Event, event_id: &str) {
        if let Some((partnership_id, goal_id)) = approach_changed(event) {
            self.change_known(partnership_id, goal_id, Goal::has_another_approach);
        }
        match event {
            Event::GoalProposed(it) if it.source.is_empty() => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.put(GoalState::Proposed, event_id));
            }
            Event::GoalProposed(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.is_now(GoalState::Listed));
            }
            Event::GoalReproposed(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.put(GoalState::Proposed, event_id));
            }
            Event::GoalAdopted(it) => self.change(&it.partnership_id, &it.goal_id, |goal| goal.follow(&it.targets, 0)),
            Event::GoalRejected(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.is_now(GoalState::Rejected));
            }
            Event::GoalWithdrawn(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.is_now(GoalState::Withdrawn));
            }
            Event::GoalRevisionProposed(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.put(GoalState::Revising, event_id));
            }
            Event::GoalRevised(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.follow(&it.targets, it.revision));
            }
            Event::GoalRevisionRejected(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.is_now(GoalState::Active));
            }
            Event::GoalClosureProposed(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.close(it, event_id))
            }
            Event::GoalClosed(it) => self.change(&it.partnership_id, &it.goal_id, Goal::end),
            Event::GoalClosureRejected(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.is_now(GoalState::Active));
            }
            Event::GoalClosureWithdrawn(it) => self.change(&it.partnership_id, &it.goal_id, Goal::ask_again),
            Event::MilestoneAdded(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.awaits(&it.milestone_id, &it.due_on));
            }
            Event::MilestoneReached(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.awaits_no_more(&it.milestone_id));
            }
            Event::MilestoneMissed(it) => {
                self.change(&it.partnership_id, &it.goal_id, |goal| goal.awaits_no_more(&it.milestone_id));
            }
            Event::TargetMissed(it) => self.change(&it.partnership_id, &it.goal_id, |goal| goal.miss(&it.target_id)),
            _ => (),
        }
    }

    pub(super) fn measured(&mut self, event: &Measured) {
        match event {
            Measured::ProgressRecorded(it) => self.change_known(&it.partnership_id, &it.goal_id, |goal| {
                goal.measure(&it.target_id, &it.actual);
            }),
            Measured::TargetRecounted(it) => self.change_known(&it.partnership_id, &it.goal_id, |goal| {
                goal.measure(&it.target_id, &it.actual);
            }),
            Measured::TargetRevised(it) => self.change_known(&it.partnership_id, &it.goal_id, |goal| {
                goal.measure(&it.target_id, &it.actual);
            }),
            Measured::TargetReached(it) => self.change_known(&it.partnership_id, &it.goal_id, |goal| {
                goal.mark(&it.target_id, true, &it.actual);
            }),
            Measured::TargetLost(it) => self.change_known(&it.partnership_id, &it.goal_id, |goal| {
                goal.mark(&it.target_id, false, &it.actual);
            }),
            _ => (),
        }
    }

    /// Who can decide what we put before the members; and that nothing is put before them any more.
    pub(super) fn heard(&mut self, event: &Decided) {
        match event {
            Decided::ProposalOpened(it) => self.is_put(it),
            Decided::PartnershipDissolved(it) => self.is_over(&it.partnership_id),
            Decided::PartnershipClosed(it) => self.is_over(&it.partnership_id),
            _ => (),
        }
    }

    fn is_over(&mut self, partnership_id: &str) {
        if self.over.insert(partnership_id.to_owned()) {
            self.deadlines.retain(|(_, of, _)| of != partnership_id);
        }
    }

    fn is_put(&mut self, it: &ProposalOpened) {
        let Some(subject) = it.subject.as_ref().filter(|it| it.service == "goals") else { return };
        let goals = self.partnerships.get_mut(&it.partnership_id).into_iter().flatten();
        for (_, goal) in goals {
            if goal.is_before_the_members(&subject.event_id) {
                goal.decided_by(&it.eligible);
            }
        }
    }

    fn change(&mut self, partnership_id: &str, goal_id: &str, change: impl FnOnce(&mut Goal)) {
        let goals = self.partnerships.entry(partnership_id.to_owned()).or_default();
        let goal = goals.entry(goal_id.to_owned()).or_default();
        let before = goal.next_due();
        change(goal);
        let after = goal.next_due();
        if before != after && !self.over.contains(partnership_id) {
            let deadline = |on: Date| (on, partnership_id.to_owned(), goal_id.to_owned());
            if let Some(before) = before {
                self.deadlines.remove(&deadline(before));
            }
            self.deadlines.extend(after.map(deadline));
        }
    }

    fn change_known(&mut self, partnership_id: &str, goal_id: &str, change: impl FnOnce(&mut Goal)) {
        if self.goal(partnership_id, goal_id).is_some() {
            self.change(partnership_id, goal_id, change);
        }
    }
}
