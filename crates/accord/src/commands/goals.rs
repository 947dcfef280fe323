//! How a partnership stands to its goals, as an officer reads it: results, alignment, and the work plan.

mod alignment;
mod results;
mod workplan;

use std::collections::HashMap;

use contract::goals::{GetResultsTree, ResultsTree};

use crate::client::{Client, Failure};

pub(super) use alignment::alignment;
pub(super) use results::{Indicators, results, totals};
pub(super) use workplan::{Wanted, workplan};

pub(super) async fn tree(client: &Client, partnership: &str) -> Result<ResultsTree, Failure> {
    client.call(&GetResultsTree { partnership_id: partnership.to_owned(), ..Default::default() }).await
}

/// What each goal is called, by its id.
pub(super) async fn titles(client: &Client, partnership: &str) -> Result<HashMap<String, String>, Failure> {
    let goals = tree(client, partnership).await?.nodes.into_iter().filter_map(|it| it.goal);
    Ok(goals.map(|it| (it.goal_id, it.title)).collect())
}

/// 1234 hundredths of a percent: 12.3 %
pub(super) fn percent(basis_points: Option<i64>) -> String {
    let sign = |it: i64| if it < 0 { "-" } else { "" };
    let figure = |it: i64| format!("{}{}.{} %", sign(it), it.abs() / 100, it.abs() % 100 / 10);
    basis_points.map_or_else(String::new, figure)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_written_with_one_decimal_and_its_sign_and_none_is_nothing() {
        let written = [Some(6_500), Some(-50), Some(-1_234), Some(12_345), Some(0), None].map(percent);
        assert_eq!(written, ["65.0 %", "-0.5 %", "-12.3 %", "123.4 %", "0.0 %", ""]);
    }
}
