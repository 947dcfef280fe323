//! What a request about a partnership leads to: its draft here, its members next door.

mod draft;
mod membership;

use kernel::Context;

use super::{
    rejection::Rejection,
    state::{Formed, Partnership},
};

/// A partnership has 2 to 30 members, whatever their roles: a proposal must be able to name them all.
pub const MEMBERS_MAX: usize = 30;
/// What a source may name for one partnership.
pub const PARTICIPANTS_MAX: usize = 1_000;

/// Which of the founders named are in no directory.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Founders {
    pub unregistered: Vec<String>,
}

/// What must be known of a partner to invite it.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitee {
    pub is_registered: bool,
}

impl Partnership {
    fn formed(&self) -> Result<&Formed, Rejection> {
        match self {
            Partnership::Unformed => Err(Rejection::NotFound),
            Partnership::Formed(formed) => Ok(formed),
        }
    }
}

/// A source is the operator's, and the operator has nothing without one: it acts for no partner.
fn source(context: &Context, source: &str) -> Result<String, Rejection> {
    match (context.is_operator(), source.trim()) {
        (true, "") => Err(Rejection::SourceIsTheOperators),
        (false, given) if !given.is_empty() => Err(Rejection::SourceIsTheOperators),
        (_, given) => Ok(given.to_owned()),
    }
}
