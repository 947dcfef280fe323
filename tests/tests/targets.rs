//! A target's progress between the services: what was verified before it was agreed, by period, and of each partner.

use contract::{
    evaluation::{
        Basis, DefineIndicator, Direction, DueBasis, ListTargets, ListTargetsResponse, NoteOverlap, OverPartners,
        OverPeriods, ReportMeasurement, ValueKind, VerifyMeasurement,
    },
    goals::{
        GetGoal, GetResultsTree, Goal, GoalState, Level, ProposeGoal, ResultsTree, Target, TargetCount, TargetKind,
        TargetPeriod, TargetProgress, TargetShare, TargetState,
    },
    partners::{Choice, ListProposals, ListProposalsResponse, ProposalState, TakePosition},
};
use tempfile::TempDir;
use tests::{Members, World, embedded};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_verified_before_the_goal_counts_by_period_and_beside_each_share() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = Members::invited(&world, "targets", 2).await;
    members.accept().await;
    let indicator = members.callers[0].ask(define(&members)).await.unwrap().id;
    measure(&members, 0, &indicator, "2024-12-31", "999").await;
    measure(&members, 0, &indicator, "2025-12-31", "300").await;
    let goal = members.callers[0].ask(propose(&members, &indicator)).await.unwrap().id;
    adopt(&members).await;

    let it = progress(&world, &members, &goal).await;
    assert_eq!(
        (it.actual.as_str(), it.measured_until.as_str()),
        ("300", "2025-12-31"),
        "not what came before its start"
    );
    let parts = (it.progress_basis_points, it.due_basis_points, it.due_basis());
    assert_eq!(parts, (Some(3000), Some(4000), DueBasis::Periods));
    assert_eq!((it.state(), it.unshared.as_str()), (TargetState::AtRisk, "100"));
    let shares: Vec<_> = it.shares.iter().map(|it| (it.actual.as_str(), it.difference.as_str())).collect();
    assert_eq!(shares, [("300", "-400"), ("", "")]);

    // A correction, and what the other one brings.
    measure(&members, 0, &indicator, "2025-12-31", "350").await;
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.state()), ("350", TargetState::OnTrack));
    measure(&members, 1, &indicator, "2025-12-31", "650").await;
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.state(), it.late), ("1000", TargetState::Reached, false));
    assert_eq!(it.shares[1].difference, "450");
    measure(&members, 1, &indicator, "2025-12-31", "65").await;
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.state()), ("415", TargetState::ReachedAndLost));

    let partnership_id = members.partnership.clone();
    let tree: ResultsTree = members.callers[1].get(GetResultsTree { as_of: vec![], partnership_id }).await.unwrap();
    assert_eq!(tree.targets, [TargetCount { state: TargetState::ReachedAndLost.into(), targets: 1 }]);
    assert_eq!(tree.nodes[0].own, tree.targets);
    let targets = ListTargets { partnership_id: members.partnership.clone(), ..Default::default() };
    let mut targets: ListTargetsResponse = members.callers[1].get(targets).await.unwrap();
    let target = targets.targets.remove(0);
    assert_eq!((target.measurements, target.partners.len(), target.due_basis()), (2, 2, DueBasis::Periods));
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_several_partners_have_a_total_once_it_is_noted_how_many_are_with_both() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = Members::invited(&world, "unique", 2).await;
    members.accept().await;
    let people = DefineIndicator {
        numerator_counts_people: true,
        over_partners: OverPartners::Unique.into(),
        ..define(&members)
    };
    let indicator = members.callers[0].ask(people).await.unwrap().id;
    let goal = members.callers[0].ask(propose(&members, &indicator)).await.unwrap().id;
    adopt(&members).await;
    measure(&members, 0, &indicator, "2025-12-31", "800").await;
    measure(&members, 1, &indicator, "2025-12-31", "500").await;
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.progress_basis_points), ("", None), "some may be with both");

    let note = |people: &str| NoteOverlap {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        indicator_id: indicator.clone(),
        period_end: "2025-12-31".into(),
        people: people.into(),
        note: "Both lists compared".into(),
        ..Default::default()
    };
    members.callers[1].ask(note("250")).await.unwrap();
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.state()), ("1050", TargetState::Reached));
    members.callers[1].ask(note("400")).await.unwrap();
    let it = progress(&world, &members, &goal).await;
    assert_eq!((it.actual.as_str(), it.state()), ("900", TargetState::ReachedAndLost));
    let targets = ListTargets { partnership_id: members.partnership.clone(), ..Default::default() };
    let targets: ListTargetsResponse = members.callers[1].get(targets).await.unwrap();
    assert_eq!((targets.targets[0].actual.as_str(), targets.targets[0].reached), ("900", false));
    host.stop().await.unwrap();
}

fn define(members: &Members) -> DefineIndicator {
    DefineIndicator {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: "Active borrowers".into(),
        unit: "clients".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        ..Default::default()
    }
}

/// From 0 to 1,000: 400 of them by the end of 2025, 900 promised.
fn propose(members: &Members, indicator: &str) -> ProposeGoal {
    let share = |partner_id: &str, value: &str| TargetShare { partner_id: partner_id.into(), value: value.into() };
    let period = |ends_on: &str, value: &str| TargetPeriod { ends_on: ends_on.into(), value: value.into() };
    ProposeGoal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: "A thousand borrow".into(),
        level: Level::Outcome.into(),
        targets: vec![Target {
            indicator_id: indicator.into(),
            kind: TargetKind::Reach.into(),
            baseline: "0".into(),
            value: "1000".into(),
            starts_on: "2025-01-01".into(),
            due_on: "2099-12-31".into(),
            periods: vec![period("2025-12-31", "400"), period("2099-12-31", "1000")],
            shares: vec![share(&members.ids[0], "700"), share(&members.ids[1], "200")],
            ..Default::default()
        }],
        ..Default::default()
    }
}

/// One member's value, verified by the other.
async fn measure(members: &Members, by: usize, indicator: &str, period_end: &str, value: &str) {
    let report = ReportMeasurement {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        indicator_id: indicator.into(),
        period_start: format!("{}-01-01", &period_end[..4]),
        period_end: period_end.into(),
        value: value.into(),
        ..Default::default()
    };
    let verify = VerifyMeasurement {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        measurement_id: members.callers[by].ask(report).await.unwrap().id,
        basis: Basis::DeskReview.into(),
        ..Default::default()
    };
    members.callers[1 - by].ask(verify).await.unwrap();
}

async fn adopt(members: &Members) {
    let open = ListProposals {
        partnership_id: members.partnership.clone(),
        state: ProposalState::Open.into(),
        ..Default::default()
    };
    let open: ListProposalsResponse = members.callers[0].get(open).await.unwrap();
    assert!(open.proposals[0].text.contains("400 by 2025-12-31"), "{}", open.proposals[0].text);
    for member in &members.callers {
        let position = TakePosition {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            proposal_id: open.proposals[0].proposal_id.clone(),
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        member.ask(position).await.unwrap();
    }
}

async fn progress(world: &World, members: &Members, goal: &str) -> TargetProgress {
    let as_of = world.seen(&members.partnership).await;
    let query = GetGoal { as_of, partnership_id: members.partnership.clone(), goal_id: goal.into() };
    let mut goal: Goal = members.callers[1].get(query).await.unwrap();
    assert!(matches!(goal.state(), GoalState::Active | GoalState::Closing), "{}", goal.why);
    goal.targets.remove(0)
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
