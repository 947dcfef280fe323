//! Voice and power: what each member put forward, said and got through, beside what it gives and receives.

mod figures;
mod project;

pub use figures::complete;

use contract::log::Envelope;
use runtime::views::{Fold, View, key};

/// In the place of a quarter: all time. It sorts behind every year.
pub(super) const ALL_TIME: &str = "all";

pub(super) struct Voices;

impl View for Voices {
    fn name(&self) -> &'static str {
        super::VOICE
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        project::project(fact, fold);
    }
}

/// Where a partnership's figures of a period stand; what is open is kept elsewhere in the table.
pub fn place_of(partnership_id: &str, period: &str) -> Vec<u8> {
    key(&["of", partnership_id, if period.is_empty() { ALL_TIME } else { period }])
}
