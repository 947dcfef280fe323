//! What consent makes of positions.

use super::*;

#[test]
fn it_closes_by_itself_when_all_have_spoken_and_none_objects() {
    all_but_the_last(five(), [Choice::Agree, Choice::Agree, Choice::Agree, Choice::Abstain])
        .by("e")
        .when(take(Choice::Agree))
        .then_all([
            taken("e", Choice::Agree).into(),
            adopted(4, 1, "adopted by consent: 4 of 5 agreed, 1 abstained, none objected; 3 of 5 needed to speak")
                .into(),
        ]);
}

#[test]
fn a_standing_objection_keeps_it_open_until_it_is_withdrawn() {
    let objected = || all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Abstain, Choice::Abstain]);
    objected().by("e").when(take(Choice::Agree)).then(taken("e", Choice::Agree));
    objected().and(taken("e", Choice::Agree)).by("b").when(take(Choice::Abstain)).then_all([
        taken("b", Choice::Abstain).into(),
        adopted(2, 3, "adopted by consent: 2 of 5 agreed, 3 abstained, none objected; 3 of 5 needed to speak").into(),
    ]);
}

#[test]
fn all_abstaining_is_no_consent() {
    all_but_the_last(five(), [Choice::Abstain; 4]).by("e").when(take(Choice::Abstain)).then_all([
        taken("e", Choice::Abstain).into(),
        rejected(
            [0, 5, 0],
            "rejected by consent, as nobody agreed: none of 5 agreed, 5 abstained, none objected; 3 of 5 needed to speak",
        )
        .into(),
    ]);
}

#[test]
fn at_the_deadline_silence_is_consent_if_enough_spoke() {
    all_but_the_last(five(), [Choice::Agree, Choice::Abstain, Choice::Abstain])
        .at(deadline())
        .when(close())
        .then(adopted(1, 2, "adopted by consent: 1 of 5 agreed, 2 abstained, none objected; 3 of 5 needed to speak"));
}

#[test]
fn at_the_deadline_an_objection_or_too_few_positions_reject() {
    all_but_the_last(five(), [Choice::Agree, Choice::Agree, Choice::Object]).at(deadline()).when(close()).then(rejected(
        [2, 0, 1],
        "rejected by consent, as an objection stands: 2 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak",
    ));
    all_but_the_last(five(), [Choice::Agree, Choice::Agree]).at(deadline()).when(close()).then(rejected(
        [2, 0, 0],
        "rejected by consent, as too few spoke: 2 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak",
    ));
}
