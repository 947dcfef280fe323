//! How a partnership itself is doing, as its members read it: eight parts, today, at each review, and as it was on a day.

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    common::{Figure, Measure},
    evaluation::{
        BenefitBasis, BenefitKind, ConfirmBenefit, GetScorecard, ListScorecards, ListScorecardsResponse, Part,
        RateFairness, RecordBenefit, Scorecard, ScorecardPart,
    },
    goals::{GiveUndertaking, Level, ProposeGoal, RankGoals, RankedTier},
    partners::{
        AnswerConcern, Choice, ConcernSeverity, ConfirmResolved, GiveFeedback, ListProposals, ListProposalsResponse,
        OpenReview, OpenRound, ProposalState, RaiseConcern, Rating, ReviewItem, TakePosition,
    },
};
use jiff::{Timestamp, ToSpan};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World, id};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn members_read_how_they_are_doing_and_how_they_were() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::set_to(noon());
    let host = start(&folder, clock.clone()).await;
    let world = World::new(&Client::at(&format!("http://{}", host.address)).unwrap());
    let members = Members::invited(&world, "scored", 3).await;
    members.accept().await;
    let none = scorecard(&members, "").await;
    assert_eq!((none.measured_on.as_str(), none.parts.len()), ("", 8));
    assert!(none.parts.iter().all(|it| !it.not_measurable.is_empty() && it.figures.is_empty()), "{none:#?}");

    adopt(&world, &members).await;
    promise(&members).await;
    resolve(&members).await;
    give_feedback(&members).await;
    gain(&members).await;
    review(&world, &members).await;
    let reviewed = scorecard(&members, "").await;
    let today = noon().to_string()[..10].to_owned();
    assert_eq!((reviewed.measured_on.as_str(), &reviewed.review_ids), (&*today, &vec![id("scored/review")]));
    assert_eq!(reviewed.member_partner_ids.len(), 3);
    at_the_review(&reviewed);

    let asked = GetScorecard { partnership_id: members.partnership.clone(), ..Default::default() };
    let by_operator: Scorecard = world.operator.get(asked).await.unwrap();
    let withheld = figure(&by_operator, Part::Trust, Measure::Reliability);
    assert_eq!((withheld.value, withheld.count), (None, None), "what members say of each other is not the operator's");

    // Nothing is due before its day is over; then each service measures what has changed.
    rate_fairness(&members, 2, 1).await;
    clock.advance_to(noon() + 25.hours());
    let next = loop {
        let now = scorecard(&members, "").await;
        match now.measured_on == today {
            true => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            false => {
                world.settled(&members.partnership).await;
                break scorecard(&members, "").await;
            }
        }
    };
    let lowest = figure(&next, Part::Equity, Measure::FairnessLowest);
    assert_eq!((lowest.value.as_deref(), &lowest.partner_ids[0]), (Some("1"), &members.ids[2]));
    assert_eq!(lowest.measured_on, next.measured_on);
    assert_eq!(scorecard(&members, &today).await.parts, reviewed.parts, "as it was by that day");
    assert_eq!(scorecard(&members, "2020-01-01").await.measured_on, "", "nothing was measured by then");

    let days = history(&members, Part::Unspecified).await;
    let measured: Vec<_> = days.iter().map(|it| it.measured_on.as_str()).collect();
    assert_eq!(measured, [&*next.measured_on, &*today], "one a day, the newest first");
    assert_eq!((&days[0].parts, &days[0].joined_partner_ids), (&next.parts, &vec![]));
    let trust = history(&members, Part::Trust).await;
    assert!(trust.iter().all(|it| it.parts.len() == 1 && it.parts[0].part() == Part::Trust));
    host.stop().await.unwrap();
}

