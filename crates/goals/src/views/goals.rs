//! Goals as they are served, with the progress that evaluation reports and the proposal that partners opened.

use contract::{
    evaluation::event::Kind as Measured,
    goals::{self, Goal, GoalProposed, GoalState, TargetProgress, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::event::Kind as Decided,
};
use runtime::views::{Fold, View, key};

use super::{GOALS, place};

pub(super) struct Goals;

impl View for Goals {
    fn name(&self) -> &'static str {
        GOALS
    }

    fn version(&self) -> u32 {
        1
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

fn own(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    match event {
        Event::GoalProposed(it) => {
            fold.put(place(&it.partnership_id, &it.goal_id), proposed(it, &fact.partner));
            note_subject(&fact.event_id, &it.partnership_id, &it.goal_id, fold);
        }
        Event::GoalAdopted(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, &it.why, fold);
        }
        Event::GoalRejected(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Rejected, &it.why, fold);
        }
        Event::GoalClosureProposed(it) => {
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| {
                goal.state = GoalState::Closing.into();
                goal.proposal_id.clear();
            });
            note_subject(&fact.event_id, &it.partnership_id, &it.goal_id, fold);
        }
        Event::GoalClosed(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Closed, &it.why, fold);
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| goal.outcome = it.outcome);
        }
        Event::GoalClosureRejected(it) => {
            conclude(&it.proposed_event_id, &it.partnership_id, &it.goal_id, GoalState::Active, &it.why, fold);
        }
        Event::ActivityPlanned(it) => {
            fold.change(place(&it.partnership_id, &it.goal_id), |goal: &mut Goal| goal.activities += 1);
        }
    }
}

fn proposed(it: &GoalProposed, partner: &str) -> Goal {
    let state = if it.source.is_empty() { GoalState::Proposed } else { GoalState::Listed };
    let target = |it: &goals::Target| TargetProgress { target: Some(it.clone()), ..Default::default() };
    Goal {
        partnership_id: it.partnership_id.clone(),
        goal_id: it.goal_id.clone(),
        title: it.title.clone(),
        level: it.level,
        parent_goal_id: it.parent_goal_id.clone(),
        approach: it.approach.clone(),
        state: state.into(),
        targets: it.targets.iter().map(target).collect(),
        proposed_by: partner.to_owned(),
        source: it.source.clone(),
        ..Default::default()
    }
}

fn conclude(subject: &str, partnership_id: &str, goal_id: &str, state: GoalState, why: &str, fold: &mut Fold<'_>) {
    fold.remove(subject_key(subject));
    fold.change(place(partnership_id, goal_id), |goal: &mut Goal| {
        goal.state = state.into();
        goal.why = why.to_owned();
    });
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
    match event {
        Measured::ProgressRecorded(it) => {
            change_target(&it.partnership_id, &it.goal_id, &it.target_id, fold, |target| {
                target.actual = it.actual.clone();
                target.progress_basis_points = it.progress_basis_points;
                // A value for an earlier period moves the figure, not the period reached. Dates compare as text.
                if target.measured_until <= it.period_end {
                    target.measured_until = it.period_end.clone();
                    target.due_basis_points = it.due_basis_points;
                }
            });
        }
        Measured::TargetReached(it) => {
            change_target(&it.partnership_id, &it.goal_id, &it.target_id, fold, |target| target.reached = true);
        }
        Measured::TargetLost(it) => {
            change_target(&it.partnership_id, &it.goal_id, &it.target_id, fold, |target| target.reached = false);
        }
        _ => (),
    }
}

fn change_target(
    partnership_id: &str,
    goal_id: &str,
    target_id: &str,
    fold: &mut Fold<'_>,
    change: impl FnOnce(&mut TargetProgress),
) {
    let is_it = |target: &&mut TargetProgress| target.target.as_ref().is_some_and(|it| it.target_id == target_id);
    fold.change(place(partnership_id, goal_id), |goal: &mut Goal| {
        if let Some(target) = goal.targets.iter_mut().find(is_it) {
            change(target);
        }
    });
}
