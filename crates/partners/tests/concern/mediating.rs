//! What the mediator says to a concern that was taken to it.

use super::*;

const MEDIATOR: &str = "auditor";

#[test]
fn to_whom_it_was_taken_says_what_it_thinks() {
    taken().by(MEDIATOR).when_knowing((answering(), key()), answer("Pay half now")).then(mediated("Pay half now"));
    taken().by(MEDIATOR).when_knowing((outside(), key()), answer(" Pay half now ")).then(mediated("Pay half now"));
    let said = || taken().and(mediated("Pay half now"));
    said().by(MEDIATOR).when_knowing((outside(), key()), answer("Pay half now")).then_nothing();
    said().by(MEDIATOR).when_knowing((outside(), key()), answer("Or a third")).then(mediated("Or a third"));
    let nothing_said = Invalid::new("text", "is missing").into();
    taken().by(MEDIATOR).when_knowing((outside(), key()), answer(" ")).then_rejected(nothing_said);
}

#[test]
fn it_answers_for_nobody_and_puts_nothing_off() {
    let said = || taken().and(mediated("Pay half now"));
    said().by(ABOUT).when(acknowledge()).then(acknowledged(ABOUT));
    said().by(ABOUT).when_knowing((answering(), key()), answer("In June")).then(answered(ABOUT, "In June"));
    let with_mediator = Rejection::AlreadyEscalated { state: ConcernState::WithMediator };
    let otherwise = EscalateConcern { text: "Set a price".into(), ..escalate(Escalation::Mediator) };
    said().by(RAISER).when_knowing((mediator(), key()), otherwise).then_rejected(with_mediator);
    said().by(OTHER).when_knowing(STAYS, close()).then_rejected(Rejection::RaiserMaySpeak { confirm_by: None });
    let waited_for = || answered_one().and(escalated(ABOUT, Escalation::Mediator)).and(mediated("Pay half now"));
    waited_for().by(OTHER).at(after_days(60)).when_knowing(STAYS, close()).then(ConcernClosedUnresolved {
        reopen_by: in_days(150),
        ..unresolved(OTHER, UnresolvedCause::RaiserSilent, 0)
    });
    said().by(RAISER).when_knowing(key(), confirm()).then(resolved());
}

#[test]
fn it_mediates_in_nothing_else() {
    for not_taken in [open, put] {
        not_taken()
            .by(MEDIATOR)
            .when_knowing((answering(), key()), answer("Pay"))
            .then_rejected(Rejection::NotConcerned);
        not_taken().by(MEDIATOR).when_knowing((outside(), key()), answer("Pay")).then_rejected(Rejection::NotFound);
    }
    nothing::<Concern>()
        .by(MEDIATOR)
        .when_knowing((outside(), key()), answer("Pay"))
        .then_rejected(Rejection::NotFound);
    let ended = Rejection::Ended { state: ConcernState::Resolved };
    taken().and(resolved()).by(MEDIATOR).when_knowing((outside(), key()), answer("Pay")).then_rejected(ended);
    taken().by(MEDIATOR).when(acknowledge()).then_rejected(Rejection::NotConcerned);
    taken().by(MEDIATOR).when_knowing(key(), confirm()).then_rejected(Rejection::NotTheRaiser);
    let decision = escalate(Escalation::Decision);
    taken().by(MEDIATOR).when_knowing((mediator(), key()), decision).then_rejected(Rejection::NotConcerned);
}

#[test]
fn once_it_is_taken_to_another_the_first_one_mediates_no_more() {
    let another =
        ConcernEscalated { mediator_partner_id: "ombudsman".into(), ..escalated(ABOUT, Escalation::Mediator) };
    let taken_on = || taken().and(mediated("Pay")).and(answered(ABOUT, "No")).and(another.clone());
    taken_on().by(MEDIATOR).when_knowing((outside(), key()), answer("Pay now")).then_rejected(Rejection::NotFound);
    let same_words =
        ConcernMediated { partner_id: "ombudsman".into(), sealed: sealed("ombudsman", "Pay"), ..mediated("Pay") };
    taken_on().by("ombudsman").when_knowing((outside(), key()), answer("Pay")).then(same_words);
}

#[test]
fn while_the_members_decide_and_when_it_is_opened_again_it_may_still_speak() {
    let put_on = || taken().and(escalated(RAISER, Escalation::Decision));
    put_on().by(MEDIATOR).when_knowing((outside(), key()), answer("Pay")).then(mediated("Pay"));
    let again = || taken().and(mediated("Pay")).and(resolved()).and(reopened());
    again().by(MEDIATOR).when_knowing((outside(), key()), answer("Pay")).then(mediated("Pay"));
}

fn taken() -> Scenario<Concern> {
    open().and(escalated(RAISER, Escalation::Mediator))
}

fn outside() -> Answering {
    Answering { mediates_only: true, ..answering() }
}

fn mediated(text: &str) -> ConcernMediated {
    ConcernMediated {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        partner_id: MEDIATOR.into(),
        text: String::new(),
        sealed: sealed(MEDIATOR, text),
    }
}
