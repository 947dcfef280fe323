//! What each part comes to: from what is at hand alone.

mod equity;
mod impact;
mod verification;

use contract::common::Figure;

use super::state::PARTS;
use crate::{
    memory::tallies::{Tally, Verified},
    views::Shares,
};

/// All parts of one partnership, as they are now.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Figures {
    /// With a voice.
    pub members: Vec<String>,
    /// The day the partnership became active; empty: it has not.
    pub period_start: String,
    /// Equity, verification and impact.
    pub parts: [Vec<Figure>; PARTS],
}

/// What must be known besides what was counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Around {
    /// The members with a voice, in the order of ids.
    pub(crate) members: Vec<String>,
    pub(crate) shares: Shares,
    pub(crate) verified: Verified,
}

pub(crate) fn figures(tally: &Tally, around: &Around) -> Figures {
    Figures {
        members: around.members.clone(),
        period_start: tally.active_on.clone(),
        parts: [
            equity::figures(tally, around),
            verification::figures(&around.verified),
            impact::figures(&tally.targets),
        ],
    }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
