//! A season that four partners agree on, rank, work and promise for, measure and close: in one process and in four over NATS,
//! with services stopped and started in between, and refused by partners half-way.

mod asking;
mod services;

use contract::goals::{
    ActivityState, CompleteActivity, DispositionHow, GoalState, GoalStepKind, Outcome, StartActivity, TargetState,
    UndertakingState, WorkKind,
};
use contract::partners::{SuspendMember, WithdrawProposal};
use tempfile::TempDir;
use tests::World;

use asking::{Season, disposition, fresh, today};
use services::Services;

#[tokio::test(flavor = "multi_thread")]
async fn a_season_is_agreed_worked_for_measured_and_closed_in_one_process_that_is_stopped_and_started() {
    let folder = TempDir::new().unwrap();
    let mut services = Services::in_one(folder.path());
    let client = services.client();
    let season = Season::begin(&World::new(&client), &client).await;
    play(&season, &mut services).await;
    services.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_is_agreed_worked_for_measured_and_closed_with_four_processes_over_nats() {
    let folder = TempDir::new().unwrap();
    let mut services = Services::in_four(folder.path());
    let client = services.client();
    let season = Season::begin(&World::new(&client), &client).await;
    play(&season, &mut services).await;
    services.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_suspended_while_the_bus_is_away_proposes_and_hears_that_it_could_not() {
    let folder = TempDir::new().unwrap();
    let mut services = Services::in_four(folder.path());
    let client = services.client();
    let season = Season::begin(&World::new(&client), &client).await;
    // Goals is to know of nothing that partners decides from here on.
    season.settled().await;
    services.bus_away();
    let suspend = SuspendMember {
        command_id: fresh(),
        partnership_id: season.partnership(),
        partner_id: season.funder_id(),
        reason: "Does not answer".into(),
        ..Default::default()
    };
    season.story.lender.ask(suspend).await.unwrap();
    season.decide_in_partners().await;
    let goal = season.propose_blind(&season.story.funder, "More of everything").await;
    services.bus_back();
    season.settled().await;
    let refused = season.goal(&goal).await;
    assert_eq!(refused.state(), GoalState::Rejected);
    assert!(refused.why.contains("must be a member"), "it says why: {}", refused.why);
    assert_eq!(refused.proposal_id, "", "there never was a proposal");
    services.end();
}

/// Whoever asks has seen what led there; services are away where the next step does not need them.
async fn play(season: &Season, services: &mut Services) {
    let (grow, train) = agree(season, services).await;
    rank(season, &grow, &train).await;
    services.restart_all();
    season.settled().await;
    let (activity, promise) = work(season, services, &train).await;
    drop_goal(season, &grow, &train, &activity, &promise).await;
    measure(season, services, &grow).await;
    let complete = CompleteActivity {
        command_id: fresh(),
        partnership_id: season.partnership(),
        activity_id: activity.clone(),
        completed_on: today(),
        result: "Forty group leaders, twelve of them women".into(),
        ..Default::default()
    };
    season.story.trainer.ask(complete).await.unwrap();
    assert_eq!(season.activity(&activity).await.state(), ActivityState::Completed);
    refused_by_partners(season).await;
    season.late_retries_change_nothing().await;
}

/// Propose and decide: one goal is adopted, the other withdrawn, put again in other words, and adopted.
async fn agree(season: &Season, services: &mut Services) -> (String, String) {
    let grow = season.propose(&season.story.lender, "Two thousand borrow by the season", "").await;
    season.decide("Adopt").await;
    season.settled().await;
    services.away("evaluation");
    let train = season.propose(&season.story.trainer, "Group leaders are trained", &grow).await;
    let proposal_id = season.open_proposals().await.remove(0).proposal_id;
    assert_eq!(season.goal(&train).await.proposal_id, proposal_id);
    let withdraw = WithdrawProposal {
        command_id: fresh(),
        partnership_id: season.partnership(),
        proposal_id,
        reason: "After the rains".into(),
        ..Default::default()
    };
    season.story.trainer.ask(withdraw).await.unwrap();
    let withdrawn = season.goal(&train).await;
    assert_eq!(withdrawn.state(), GoalState::Withdrawn);
    assert!(withdrawn.why.contains("After the rains"), "{}", withdrawn.why);
    services.back("evaluation");
    season.settled().await;
    season.revise(&season.story.lender, &train, "Forty group leaders are trained", &grow).await;
    assert_eq!(season.goal(&train).await.state(), GoalState::Proposed);
    season.decide("Adopt").await;
    for goal in [&grow, &train] {
        assert_eq!(season.goal(goal).await.state(), GoalState::Active);
    }
    use GoalStepKind::{Adopted, Proposed, Reproposed, Withdrawn};
    assert_eq!(season.steps(&train).await, [Proposed, Withdrawn, Reproposed, Adopted], "its history is kept");
    (grow, train)
}

async fn rank(season: &Season, grow: &str, train: &str) {
    let story = &season.story;
    season.rank(&story.lender, season.lender_id(), &[&[grow], &[train]]).await;
    season.rank(&story.trainer, season.trainer_id(), &[&[train], &[grow]]).await;
    season.rank(&story.funder, season.funder_id(), &[&[grow, train]]).await;
    let goals = season.alignment().await.goals.expect("a figure");
    assert_eq!((goals.raters, goals.goals), (3, 2));
    // One for, one against, one tied: nothing in common, which is a figure and not a gap.
    assert_eq!(goals.w, "0", "{}", goals.summary);
    season.rate(&story.funder, grow, 1).await;
    let approaches = season.alignment().await.approaches.expect("a figure");
    assert_eq!((approaches.ratings, approaches.lowest), (1, Some(1)), "{}", approaches.summary);
}

/// Plan, undertake, fulfil and confirm.
async fn work(season: &Season, services: &mut Services, train: &str) -> (String, String) {
    let story = &season.story;
    let activity = season.plan(train).await;
    season.settled().await;
    services.away("resources");
    let start = StartActivity {
        command_id: fresh(),
        partnership_id: season.partnership(),
        activity_id: activity.clone(),
        started_on: today(),
        ..Default::default()
    };
    story.trainer.ask(start).await.unwrap();
    let kept = season.promise(&story.lender, &season.trainer_id(), train).await;
    season.fulfil(&story.lender, &kept).await;
    services.back("resources");
    season.settled().await;
    assert_eq!(season.undertaking(&kept).await.waits_for, [season.trainer_id()]);
    season.confirm(&story.trainer, &kept).await;
    assert_eq!(season.undertaking(&kept).await.state(), UndertakingState::Confirmed);
    let open = season.promise(&story.funder, "", train).await;
    (activity, open)
}

/// To drop a goal one says what becomes of its work, and it does once the members have decided.
async fn drop_goal(season: &Season, grow: &str, train: &str, activity: &str, promise: &str) {
    let refused = season.close(train, Outcome::Dropped, vec![]).await.expect_err("work is under way");
    assert!(refused.to_string().contains("say in dispositions what becomes of it"), "{refused}");
    let dispositions = vec![
        disposition(WorkKind::Activity, activity, DispositionHow::Move, grow),
        disposition(WorkKind::Undertaking, promise, DispositionHow::Continue, ""),
    ];
    season.close(train, Outcome::Dropped, dispositions).await.unwrap();
    season.decide("Close").await;
    let dropped = season.goal(train).await;
    assert_eq!((dropped.state(), dropped.outcome()), (GoalState::Closed, Outcome::Dropped));
    assert_eq!(season.activity(activity).await.goal_id, grow, "the activity goes on towards the other goal");
    let promise = season.undertaking(promise).await;
    assert_eq!((promise.state(), promise.goal_id.as_str()), (UndertakingState::Open, ""), "it stands on its own");
}

/// Reached, taken back by a correction, reached again, and closed.
async fn measure(season: &Season, services: &mut Services, grow: &str) {
    season.measure("2026-01-01", "2026-03-31", "1500").await;
    let target = || async { season.goal(grow).await.targets.remove(0) };
    assert_eq!((target().await.progress_basis_points, target().await.reached), (Some(5_000), false));
    season.settled().await;
    services.away("goals");
    season.measure("2026-04-01", "2026-06-30", "2100").await;
    services.back("goals");
    season.settled().await;
    let reached = season.goal(grow).await;
    assert_eq!((reached.state(), reached.targets[0].state()), (GoalState::Closing, TargetState::Reached));
    season.settled().await;
    services.away("partners");
    season.measure("2026-04-01", "2026-06-30", "1900").await;
    services.back("partners");
    season.settled().await;
    let lost = season.goal(grow).await;
    assert_eq!((lost.state(), lost.targets[0].state()), (GoalState::Active, TargetState::ReachedAndLost));
    assert!(season.open_proposals().await.is_empty(), "the members are not asked any more");
    season.measure("2026-07-01", "2026-09-30", "2200").await;
    assert_eq!(season.goal(grow).await.state(), GoalState::Closing);
    season.decide("Close").await;
    let closed = season.goal(grow).await;
    assert_eq!((closed.state(), closed.outcome()), (GoalState::Closed, Outcome::Achieved));
    use GoalStepKind::{Adopted, Closed, ClosureProposed, ClosureWithdrawn, Proposed};
    let steps = [Proposed, Adopted, ClosureProposed, ClosureWithdrawn, ClosureProposed, Closed];
    assert_eq!(season.steps(grow).await, steps);
}

/// A partnership that is being dissolved decides on nothing new: goals puts a revision, and hears that it cannot be put. It
/// ends what is open.
async fn refused_by_partners(season: &Season) {
    let last = season.propose_in_words(&season.story.lender, "One more year").await;
    season.decide("Adopt").await;
    season.dissolve().await;
    season.revise(&season.story.lender, &last, "Two more years", "").await;
    season.settled().await;
    let goal = season.goal(&last).await;
    assert_eq!((goal.state(), goal.title.as_str()), (GoalState::Active, "One more year"));
    let refused = season.history(&last).await.pop().expect("it was put");
    assert_eq!(refused.kind(), GoalStepKind::RevisionRejected);
    assert!(refused.why.contains("the partnership is closing"), "it says why: {}", refused.why);
    // What is open is settled all the same.
    season.close(&last, Outcome::NotAchieved, vec![]).await.unwrap();
    season.decide("Close").await;
    assert_eq!(season.goal(&last).await.state(), GoalState::Closed);
}
