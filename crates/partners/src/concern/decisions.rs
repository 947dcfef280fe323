//! What a request about a concern leads to: raised, answered, taken further and ended next door.

mod answering;
mod ending;
mod escalating;
mod raising;

use std::iter::once;

use contract::{
    moment,
    partners::{ConcernAudience, ConcernRaised, ConcernState},
};
use jiff::SignedDuration;
use kernel::Context;
use prost_types::Timestamp;

use super::{
    rejection::Rejection,
    state::{Concern, Raised},
    states::has_ended,
};
use crate::{sealing::WritingKey, words::Words};

/// How long a raiser may be silent after an answer, where the charter does not say.
pub const SILENCE_DAYS: u32 = 90;
/// How long an ended concern can be opened again.
pub const REOPEN_DAYS: u32 = 90;

/// Who else takes part in the partnership now, and so may be what a concern is about.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Company {
    pub others: Vec<String>,
}

/// How long the charter lets a raiser be silent after an answer.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Silence {
    pub days: u32,
}

/// What an answer is weighed by.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Answering {
    pub silence: Silence,
    /// Who answers stands in the partnership as a mediator, and is nothing else there.
    pub mediates_only: bool,
}

/// Who mediates by the charter; empty: nobody is named.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Mediator {
    pub partner_id: String,
}

/// Whether the raiser can still speak in the partnership as its member.
#[derive(Debug, Clone, PartialEq)]
pub struct Raiser {
    pub has_left: bool,
}

impl Concern {
    fn raised(&self) -> Result<&Raised, Rejection> {
        match self {
            Concern::Unraised => Err(Rejection::NotFound),
            Concern::Raised(raised) => Ok(raised),
        }
    }
}

/// What the acting partner writes in a concern, for those that may read it; a mediator it is written to reads it too.
fn said(
    text: String,
    concern: &ConcernRaised,
    mediator: Option<&String>,
    key: &WritingKey,
    context: &Context,
) -> Words {
    let sides = once(&concern.raised_by).chain(&concern.about).chain(mediator);
    let audience: Vec<String> = match concern.audience() {
        ConcernAudience::Sides => sides.filter(|it| **it != context.partner).cloned().collect(),
        ConcernAudience::AllMembers | ConcernAudience::Unspecified => vec![],
    };
    Words::written(text, &audience, key, context)
}

impl Raised {
    /// Nobody resolves another's concern: not an affiliate, not the operator, not the clock.
    fn only_raiser(&self, context: &Context) -> Result<(), Rejection> {
        match self.raised.raised_by == context.partner {
            true => Ok(()),
            false => Err(Rejection::NotTheRaiser),
        }
    }

    fn only_whom_it_is_about(&self, context: &Context) -> Result<(), Rejection> {
        match self.is_about(&context.partner) {
            true => Ok(()),
            false => Err(Rejection::NotConcerned),
        }
    }

    fn open(&self) -> Result<ConcernState, Rejection> {
        match has_ended(self.state) {
            false => Ok(self.state),
            true => Err(Rejection::Ended { state: self.state }),
        }
    }
}

fn in_days(days: u32, context: &Context) -> Option<Timestamp> {
    Some(moment::on_wire(context.now + SignedDuration::from_hours(24 * i64::from(days))))
}
