//! What may be read of offers, needs, allocations and funds.

pub mod allocations;
pub mod board;
pub mod bookings;
pub mod budget;
pub mod disbursements;
pub mod matches;
pub mod needs;
pub mod offers;
pub mod practices;
mod publications;
pub mod rates;
pub mod transactions;
pub mod waiting;

use runtime::views::{View, key};

/// Offers by partnership and id.
pub const OFFERS: &str = "offers";
/// Transactions by partnership and id.
pub const TRANSACTIONS: &str = "transactions";
/// Practices by partnership and id.
pub const PRACTICES: &str = "practices";
/// Adoptions of practices by partnership and id.
pub const ADOPTIONS: &str = "adoptions";
/// Lines of the budget by partnership and id.
pub const BUDGET: &str = "budget";
/// Planned payments by partnership and id.
pub const DISBURSEMENTS: &str = "disbursements";
/// Rates by table, currency and date.
pub const RATES: &str = "rates";
/// Needs by partnership and id.
pub const NEEDS: &str = "needs";
/// Allocations by partnership and id.
pub const ALLOCATIONS: &str = "allocations";
/// What waits for whom, by partner, partnership and kind.
pub const WAITING: &str = "waiting";
/// Publications by partnership and id.
pub const PUBLICATIONS: &str = "publications";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(offers::Offers),
        Box::new(transactions::Transactions),
        Box::new(practices::Practices),
        Box::new(practices::Adoptions),
        Box::new(budget::Lines),
        Box::new(disbursements::Disbursements),
        Box::new(rates::Rates),
        Box::new(needs::Needs),
        Box::new(allocations::Allocations),
        Box::new(waiting::Waiting),
        Box::new(publications::Publications),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}

/// The newest of a history, which stands in its thing as a whole.
fn keep_last<S>(most: usize, steps: &mut Vec<S>, step: S) {
    if most <= steps.len() {
        steps.remove(0);
    }
    steps.push(step);
}
