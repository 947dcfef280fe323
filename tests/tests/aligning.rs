//! How far members are aligned, as they see it: what they rank, rate and answer, today and as it was at each review.

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    goals::{
        Alignment, ApproachRating, GetAlignment, GoalContent, Level, ListAlignment, ListAlignmentResponse,
        ListApproachRatings, ListApproachRatingsResponse, ListWaitingWork, ListWaitingWorkResponse, MeasuredAlignment,
        ProposeGoal, RankGoals, RankedTier, RateApproach, ReviseGoal, WaitingWorkKind,
    },
    partners::{
        AnswerExpectation, Choice, ExpectationAnswer, ListProposals, ListProposalsResponse, OpenReview, ProposalState,
        ReviewItem, TakePosition,
    },
};
use jiff::{Timestamp, ToSpan};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World, id};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn members_see_where_they_differ_and_each_review_keeps_it() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::set_to(Timestamp::now());
    let host = start(&folder, clock.clone()).await;
    let world = World::new(&Client::at(&format!("http://{}", host.address)).unwrap());
    let members = Members::invited(&world, "aligned", 3).await;
    members.accept().await;
    adopt(&world, &members).await;
    let now = alignment(&members).await;
    let goals = now.goals.unwrap();
    assert_eq!((goals.raters, goals.goals, goals.w.as_str()), (0, 3, ""), "{}", goals.summary);
    assert_eq!(goals.not_ranked_partner_ids.len(), 3);
    let expectations = now.expectations.unwrap();
    assert_eq!((expectations.asked, expectations.unanswered, now.unanswered.len()), (6, 6, 6));

    for (by, order) in [[0, 1, 2], [1, 0, 2], [2, 1, 0]].into_iter().enumerate() {
        rank(&members, by, order).await;
    }
    rate(&members, 0, 4).await;
    rate(&members, 1, 0).await;
    let waiting = &now.unanswered[0];
    let by = members.ids.iter().position(|it| *it == waiting.of_partner_id).unwrap();
    answer(&members, by, &waiting.expectation_id).await;
    let now = alignment(&members).await;
    let (goals, approaches) = (now.goals.unwrap(), now.approaches.unwrap());
    assert_eq!((goals.raters, goals.w.as_str()), (3, "0.1111111111"), "{}", goals.summary);
    assert_eq!((now.pairs.len(), goals.least_aligned_tau_b.as_str()), (3, "-1"));
    assert_eq!((approaches.ratings, approaches.widest_spread, approaches.lowest), (2, 4, Some(0)));
    assert_eq!(now.expectations.as_ref().map(|it| (it.yes, it.yes_basis_points)), Some((1, Some(1_667))));
    let rated = ratings(&members).await;
    assert!(rated.iter().any(|it| it.rating == 0 && it.why == "Who pays?"), "{rated:?}");

    review(&world, &members).await;
    let [reviewed] = &history(&members).await[..] else { panic!("one review, one measurement") };
    assert_eq!((reviewed.review_id.as_str(), reviewed.goals.as_ref()), (&*id("aligned/review"), Some(&goals)));
    rank(&members, 2, [0, 1, 2]).await;
    clock.advance_to(Timestamp::now() + 25.hours());
    let measured = loop {
        match history(&members).await {
            measured if measured.len() == 2 => break measured,
            _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    assert_eq!(measured[1], *reviewed, "the newest first");
    assert!(measured[0].review_id.is_empty() && measured[0].goals != reviewed.goals, "{measured:?}");
    assert_eq!((&measured[0].joined_partner_ids, &measured[0].gone_partner_ids), (&vec![], &vec![]));
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_of_an_approach_count_until_the_members_agree_on_another() {
    let folder = TempDir::new().unwrap();
    let host = start(&folder, Clock::set_to(Timestamp::now())).await;
    let world = World::new(&Client::at(&format!("http://{}", host.address)).unwrap());
    let members = Members::invited(&world, "another", 3).await;
    members.accept().await;
    adopt(&world, &members).await;
    rate(&members, 0, 0).await;
    rate(&members, 1, 3).await;
    let content = GoalContent {
        title: "Goal 0".into(),
        level: Level::Output.into(),
        approach: "Savings circles".into(),
        ..Default::default()
    };
    let revise = ReviseGoal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        goal_id: goal(0),
        content: Some(content),
        reason: "Who pays is clear now".into(),
        ..Default::default()
    };
    members.callers[0].ask(revise).await.unwrap();
    world.settled(&members.partnership).await;
    assert_eq!(counting(&members).await, [(0, 0, false), (3, 0, false)], "until they have decided");
    let before = to_rate(&members).await;
    agree(&world, &members).await;
    assert_ne!(to_rate(&members).await, before, "one approach more waits to be rated");
    assert_eq!(counting(&members).await, [(0, 0, true), (3, 0, true)]);
    let now = alignment(&members).await;
    assert_eq!(now.approaches.map(|it| (it.ratings, it.lowest)), Some((0, None)));
    assert!(now.approach_figures.iter().all(|it| it.not_rated == 3), "{:?}", now.approach_figures);
    rate(&members, 1, 3).await;
    world.settled(&members.partnership).await;
    assert_eq!(counting(&members).await, [(0, 0, true), (3, 1, false)]);
    host.stop().await.unwrap();
}

/// How the approaches that wait for the second member to be rated are told.
async fn to_rate(members: &Members) -> String {
    let (partnership_id, kind) = (members.partnership.clone(), WaitingWorkKind::RateApproaches.into());
    let waits = ListWaitingWork { partnership_id, kind, ..Default::default() };
    let mut found: ListWaitingWorkResponse = members.callers[1].get(waits).await.unwrap();
    found.waiting.remove(0).title
}

/// Rating, version of the approach, and whether it has lapsed, in the order of ratings.
async fn counting(members: &Members) -> Vec<(u32, u32, bool)> {
    let mut shown: Vec<_> =
        ratings(members).await.iter().map(|it| (it.rating, it.approach_version, it.lapsed)).collect();
    shown.sort_unstable();
    shown
}

async fn start(folder: &TempDir, clock: Clock) -> Host {
    let settings = HostSettings {
        services: ALL.to_vec(),
        node: "home".into(),
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        nats: None,
        clock,
        log: Default::default(),
    };
    Host::start(settings).await.unwrap()
}

fn goal(place: usize) -> String {
    id(&format!("aligned/goal {place}"))
}

/// Three goals, wanted by all.
async fn adopt(world: &World, members: &Members) {
    for place in 0..3 {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            goal_id: goal(place),
            title: format!("Goal {place}"),
            level: Level::Output.into(),
            ..Default::default()
        };
        members.callers[0].ask(propose).await.unwrap();
    }
    agree(world, members).await;
}

