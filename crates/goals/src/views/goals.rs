//! Goals as they are served, with the progress that evaluation reports and the proposal that partners opened.

use contract::{
    evaluation::event::Kind as Measured,
    goals::{self, Goal, GoalContent, GoalStance, GoalState, ListGoals, Milestone, Outcome, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::event::Kind as Decided,
};
use runtime::views::{Fold, View, key};

use super::{GOALS, place, targets};
use crate::tree::content;

pub(super) struct Goals;

impl View for Goals {
    fn name(&self) -> &'static str {
        GOALS
    }

    fn version(&self) -> u32 {
        5
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Goals(goals::Event { kind: Some(event) })) => own(event, fact, fold),
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|event| decided(event, fold)),
            Some(Fact::Evaluation(event)) => event.kind.iter().for_each(|event| measured(event, fold)),
            _ => (),
        }
    }
}

/// Of a state and level, where the question names them.
pub fn is_asked_for(question: &ListGoals, goal: &Goal) -> bool {
    let is_in = |asked: i32, has: i32| asked == 0 || asked == has;
    is_in(question.state, goal.state) && is_in(question.level, goal.level)
}

fn own(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    match event {
        Event::GoalProposed(it) => {
            let state = if it.source.is_empty() { GoalState::Proposed } else { GoalState::Listed };
            let mut goal = Goal {
                partnership_id: it.partnership_id.clone(),
                goal_id: it.goal_id.clone(),
                state: state.into(),
                proposed_by: fact.partner.clone(),
                source: it.source.clone(),
                ..Default::default()
            };
            goal.targets = it.targets.iter().map(targets::proposed).collect();
            say(&mut goal, content::proposed(it));
            fold.put(place(&it.partnership_id, &it.goal_id), goal);
            note_subject(&fact.event_id, &it.partnership_id, &it.goal_id, fold);
        }
        Event::GoalReproposed(it) => {
            put(fact, &it.partnership_id, &it.goal_id, GoalState::Proposed, fold, |goal| {
                goal.proposed_by.clone_from(&it.proposed_by);
                goal.why.clear();
                let content = it.content.clone().unwrap_or_default();
                goal.targets = content.targets.iter().map(targets::proposed).collect();
                say(goal, content);
            });
        }
        Event::GoalRevisionProposed(it) => {
            put(fact, &it.partnership_id, &it.goal_id, GoalState::Revising, fold, |goal| {
                goal.proposed_changes.clone_from(&it.changes);
            });
            // What it would say stands aside until the members have decided.
            fold.put(revision_key(&fact.event_id), it.content.clone().unwrap_or_default());
        }
        Event::GoalClosureProposed(it) => {
            put(fact, &it.partnership_id, &it.goal_id, GoalState::Closing, fold, |goal| {
                goal.proposed_outcome = it.outcome;
            });
        }
        event => concluded(event, fact, fold),
    }
}

fn concluded(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    let mut conclude = |subject: &str, partnership_id: &str, goal_id: &str, state: GoalState, why: &str| {
        fold.remove(subject_key(subject));
        fold.change(place(partnership_id, goal_id), |goal: &mut Goal| {
            goal.state = state.into();
            // Where it stays as it was, the reason for that stays too: why nothing came of a change is in its history.
            if !why.is_empty() {
                why.clone_into(&mut goal.why);
            }
            goal.proposed_changes.clear();
            goal.proposed_outcome = Outcome::Unspecified.into();
        });
    };
    match event {
        Event::GoalAdopted(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, &it.why);
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| {
                goal.members.clone_from(&it.members);
                targets::adopted(goal);
            });
        }
        Event::GoalRejected(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Rejected, &it.why);
        }
        Event::GoalWithdrawn(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Withdrawn, &it.why);
        }
        Event::GoalRevised(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, &it.why);
            revise(it, fold);
        }
        Event::GoalRevisionRejected(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, "");
            fold.remove(revision_key(&it.proposed_event_id));
        }
        Event::GoalClosed(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Closed, &it.why);
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| goal.outcome = it.outcome);
        }
        Event::GoalClosureRejected(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, "");
        }
        Event::GoalClosureWithdrawn(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, "");
        }
        event => added(event, fact, fold),
    }
}

/// What stands beside what the members decide.
fn added(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    match event {
        Event::GoalAccepted(it) => {
            let stance = GoalStance {
                partner_id: it.partner_id.clone(),
                accepted: true,
                reservation: String::new(),
                revision: it.revision,
            };
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| take_stance(goal, stance));
        }
        Event::ReservationStated(it) => {
            let stance = GoalStance {
                partner_id: it.partner_id.clone(),
                accepted: false,
                reservation: it.reservation.clone(),
                revision: it.revision,
            };
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| take_stance(goal, stance));
        }
        Event::MilestoneAdded(it) => {
            let milestone = Milestone {
                milestone_id: it.milestone_id.clone(),
                title: it.title.clone(),
                due_on: it.due_on.clone(),
                owner_partner_id: it.owner_partner_id.clone(),
                added_by: fact.partner.clone(),
                ..Default::default()
            };
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| {
                goal.milestones.push(milestone);
                goal.milestones.sort_by(|one, other| one.due_on.cmp(&other.due_on));
            });
        }
        Event::MilestoneReached(it) => {
            change_milestone(&it.partnership_id, &it.goal_id, &it.milestone_id, fold, |milestone| {
                milestone.reached_on.clone_from(&it.reached_on);
                milestone.note.clone_from(&it.note);
                milestone.reached_by.clone_from(&it.partner_id);
            });
        }
        Event::MilestoneMissed(it) => {
            change_milestone(&it.partnership_id, &it.goal_id, &it.milestone_id, fold, |it| it.missed = true);
        }
        Event::TargetMissed(it) => {
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| targets::missed(goal, it));
        }
        event => worked_towards(event, fold),
    }
}