/// Each part says what it can, and of the rest that it can't be measured yet.
fn at_the_review(reviewed: &Scorecard) {
    let value = |of, measure| figure(reviewed, of, measure).value;
    let counts = |of, measure| {
        let figure = figure(reviewed, of, measure);
        (figure.count.unwrap(), figure.of.unwrap())
    };
    assert_eq!(value(Part::Alignment, Measure::GoalAgreement).as_deref(), Some("1"), "all rank alike");
    assert_eq!(counts(Part::Voice, Measure::Turnout), (9, 9));
    let few = figure(reviewed, Part::Voice, Measure::ProposalsInequality);
    assert_eq!(few.not_measurable, "fewer than 5 a voice: the counts say more");
    assert_eq!(counts(Part::Communication, Measure::TimeToAnswer), (1, 1));
    let silent = figure(reviewed, Part::Communication, Measure::Reviews);
    assert_eq!(silent.not_measurable, "the charter does not say how often the members review");
    assert_eq!(value(Part::Trust, Measure::Reliability).as_deref(), Some("4"));
    let lowest = part(reviewed, Part::Trust).figures.into_iter().find(|it| it.measure() == Measure::RespectLowest);
    assert_eq!(lowest.map(|it| (it.value, it.partner_ids.len())), Some((Some("2".into()), 2)));
    assert_eq!(counts(Part::Trust, Measure::ConcernsResolved), (1, 1));
    assert_eq!(counts(Part::Trust, Measure::UndertakingsOverdue), (0, 1));
    let kept = figure(reviewed, Part::Trust, Measure::KeptByFirstDay);
    assert_eq!((kept.value, kept.section.as_str(), kept.measured_by.as_str()), (None, "record", "goals"));
    assert_eq!(value(Part::Reciprocity, Measure::GivingAnswered), None, "nobody gave anything");
    let share = part(reviewed, Part::Equity).figures.into_iter().find(|it| it.measure() == Measure::BenefitShare);
    assert_eq!(share.map(|it| (it.value, it.split)), Some((Some("100".into()), "KES".into())));
    let record = figure(reviewed, Part::Transparency, Measure::RecordVerified);
    assert_eq!(record.not_measurable, "the record is not verified by this version");
    assert!(part(reviewed, Part::Impact).figures.is_empty(), "no target is followed");
    assert!(reviewed.parts.iter().flat_map(|it| &it.figures).all(|it| !it.label.is_empty()));
}

/// A figure of all members.
fn figure(scorecard: &Scorecard, of: Part, measure: Measure) -> Figure {
    let figures = part(scorecard, of).figures;
    let lowest = [Measure::FairnessLowest];
    let is_it = |it: &Figure| it.measure() == measure && (it.partner_ids.is_empty() || lowest.contains(&measure));
    figures.iter().find(|it| is_it(it)).cloned().unwrap_or_else(|| panic!("no {measure:?} in {figures:#?}"))
}

fn part(scorecard: &Scorecard, of: Part) -> ScorecardPart {
    scorecard.parts.iter().find(|it| it.part() == of).cloned().unwrap()
}

/// Today's: what is measured then does not depend on the hour in which the test runs.
fn noon() -> Timestamp {
    let seconds = Timestamp::now().as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(86_400) + 43_200).unwrap()
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

async fn scorecard(members: &Members, on: &str) -> Scorecard {
    let partnership_id = members.partnership.clone();
    let asked = GetScorecard { partnership_id, on: on.to_owned(), ..Default::default() };
    members.callers[0].get(asked).await.unwrap()
}

async fn history(members: &Members, part: Part) -> Vec<Scorecard> {
    let partnership_id = members.partnership.clone();
    let asked = ListScorecards { partnership_id, part: part.into(), page_size: 1, ..Default::default() };
    let first: ListScorecardsResponse = members.callers[0].get(asked.clone()).await.unwrap();
    let asked = ListScorecards { page_token: first.next_page_token, ..asked };
    let second: ListScorecardsResponse = members.callers[0].get(asked).await.unwrap();
    assert_eq!(second.next_page_token, "");
    [first.scorecards, second.scorecards].concat()
}

