//! What is promised, done, asked for anew and ended between partners, in plain given-when-then.

mod ending;
mod fulfilling;
mod giving;
mod in_time;
mod orders;
mod renegotiating;
mod told;

use goals::undertaking::{Rejection, Undertaking};
use jiff::Timestamp;
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given as history},
};

use crate::messages_undertaking::given;

/// The promise, and what came of it.
fn promised(more: impl IntoIterator<Item = contract::goals::event::Kind>) -> Scenario<Undertaking> {
    history::<Undertaking, _>(std::iter::once(given().into()).chain(more))
}

fn noon(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a moment")
}

#[track_caller]
fn invalid(outcome: Outcome<Undertaking>, field: &str) {
    match outcome.decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}

#[test]
fn refusals_say_what_tools_act_on() {
    let says = |rejection: Rejection| {
        let refusal = rejection.refusal();
        (refusal.kind, refusal.reason)
    };
    let state = contract::goals::UndertakingState::Fulfilled;
    assert_eq!(says(Rejection::State { state }), (Kind::NotNow, "REASON_UNDERTAKING_STATE"));
    assert_eq!(Rejection::State { state }.refusal().metadata, [("state", "UNDERTAKING_STATE_FULFILLED".to_owned())]);
    assert_eq!(says(Rejection::OwnUndertaking), (Kind::Denied, "REASON_OWN_UNDERTAKING"));
    assert_eq!(says(Rejection::NotFound), (Kind::NotFound, "REASON_NOT_FOUND"));
    assert_eq!(says(Rejection::PromisedToItself), (Kind::Invalid, "REASON_PROMISED_TO_ITSELF"));
    let open = Rejection::RenegotiationOpen { renegotiation_id: "terms".into() };
    assert_eq!(open.refusal().metadata, [("renegotiation_id", "terms".to_owned())]);
    assert_eq!(says(open), (Kind::NotNow, "REASON_RENEGOTIATION_OPEN"));
}
