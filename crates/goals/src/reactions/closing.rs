//! A goal whose targets are all reached is put to the members to be closed; where the figures change, that is taken back.

use contract::{
    evaluation::event::Kind as Measured,
    goals::{ProposeClosure, WithdrawClosure, event::Kind as Event},
};

use crate::memory::{Closure, Memory};

/// The goal whose targets a fact of evaluation turns: with its partnership.
pub(super) fn moved(event: &Measured) -> Option<(&str, &str)> {
    match event {
        Measured::TargetReached(it) => Some((&it.partnership_id, &it.goal_id)),
        Measured::TargetLost(it) => Some((&it.partnership_id, &it.goal_id)),
        _ => None,
    }
}

/// The goal about which nothing is before the members any more.
pub(super) fn open_again(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::GoalRevised(it) => Some((&it.partnership_id, &it.goal_id)),
        Event::GoalRevisionRejected(it) => Some((&it.partnership_id, &it.goal_id)),
        Event::GoalClosureRejected(it) => Some((&it.partnership_id, &it.goal_id)),
        Event::GoalClosureWithdrawn(it) => Some((&it.partnership_id, &it.goal_id)),
        _ => None,
    }
}

/// With its last target reached, a goal's closing is put to the members, who may want to go on.
pub fn closing(memory: &Memory, partnership_id: &str, goal_id: &str) -> Option<ProposeClosure> {
    memory.goal(partnership_id, goal_id)?.achieved().map(|it| proposed(partnership_id, goal_id, it))
}

pub(super) fn proposed(partnership_id: &str, goal_id: &str, closure: Closure) -> ProposeClosure {
    let Closure { basis, outcome, why } = closure;
    ProposeClosure {
        partnership_id: partnership_id.to_owned(),
        goal_id: goal_id.to_owned(),
        outcome: outcome.into(),
        why,
        basis: basis.into(),
        ..Default::default()
    }
}

/// What the members are asked about rests on figures that have changed.
pub fn no_longer_closing(memory: &Memory, partnership_id: &str, goal_id: &str) -> Option<WithdrawClosure> {
    let goal = memory.goal(partnership_id, goal_id)?;
    Some(WithdrawClosure {
        partnership_id: partnership_id.to_owned(),
        goal_id: goal_id.to_owned(),
        why: goal.closing_obstacle()?,
        proposed_event_id: goal.subject().to_owned(),
        ..Default::default()
    })
}
