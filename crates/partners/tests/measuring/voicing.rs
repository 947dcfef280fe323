//! Who puts forward, speaks and gets through what.

use contract::resources::{self, TransactionConfirmed, TransactionType};

use super::*;

const DAY: &str = "2026-02-01T12:00:00Z";
const NEXT: &str = "2026-02-02T00:00:00Z";

#[test]
fn where_nothing_was_decided_nothing_is_zero() {
    let [voice, ..] = World::of(&["a", "b"]).measured(NEXT).parts;
    let turnout = all(&voice, Measure::Turnout);
    assert_eq!((turnout.value, counts(&all(&voice, Measure::Turnout))), (None, (0, 0)));
    assert_eq!(turnout.not_measurable, "nothing was decided");
    for measure in [Measure::ObjectionsSustained, Measure::WantedMore, Measure::DecidedByOne, Measure::FundsGiven] {
        let figure = all(&voice, measure);
        assert!(figure.value.is_none() && !figure.not_measurable.is_empty(), "{figure:?}");
    }
}

#[test]
fn inequality_is_told_from_five_proposals_a_voice_and_before_that_the_counts_are() {
    let mut world = World::of(&["a", "b"]);
    (0..9).for_each(|it| world.open(DAY, &it.to_string(), "a", &[], &[]));
    let [voice, ..] = world.measured(NEXT).parts;
    let few = all(&voice, Measure::ProposalsInequality);
    assert_eq!((few.value.as_deref(), counts(&few)), (None, (9, 2)));
    assert_eq!(few.not_measurable, "fewer than 5 a voice: the counts say more");
    assert_eq!(counts(&of(&voice, Measure::ProposalsMade, &["a"])), (9, 9));
    assert_eq!(counts(&of(&voice, Measure::ProposalsMade, &["b"])), (0, 9));
    world.open(DAY, "the tenth", "a", &[], &[]);
    let [voice, ..] = world.measured(NEXT).parts;
    assert_eq!(all(&voice, Measure::ProposalsInequality).value.as_deref(), Some("1"), "all by one");
}

#[test]
fn a_member_that_proposed_more_than_half_of_a_quarters_decisions_is_an_alarm() {
    let alarm = |by_a: usize, by_b: usize| {
        let mut world = World::of(&["a", "b"]);
        (0..by_a).for_each(|it| world.decide(DAY, &format!("a{it}"), "a", &["a", "b"]));
        (0..by_b).for_each(|it| world.decide(DAY, &format!("b{it}"), "b", &["a", "b"]));
        let [voice, ..] = world.measured(NEXT).parts;
        let who = if by_b < by_a { "a" } else { "b" };
        let figure = of(&voice, Measure::ProposedByOne, &[who]);
        (counts(&figure), figure.split.clone(), figure.alarm)
    };
    assert_eq!(alarm(3, 2), ((3, 5), "2026-Q1".into(), true));
    assert_eq!(alarm(1, 4), ((4, 5), "2026-Q1".into(), true));
    assert_eq!(alarm(4, 0), ((4, 4), "2026-Q1".into(), false), "four decisions say nothing");
    let mut half = World::of(&["a", "b", "c"]);
    for (place, by) in ["a", "a", "a", "b", "b", "c"].into_iter().enumerate() {
        half.decide(DAY, &place.to_string(), by, &["a", "b"]);
    }
    let [voice, ..] = half.measured(NEXT).parts;
    assert!(!of(&voice, Measure::ProposedByOne, &["a"]).alarm, "half is not more than half");
}

#[test]
fn decisions_in_which_one_voice_alone_spoke_are_an_alarm_until_a_quarter_goes_otherwise() {
    let mut world = World::of(&["a", "b"]);
    for place in 0..5 {
        world.decide("2026-03-31T12:00:00Z", &place.to_string(), "b", if place < 3 { &["a"] } else { &["a", "b"] });
    }
    // Measured when its day, and its quarter, are over.
    let [voice, ..] = world.measured("2026-04-01T00:00:00Z").parts;
    let alone = all(&voice, Measure::DecidedByOne);
    assert_eq!((counts(&alone), alone.value.as_deref(), alone.alarm), ((3, 5), Some("60"), true));
    world.decide("2026-04-02T12:00:00Z", "spring", "b", &["a", "b"]);
    let [voice, ..] = world.measured("2026-04-03T00:00:00Z").parts;
    let next = all(&voice, Measure::DecidedByOne);
    assert_eq!((counts(&next), next.split.as_str(), next.alarm), ((0, 1), "2026-Q2", false));
}

