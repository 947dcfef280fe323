//! What each part comes to: from counts alone.

mod communication;
mod minutes;
mod trust;
mod voice;

use contract::common::Figure;
use jiff::Timestamp;

use super::state::PARTS;
use crate::memory::tallies::Tally;

/// All parts of one partnership, as they are now.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Figures {
    /// With a voice.
    pub members: Vec<String>,
    /// The day the partnership became active; empty: it has not.
    pub period_start: String,
    /// Voice, communication, trust and minutes.
    pub parts: [Vec<Figure>; PARTS],
}

/// What must be known besides what was counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Around {
    pub(crate) now: Timestamp,
    /// In UTC.
    pub(crate) today: String,
    /// The members with a voice; affiliates, which share one, together.
    pub(crate) voices: Vec<Vec<String>>,
    pub(crate) reserved_matters: usize,
    /// 0: the charter says nothing.
    pub(crate) review_months: u32,
}

pub(crate) fn figures(tally: &Tally, around: &Around) -> Figures {
    let mut members = around.voices.concat();
    members.sort_unstable();
    Figures {
        members,
        period_start: tally.active_on.clone(),
        parts: [
            voice::figures(&tally.voice, around),
            communication::figures(tally, around),
            trust::figures(tally, around),
            minutes::figures(&tally.talk, around),
        ],
    }
}

fn of(partner_ids: &[String], figure: Figure) -> Figure {
    Figure { partner_ids: partner_ids.to_vec(), ..figure }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
