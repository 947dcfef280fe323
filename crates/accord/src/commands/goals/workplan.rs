//! `workplan`: joint work in the order of time, then what partners have promised each other.

use std::collections::HashSet;

use contract::goals::{
    Activity, GetWorkPlan, ListUndertakings, ListUndertakingsResponse, Undertaking, UndertakingState, WorkPlan,
};

use crate::{
    client::{Client, ClientArgs, Failure},
    commands::{
        names::Names,
        pages::{self, PAGE_SIZE},
    },
    output::{Output, Rows, line, words},
};

/// Of the work plan; empty: all of it.
pub(in crate::commands) struct Wanted {
    pub(in crate::commands) partner: String,
    pub(in crate::commands) place: String,
}

pub(in crate::commands) async fn workplan(
    partnership: &str,
    wanted: Wanted,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let asked = GetWorkPlan {
        partnership_id: partnership.to_owned(),
        partner_id: wanted.partner.clone(),
        place: wanted.place.clone(),
        ..Default::default()
    };
    let plan: WorkPlan = client.call(&asked).await?;
    let promised = undertakings(&client, partnership).await?;
    let planned: HashSet<&String> = plan.goals.iter().flat_map(|it| &it.activities).map(|it| &it.activity_id).collect();
    // A promise has no place of its own: it is where its activity is.
    let is_wanted = |it: &Undertaking| {
        (wanted.partner.is_empty() || [&it.given_by, &it.to_partner_id].contains(&&wanted.partner))
            && (wanted.place.is_empty() || planned.contains(&it.activity_id))
            && it.state() != UndertakingState::Released
    };
    let mut promised: Vec<_> = promised.into_iter().filter(is_wanted).collect();
    promised.sort_by(|one, other| (&one.due_on, &one.undertaking_id).cmp(&(&other.due_on, &other.undertaking_id)));

    let mut names = Names::of_partners(&client);
    let mut work = Rows::new(&WORK);
    for (goal, activity) in in_time(&plan) {
        let (lead, support) = (names.of(&activity.lead_partner_id).await, &activity.supporting_partner_ids);
        work.push(activity_row(activity, goal, lead, names.all(support).await));
    }
    let mut promises = Rows::new(&PROMISES);
    for it in &promised {
        let to = if it.to_partner_id.is_empty() { "all".to_owned() } else { names.of(&it.to_partner_id).await };
        promises.push(promise_row(it, names.of(&it.given_by).await, to));
    }
    match output {
        Output::Table => print_tables(&plan, &work, &promises),
        _ => together(&work, &promises).print(output),
    }
    Ok(())
}

const WORK: [&str; 9] = ["starts", "ends", "activity", "lead", "support", "places", "state", "goal", "id"];
const PROMISES: [&str; 6] = ["due", "undertaking", "from", "to", "state", "id"];

async fn undertakings(client: &Client, partnership: &str) -> Result<Vec<Undertaking>, Failure> {
    let asked = ListUndertakings { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListUndertakingsResponse| (page.undertakings, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

/// Whatever their goals; what has no date comes last.
fn in_time(plan: &WorkPlan) -> Vec<(&str, &Activity)> {
    let of_goals = plan.goals.iter().flat_map(|goal| goal.activities.iter().map(|it| (goal.title.as_str(), it)));
    let mut all: Vec<_> = of_goals.collect();
    all.sort_by_key(|(_, it)| {
        let (starts, ends) = days(it);
        (starts.is_empty() && ends.is_empty(), if starts.is_empty() { ends } else { starts })
    });
    all
}

/// What happened, or else what is planned.
fn days(it: &Activity) -> (&str, &str) {
    let starts = if it.started_on.is_empty() { &it.starts_on } else { &it.started_on };
    let ends = if it.completed_on.is_empty() { &it.ends_on } else { &it.completed_on };
    (starts, ends)
}

fn activity_row(it: &Activity, goal: &str, lead: String, support: String) -> [String; 9] {
    let (starts, ends) = days(it);
    let lead = if it.lead_accepted || lead.is_empty() { lead } else { format!("{lead} (asked)") };
    let state = late(words(it.state().as_str_name(), "ACTIVITY_STATE_"), it.overdue);
    let (starts, ends) = (starts.to_owned(), ends.to_owned());
    [
        starts,
        ends,
        it.title.clone(),
        lead,
        support,
        it.places.join(", "),
        state,
        goal.to_owned(),
        it.activity_id.clone(),
    ]
}

fn promise_row(it: &Undertaking, from: String, to: String) -> [String; 6] {
    let state = late(words(it.state().as_str_name(), "UNDERTAKING_STATE_"), it.overdue);
    let what = it.what.lines().next().unwrap_or_default();
    let what = match it.quantity.is_empty() {
        true => what.to_owned(),
        false => format!("{what}: {} {}", it.quantity, it.unit),
    };
    [it.due_on.clone(), what.trim_end().to_owned(), from, to, state, it.undertaking_id.clone()]
}

fn late(state: String, is_late: bool) -> String {
    if is_late { format!("{state}, late") } else { state }
}

fn print_tables(plan: &WorkPlan, work: &Rows, promises: &Rows) {
    match work.rows.is_empty() {
        true => line("No activity is planned."),
        false => {
            work.print(Output::Table);
            let (all, late, undated) = (plan.activities, plan.overdue, plan.undated);
            line(format_args!("\n{all} in the plan, {late} late, {undated} without a date."));
        }
    }
    line("");
    match promises.rows.is_empty() {
        true => line("Nothing is promised."),
        false => promises.print(Output::Table),
    }
}

/// One list for programs: who leads an activity gives it, as who promises; who supports it stands where the other side does.
fn together(work: &Rows, promises: &Rows) -> Rows {
    let mut rows = Rows::new(&["kind", "starts", "due", "what", "from", "to", "places", "state", "goal", "id"]);
    for it in &work.rows {
        let [starts, ends, what, lead, support, places, state, goal, id] =
            <[String; 9]>::try_from(it.clone()).unwrap_or_default();
        rows.push(["activity".to_owned(), starts, ends, what, lead, support, places, state, goal, id]);
    }
    for it in &promises.rows {
        let [due, what, from, to, state, id] = <[String; 6]>::try_from(it.clone()).unwrap_or_default();
        let none = String::new;
        rows.push(["undertaking".to_owned(), none(), due, what, from, to, none(), state, none(), id]);
    }
    rows
}
