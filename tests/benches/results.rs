//! A node of 1,000 partnerships, one of them with a results framework of 200 goals and 2,000 targets that are measured: how
//! long it takes to list and to total it.
//!
//! `cargo bench -p tests --bench results`; services and caller share this process.

use std::time::Instant;

use contract::{
    evaluation::{Basis, DefineIndicator, Direction, OverPeriods, ReportMeasurement, ValueKind, VerifyMeasurement},
    goals::{
        GetGoal, GetResultsTree, Goal, Level, ListGoals, ListGoalsResponse, ProposeGoal, ResultsTree, Target,
        TargetKind, TargetPeriod, TargetShare,
    },
    partners::{Choice, ListProposals, ListProposalsResponse, ProposalState, TakePosition},
};
use futures::{FutureExt, StreamExt, stream};
use tempfile::TempDir;
use tests::{Members, TIMED_HEADING, World, embedded, id, timed};

const GOALS: usize = 200;
const TARGETS: usize = 10;
const CALLS: usize = 200;
/// Others beside the one that is asked, each with so many goals of two targets.
const OTHERS: usize = 999;
const THEIR_GOALS: usize = 5;
const AT_ONCE: usize = 32;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let folder = TempDir::new().expect("a temporary folder");
    let (host, client) = embedded(&folder).await;
    let began = Instant::now();
    let others = stream::iter(0..OTHERS).map(|it| agree(World::new(&client), format!("other {it}"), THEIR_GOALS, 2));
    others.for_each_concurrent(AT_ONCE, |it| it.map(drop)).await;
    println!("{OTHERS} partnerships with {THEIR_GOALS} goals each made in {:.1} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let world = World::new(&client);
    let members = agree(World { operator: world.operator.clone() }, "results".into(), GOALS, TARGETS).await;
    for place in 0..TARGETS {
        report(&members, place).await;
    }
    let as_of = world.seen(&members.partnership).await;
    println!("{GOALS} goals with {} targets made in {:.1} s", GOALS * TARGETS, began.elapsed().as_secs_f64());
    println!("{TIMED_HEADING}");
    let partnership_id = || members.partnership.clone();
    let member = &members.callers[1];
    let seen = GetGoal { as_of, partnership_id: partnership_id(), goal_id: id("goal 7") };
    let goal: Goal = member.get(seen).await.expect("a goal");
    assert_eq!(goal.targets.iter().filter(|it| it.actual == "300").count(), TARGETS, "all is measured");
    timed("the tree with its totals", CALLS, async || {
        let tree: ResultsTree =
            member.get(GetResultsTree { as_of: vec![], partnership_id: partnership_id() }).await.expect("a tree");
        assert_eq!(tree.targets.iter().map(|it| it.targets).sum::<u32>() as usize, GOALS * TARGETS);
    })
    .await;
    timed("a page of all goals", CALLS, async || {
        let list = ListGoals { partnership_id: partnership_id(), page_size: 500, ..Default::default() };
        let page: ListGoalsResponse = member.get(list).await.expect("a page");
        assert_eq!(page.goals.len(), GOALS);
    })
    .await;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find(|it| it.starts_with("VmRSS")).unwrap_or("VmRSS: not known here");
    println!("services and caller together: {resident}");
    host.stop().await.expect("it stops");
}

/// A partnership of two with goals that are adopted.
async fn agree(world: World, name: String, goals: usize, targets: usize) -> Members {
    let members = Members::invited(&world, &name, 2).await;
    members.accept().await;
    for place in 0..targets {
        members.callers[0].ask(define(&members, place)).await.expect("defined");
    }
    for place in 0..goals {
        members.callers[0].ask(propose(&members, place, targets)).await.expect("proposed");
    }
    adopt(&members, goals).await;
    members
}

fn indicator(place: usize) -> String {
    id(&format!("indicator {place}"))
}

fn define(members: &Members, place: usize) -> DefineIndicator {
    DefineIndicator {
        partnership_id: members.partnership.clone(),
        indicator_id: indicator(place),
        title: format!("Borrowers in district {place}"),
        unit: "clients".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        ..Default::default()
    }
}

/// Ten outcomes, and under each its outputs.
fn propose(members: &Members, place: usize, targets: usize) -> ProposeGoal {
    let (level, parent_goal_id) = match place {
        0..10 => (Level::Outcome, String::new()),
        _ => (Level::Output, id(&format!("goal {}", place % 10))),
    };
    ProposeGoal {
        partnership_id: members.partnership.clone(),
        goal_id: id(&format!("goal {place}")),
        title: format!("A thousand borrow in every one of {targets} districts, {place}"),
        level: level.into(),
        parent_goal_id,
        approach: "Loans timed to planting and harvest, with training before".into(),
        targets: (0..targets).map(|it| target(members, it)).collect(),
        ..Default::default()
    }
}

fn target(members: &Members, place: usize) -> Target {
    let period =
        |(year, value): (u32, u32)| TargetPeriod { ends_on: format!("{year}-12-31"), value: value.to_string() };
    let share = |partner_id: &String| TargetShare { partner_id: partner_id.clone(), value: "500".into() };
    Target {
        indicator_id: indicator(place),
        kind: TargetKind::Reach.into(),
        baseline: "0".into(),
        value: "1000".into(),
        starts_on: "2025-01-01".into(),
        due_on: "2099-12-31".into(),
        periods: [(2025, 300), (2026, 500), (2027, 700), (2028, 900)].map(period).to_vec(),
        shares: members.ids.iter().map(share).collect(),
        ..Default::default()
    }
}

async fn adopt(members: &Members, goals: usize) {
    let open = ListProposals {
        partnership_id: members.partnership.clone(),
        state: ProposalState::Open.into(),
        page_size: 500,
        ..Default::default()
    };
    let open: ListProposalsResponse = members.callers[0].get(open).await.expect("proposals");
    assert_eq!(open.proposals.len(), goals);
    for proposal in open.proposals {
        for member in &members.callers {
            let position = TakePosition {
                partnership_id: members.partnership.clone(),
                proposal_id: proposal.proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            member.ask(position).await.expect("taken");
        }
    }
}

async fn report(members: &Members, place: usize) {
    let report = ReportMeasurement {
        partnership_id: members.partnership.clone(),
        indicator_id: indicator(place),
        period_start: "2025-01-01".into(),
        period_end: "2025-12-31".into(),
        value: "300".into(),
        ..Default::default()
    };
    let verify = VerifyMeasurement {
        partnership_id: members.partnership.clone(),
        measurement_id: members.callers[0].ask(report).await.expect("reported").id,
        basis: Basis::DeskReview.into(),
        ..Default::default()
    };
    members.callers[1].ask(verify).await.expect("verified");
}
