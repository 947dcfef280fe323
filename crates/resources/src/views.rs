//! What may be read of offers and funds.

pub mod figures;
mod ledger;
mod offers;
pub mod practices;
mod transactions;

use contract::log::Envelope;
use jiff::{Timestamp, tz::TimeZone};
use runtime::views::{View, key};

/// Offers by partnership and id.
pub const OFFERS: &str = "offers";
/// Transactions by partnership and id.
pub const TRANSACTIONS: &str = "transactions";
/// Lines of the ledger by partnership, partner and currency.
pub const LEDGER: &str = "ledger";

/// Practices by partnership and id.
pub const PRACTICES: &str = "practices";
/// Adoptions of practices by partnership and id.
pub const ADOPTIONS: &str = "adoptions";

pub use ledger::ledger;

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(offers::Offers),
        Box::new(transactions::Transactions),
        Box::new(ledger::Lines),
        Box::new(practices::Practices),
        Box::new(practices::Adoptions),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}

/// The day a fact was written down, in UTC.
fn day_of(fact: &Envelope) -> String {
    let at = fact.recorded_at.as_ref().and_then(|it| Timestamp::new(it.seconds, it.nanos).ok()).unwrap_or_default();
    at.to_zoned(TimeZone::UTC).date().to_string()
}
