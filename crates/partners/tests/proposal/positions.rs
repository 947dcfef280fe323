//! Taking positions.

use super::*;

#[test]
fn a_member_takes_a_position() {
    five().by("b").when(take(Choice::Agree)).then(taken("b", Choice::Agree));
}

#[test]
fn the_same_position_again_changes_nothing_another_replaces_it() {
    five().and(taken("b", Choice::Agree)).by("b").when(take(Choice::Agree)).then_nothing();
    five().and(taken("b", Choice::Agree)).by("b").when(take(Choice::Object)).then(taken("b", Choice::Object));
    five()
        .and(taken("b", Choice::Object))
        .by("b")
        .when(TakePosition { reason: "another reason".into(), ..take(Choice::Object) })
        .then(PositionTaken { reason: "another reason".into(), ..taken("b", Choice::Object) });
}

#[test]
fn an_objection_says_what_stands_against_it() {
    five().by("b").when(TakePosition { reason: " ".into(), ..take(Choice::Object) }).then_rejected(
        Invalid::new("reason", "is missing: say what stands against it, so that the others can answer").into(),
    );
}

#[test]
fn only_members_at_the_opening_take_positions() {
    five().by("newcomer").when(take(Choice::Agree)).then_rejected(Rejection::NotEligible);
    nothing::<Proposal>().by("b").when(take(Choice::Agree)).then_rejected(Rejection::NotFound);
    given::<Proposal, _>([refused()]).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Refused);
}

#[test]
fn a_position_after_the_deadline_is_late_even_if_nobody_closed_yet() {
    let closes_at = deadline();
    five().by("b").at(closes_at).when(take(Choice::Agree)).then_rejected(Rejection::Late { closes_at });
    five().by("b").at(just_before(closes_at)).when(take(Choice::Agree)).then(taken("b", Choice::Agree));
}

#[test]
fn a_closed_proposal_takes_no_position_but_knows_those_it_has() {
    let closed = || five().and(taken("b", Choice::Agree)).and(adopted(1, 0, ""));
    closed().by("b").when(take(Choice::Object)).then_rejected(Rejection::Closed);
    closed().by("c").when(take(Choice::Agree)).then_rejected(Rejection::Closed);
    closed().by("b").when(take(Choice::Agree)).then_nothing();
}
