//! What opening a feedback round, giving feedback and its deadline lead to.

use std::collections::BTreeMap;

use contract::{
    moment,
    partners::{
        CloseRound, Event as Told, FeedbackGiven, FeedbackReleased, FeedbackResponded, GiveFeedback, OpenRound, Rating,
        RespondToFeedback, RoundOpened, Said, Scores, SharedVoice, event::Kind as Event,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Aggregate, Context, Decide, Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
    seal::Key,
};
use partners::{
    round::{Rejection, Round, decisions::Voices},
    sealing::{self, SealingKey},
};
use proptest::{collection::vec, prelude::*};

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000002";
const THREE: [&str; 3] = ["a", "b", "c"];
const SIX: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

#[test]
fn a_member_opens_a_round_for_those_with_a_voice() {
    nothing::<Round>().by("a").when_knowing(voices(&THREE), open()).then(opened(&THREE));
    given::<Round, _>([opened(&THREE)]).by("a").when_knowing(voices(&SIX), open()).then_nothing();
    let other = OpenRound { title: "Another".into(), ..open() };
    given::<Round, _>([opened(&THREE)]).by("a").when_knowing(voices(&THREE), other).then_rejected(Rejection::IdTaken);
    nothing::<Round>().by("stranger").when_knowing(voices(&THREE), open()).then_rejected(Rejection::NotAMember);
    let untitled = OpenRound { title: " ".into(), ..open() };
    let missing = Invalid::new("title", "is missing");
    nothing::<Round>().by("a").when_knowing(voices(&THREE), untitled).then_rejected(missing.into());
}

#[test]
fn a_round_is_unattributed_only_where_five_rate_each() {
    let unattributed = || OpenRound { unattributed: true, ..open() };
    nothing::<Round>()
        .by("a")
        .when_knowing(voices(&SIX[..5]), unattributed())
        .then_rejected(Rejection::TooFewRaters { raters: 4, needed: 5 });
    // Two of the six are affiliates: what five say of one of them, the other has said or knows.
    let shared = vec![SharedVoice { partner_ids: vec!["a".into(), "b".into()] }];
    let of_five = Voices { shared, ..voices(&SIX) };
    nothing::<Round>()
        .by("a")
        .when_knowing(of_five, unattributed())
        .then_rejected(Rejection::TooFewRaters { raters: 4, needed: 5 });
    nothing::<Round>()
        .by("a")
        .when_knowing(voices(&SIX), unattributed())
        .then(RoundOpened { unattributed: true, ..opened(&SIX) });
}

#[test]
fn feedback_is_sealed_and_released_with_the_last_one() {
    let first = round(&THREE).by("a").when_knowing(key(), give("a", &THREE, 4)).decision().unwrap();
    let [Event::FeedbackGiven(it)] = &first[..] else { panic!("{first:?}") };
    assert!(it.ratings.is_empty(), "nothing of it can be read");
    let two = round(&THREE).and(given_by("a", &THREE, 4)).and(given_by("b", &THREE, 2));
    let last = two.by("c").when_knowing(key(), give("c", &THREE, 5)).decision().unwrap();
    let [Event::FeedbackGiven(_), Event::FeedbackReleased(released)] = &last[..] else { panic!("{last:?}") };
    assert_eq!((&*released.key, released.given), (&secret().bytes()[..], 3));
    let lowest = Scores { counts: vec![0, 2, 0, 2, 2], lowest_by: "b".into(), lowest_of: "a".into() };
    assert_eq!(released.reliability, Some(lowest), "each gave two the same");
}

#[test]
fn where_nobody_is_to_learn_who_said_what_the_key_is_not_released() {
    let opened = RoundOpened { unattributed: true, ..opened(&SIX) };
    let five = SIX[..5].iter().fold(given::<Round, Event>([opened.into()]), |it, who| it.and(given_by(who, &SIX, 4)));
    let last = five.by("f").when_knowing(key(), give("f", &SIX, 1)).decision().unwrap();
    let [_, .., Event::FeedbackReleased(released)] = &last[..] else { panic!("{last:?}") };
    assert!(released.key.is_empty());
    let respect = released.respect.clone().unwrap();
    assert_eq!((respect.counts, respect.lowest_by), (vec![5, 0, 0, 25, 0], String::new()), "not who said it");
    assert_eq!(contract::Fact::destroys(last.last().unwrap()), Some(KEY_ID));
    let told = told(&last);
    assert_eq!(told.len(), 6);
    let Said { clarity, keep, .. } = told.iter().find(|it| it.partner_id == "a").unwrap();
    assert_eq!(clarity, &[1, 0, 0, 4, 0], "one gave 1, four gave 4");
    assert_eq!(keep, &["b to a", "c to a", "d to a", "e to a", "f to a"]);
}

#[test]
fn what_fewer_than_five_said_without_their_names_is_not_told() {
    let opened = RoundOpened { unattributed: true, ..opened(&SIX) };
    let four = SIX[..5].iter().fold(given::<Round, Event>([opened.into()]), |it, who| it.and(given_by(who, &SIX, 4)));
    let closed = four.at(deadline()).when_knowing(key(), close()).decision().unwrap();
    let told = told(&closed);
    let told: Vec<_> = told.iter().map(|it| &*it.partner_id).collect();
    assert_eq!(told, ["f"], "the five that gave were rated by four each");
    let few = opened_unattributed().and(given_by("a", &SIX, 4)).at(deadline()).when_knowing(key(), close());
    let few = few.decision().unwrap();
    let [Event::FeedbackReleased(released)] = &few[..] else { panic!("{few:?}") };
    assert_eq!((released.given, &released.reliability), (1, &None), "one is not five");
}

#[test]
fn every_member_rates_every_other_once_and_nobody_itself() {
    let refused = |ratings: Vec<Rating>, rejection: Rejection| {
        let give = GiveFeedback { ratings, ..give("a", &THREE, 3) };
        round(&THREE).by("a").when_knowing(key(), give).then_rejected(rejection);
    };
    let invalid = |problem: &str| Rejection::from(Invalid::new("ratings", problem));
    refused(vec![rating("a", "b", 3), rating("a", "a", 5)], Rejection::SelfRating);
    refused(vec![rating("a", "b", 3)], invalid("leave out c: every member rates every other"));
    refused(vec![rating("a", "b", 3), rating("a", "b", 3)], invalid("rate b twice"));
    refused(vec![rating("a", "d", 3)], invalid("rate d, which takes no part in the round"));
    round(&THREE).by("d").when_knowing(key(), give("d", &THREE, 3)).then_rejected(Rejection::NotARater);
}

#[test]
fn feedback_may_be_given_anew_until_the_round_is_over() {
    let given = || round(&THREE).and(given_by("a", &THREE, 4));
    given().by("a").when_knowing(key(), give("a", &THREE, 4)).then_nothing();
    let anew = given().by("a").when_knowing(key(), give("a", &THREE, 2)).decision().unwrap();
    assert!(matches!(&anew[..], [Event::FeedbackGiven(_)]));
    let closes_at = deadline();
    given()
        .by("b")
        .at(closes_at)
        .when_knowing(key(), give("b", &THREE, 4))
        .then_rejected(Rejection::Late { closes_at });
    given().and(released()).by("b").when_knowing(key(), give("b", &THREE, 4)).then_rejected(Rejection::Closed);
    nothing::<Round>().by("a").when_knowing(key(), give("a", &THREE, 4)).then_rejected(Rejection::NotFound);
    let gone = SealingKey { key: None, ..key() };
    round(&THREE).by("a").when_knowing(gone, give("a", &THREE, 4)).then_rejected(Rejection::KeyGone);
}

#[test]
fn at_its_deadline_a_round_closes_with_what_was_given() {
    let closes_at = deadline();
    let one = || round(&THREE).and(given_by("a", &THREE, 4));
    one().by("a").when_knowing(key(), close()).then_rejected(Rejection::StillOpen { closes_at });
    one().at(closes_at).when_knowing(key(), close()).then(released());
    one().and(released()).at(closes_at).when_knowing(key(), close()).then_nothing();
}

#[test]
fn a_member_responds_to_what_it_was_given() {
    let over = || round(&THREE).and(released());
    let responded = FeedbackResponded {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        partner_id: "b".into(),
        text: "We will answer within a week".into(),
    };
    over().by("b").when(respond()).then(responded.clone());
    over().and(responded).by("b").when(respond()).then_nothing();
    over().by("stranger").when(respond()).then_rejected(Rejection::NotARater);
    round(&THREE).by("b").when(respond()).then_rejected(Rejection::StillOpen { closes_at: deadline() });
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    let closes_at = deadline();
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("round_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("round_id")),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::TooFewRaters { raters: 4, needed: 5 }, "REASON_TOO_FEW_RATERS", Some("unattributed")),
        (Rejection::NotARater, "REASON_NOT_A_RATER", None),
        (Rejection::SelfRating, "REASON_SELF_RATING", Some("ratings")),
        (Rejection::Closed, "REASON_ROUND_CLOSED", None),
        (Rejection::Late { closes_at }, "REASON_ROUND_CLOSED", None),
        (Rejection::StillOpen { closes_at }, "REASON_ROUND_STILL_OPEN", None),
        (Rejection::KeyGone, "REASON_STILL_SEALED", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

#[test]
fn nothing_is_released_while_any_of_it_cannot_be_read() {
    let closes_at = deadline();
    let one = || round(&THREE).and(given_by("a", &THREE, 4));
    for known in [SealingKey { key: None, ..key() }, SealingKey { key: Some(Key::new([6; 32])), ..key() }] {
        one().at(closes_at).when_knowing(known.clone(), close()).then_rejected(Rejection::KeyGone);
        one().by("b").when_knowing(known, give("b", &THREE, 4)).then_rejected(Rejection::KeyGone);
    }
    let none_given = round(&THREE).at(closes_at).when_knowing(SealingKey { key: None, ..key() }, close());
    assert_eq!(none_given.decision().unwrap().len(), 1, "without any there is nothing to read");
}

#[test]
fn what_thirty_members_say_of_each_other_fits() {
    let names: Vec<String> = (0..30).map(|it| format!("{it:036}")).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let opened = RoundOpened { unattributed: true, ..opened(&all) };
    let long = |who: &&str| {
        let mut give = give(who, &all, 5);
        give.ratings.iter_mut().for_each(|it| (it.keep, it.change) = ("k".repeat(512), "c".repeat(512)));
        give
    };
    let mut played = Round::default();
    played.evolve(&opened.into(), "");
    let mut events = vec![];
    for who in &all {
        let by = Context { partner: (*who).into(), command_id: uuid::Uuid::now_v7(), ..context() };
        events = played.decide(&long(who), &key(), &by).unwrap();
        events.iter().for_each(|it| played.evolve(it, ""));
    }
    assert_eq!((told(&events).len(), events.len()), (30, 32));
    for event in events {
        assert!(prost::Message::encoded_len(&Told { kind: Some(event) }) < 44 * 1024);
    }
}

proptest! {
    #[test]
    fn a_released_round_equals_what_was_given(said in vec((0..6_usize, 1..=5_u32), 0..20), unattributed: bool) {
        let mut played = Round::default();
        played.evolve(&RoundOpened { unattributed, ..opened(&SIX) }.into(), "");
        let mut latest = BTreeMap::new();
        let (mut released, mut summed) = (None, vec![]);
        for (who, score) in said {
            let by = Context { partner: SIX[who].into(), command_id: uuid::Uuid::now_v7(), ..context() };
            let Ok(events) = played.decide(&give(SIX[who], &SIX, score), &key(), &by) else { break };
            latest.insert(SIX[who], score);
            summed.extend(told(&events));
            released = released.or(play(&mut played, &events));
        }
        let late = Context { now: deadline(), ..context() };
        let closed = played.decide(&close(), &key(), &late).unwrap();
        summed.extend(told(&closed));
        let released = released.or(play(&mut played, &closed)).unwrap();
        prop_assert_eq!(released.given as usize, latest.len());
        let Round::Opened(round) = &played else { panic!("it was opened") };
        if unattributed {
            prop_assert!(released.key.is_empty());
            for said in &summed {
                let given = |score| latest.iter().filter(|(who, it)| **who != said.partner_id && **it == score).count();
                let counts: Vec<u32> = (1..=5).map(|score| given(score) as u32).collect();
                prop_assert_eq!(&said.fairness, &counts);
                prop_assert!(5 <= counts.iter().sum::<u32>());
            }
        } else {
            let key = Key::released(&released.key).unwrap();
            for (who, sealed) in &round.given {
                let given: FeedbackGiven = sealing::open(&key, sealed).unwrap();
                prop_assert!(given.ratings.iter().all(|it| it.fairness == latest[&**who]));
                prop_assert_eq!(given.ratings.len(), 5);
            }
        }
    }
}

fn play(round: &mut Round, events: &[Event]) -> Option<FeedbackReleased> {
    events.iter().for_each(|it| round.evolve(it, ""));
    events.iter().find_map(|it| match it {
        Event::FeedbackReleased(it) => Some(it.clone()),
        _ => None,
    })
}

/// What is told of each member.
fn told(events: &[Event]) -> Vec<Said> {
    let said = |it: &Event| match it {
        Event::FeedbackSummed(it) => it.said.clone(),
        _ => None,
    };
    events.iter().filter_map(said).collect()
}

fn secret() -> Key {
    Key::new([5; 32])
}

fn key() -> SealingKey {
    SealingKey { key_id: KEY_ID.into(), key: Some(secret()) }
}

fn deadline() -> Timestamp {
    context().now + SignedDuration::from_hours(14 * 24)
}

fn voices(members: &[&str]) -> Voices {
    Voices { partner_ids: members.iter().map(|it| (*it).to_owned()).collect(), shared: vec![] }
}

fn open() -> OpenRound {
    OpenRound {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        title: "The first year".into(),
        days_open: 14,
        ..Default::default()
    }
}

fn opened(raters: &[&str]) -> RoundOpened {
    RoundOpened {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        title: "The first year".into(),
        opened_by: "a".into(),
        raters: raters.iter().map(|it| (*it).to_owned()).collect(),
        closes_at: Some(moment::on_wire(deadline())),
        unattributed: false,
    }
}

fn round(raters: &[&str]) -> Scenario<Round> {
    given::<Round, _>([opened(raters)])
}

fn rating(from: &str, to: &str, score: u32) -> Rating {
    Rating {
        partner_id: to.into(),
        clarity: score,
        respect: score,
        voice: score,
        reliability: score,
        fairness: score,
        keep: format!("{from} to {to}"),
        change: String::new(),
    }
}

fn give(from: &str, members: &[&str], score: u32) -> GiveFeedback {
    let ratings = members.iter().filter(|it| **it != from).map(|to| rating(from, to, score)).collect();
    GiveFeedback { partnership_id: "partnership".into(), round_id: "round".into(), ratings, ..Default::default() }
}

fn given_by(from: &str, members: &[&str], score: u32) -> FeedbackGiven {
    let by = Context { partner: from.into(), ..context() };
    let said = FeedbackGiven { ratings: give(from, members, score).ratings, ..Default::default() };
    FeedbackGiven {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        partner_id: from.into(),
        sealed: Some(sealing::seal(&secret(), KEY_ID, &[], &said, &by)),
        ratings: vec![],
    }
}

fn opened_unattributed() -> Scenario<Round> {
    given::<Round, Event>([RoundOpened { unattributed: true, ..opened(&SIX) }.into()])
}

fn close() -> CloseRound {
    CloseRound { partnership_id: "partnership".into(), round_id: "round".into(), ..Default::default() }
}

fn released() -> FeedbackReleased {
    FeedbackReleased {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        key_id: KEY_ID.into(),
        key: secret().bytes().to_vec(),
        given: 1,
        reliability: Some(four_of_two()),
        respect: Some(four_of_two()),
    }
}

/// One member has given each of two others a 4.
fn four_of_two() -> Scores {
    Scores { counts: vec![0, 0, 0, 2, 0], lowest_by: "a".into(), lowest_of: "b".into() }
}

fn respond() -> RespondToFeedback {
    RespondToFeedback {
        partnership_id: "partnership".into(),
        round_id: "round".into(),
        text: "We will answer within a week ".into(),
        ..Default::default()
    }
}
