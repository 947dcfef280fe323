//! `alignment`: three figures beside each other, what they say, who differs on what, and how that was before.

use std::collections::HashMap;

use contract::goals::{
    Alignment, ApproachAlignment, ExpectationAlignment, GetAlignment, GoalAlignment, ListAlignment,
    ListAlignmentResponse, MeasuredAlignment,
};

use super::{percent, titles};
use crate::{
    client::{Client, ClientArgs, Failure},
    commands::names::Names,
    output::{Output, Rows, line},
};

/// The newest; `accord get ListAlignment` has them all.
const MEASURED_MAX: u32 = 50;

pub(in crate::commands) async fn alignment(
    partnership: &str,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let asked = GetAlignment { partnership_id: partnership.to_owned(), ..Default::default() };
    let now: Alignment = client.call(&asked).await?;
    let measured = measured(&client, partnership).await?;
    let titles = titles(&client, partnership).await?;
    let mut names = Names::of_partners(&client);

    let (goals, approaches) = (now.goals.unwrap_or_default(), now.approaches.unwrap_or_default());
    let now: Vec<_> = figures_of("now", &goals, &approaches, &now.expectations.unwrap_or_default()).collect();
    let differs = who_differs(&goals, &approaches, &titles, &mut names).await;
    if output == Output::Table {
        print_table(&now, &differs, &history(&measured, &mut names).await);
        return Ok(());
    }
    let mut rows = Rows::new(&["on", "figure", "value", "says"]);
    now.into_iter().chain(differs).for_each(|it| rows.push(it));
    for it in measured {
        let (goals, approaches) = (it.goals.unwrap_or_default(), it.approaches.unwrap_or_default());
        let expectations = it.expectations.unwrap_or_default();
        figures_of(&it.measured_on, &goals, &approaches, &expectations).for_each(|it| rows.push(it));
    }
    rows.print(output);
    Ok(())
}

async fn measured(client: &Client, partnership: &str) -> Result<Vec<MeasuredAlignment>, Failure> {
    let partnership_id = partnership.to_owned();
    let asked = ListAlignment { partnership_id, page_size: MEASURED_MAX, ..Default::default() };
    let page: ListAlignmentResponse = client.call(&asked).await?;
    Ok(page.measured)
}

/// Three figures, never one total.
fn figures_of(
    on: &str,
    goals: &GoalAlignment,
    approaches: &ApproachAlignment,
    expectations: &ExpectationAlignment,
) -> impl Iterator<Item = [String; 4]> {
    let on = on.to_owned();
    let figures = [
        ("what comes first", agreement(goals), &goals.summary),
        ("approaches", worded("median ", &approaches.median, " of 4"), &approaches.summary),
        (
            "expectations",
            worded("", &percent(expectations.yes_basis_points.map(i64::from)), " yes"),
            &expectations.summary,
        ),
    ];
    let figures = figures.map(|(figure, value, says)| (figure.to_owned(), value, says.clone()));
    figures.into_iter().map(move |(figure, value, says)| [on.clone(), figure, defined(value), says])
}

/// Of two, W says nothing that tau-b does not say better.
fn agreement(goals: &GoalAlignment) -> String {
    let short = |it: &String| it.parse::<f64>().map(|it| format!("{it:.2}")).unwrap_or_default();
    match short(&goals.w) {
        w if w.is_empty() => w,
        _ if goals.raters == 2 => format!("tau-b {}", short(&goals.least_aligned_tau_b)),
        w => format!("W {w}"),
    }
}

/// Nothing stays nothing.
fn worded(before: &str, value: &str, after: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{before}{value}{after}") }
}

fn defined(value: String) -> String {
    if value.is_empty() { "undefined".to_owned() } else { value }
}

