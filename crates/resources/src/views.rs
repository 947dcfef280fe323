//! What may be read of offers and funds.

pub mod figures;
mod ledger;
mod offers;
mod publications;
mod transactions;

use runtime::views::{View, key};

/// Offers by partnership and id.
pub const OFFERS: &str = "offers";
/// Transactions by partnership and id.
pub const TRANSACTIONS: &str = "transactions";
/// Lines of the ledger by partnership, partner and currency.
pub const LEDGER: &str = "ledger";
/// Publications by partnership and id.
pub const PUBLICATIONS: &str = "publications";

pub use ledger::ledger;

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(offers::Offers),
        Box::new(transactions::Transactions),
        Box::new(ledger::Lines),
        Box::new(publications::Publications),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
