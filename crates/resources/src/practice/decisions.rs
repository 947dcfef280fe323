//! What a request about a practice leads to: sharing and endorsing it, and taking it up.

mod adopting;
mod endorsing;
mod sharing;

use contract::resources::PracticeContent;
use kernel::{Context, Invalid, Members, parse};

use super::{
    rejection::Rejection,
    state::{Practice, Shared},
};
use crate::Around;

pub use adopting::ADOPTIONS_MAX;

fn check(around: &Around) -> Result<(), Rejection> {
    match () {
        () if !around.is_active => Err(Rejection::PartnershipNotActive),
        () if !around.knows_goal => Err(Rejection::GoalNotFound),
        () if !around.knows_activity => Err(Rejection::ActivityNotFound),
        () => Ok(()),
    }
}

impl Practice {
    fn shared(&self) -> Result<&Shared, Rejection> {
        match self {
            Practice::Unshared => Err(Rejection::NotFound),
            Practice::Shared(shared) => Ok(shared),
        }
    }
}

impl Shared {
    fn check_sharer(&self, context: &Context) -> Result<(), Rejection> {
        match self.at_first.partner_id == context.partner {
            true => Ok(()),
            false => Err(Rejection::NotTheSharer),
        }
    }

    fn check_stands(&self) -> Result<(), Rejection> {
        if self.is_withdrawn { Err(Rejection::Withdrawn) } else { Ok(()) }
    }

    /// Affiliates are one organisation: none vouches for another.
    fn check_another(&self, members: &Members, context: &Context) -> Result<(), Rejection> {
        match members.are_one(&self.at_first.partner_id, &context.partner) {
            true => Err(Rejection::OwnPractice),
            false => Ok(()),
        }
    }
}

fn served(content: Option<&PracticeContent>) -> (&str, &str) {
    content.map_or(("", ""), |it| (&it.goal_id, &it.activity_id))
}

/// What a request names as served, for whoever looks it up.
pub trait Serves {
    fn partnership_id(&self) -> &str;
    /// Goal and activity; empty: none.
    fn served(&self) -> (&str, &str);
}

/// A civil date that is not still to come.
fn happened_on(field: &'static str, day: &str, context: &Context) -> Result<String, Invalid> {
    let day = parse::date(field, day)?;
    match day <= context.today() {
        true => Ok(day.to_string()),
        false => Err(Invalid::new(field, format!("is {day}, which is still to come"))),
    }
}
