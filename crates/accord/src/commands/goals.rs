//! How a partnership stands to its goals, as an officer reads it: results, alignment, and the work plan.

mod alignment;
mod results;
mod workplan;

use contract::goals::{GetResultsTree, ResultsTree};

use crate::client::{Client, Failure};

pub(super) use alignment::alignment;
pub(super) use results::results;
pub(super) use workplan::{Wanted, workplan};

async fn tree(client: &Client, partnership: &str) -> Result<ResultsTree, Failure> {
    client.call(&GetResultsTree { partnership_id: partnership.to_owned(), ..Default::default() }).await
}

/// 1234 of 10000: 12.3 %
fn percent(basis_points: Option<i64>) -> String {
    basis_points.map_or_else(String::new, |it| format!("{}.{} %", it / 100, (it % 100).abs() / 10))
}
