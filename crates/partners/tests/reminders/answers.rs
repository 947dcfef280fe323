//! Expectations that can be read and feedback that is asked for.

use contract::partners::{
    ExpectationAnswered, ExpectationStated, ExpectationsReleased, FeedbackGiven, FeedbackReleased, MemberLeft,
    PartnershipClosed, RoleChanged, RoundOpened,
};
use kernel::{scenario::context, seal::Key};
use partners::sealing;

use super::*;

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000003";

#[test]
fn those_it_is_of_are_reminded_of_an_expectation_two_weeks_after_it_can_be_read() {
    let mut world = World::new();
    world.hear(stated("thing", "a", ""));
    assert_eq!(world.due("2026-03-23T00:00:00Z"), [], "nobody can read it");
    world.hear_at(released(), "2026-02-01T12:00:00Z");
    assert_eq!(world.due("2026-02-15T11:59:59Z"), []);
    assert_eq!(world.due("2026-02-15T12:00:00Z"), unanswered("thing", ["b", "c"]), "observers do not answer");
    world.hear(answered("thing", "b"));
    assert_eq!(world.due("2026-02-15T12:00:00Z"), unanswered("thing", ["c"]));
    world.remind("2026-02-15T12:00:00Z");
    assert_eq!(world.due("2026-03-23T00:00:00Z"), [], "once");
}

#[test]
fn each_is_reminded_of_each_expectation_and_of_none_of_others() {
    let mut world = World::new();
    world.hear(stated("first", "a", "b"));
    world.hear(stated("second", "c", ""));
    world.hear(released());
    world.hear(stated("third", "c", "a"));
    let due = world.due("2026-01-29T12:00:00Z");
    let expected = [unanswered("first", ["b"]), unanswered("second", ["a", "b"]), unanswered("third", ["a"])];
    assert_eq!(due, expected.concat());
    // Each under an id of its own.
    world.remind("2026-01-29T12:00:00Z");
    assert_eq!(world.given.len(), 4);
}

#[test]
fn who_has_left_is_not_expected_to_answer_nor_who_observes_by_now() {
    let mut world = World::new();
    world.hear(stated("thing", "a", ""));
    world.hear(released());
    world.hear(MemberLeft { partnership_id: "p".into(), partner_id: "b".into(), items_unsettled: 0 });
    assert_eq!(world.due("2026-01-29T12:00:00Z"), unanswered("thing", ["c"]));
    world.hear(RoleChanged {
        partnership_id: "p".into(),
        partner_id: "c".into(),
        roles: vec![MemberRole::Observer.into()],
        ..Default::default()
    });
    assert_eq!(world.due("2026-01-29T12:00:00Z"), []);
}

#[test]
fn an_expectation_that_cannot_be_read_is_for_nobody_to_answer() {
    let mut world = World::new();
    world.hear(stated("thing", "a", ""));
    world.hear(ExpectationsReleased { key: Key::new([8; 32]).bytes().to_vec(), ..released() });
    assert_eq!(world.due("2026-03-23T00:00:00Z"), []);
}

#[test]
fn those_who_have_given_no_feedback_are_reminded_two_days_before_the_round_closes() {
    let mut world = World::new();
    world.hear(round("2026-02-01T12:00:00Z"));
    world.hear(feedback("b"));
    assert_eq!(world.due("2026-01-30T11:59:59Z"), []);
    assert_eq!(world.due("2026-01-30T12:00:00Z"), asked(["a", "c"]));
    world.hear(feedback("a"));
    world.remind("2026-01-30T12:00:00Z");
    assert_eq!(world.given.len(), 1);
    assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
}

#[test]
fn nobody_is_reminded_of_a_round_that_is_over_or_of_what_was_open_in_a_partnership_that_has_ended() {
    let over = FeedbackReleased { partnership_id: "p".into(), round_id: "thing".into(), ..Default::default() };
    for end in [Kind::from(over), PartnershipClosed { partnership_id: "p".into() }.into()] {
        let mut world = World::new();
        world.hear(round("2026-02-01T12:00:00Z"));
        world.hear(end);
        assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
    }
    let mut world = World::new();
    world.hear(stated("thing", "a", ""));
    world.hear(released());
    world.hear(PartnershipClosed { partnership_id: "p".into() });
    assert_eq!(world.due("2026-03-23T00:00:00Z"), []);
}

fn unanswered<const N: usize>(expectation_id: &str, partners: [&str; N]) -> Vec<Reminded> {
    partners.map(|it| (ReminderKind::ExpectationUnanswered, expectation_id.into(), it.into())).to_vec()
}

fn asked<const N: usize>(partners: [&str; N]) -> Vec<Reminded> {
    partners.map(|it| (ReminderKind::FeedbackSoon, "thing".into(), it.into())).to_vec()
}

pub(super) fn stated(expectation_id: &str, partner_id: &str, of_partner_id: &str) -> ExpectationStated {
    let (of_partner_id, text) = (of_partner_id.into(), "Answers within a week".into());
    let said = ExpectationStated { of_partner_id, text, ..Default::default() };
    let by = kernel::Context { partner: partner_id.into(), ..context() };
    ExpectationStated {
        partnership_id: "p".into(),
        expectation_id: expectation_id.into(),
        partner_id: partner_id.into(),
        sealed: Some(sealing::seal(&Key::new([7; 32]), KEY_ID, &[], &said, &by)),
        ..Default::default()
    }
}

pub(super) fn released() -> ExpectationsReleased {
    let key = Key::new([7; 32]).bytes().to_vec();
    ExpectationsReleased { partnership_id: "p".into(), key_id: KEY_ID.into(), key }
}

pub(super) fn answered(expectation_id: &str, partner_id: &str) -> ExpectationAnswered {
    ExpectationAnswered {
        partnership_id: "p".into(),
        expectation_id: expectation_id.into(),
        partner_id: partner_id.into(),
        ..Default::default()
    }
}

pub(super) fn round(closes_at: &str) -> RoundOpened {
    RoundOpened {
        partnership_id: "p".into(),
        round_id: "thing".into(),
        raters: names(["a", "b", "c"]),
        closes_at: at(closes_at),
        ..Default::default()
    }
}

pub(super) fn feedback(partner_id: &str) -> FeedbackGiven {
    FeedbackGiven {
        partnership_id: "p".into(),
        round_id: "thing".into(),
        partner_id: partner_id.into(),
        ..Default::default()
    }
}
