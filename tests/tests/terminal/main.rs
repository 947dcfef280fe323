//! What an officer reads at the terminal: what waits, results, alignment, the work plan, and how the partnership is doing.

mod ground;

use std::process::Command;

use WaitingWorkKind::*;
use contract::{
    goals::{AcceptGoal as Accept, ListWaitingWork, ListWaitingWorkResponse, WaitingWorkKind},
    partners::{OpenReview, ReviewItem},
};
use serde_json::Value;
use tempfile::TempDir;
use tests::{accord_binary, id};

use ground::{Ground, TITLES, fresh, in_days, run};

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_towards_goals_is_listed_until_it_is_done() {
    let ground = Ground::new("waiting").await;
    assert_eq!(ground.kinds(0).await, [RankGoals, RateApproaches]);
    ground.rank(0, [0, 1]).await;
    ground.rate(0).await;
    assert_eq!(ground.kinds(0).await, [RateApproaches]);
    let left = ground.waiting(0).await.waiting;
    assert_eq!((left[0].title.as_str(), &left[0].thing_id), ("1 approach is not rated", &ground.members.partnership));
    assert_eq!(ground.kinds(1).await, [RankGoals, RateApproaches], "each says so itself");

    let (activity, milestone) = (ground.plan(0, 1).await, ground.milestone(1).await);
    assert_eq!(ground.kinds(1).await, [RankGoals, RateApproaches, ReachMilestone, TakeLead]);
    ground.start(1, &activity).await;
    assert_eq!(ground.kinds(1).await, [CompleteActivity, RankGoals, RateApproaches, ReachMilestone]);
    ground.complete(1, &activity).await;
    ground.reach(1, &milestone).await;
    assert_eq!(ground.kinds(1).await, [RankGoals, RateApproaches]);

    let undertaking = ground.give(0, 1).await;
    assert_eq!(ground.kinds(0).await, [FulfilUndertaking, RateApproaches]);
    ground.ask_for_more_time(0, &undertaking).await;
    assert_eq!(ground.kinds(1).await, [AnswerRenegotiation, RankGoals, RateApproaches]);
    ground.fulfil(0, &undertaking).await;
    assert_eq!(ground.kinds(0).await, [RateApproaches]);
    assert_eq!(ground.kinds(1).await, [ConfirmFulfilment, RankGoals, RateApproaches]);
    ground.confirm(1, &undertaking).await;
    assert_eq!(ground.kinds(1).await, [RankGoals, RateApproaches]);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_later_is_asked_how_it_stands_to_each_goal_and_only_then() {
    let ground = Ground::new("joining").await;
    let late = ground.join().await;
    let asked = |kind: WaitingWorkKind| ListWaitingWork {
        partnership_id: ground.members.partnership.clone(),
        kind: kind.into(),
        ..Default::default()
    };
    let waiting: ListWaitingWorkResponse = late.get(asked(AcceptGoal)).await.unwrap();
    let titles: Vec<_> = waiting.waiting.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(TITLES.iter().all(|it| titles.contains(it)), "{titles:?}");
    let accept = Accept {
        command_id: fresh(),
        partnership_id: ground.members.partnership.clone(),
        goal_id: ground.goals[0].clone(),
        ..Default::default()
    };
    late.ask(accept).await.unwrap();
    let waiting: ListWaitingWorkResponse = late.get(asked(AcceptGoal)).await.unwrap();
    assert_eq!(waiting.waiting.iter().map(|it| it.thing_id.as_str()).collect::<Vec<_>>(), [ground.goals[1].as_str()]);
    let all: ListWaitingWorkResponse = late.get(ListWaitingWork::default()).await.unwrap();
    assert_eq!(all.waiting.len(), 3, "one goal, to rank, and to rate: {all:?}");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn affiliates_are_asked_as_one() {
    let ground = Ground::new("affiliates").await;
    ground.affiliate(2, 1).await;
    ground.rank(1, [0, 1]).await;
    assert_eq!(ground.kinds(2).await, [RateApproaches], "the head of its organisation has ranked");
    ground.rate(2).await;
    let left = ground.waiting(1).await.waiting;
    assert_eq!(left.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["1 approach is not rated"]);
    assert_eq!(ground.kinds(0).await, [RankGoals, RateApproaches]);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_finds_only_what_it_can_still_do() {
    let ground = Ground::new("left").await;
    ground.give(0, 1).await;
    ground.plan(1, 0).await;
    ground.milestone(0).await;
    assert_eq!(ground.kinds(0).await, [FulfilUndertaking, RankGoals, RateApproaches, ReachMilestone, TakeLead]);
    ground.leave(0).await;
    assert_eq!(ground.kinds(0).await, [FulfilUndertaking]);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_finds_both_services_lists_in_one() {
    let ground = Ground::new("listed").await;
    ground.give(0, 1).await;
    let mine = ["todo", "--as", &ground.members.ids[0], "--output", "json"];
    let rows = ground.rows(&mine);
    let what: Vec<_> = rows.iter().map(|it| text(it, "what")).collect();
    assert_eq!(what[0], "fulfil undertaking", "{rows:?}");
    assert_eq!((text(&rows[0], "about").as_str(), text(&rows[0], "due")), ("Monthly figures", in_days(20)));
    assert_eq!(text(&rows[0], "late"), "");
    assert!(what.contains(&"rank goals".to_owned()) && what.contains(&"rate approaches".to_owned()), "{what:?}");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scorecard_says_what_is_not_yet_measurable_and_at_a_review_what_is() {
    let ground = Ground::new("scored").await;
    let partnership = ground.members.partnership.as_str();
    let none = ground.printed(&["scorecard", partnership]);
    assert!(
        none.starts_with("Nothing was measured yet.") && none.contains("\nTRUST\n   not yet measurable: "),
        "{none}"
    );
    assert_eq!(ground.rows(&["scorecard", partnership, "--output", "json"]).len(), 8, "a row a part says why");
    let open = OpenReview {
        command_id: fresh(),
        partnership_id: ground.partnership(),
        title: "The first season".into(),
        from_date: "2025-01-01".into(),
        to_date: "2025-06-30".into(),
        packet: vec![ReviewItem { kind: 6, note: "How are we doing?".into(), ..Default::default() }],
        ..Default::default()
    };
    ground.by(0).ask(open).await.unwrap();
    for told in ["turnout in decisions", "record: undertakings kept by the original date", "agreement on which goals"] {
        ground.until(&["scorecard", partnership], told).await;
    }
    let history = ground.until(&["scorecard", partnership, "--history"], "giving that is answered").await;
    assert!(history.contains("a review") && history.contains("6 of 6"), "two goals, three members: {history}");
    let csv = ground.printed(&["scorecard", partnership, "--output", "csv"]);
    assert!(csv.starts_with("on,part,figure,section,of_whom,value,unit,count,of,alarm,not_measurable\n"), "{csv}");
    let long_ago = ground.printed(&["scorecard", partnership, "--on", "2020-01-01"]);
    assert!(long_ago.starts_with("Nothing was measured yet."), "{long_ago}");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_alignment_and_the_work_plan_are_read_with_names() {
    let ground = Ground::new("read").await;
    let partnership = ground.members.partnership.as_str();
    let results = ground.printed(&["results", partnership]);
    let below = format!("\n   {}", TITLES[1]);
    assert!(results.contains(TITLES[0]) && results.contains(&below), "{results}");
    assert!(results.contains("Goals: 2 active. Targets followed: none."), "{results}");
    let rows = ground.rows(&["results", partnership, "--output", "json"]);
    let told = |it: &Value| ["depth", "goal", "state"].map(|name| text(it, name));
    let expected = [["0", TITLES[0], "active"], ["1", TITLES[1], "active"]];
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), expected.map(|it| it.map(str::to_owned)));

    ground.rank(0, [0, 1]).await;
    ground.rank(1, [1, 0]).await;
    let alignment = ground.until(&["alignment", partnership], "tau-b -1.00").await;
    assert!(alignment.contains("2 members ranked 2 goals: tau-b -1.00, they are opposed"), "{alignment}");
    for told in ["approaches: undefined", "has not ranked", "read 2", "least aligned"] {
        assert!(alignment.contains(told), "{told}: {alignment}");
    }
    // In the order of ids.
    assert!(["read 0 and read 1", "read 1 and read 0"].iter().any(|it| alignment.contains(it)), "{alignment}");
    let csv = ground.printed(&["alignment", partnership, "--output", "csv"]);
    assert!(csv.starts_with("on,figure,value,says\nnow,what comes first,tau-b -1.00,"), "{csv}");

    ground.plan(0, 1).await;
    ground.give(0, 1).await;
    let plan = ground.until(&["workplan", partnership], "Monthly figures").await;
    for told in ["Train", "read 1 (asked)", "Kisumu", "planned", "1 in the plan, 0 late", "read 0", "open"] {
        assert!(plan.contains(told), "{told}: {plan}");
    }
    let elsewhere = ground.printed(&["workplan", partnership, "--place", "Nairobi"]);
    assert!(elsewhere.contains("No activity is planned.") && elsewhere.contains("Nothing is promised."), "{elsewhere}");
    let rows = ground.rows(&["workplan", partnership, "--partner", &ground.members.ids[1], "--output", "json"]);
    let kinds: Vec<_> = rows.iter().map(|it| text(it, "kind")).collect();
    assert_eq!(kinds, ["activity", "undertaking"]);
    assert_eq!(
        ground.rows(&["workplan", partnership, "--partner", &ground.members.ids[2], "--output", "json"]).len(),
        0
    );
    let (code, _, said) = run(&ground.url, &["results", &id("nowhere"), "--as", &ground.members.ids[0]]);
    assert_eq!(code, Some(1), "{said}");
    ground.end().await;
}

#[test]
fn the_demo_plays_a_year_of_goals_work_and_promises() {
    let folder = TempDir::new().unwrap();
    let played = Command::new(accord_binary()).arg("demo").arg("--data").arg(folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&played.stdout);
    assert!(played.status.success(), "{told}{}", String::from_utf8_lossy(&played.stderr));
    for wanted in [
        "(illustrative: every figure below is made up)",
        "each ranked the goals and rated the approach",
        "milestone by 2025-03-31: Six trainers work in Herat, reached 2025-03-20",
        "Undertakings: 1 of 1 that fell due kept by the day agreed",
        "what comes first: 4 members ranked 2 goals: W 0.25",
        "-- workplan",
    ] {
        assert!(told.contains(wanted), "{wanted} is missing: {told}");
    }
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_else(|| panic!("no {name} in {row}")).to_owned()
}
