//! `scorecard`: how a partnership itself is doing, part by part, in words an officer reads; never one total.

pub(super) mod words;

use std::collections::HashMap;

use contract::{
    common::Figure,
    evaluation::{GetScorecard, ListScorecards, ListScorecardsResponse, Scorecard, ScorecardPart},
};

use super::{goals, pages};
use crate::{
    client::{Client, ClientArgs, Failure},
    commands::names::Names,
    output::{Output, Rows, line},
};

#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Of which
    #[arg(value_name = "PARTNERSHIP")]
    partnership: String,
    /// As it was by this day [default: now]
    #[arg(long, value_name = "DAY", default_value = "")]
    on: String,
    /// Every day on which something was measured, the newest first, instead of one
    #[arg(long, conflicts_with = "on")]
    history: bool,
}

pub(super) async fn scorecard(wanted: Wanted, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let mut names = Names::of_partners(&client);
    if wanted.history {
        let days = history(&client, &wanted.partnership).await?;
        print_history(&days, &mut names, output).await;
        return Ok(());
    }
    let partnership = wanted.partnership;
    let asked = GetScorecard { partnership_id: partnership.clone(), on: wanted.on, ..Default::default() };
    let scorecard: Scorecard = client.call(&asked).await?;
    match output {
        Output::Table => print_table(&scorecard, &goals::titles(&client, &partnership).await?, &mut names).await,
        Output::Json | Output::Csv => rows(&[scorecard], &mut names).await.print(output),
    }
    Ok(())
}

pub(super) async fn history(client: &Client, partnership: &str) -> Result<Vec<Scorecard>, Failure> {
    let asked = ListScorecards { partnership_id: partnership.to_owned(), ..Default::default() };
    let taken = |page: ListScorecardsResponse| (page.scorecards, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

/// Part after part: what is measured of it, or why nothing is. Of members of whom nothing can be said there is no row.
async fn print_table(scorecard: &Scorecard, titles: &HashMap<String, String>, names: &mut Names<'_>) {
    match scorecard.measured_on.as_str() {
        "" => line("Nothing was measured yet."),
        day => {
            line(format_args!("As measured by {day}, of {} members with a voice.", scorecard.member_partner_ids.len()))
        }
    }
    for part in &scorecard.parts {
        line(format_args!("\n{}", heading(part)));
        if !part.not_measurable.is_empty() {
            line(format_args!("   not yet measurable: {}", part.not_measurable));
            continue;
        }
        table(part, titles, names).await.print(Output::Table);
    }
}

pub(super) async fn table(part: &ScorecardPart, titles: &HashMap<String, String>, names: &mut Names<'_>) -> Rows {
    let mut table = Rows::new(&["figure", "of whom", "value", "counts", "remarks"]);
    let is_said = |it: &&Figure| it.partner_ids.is_empty() || it.not_measurable.is_empty();
    for figure in part.figures.iter().filter(is_said) {
        let (title, who, remarks) = (words::title(figure), who(figure, names).await, words::remarks(figure, titles));
        table.push([title, who, words::value(figure), words::counts(figure), remarks]);
    }
    table
}

fn heading(part: &ScorecardPart) -> String {
    let alarms = match part.alarms {
        0 => String::new(),
        1 => ", 1 ALARM".to_owned(),
        more => format!(", {more} ALARMS"),
    };
    let measured =
        if part.measured_on.is_empty() { String::new() } else { format!(" (measured {})", part.measured_on) };
    format!("{}{measured}{alarms}", part.title.to_uppercase())
}

/// One row a figure; of a part that nothing can be said of, one that says why.
async fn rows(scorecards: &[Scorecard], names: &mut Names<'_>) -> Rows {
    let heading =
        ["on", "part", "figure", "section", "of_whom", "value", "unit", "count", "of", "alarm", "not_measurable"];
    let mut rows = Rows::new(&heading);
    for (day, part) in scorecards.iter().flat_map(|day| day.parts.iter().map(move |part| (day, part))) {
        let on = day.measured_on.clone();
        if !part.not_measurable.is_empty() {
            let why = part.not_measurable.clone();
            let nothing = || String::new();
            let [figure, section, whom, value, unit, count, of, alarm] = std::array::from_fn(|_| nothing());
            rows.push([on, part.title.clone(), figure, section, whom, value, unit, count, of, alarm, why]);
            continue;
        }
        for figure in &part.figures {
            let whom = who(figure, names).await;
            let count = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
            rows.push([
                on.clone(),
                part.title.clone(),
                words::title(figure),
                figure.section.clone(),
                whom,
                figure.value.clone().unwrap_or_default(),
                words::unit(figure).trim().to_owned(),
                count(figure.count),
                count(figure.of),
                if figure.alarm { "alarm".to_owned() } else { String::new() },
                figure.not_measurable.clone(),
            ]);
        }
    }
    rows
}

/// Day by day, with the figures of all members in the parts measured then; figures on both sides of a change of members are of different members.
async fn print_history(days: &[Scorecard], names: &mut Names<'_>, output: Output) {
    if output != Output::Table {
        rows(days, names).await.print(output);
        return;
    }
    let mut table = Rows::new(&["measured on", "for", "part", "figure", "value", "counts", "joined", "gone"]);
    for day in days {
        let (joined, gone) = (names.all(&day.joined_partner_ids).await, names.all(&day.gone_partner_ids).await);
        let cause = if day.review_ids.is_empty() { "a change" } else { "a review" };
        for part in day.parts.iter().filter(|it| it.measured_on == day.measured_on) {
            for figure in part.figures.iter().filter(|it| it.partner_ids.is_empty() && it.split.is_empty()) {
                let (title, value) = (words::title(figure), words::value(figure));
                let (on, cause, part) = (day.measured_on.clone(), cause.to_owned(), part.title.clone());
                table.push([on, cause, part, title, value, words::counts(figure), joined.clone(), gone.clone()]);
            }
        }
    }
    match table.rows.is_empty() {
        true => line("Nothing was measured yet."),
        false => table.print(Output::Table),
    }
}

async fn who(figure: &Figure, names: &mut Names<'_>) -> String {
    names.all(&figure.partner_ids).await
}