/// Three goals, wanted and ranked alike by all.
async fn adopt(world: &World, members: &Members) {
    let goals: Vec<String> = (0..3).map(|it| id(&format!("scored/goal {it}"))).collect();
    for goal_id in &goals {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            goal_id: goal_id.clone(),
            title: "More savers".into(),
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
    for (caller, partner_id) in members.callers.iter().zip(&members.ids) {
        let rank = RankGoals {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            partner_id: partner_id.clone(),
            tiers: goals.iter().map(|it| RankedTier { goal_ids: vec![it.clone()] }).collect(),
            ..Default::default()
        };
        caller.ask(rank).await.unwrap();
    }
}

async fn promise(members: &Members) {
    let give = GiveUndertaking {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        undertaking_id: id("scored/undertaking"),
        to_partner_id: members.ids[1].clone(),
        what: "Train the group leaders".into(),
        due_on: (noon() + 720.hours()).to_string()[..10].to_owned(),
        ..Default::default()
    };
    members.callers[0].ask(give).await.unwrap();
}

/// A concern that is raised, answered and resolved.
async fn resolve(members: &Members) {
    let (partnership_id, concern_id) = (members.partnership.clone(), id("scored/concern"));
    let raise = RaiseConcern {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        concern_id: concern_id.clone(),
        about: vec![members.ids[1].clone()],
        severity: ConcernSeverity::Minor.into(),
        text: "Reports come late".into(),
        ..Default::default()
    };
    members.callers[0].ask(raise).await.unwrap();
    let answer = AnswerConcern {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        concern_id: concern_id.clone(),
        text: "They will not".into(),
        ..Default::default()
    };
    members.callers[1].ask(answer).await.unwrap();
    let confirm = ConfirmResolved { command_id: fresh(), partnership_id, concern_id, ..Default::default() };
    members.callers[0].ask(confirm).await.unwrap();
}

/// Each gives all others a 4, but the last a 2 for respect.
async fn give_feedback(members: &Members) {
    let (partnership_id, round_id) = (members.partnership.clone(), id("scored/round"));
    let open = OpenRound {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        round_id: round_id.clone(),
        title: "The first season".into(),
        days_open: 14,
        ..Default::default()
    };
    members.callers[0].ask(open).await.unwrap();
    for (place, caller) in members.callers.iter().enumerate() {
        let others = members.ids.iter().filter(|it| **it != members.ids[place]);
        let rating = |it: &String| Rating {
            partner_id: it.clone(),
            clarity: 4,
            respect: if place == 2 { 2 } else { 4 },
            voice: 4,
            reliability: 4,
            fairness: 4,
            ..Default::default()
        };
        let give = GiveFeedback {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            round_id: round_id.clone(),
            ratings: others.map(rating).collect(),
            ..Default::default()
        };
        caller.ask(give).await.unwrap();
    }
}

async fn gain(members: &Members) {
    let (partnership_id, benefit_id) = (members.partnership.clone(), id("scored/benefit"));
    let record = RecordBenefit {
        command_id: fresh(),
        partnership_id: partnership_id.clone(),
        benefit_id: benefit_id.clone(),
        kind: BenefitKind::Money.into(),
        title: "Interest of new borrowers".into(),
        period_start: "2025-01-01".into(),
        period_end: "2025-03-31".into(),
        amount_minor: 120_000,
        currency: "KES".into(),
        basis: BenefitBasis::Measured.into(),
        basis_note: "The ledger of the quarter".into(),
        ..Default::default()
    };
    members.callers[0].ask(record).await.unwrap();
    let confirm = ConfirmBenefit { command_id: fresh(), partnership_id, benefit_id, ..Default::default() };
    members.callers[1].ask(confirm).await.unwrap();
    rate_fairness(members, 0, 4).await;
}

async fn rate_fairness(members: &Members, by: usize, rating: u32) {
    let partnership_id = members.partnership.clone();
    let rate = RateFairness { command_id: fresh(), partnership_id, rating, why: "So far".into(), ..Default::default() };
    members.callers[by].ask(rate).await.unwrap();
}

async fn review(world: &World, members: &Members) {
    world.settled(&members.partnership).await;
    let open = OpenReview {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        review_id: id("scored/review"),
        title: "The first season".into(),
        from_date: "2026-01-01".into(),
        to_date: "2026-06-30".into(),
        packet: vec![ReviewItem { kind: 6, note: "How are we doing?".into(), ..Default::default() }],
        ..Default::default()
    };
    members.callers[0].ask(open).await.unwrap();
    world.settled(&members.partnership).await;
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
