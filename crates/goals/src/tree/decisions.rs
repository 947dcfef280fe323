//! What may be asked of a partnership's goals, and what each request leads to; a topic a file next door.

mod closing;
mod concluding;
mod due;
mod joining;
mod milestones;
mod place;
mod proposing;
mod revising;

pub use due::{Measured, REPORTING_DAYS};
pub use place::DEPTH_MAX;
pub use proposing::GOALS_MAX;

use contract::goals::WorkKind;
use kernel::Context;

use super::{
    rejection::Rejection,
    state::{Goal, GoalTree, State},
};

/// What standing knows of the partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partnership {
    Unknown,
    Forming,
    Active,
    /// It settles what is open, or is closed.
    Ending,
}

/// The members with a voice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Voices(pub Vec<String>);

/// Something under way towards a goal that is to be closed.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderWay {
    pub work_id: String,
    pub kind: WorkKind,
    pub title: String,
}

impl GoalTree {
    fn known(&self, goal_id: &str) -> Result<&Goal, Rejection> {
        self.goal(goal_id).ok_or(Rejection::NotFound)
    }
}

impl Goal {
    /// Wanted by the members, whatever else about it is before them.
    fn adopted(&self) -> Result<&Self, Rejection> {
        match &self.state {
            State::Active | State::Revising { .. } | State::Closing { .. } => Ok(self),
            other => Err(Rejection::NotAdopted(other.seen())),
        }
    }

    /// Adopted, and not about to be closed.
    fn worked_on(&self) -> Result<&Self, Rejection> {
        match &self.state {
            State::Active | State::Revising { .. } => Ok(self),
            other => Err(Rejection::NotAdopted(other.seen())),
        }
    }
}

fn check_service(context: &Context) -> Result<(), Rejection> {
    if context.is_service() { Ok(()) } else { Err(Rejection::NotForCallers) }
}
