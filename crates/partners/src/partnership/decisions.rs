//! What a request about a partnership leads to: its draft and charter, its members, their leaving, its end.

mod changes;
mod charter;
mod closing;
mod conclusion;
mod draft;
mod exits;
mod expectations;
mod leaving;
mod membership;
mod proxies;

use contract::partners::Stage;
use kernel::Context;

use super::{
    rejection::Rejection,
    state::{Formed, Partnership},
};

pub use super::charter::Named;
pub(crate) use exits::concern_of;
pub use expectations::EXPECTATIONS_MAX;

/// A partnership has 2 to 30 members, whatever their roles: a proposal must be able to name them all.
pub const MEMBERS_MAX: usize = 30;
/// What a source may name for one partnership.
pub const PARTICIPANTS_MAX: usize = 10_000;
/// So much may be open when a partner leaves.
pub const EXIT_ITEMS_MAX: usize = 500;

/// Which of the founders named are in no directory, and whom the terms name.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Founders {
    pub unregistered: Vec<String>,
    pub named: Named,
}

/// What must be known of a partner to invite it.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitee {
    pub is_registered: bool,
}

/// The proposals and concerns of the partnership that are open.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Outstanding {
    pub proposals: Vec<Motion>,
    pub concerns: Vec<Grievance>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Motion {
    pub proposal_id: String,
    pub title: String,
    pub proposed_by: String,
}

/// A concern: between whom, not what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Grievance {
    pub concern_id: String,
    pub raised_by: String,
    pub about: Vec<String>,
}

impl Grievance {
    pub fn involves(&self, partner_id: &str) -> bool {
        self.raised_by == partner_id || self.about.iter().any(|it| it == partner_id)
    }
}

impl Partnership {
    fn formed(&self) -> Result<&Formed, Rejection> {
        match self {
            Partnership::Unformed => Err(Rejection::NotFound),
            Partnership::Formed(formed) => Ok(formed),
        }
    }

    /// For what only an active partnership does.
    fn active(&self) -> Result<&Formed, Rejection> {
        self.formed()?.at(Stage::Active, "active")
    }
}

impl Formed {
    fn at(&self, stage: Stage, asked: &'static str) -> Result<&Self, Rejection> {
        match self.stage == stage {
            true => Ok(self),
            false => Err(Rejection::Stage { stage: self.stage, asked }),
        }
    }

    /// The caller proposes a change only with a voice of its own.
    fn heard(&self, context: &Context) -> Result<(), Rejection> {
        if self.has_voice(&context.partner) { Ok(()) } else { Err(Rejection::NotAMember) }
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