/// To all that is before the members.
async fn agree(world: &World, members: &Members) {
    let as_of = world.seen(&members.partnership).await;
    let (partnership_id, state) = (members.partnership.clone(), ProposalState::Open.into());
    let open = ListProposals { as_of, partnership_id, state, ..Default::default() };
    let open: ListProposalsResponse = members.callers[0].get(open).await.unwrap();
    for proposal in open.proposals {
        for caller in &members.callers {
            let take = TakePosition {
                command_id: fresh(),
                partnership_id: members.partnership.clone(),
                proposal_id: proposal.proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            caller.ask(take).await.unwrap();
        }
    }
    world.settled(&members.partnership).await;
}

async fn rank(members: &Members, by: usize, order: [usize; 3]) {
    let rank = RankGoals {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        partner_id: members.ids[by].clone(),
        tiers: order.map(|it| RankedTier { goal_ids: vec![goal(it)] }).to_vec(),
        ..Default::default()
    };
    members.callers[by].ask(rank).await.unwrap();
}

async fn rate(members: &Members, by: usize, rating: u32) {
    let rate = RateApproach {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        goal_id: goal(0),
        rating: Some(rating),
        why: "Who pays?".into(),
        ..Default::default()
    };
    members.callers[by].ask(rate).await.unwrap();
}

async fn answer(members: &Members, by: usize, expectation_id: &str) {
    let answer = AnswerExpectation {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        expectation_id: expectation_id.to_owned(),
        answer: ExpectationAnswer::Yes.into(),
        ..Default::default()
    };
    members.callers[by].ask(answer).await.unwrap();
}

async fn review(world: &World, members: &Members) {
    let open = OpenReview {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        review_id: id("aligned/review"),
        title: "The first season".into(),
        from_date: "2026-01-01".into(),
        to_date: "2026-06-30".into(),
        packet: vec![ReviewItem { kind: 6, note: "We differ on what comes first".into(), ..Default::default() }],
        ..Default::default()
    };
    members.callers[0].ask(open).await.unwrap();
    world.settled(&members.partnership).await;
}

async fn ratings(members: &Members) -> Vec<ApproachRating> {
    let asked =
        ListApproachRatings { partnership_id: members.partnership.clone(), goal_id: goal(0), ..Default::default() };
    let found: ListApproachRatingsResponse = members.callers[2].get(asked).await.unwrap();
    found.ratings
}

async fn alignment(members: &Members) -> Alignment {
    let asked = GetAlignment { partnership_id: members.partnership.clone(), ..Default::default() };
    members.callers[0].get(asked).await.unwrap()
}

async fn history(members: &Members) -> Vec<MeasuredAlignment> {
    let asked = ListAlignment { partnership_id: members.partnership.clone(), ..Default::default() };
    let measured: ListAlignmentResponse = members.callers[0].get(asked).await.unwrap();
    measured.measured
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
