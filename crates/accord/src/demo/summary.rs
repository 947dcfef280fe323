//! What the demo prints of the record: figures with their counts, and where to look further.

use std::path::Path;

use contract::{
    evaluation::DueBasis,
    goals::{
        Alignment, GetAlignment, GetResultsTree, GetUndertakingSummary, ListActivities, ListActivitiesResponse,
        ResultsTree, UndertakingSummary,
    },
    partners::{
        GetRound, GetVoice, ListParticipants, ListParticipantsResponse, MemberRole, ProposalState, Round, Voice,
    },
    resources::{
        GetLedger, Ledger, ListDisbursements, ListDisbursementsResponse, ListPractices, ListPracticesResponse,
        ListTransactions, ListTransactionsResponse,
    },
};

use super::year::{Year, proposals};
use crate::{
    client::{Client, Failure},
    iati::{Order, Plan},
    output::{Rows, money},
};

/// The imported draft, read back from the services.
pub(super) async fn draft(plan: &Plan, operator: &Client) -> Result<(), Failure> {
    let orders = plan.orders().map_err(Failure::internal)?;
    for order in orders {
        if let Order::FormPartnership(draft) = order.map_err(Failure::internal)? {
            println!("   {} ({})", draft.title, draft.source);
            one_draft(operator, &draft.partnership_id, &draft.currency).await?;
        }
    }
    Ok(())
}

async fn one_draft(operator: &Client, partnership: &str, currency: &str) -> Result<(), Failure> {
    let query = ListParticipants { partnership_id: partnership.into(), ..Default::default() };
    let participants: ListParticipantsResponse = operator.call(&query).await?;
    for it in &participants.participants {
        println!("   participant  {:13} {}", role(it.role()), it.name);
    }
    let query = ListActivities { partnership_id: partnership.into(), ..Default::default() };
    let activities: ListActivitiesResponse = operator.call(&query).await?;
    for it in &activities.activities {
        println!("   activity     {} to {}  {}", it.starts_on, it.ends_on, it.title);
    }
    let query = ListTransactions { partnership_id: partnership.into(), page_size: 500, ..Default::default() };
    let transactions: ListTransactionsResponse = operator.call(&query).await?;
    let total: i64 = transactions.transactions.iter().map(|it| it.amount_minor).sum();
    println!(
        "   {} commitments of {} kept as published; given and received: 0, because no receiver has confirmed any\n",
        transactions.transactions.len(),
        money(total, currency),
    );
    Ok(())
}

pub(super) async fn year(year: &Year) -> Result<(), Failure> {
    tree(year).await?;
    undertakings(year).await?;
    alignment(year).await?;
    let decided = proposals(&year.apex, &year.partnership, ProposalState::Adopted).await?;
    println!("\n   Decisions: {} adopted", decided.proposals.len());
    for it in &decided.proposals {
        println!("   {}: {}", it.title, it.why);
    }
    println!("\n   Money and training, per partner (confirmed by its receiver):\n");
    ledger(year).await?;
    instalments(year).await?;
    println!("   Practices that others take up\n");
    library(year).await?;
    println!("   Voice and power: one voice each, whatever it gives\n");
    voice(year).await?;
    println!("   Feedback: how many gave 1, 2, 3, 4 and 5, each rated by three others\n");
    feedback(year).await
}

