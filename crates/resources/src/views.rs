//! What may be read of offers and funds.

pub mod budget;
pub mod disbursements;
mod offers;
pub mod rates;
pub mod transactions;

use runtime::views::{View, key};

/// Offers by partnership and id.
pub const OFFERS: &str = "offers";
/// Transactions by partnership and id.
pub const TRANSACTIONS: &str = "transactions";
/// Lines of the budget by partnership and id.
pub const BUDGET: &str = "budget";
/// Planned payments by partnership and id.
pub const DISBURSEMENTS: &str = "disbursements";
/// Rates by table, currency and date.
pub const RATES: &str = "rates";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(offers::Offers),
        Box::new(transactions::Transactions),
        Box::new(budget::Lines),
        Box::new(disbursements::Disbursements),
        Box::new(rates::Rates),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