async fn who_differs(
    goals: &GoalAlignment,
    approaches: &ApproachAlignment,
    titles: &HashMap<String, String>,
    names: &mut Names<'_>,
) -> Vec<[String; 4]> {
    let title = |id: &String| titles.get(id).unwrap_or(id).clone();
    let row = |figure: &str, value: String, says: String| ["now".to_owned(), figure.to_owned(), value, says];
    let mut rows = Vec::new();
    if !goals.not_ranked_partner_ids.is_empty() {
        let who = names.all(&goals.not_ranked_partner_ids).await;
        rows.push(row("has not ranked", goals.not_ranked_partner_ids.len().to_string(), who));
    }
    if !goals.least_aligned_partner_id.is_empty() {
        let one = names.of(&goals.least_aligned_partner_id).await;
        let other = names.of(&goals.least_aligned_with_partner_id).await;
        let tau = goals.least_aligned_tau_b.parse::<f64>().map(|it| format!("tau-b {it:.2}")).unwrap_or_default();
        rows.push(row("least aligned", tau, format!("{one} and {other}")));
    }
    if !goals.most_contested_goal_id.is_empty() {
        let apart = goals.most_contested_deviation.parse::<f64>();
        let apart = apart.map(|it| format!("{it:.2} ranks")).unwrap_or_default();
        rows.push(row("most contested", apart, title(&goals.most_contested_goal_id)));
    }
    if let Some(lowest) = approaches.lowest {
        let who = names.of(&approaches.lowest_partner_id).await;
        let says = format!("{who}: {}", title(&approaches.lowest_goal_id));
        rows.push(row("lowest rating", format!("{lowest} of 4"), says));
    }
    rows
}

/// Figures on both sides of a change of members are of different members: so that stands beside them.
async fn history(measured: &[MeasuredAlignment], names: &mut Names<'_>) -> Rows {
    let mut rows =
        Rows::new(&["measured on", "for", "what comes first", "approaches", "expectations", "joined", "gone"]);
    for it in measured {
        let (goals, approaches) = (it.goals.clone().unwrap_or_default(), it.approaches.clone().unwrap_or_default());
        let expectations = it.expectations.clone().unwrap_or_default();
        let values = figures_of("", &goals, &approaches, &expectations).map(|[_, _, value, _]| value);
        let [first, second, third] = values.collect::<Vec<_>>().try_into().unwrap_or_default();
        let cause = if it.review_id.is_empty() { "a change" } else { "a review" }.to_owned();
        let (joined, gone) = (names.all(&it.joined_partner_ids).await, names.all(&it.gone_partner_ids).await);
        rows.push([it.measured_on.clone(), cause, first, second, third, joined, gone]);
    }
    rows
}

/// Each figure with its sentence below it, then who differs, then how it was.
fn print_table(now: &[[String; 4]], differs: &[[String; 4]], history: &Rows) {
    for [_, figure, value, says] in now {
        line(format_args!(" {figure}: {value}\n   {says}"));
    }
    let mut table = Rows::new(&["who differs", "by", "on"]);
    table.rows = differs.iter().map(|it| it[1..].to_vec()).collect();
    for rows in [&table, history].into_iter().filter(|it| !it.rows.is_empty()) {
        line("");
        rows.print(Output::Table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_compared_with_each_other_and_more_by_their_agreement() {
        let of = |raters, w: &str, tau: &str| {
            agreement(&GoalAlignment { raters, w: w.into(), least_aligned_tau_b: tau.into(), ..Default::default() })
        };
        assert_eq!(of(3, "0.1111111111", "-1"), "W 0.11");
        assert_eq!(of(2, "0.5", "-0.3333333333"), "tau-b -0.33");
        assert_eq!(of(1, "", ""), "");
    }

    #[test]
    fn what_is_undefined_is_no_zero() {
        let none = (GoalAlignment::default(), ApproachAlignment::default(), ExpectationAlignment::default());
        let values: Vec<_> = figures_of("now", &none.0, &none.1, &none.2).map(|it| it[2].clone()).collect();
        assert_eq!(values, ["undefined"; 3]);
    }
}