async fn tree(year: &Year) -> Result<(), Failure> {
    let query = GetResultsTree { partnership_id: year.partnership.clone(), ..Default::default() };
    let tree: ResultsTree = year.apex.get(query, |it: &ResultsTree| &it.as_of).await?;
    println!("   Goals, each below the one it serves");
    for node in tree.nodes {
        let indent = "   ".repeat(node.depth as usize + 1);
        let goal = node.goal.unwrap_or_default();
        println!("{indent}{}  [{}]", goal.title, word(goal.state().as_str_name(), "GOAL_STATE_"));
        for it in &goal.targets {
            let target = it.target.clone().unwrap_or_default();
            let (actual, due) = (percent(it.progress_basis_points), percent(it.due_basis_points));
            println!(
                "{indent}from {} to {} by {}: {} verified up to {}",
                target.baseline, target.value, target.due_on, it.actual, it.measured_until
            );
            let by = if it.due_basis() == DueBasis::Periods { "its periods ask" } else { "the straight line asks" };
            println!("{indent}progress {actual} of the way; {by} {due} by then");
        }
        for it in &goal.milestones {
            let reached = if it.reached_on.is_empty() { "not reached" } else { &format!("reached {}", it.reached_on) };
            println!("{indent}milestone by {}: {}, {reached}", it.due_on, it.title);
        }
    }
    let query = ListActivities { partnership_id: year.partnership.clone(), ..Default::default() };
    let activities: ListActivitiesResponse = year.apex.get(query, |it: &ListActivitiesResponse| &it.as_of).await?;
    for it in &activities.activities {
        let state = word(it.state().as_str_name(), "ACTIVITY_STATE_");
        println!("\n   Activity: {}, led by {}: {state}: {}", it.title, name(year, &it.lead_partner_id), it.result);
    }
    Ok(())
}

async fn undertakings(year: &Year) -> Result<(), Failure> {
    let query = GetUndertakingSummary { partnership_id: year.partnership.clone(), ..Default::default() };
    let summary: UndertakingSummary = year.apex.get(query, |it: &UndertakingSummary| &it.as_of).await?;
    let all = summary.all.unwrap_or_default();
    let kept = all.by_agreed.unwrap_or_default();
    println!("   Undertakings: {} of {} that fell due kept by the day agreed", kept.kept, kept.due);
    Ok(())
}

/// Three figures beside each other, never one total.
async fn alignment(year: &Year) -> Result<(), Failure> {
    let query = GetAlignment { partnership_id: year.partnership.clone(), ..Default::default() };
    let alignment: Alignment = year.apex.get(query, |it: &Alignment| &it.as_of).await?;
    println!("\n   Alignment");
    println!("   what comes first: {}", alignment.goals.unwrap_or_default().summary);
    println!("   approaches: {}", alignment.approaches.unwrap_or_default().summary);
    println!("   expectations: {}", alignment.expectations.unwrap_or_default().summary);
    Ok(())
}

async fn voice(year: &Year) -> Result<(), Failure> {
    let query = GetVoice { partnership_id: year.partnership.clone(), ..Default::default() };
    let voice: Voice = year.apex.get(query, |it: &Voice| &it.as_of).await?;
    let mut rows =
        Rows::new(&["  partner", "proposed", "spoke / could", "objected", "share given", "its largest giver"]);
    for it in voice.members.iter().filter(|it| 0 < it.could_speak) {
        let share = |basis_points: Option<u32>| percent(basis_points.map(i64::from));
        rows.push([
            format!("  {}", name(year, &it.partner_id)),
            it.proposals_made.to_string(),
            format!("{} / {}", it.spoke, it.could_speak),
            it.objected.to_string(),
            share(it.share_given_basis_points),
            share(it.largest_giver_basis_points),
        ]);
    }
    println!("{}\n", rows.table());
    Ok(())
}

async fn feedback(year: &Year) -> Result<(), Failure> {
    let query =
        GetRound { partnership_id: year.partnership.clone(), round_id: year.round.clone(), ..Default::default() };
    let round: Round = year.apex.get(query, |it: &Round| &it.as_of).await?;
    let mut rows = Rows::new(&["  partner", "clarity", "respect", "voice", "reliability", "fairness"]);
    for it in &round.said {
        let counts = |counts: &[u32]| counts.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        rows.push([
            format!("  {}", name(year, &it.partner_id)),
            counts(&it.clarity),
            counts(&it.respect),
            counts(&it.voice),
            counts(&it.reliability),
            counts(&it.fairness),
        ]);
    }
    println!("{}\n", rows.table());
    Ok(())
}

