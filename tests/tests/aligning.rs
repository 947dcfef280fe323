//! How far members are aligned, as they see it: what they rank, rate and answer, today and as it was at each review.

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    goals::{
        Alignment, GetAlignment, Level, ListAlignment, ListAlignmentResponse, ListApproachRatings,
        ListApproachRatingsResponse, MeasuredAlignment, ProposeGoal, RankGoals, RankedTier, RateApproach,
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
    let asked =
        ListApproachRatings { partnership_id: members.partnership.clone(), goal_id: goal(0), ..Default::default() };
    let ratings: ListApproachRatingsResponse = members.callers[2].get(asked).await.unwrap();
    assert!(ratings.ratings.iter().any(|it| it.rating == 0 && it.why == "Who pays?"), "{ratings:?}");

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
