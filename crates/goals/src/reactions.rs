//! What we do when partners decide, somebody leaves, evaluation measures, or a day passes.

mod closing;
mod concluding;
mod disposing;
mod due;

pub mod activities;
pub mod alignment;
pub mod keeping;
pub mod leaving;
pub mod undertakings;

use contract::{
    goals::{self, ConcludeGoal, ProposeClosure, WithdrawClosure},
    log::{Envelope, envelope::Fact},
};
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::{Goals, alignment::Alignment, keeping::Keeping, tree::GoalTree};

pub use closing::{closing, no_longer_closing};
pub use concluding::conclusion;
pub use due::passed;

pub fn react(known: &Room<Goals>, fact: &Envelope) -> Vec<Reaction<Goals>> {
    let memory = known.memory;
    let mut reactions: Vec<_> = match &fact.fact {
        Some(Fact::Partners(event)) => {
            let concluded = event.kind.as_ref().and_then(|event| conclusion(memory, event));
            let reviewed = event.kind.as_ref().and_then(alignment::at_review);
            let concluded = concluded.map(Reaction::new::<GoalTree, ConcludeGoal>);
            let kept = event.kind.as_ref().and_then(keeping::at_review).map(Reaction::new::<Keeping, _>);
            concluded.into_iter().chain(reviewed.map(Reaction::new::<Alignment, _>)).chain(kept).collect()
        }
        Some(Fact::Evaluation(event)) => {
            let moved = event.kind.as_ref().and_then(closing::moved);
            let no_longer =
                moved.and_then(|(partnership_id, goal_id)| no_longer_closing(memory, partnership_id, goal_id));
            let closed = moved.and_then(|(partnership_id, goal_id)| closing(memory, partnership_id, goal_id));
            let no_longer = no_longer.map(Reaction::new::<GoalTree, WithdrawClosure>);
            no_longer.into_iter().chain(closed.map(Reaction::new::<GoalTree, ProposeClosure>)).collect()
        }
        Some(Fact::Goals(goals::Event { kind: Some(event) })) => {
            let open_again = closing::open_again(event);
            let closed = open_again.and_then(|(partnership_id, goal_id)| closing(memory, partnership_id, goal_id));
            let closed = closed.map(Reaction::new::<GoalTree, ProposeClosure>);
            closed.into_iter().chain(disposing::disposed(event)).collect()
        }
        _ => vec![],
    };
    reactions.extend(leaving::react(known, fact));
    reactions
}

pub fn due(known: &Room<Goals>, now: Timestamp) -> Vec<Reaction<Goals>> {
    let mut due = due::due(known.memory, now);
    due.extend(activities::due(known.memory, now));
    due.extend(alignment::due(known, now));
    due.extend(keeping::due(known, now));
    due.extend(undertakings::due(known.memory, now));
    due
}