#[test]
fn affiliates_share_one_voice() {
    let mut world = World::of(&["a", "b", "c"]);
    let revised = ProfileRevised { partner_id: "b".into(), affiliated_to: "a".into(), ..Default::default() };
    world.hear(START, PartnerRegistered { partner_id: "a".into(), ..Default::default() });
    world.hear(START, revised);
    for (place, by) in ["a", "b", "c"].into_iter().enumerate() {
        world.open(DAY, &place.to_string(), by, &["b"], &["a", "b"]);
        world.hear(DAY, adopted(&place.to_string()));
    }
    let figures = world.measured(NEXT);
    assert_eq!(figures.members, ["a", "b", "c"]);
    let [voice, ..] = figures.parts;
    assert_eq!(counts(&of(&voice, Measure::ProposalsMade, &["a", "b"])), (2, 3));
    assert_eq!(counts(&of(&voice, Measure::Turnout, &["a", "b"])), (3, 3));
    assert_eq!(counts(&all(&voice, Measure::Turnout)), (3, 6), "two voices, three decisions");
    assert_eq!(counts(&all(&voice, Measure::DecidedByOne)), (3, 3));
}

#[test]
fn a_member_counts_in_what_was_decided_while_it_was_one() {
    let mut world = World::of(&["a", "b"]);
    world.decide(DAY, "before", "a", &["a", "b"]);
    let roles = vec![MemberRole::Implementing.into()];
    let invited = PartnerInvited { partnership_id: "p".into(), partner_id: "c".into(), roles, ..Default::default() };
    world.hear(DAY, invited);
    world.hear(DAY, accepted("c"));
    world.hear(DAY, left("a"));
    world.decide(DAY, "after", "b", &["c"]);
    let figures = world.measured(NEXT);
    assert_eq!(figures.members, ["b", "c"]);
    let [voice, ..] = figures.parts;
    assert_eq!(counts(&of(&voice, Measure::Turnout, &["b"])), (1, 2));
    assert_eq!(counts(&of(&voice, Measure::Turnout, &["c"])), (1, 1));
    assert_eq!(counts(&all(&voice, Measure::Turnout)), (3, 4), "what was decided before counts for all");
    assert!(voice.iter().all(|it| it.partner_ids != ["a"] || it.measure() == Measure::ProposedByOne), "{voice:#?}");
}

#[test]
fn objections_are_sustained_where_the_motion_fails() {
    let mut world = World::of(&["a", "b"]);
    for (proposal_id, fails) in [("one", true), ("other", false)] {
        world.open(DAY, proposal_id, "a", &["a", "b"], &[]);
        let (partnership_id, proposal_id) = ("p".to_owned(), proposal_id.to_owned());
        match fails {
            true => {
                world.hear(DAY, ProposalRejected { partnership_id, proposal_id, objected: 2, ..Default::default() })
            }
            false => {
                world.hear(DAY, ProposalAdopted { partnership_id, proposal_id, objected: 1, ..Default::default() })
            }
        }
    }
    let [voice, ..] = world.measured(NEXT).parts;
    assert_eq!(counts(&all(&voice, Measure::ObjectionsSustained)), (2, 3));
}

#[test]
fn a_member_that_wanted_a_larger_part_counts_by_its_last_word() {
    let mut world = World::of(&["a", "b"]);
    world.decide(DAY, "one", "a", &["a", "b"]);
    for (partner_id, actual, desired) in [("a", 4, 3), ("b", 0, 3), ("b", 1, 1), ("b", 1, 2)] {
        let (partnership_id, proposal_id) = ("p".into(), "one".into());
        let partner_id = partner_id.into();
        world.hear(DAY, ParticipationRated { partnership_id, proposal_id, partner_id, actual, desired });
    }
    let [voice, ..] = world.measured(NEXT).parts;
    assert_eq!(counts(&all(&voice, Measure::WantedMore)), (1, 2));
    assert_eq!(counts(&of(&voice, Measure::WantedMore, &["b"])), (1, 1));
}

#[test]
fn beside_their_voice_stands_what_members_give_in_the_partnerships_currency() {
    let mut world = World::of(&["a", "b"]);
    for (giver, amount_minor, currency) in [("a", 300, "KES"), ("b", 100, "KES"), ("b", 900, "USD")] {
        let confirmed = TransactionConfirmed {
            r#type: TransactionType::Disbursement.into(),
            provider_partner_id: giver.into(),
            amount_minor,
            currency: currency.into(),
            ..Default::default()
        };
        world.remember(DAY, Fact::Resources(resources::Event { kind: Some(confirmed.into()) }));
    }
    let [voice, ..] = world.measured(NEXT).parts;
    let given = of(&voice, Measure::FundsGiven, &["a"]);
    assert_eq!((given.value.as_deref(), counts(&given)), (Some("75"), (1, 2)));
}
