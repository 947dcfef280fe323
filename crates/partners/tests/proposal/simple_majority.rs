//! What a simple majority makes of positions.

use super::*;

#[test]
fn it_closes_by_itself_as_soon_as_nothing_can_change_it() {
    all_but_the_last(majority(), [Choice::Agree, Choice::Agree]).by("c").when(take(Choice::Agree)).then_all([
        taken("c", Choice::Agree).into(),
        adopted(
            3,
            0,
            "adopted by simple majority: 3 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak",
        )
        .into(),
    ]);
    all_but_the_last(majority(), [Choice::Object, Choice::Object]).by("c").when(take(Choice::Object)).then_all([
        taken("c", Choice::Object).into(),
        rejected(
            [0, 0, 3],
            "rejected by simple majority, as no more agreed than objected: none of 5 agreed, none abstained, 3 objected; 3 of 5 needed to speak",
        )
        .into(),
    ]);
}

#[test]
fn two_ahead_with_two_to_come_stays_open() {
    all_but_the_last(majority(), [Choice::Agree, Choice::Abstain])
        .by("c")
        .when(take(Choice::Agree))
        .then(taken("c", Choice::Agree));
}

#[test]
fn a_tie_is_no_majority() {
    all_but_the_last(majority(), [Choice::Agree, Choice::Object, Choice::Abstain])
        .at(deadline())
        .when(close())
        .then(rejected(
            [1, 1, 1],
            "rejected by simple majority, as no more agreed than objected: 1 of 5 agreed, 1 abstained, 1 objected; 3 of 5 needed to speak",
        ));
}
