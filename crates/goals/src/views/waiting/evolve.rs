//! What a fact makes of a thing that waits.

use contract::goals::{GoalState, event::Kind as Event};

use super::things::{Activity, Goal, Milestone, Thing, Undertaking};
use crate::alignment::{is_ranked, is_rated};

const GOAL: &str = "goal";
const ACTIVITY: &str = "activity";
const UNDERTAKING: &str = "undertaking";

/// The goal, milestone, activity or undertaking that a fact is about, where it changes for whom that waits. Ids are unique
/// among things of a kind, of milestones among those of a goal.
pub(super) fn thing_of(event: &Event) -> Option<String> {
    let (kind, id) = match event {
        Event::MilestoneAdded(it) => return Some(milestone(&it.goal_id, &it.milestone_id)),
        Event::MilestoneReached(it) => return Some(milestone(&it.goal_id, &it.milestone_id)),
        Event::GoalProposed(it) => (GOAL, &it.goal_id),
        Event::GoalReproposed(it) => (GOAL, &it.goal_id),
        Event::GoalAdopted(it) => (GOAL, &it.goal_id),
        Event::GoalRejected(it) => (GOAL, &it.goal_id),
        Event::GoalWithdrawn(it) => (GOAL, &it.goal_id),
        Event::GoalRevised(it) => (GOAL, &it.goal_id),
        Event::GoalClosed(it) => (GOAL, &it.goal_id),
        Event::GoalAccepted(it) => (GOAL, &it.goal_id),
        Event::ReservationStated(it) => (GOAL, &it.goal_id),
        Event::ActivityPlanned(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityRevised(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityStarted(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityCompleted(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityCancelled(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityOffered(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityHandedOver(it) => (ACTIVITY, &it.activity_id),
        Event::ActivityMoved(it) => (ACTIVITY, &it.activity_id),
        Event::UndertakingGiven(it) => (UNDERTAKING, &it.undertaking_id),
        Event::UndertakingFulfilled(it) => (UNDERTAKING, &it.undertaking_id),
        Event::FulfilmentConfirmed(it) => (UNDERTAKING, &it.undertaking_id),
        Event::FulfilmentReturned(it) => (UNDERTAKING, &it.undertaking_id),
        Event::RenegotiationProposed(it) => (UNDERTAKING, &it.undertaking_id),
        Event::UndertakingRenegotiated(it) => (UNDERTAKING, &it.undertaking_id),
        Event::RenegotiationDeclined(it) => (UNDERTAKING, &it.undertaking_id),
        Event::RenegotiationWithdrawn(it) => (UNDERTAKING, &it.undertaking_id),
        Event::UndertakingReleased(it) => (UNDERTAKING, &it.undertaking_id),
        Event::UndertakingHandedOver(it) => (UNDERTAKING, &it.undertaking_id),
        Event::UndertakingMoved(it) => (UNDERTAKING, &it.undertaking_id),
        _ => return None,
    };
    Some(format!("{kind}/{id}"))
}

pub(super) fn goal(goal_id: &str) -> String {
    format!("{GOAL}/{goal_id}")
}

pub(super) fn milestone(goal_id: &str, milestone_id: &str) -> String {
    format!("milestone/{goal_id}/{milestone_id}")
}

/// The id of a thing, without what kind of thing it is.
pub(super) fn bare(thing: &str) -> &str {
    thing.rsplit('/').next().unwrap_or(thing)
}

impl Thing {
    pub(super) fn evolve(&mut self, event: &Event) {
        match event {
            Event::MilestoneAdded(it) => {
                let (goal_id, title) = (it.goal_id.clone(), it.title.clone());
                let (owner, due_on) = (it.owner_partner_id.clone(), it.due_on.clone());
                self.milestone = Some(Milestone { goal_id, title, owner, due_on });
            }
            Event::MilestoneReached(_) => self.milestone = None,
            // What a source lists is as published: nobody here has it under way.
            Event::ActivityPlanned(it) if it.source.is_empty() => {
                self.activity = Some(Activity {
                    goal_id: it.goal_id.clone(),
                    title: it.title.clone(),
                    lead: it.lead_partner_id.clone(),
                    is_led: it.planned_by.is_empty() || it.planned_by == it.lead_partner_id,
                    offered_to: String::new(),
                    starts_on: it.starts_on.clone(),
                    ends_on: it.ends_on.clone(),
                    is_started: false,
                });
            }
            Event::ActivityCompleted(_) | Event::ActivityCancelled(_) => self.activity = None,
            Event::UndertakingGiven(it) => {
                self.undertaking = Some(Undertaking {
                    goal_id: it.goal_id.clone(),
                    title: it.what.clone(),
                    giver: it.given_by.clone(),
                    to: it.to_partner_id.clone(),
                    due_on: it.due_on.clone(),
                    ..Default::default()
                });
            }
            Event::FulfilmentConfirmed(_) | Event::UndertakingReleased(_) => self.undertaking = None,
            event => {
                self.goal(event);
                self.activity.iter_mut().for_each(|it| it.evolve(event));
                self.undertaking.iter_mut().for_each(|it| it.evolve(event));
            }
        }
    }

    pub(super) fn is_over(&self) -> bool {
        let Thing { goal, milestone, activity, undertaking, waits: _ } = self;
        goal.is_none() && milestone.is_none() && activity.is_none() && undertaking.is_none()
    }

    pub(super) fn add_milestone(&mut self, thing: String) {
        self.goal.iter_mut().for_each(|goal| goal.milestones.push(thing.clone()));
    }

    /// A goal is kept once it was put to the members; what a source names is not theirs to decide.
    fn goal(&mut self, event: &Event) {
        match event {
            Event::GoalProposed(it) if it.source.is_empty() => {
                let (goal_id, title) = (it.goal_id.clone(), it.title.clone());
                self.goal = Some(Goal { goal_id, title, state: GoalState::Proposed.into(), ..Default::default() });
            }
            event => self.goal.iter_mut().for_each(|goal| goal.evolve(event)),
        }
    }
}

impl Goal {
    pub(super) fn is_ranked(&self) -> bool {
        is_ranked(self.state())
    }

    pub(super) fn is_rated(&self) -> bool {
        is_rated(self.state())
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state() == GoalState::Closed
    }

    /// While a revision or its closing is before the members it stays adopted, which is all that counts here.
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::GoalReproposed(it) => {
                self.title = it.content.as_ref().map(|it| it.title.clone()).unwrap_or_default();
                self.set_state(GoalState::Proposed);
            }
            Event::GoalAdopted(it) => {
                self.title.clone_from(&it.title);
                self.settled.clone_from(&it.members);
                self.set_state(GoalState::Active);
            }
            Event::GoalRevised(it) => {
                self.title.clone_from(&it.title);
                let newly = it.members.iter().filter(|it| !self.settled.contains(it)).cloned();
                let newly: Vec<_> = newly.collect();
                self.settled.extend(newly);
            }
            Event::GoalRejected(_) => self.set_state(GoalState::Rejected),
            Event::GoalWithdrawn(_) => self.set_state(GoalState::Withdrawn),
            Event::GoalClosed(_) => self.set_state(GoalState::Closed),
            Event::GoalAccepted(it) => self.settled.push(it.partner_id.clone()),
            Event::ReservationStated(it) => self.settled.push(it.partner_id.clone()),
            _ => (),
        }
    }
}

impl Activity {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ActivityRevised(it) => {
                self.goal_id.clone_from(&it.goal_id);
                self.title.clone_from(&it.title);
                self.starts_on.clone_from(&it.starts_on);
                self.ends_on.clone_from(&it.ends_on);
            }
            Event::ActivityStarted(_) => {
                if !self.is_led {
                    self.offered_to.clear();
                }
                (self.is_led, self.is_started) = (true, true);
            }
            Event::ActivityOffered(it) => self.offered_to.clone_from(&it.to_partner_id),
            Event::ActivityHandedOver(it) => {
                self.lead.clone_from(&it.to_partner_id);
                self.is_led = true;
                self.offered_to.clear();
            }
            Event::ActivityMoved(it) => self.goal_id.clone_from(&it.to_goal_id),
            _ => (),
        }
    }
}

impl Undertaking {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::UndertakingFulfilled(it) => {
                self.is_fulfilled = true;
                self.to_confirm.clone_from(&it.asked_to_confirm);
                self.to_agree.clear();
            }
            Event::FulfilmentReturned(_) => {
                self.is_fulfilled = false;
                self.to_confirm.clear();
            }
            Event::RenegotiationProposed(it) => self.to_agree.clone_from(&it.asked),
            Event::UndertakingRenegotiated(it) => {
                self.title.clone_from(&it.what);
                self.due_on.clone_from(&it.due_on);
                self.to_agree.clear();
            }
            Event::RenegotiationDeclined(_) | Event::RenegotiationWithdrawn(_) => self.to_agree.clear(),
            Event::UndertakingHandedOver(it) => {
                if self.is_fulfilled && it.to_partner_id != it.was_to_partner_id {
                    self.to_confirm = vec![it.to_partner_id.clone()];
                }
                self.giver.clone_from(&it.given_by);
                self.to.clone_from(&it.to_partner_id);
                self.to_agree.clear();
            }
            Event::UndertakingMoved(it) => self.goal_id.clone_from(&it.goal_id),
            _ => (),
        }
    }
}
