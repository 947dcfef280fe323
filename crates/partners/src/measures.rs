//! What is measured of a partnership's voice, talk, trust and minutes: when it was last, and what it came to.

pub mod decisions;
pub mod figures;
pub mod rejection;
pub mod state;

use contract::log::Envelope;

pub use figures::Figures;
pub use rejection::Rejection;
pub use state::Measures;

/// The quarter that a fact counts in: 2026-Q1, in UTC.
pub(crate) fn quarter(fact: &Envelope) -> String {
    let day = fact.recorded_on();
    format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3)
}