/// How many activities work towards it: what is given up does not.
fn worked_towards(event: &Event, fold: &mut Fold<'_>) {
    let (partnership_id, was, is) = match event {
        Event::ActivityPlanned(it) => (&it.partnership_id, "", it.goal_id.as_str()),
        Event::ActivityRevised(it) => (&it.partnership_id, it.was_goal_id.as_str(), it.goal_id.as_str()),
        Event::ActivityMoved(it) => (&it.partnership_id, it.from_goal_id.as_str(), it.to_goal_id.as_str()),
        Event::ActivityCancelled(it) => (&it.partnership_id, it.goal_id.as_str(), ""),
        _ => return,
    };
    fold.change(place(partnership_id, was), |goal: &mut Goal| goal.activities = goal.activities.saturating_sub(1));
    fold.change(place(partnership_id, is), |goal: &mut Goal| goal.activities += 1);
}

/// Something about a goal is before the members.
fn put(
    fact: &Envelope,
    partnership_id: &str,
    goal_id: &str,
    state: GoalState,
    fold: &mut Fold<'_>,
    change: impl FnOnce(&mut Goal),
) {
    fold.change(place(partnership_id, goal_id), |goal: &mut Goal| {
        goal.state = state.into();
        goal.proposal_id.clear();
        change(goal);
    });
    note_subject(&fact.event_id, partnership_id, goal_id, fold);
}

fn revise(it: &goals::GoalRevised, fold: &mut Fold<'_>) {
    let content = fold.get::<GoalContent>(revision_key(&it.proposed_event_id));
    fold.remove(revision_key(&it.proposed_event_id));
    fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| {
        goal.revision = it.revision;
        let newly_bound = it.members.iter().filter(|member| !goal.members.contains(member));
        let newly_bound: Vec<_> = newly_bound.cloned().collect();
        goal.members.extend(newly_bound);
        content.into_iter().for_each(|content| say(goal, content));
        targets::revised(goal, &it.targets);
    });
}

/// The goal says this from now on; of its targets more is told.
fn say(goal: &mut Goal, content: GoalContent) {
    let GoalContent {
        title,
        level,
        parent_goal_id,
        approach,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        targets: _,
    } = content;
    goal.title = title;
    goal.level = level;
    goal.parent_goal_id = parent_goal_id;
    goal.approach = approach;
    goal.assumptions = assumptions;
    goal.means_of_verification = means_of_verification;
    goal.people_in_need = people_in_need;
    goal.people_in_need_note = people_in_need_note;
    goal.sdg_targets = sdg_targets;
}

fn take_stance(goal: &mut Goal, stance: GoalStance) {
    goal.stances.retain(|it| it.partner_id != stance.partner_id);
    goal.stances.push(stance);
}

fn change_milestone(
    partnership_id: &str,
    goal_id: &str,
    milestone_id: &str,
    fold: &mut Fold<'_>,
    change: impl FnOnce(&mut Milestone),
) {
    fold.change(place(partnership_id, goal_id), |goal: &mut Goal| {
        if let Some(milestone) = goal.milestones.iter_mut().find(|it| it.milestone_id == milestone_id) {
            change(milestone);
        }
    });
}

/// What a goal would say once a revision is adopted. No partnership has this prefix.
fn revision_key(event_id: &str) -> Vec<u8> {
    key(&["revision", event_id])
}

/// Which goal a fact put before the members: partners will name the fact only. No partnership has this prefix.
fn subject_key(event_id: &str) -> Vec<u8> {
    key(&["subject", event_id])
}

/// A goal with nothing but its ids stands for the link.
fn note_subject(event_id: &str, partnership_id: &str, goal_id: &str, fold: &mut Fold<'_>) {
    let link = Goal { partnership_id: partnership_id.to_owned(), goal_id: goal_id.to_owned(), ..Default::default() };
    fold.put(subject_key(event_id), link);
}

fn decided(event: &Decided, fold: &mut Fold<'_>) {
    let Decided::ProposalOpened(opened) = event else { return };
    let Some(subject) = opened.subject.as_ref().filter(|it| it.service == "goals") else { return };
    if let Some(link) = fold.get::<Goal>(subject_key(&subject.event_id)) {
        fold.change(place(&link.partnership_id, &link.goal_id), |goal: &mut Goal| {
            goal.proposal_id = opened.proposal_id.clone();
        });
    }
}

fn measured(event: &Measured, fold: &mut Fold<'_>) {
    if let Some((partnership_id, goal_id)) = targets::goal_of(event) {
        fold.change(place(partnership_id, goal_id), |goal: &mut Goal| targets::measured(goal, event));
    }
}