fn name(year: &Year, partner_id: &str) -> &'static str {
    year.members.iter().find(|it| it.partner == partner_id).map_or("", |it| it.name)
}

async fn ledger(year: &Year) -> Result<(), Failure> {
    let query = GetLedger { partnership_id: year.partnership.clone(), ..Default::default() };
    let ledger: Ledger = year.apex.get(query, |it: &Ledger| &it.as_of).await?;
    let mut rows = Rows::new(&["  partner", "what", "given", "received", "not confirmed"]);
    for line in &ledger.lines {
        let amount = |minor| money(minor, &line.currency);
        rows.push([
            format!("  {}", name(year, &line.partner_id)),
            word(line.kind().as_str_name(), "RESOURCE_KIND_"),
            amount(line.given_minor),
            amount(line.received_minor),
            amount(line.unconfirmed_minor),
        ]);
    }
    println!("{}\n", rows.table());
    Ok(())
}

/// Whose days they were that an instalment came late.
async fn instalments(year: &Year) -> Result<(), Failure> {
    let query = ListDisbursements { partnership_id: year.partnership.clone(), ..Default::default() };
    let listed: ListDisbursementsResponse = year.apex.get(query, |it: &ListDisbursementsResponse| &it.as_of).await?;
    for it in &listed.disbursements {
        let (amount, late) = (money(it.amount_minor, &it.currency), it.days_late);
        let whose = format!("{} until its condition was met, {} after", it.days_for_conditions, it.days_for_payment);
        match late {
            0 => println!("   {amount} due {}: paid {}", it.due_on, it.paid_on),
            late => println!("   {amount} due {}: paid {}, {late} days late ({whose})", it.due_on, it.paid_on),
        }
    }
    println!();
    Ok(())
}

async fn library(year: &Year) -> Result<(), Failure> {
    let query = ListPractices { partnership_id: year.partnership.clone(), ..Default::default() };
    let listed: ListPracticesResponse = year.apex.get(query, |it: &ListPracticesResponse| &it.as_of).await?;
    for it in &listed.practices {
        let title = it.content.as_ref().map(|it| it.title.as_str()).unwrap_or_default();
        let helped = it.outcomes.unwrap_or_default().helped;
        let (by, endorsed) = (name(year, &it.partner_id), it.endorsements.len());
        println!("   {title}, shared by {by}: endorsed by {endorsed}, adopted by {}, helped {helped}", it.adoptions);
    }
    println!();
    Ok(())
}

pub(super) fn look_further(data: &Path, year: &Year) {
    let (partnership, lender) = (&year.partnership, &year.members[2].partner);
    let data = data.display();
    println!("The record is in {data}, a folder a service. To look further:\n");
    println!("   cargo run --release -- up --data {data} &");
    println!("   cargo run --release -- ready");
    println!("   cargo run --release -- events tail --no-follow");
    println!("   cargo run --release -- status");
    println!("   cargo run --release -- get ListPartnerships");
    println!("   cargo run --release -- todo --as {lender}        # what waits for the lender");
    println!("   cargo run --release -- changes --since 2025-01-01 --as {lender}");
    println!("   cargo run --release -- results {partnership}");
    println!("   cargo run --release -- alignment {partnership}");
    println!("   cargo run --release -- scorecard {partnership}");
    println!("   cargo run --release -- ledger {partnership}");
    println!("   cargo run --release -- budget {partnership}");
    println!("   cargo run --release -- board {partnership}");
    println!("   cargo run --release -- practices {partnership}");
    println!("   cargo run --release -- workplan {partnership}");
    println!("   cargo run --release -- do        # lists every command; `get` every query");
}

fn role(role: MemberRole) -> String {
    word(role.as_str_name(), "MEMBER_ROLE_")
}

fn word(name: &str, prefix: &str) -> String {
    name.trim_start_matches(prefix).to_lowercase().replace('_', " ")
}

fn percent(basis_points: Option<i64>) -> String {
    basis_points.map_or_else(|| "undefined".into(), |it| format!("{:.1} %", it as f64 / 100.0))
}
