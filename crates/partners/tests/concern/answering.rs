//! What those say whom a concern is about.

use super::*;

#[test]
fn whom_it_is_about_acknowledges_and_answers() {
    open().by(ABOUT).when(acknowledge()).then(acknowledged(ABOUT));
    open().by(ABOUT).when_knowing((answering(), key()), answer("In June")).then(answered(ABOUT, "In June"));
    let heard = || open().and(acknowledged(ABOUT));
    heard().by(ABOUT).when_knowing((answering(), key()), answer("In June")).then(answered(ABOUT, "In June"));
}

#[test]
fn saying_it_again_changes_nothing_and_a_better_answer_may_follow() {
    open().and(acknowledged(ABOUT)).by(ABOUT).when(acknowledge()).then_nothing();
    answered_one().by(ABOUT).when(acknowledge()).then_nothing();
    answered_one().by(ABOUT).when_knowing((answering(), key()), answer(" In June ")).then_nothing();
    answered_one().by(ABOUT).when_knowing((answering(), key()), answer("In May")).then(answered(ABOUT, "In May"));
}

#[test]
fn nobody_else_speaks_for_them() {
    for who in [RAISER, OTHER] {
        open().by(who).when(acknowledge()).then_rejected(Rejection::NotConcerned);
        open().by(who).when_knowing((answering(), key()), answer("In June")).then_rejected(Rejection::NotConcerned);
    }
}

#[test]
fn an_answer_says_something() {
    open()
        .by(ABOUT)
        .when_knowing((answering(), key()), answer(" "))
        .then_rejected(Invalid::new("text", "is missing").into());
}

#[test]
fn what_is_not_there_or_has_ended_takes_no_answer() {
    nothing::<Concern>().by(ABOUT).when(acknowledge()).then_rejected(Rejection::NotFound);
    nothing::<Concern>().by(ABOUT).when_knowing((answering(), key()), answer("x")).then_rejected(Rejection::NotFound);
    let ended = || open().and(withdrawn());
    let withdrawn = || Rejection::Ended { state: ConcernState::Withdrawn };
    ended().by(ABOUT).when(acknowledge()).then_rejected(withdrawn());
    ended().by(ABOUT).when_knowing((answering(), key()), answer("x")).then_rejected(withdrawn());
}

#[test]
fn what_is_opened_again_is_answered_anew() {
    let again = || answered_one().and(resolved()).and(reopened());
    again().by(ABOUT).when(acknowledge()).then(acknowledged(ABOUT));
    again().by(ABOUT).when_knowing((answering(), key()), answer("In June")).then(answered(ABOUT, "In June"));
}
