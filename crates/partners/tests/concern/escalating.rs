//! Taking a concern further, and what the members make of it.

use super::*;

#[test]
fn either_side_takes_it_to_the_mediator_or_to_a_decision() {
    for who in [RAISER, ABOUT] {
        for to in [Escalation::Mediator, Escalation::Decision] {
            answered_one().by(who).when_knowing((mediator(), key()), escalate(to)).then(escalated(who, to));
        }
    }
}

#[test]
fn nobody_else_does() {
    open()
        .by(OTHER)
        .when_knowing((mediator(), key()), escalate(Escalation::Decision))
        .then_rejected(Rejection::NotConcerned);
    nothing::<Concern>()
        .by(RAISER)
        .when_knowing((mediator(), key()), escalate(Escalation::Decision))
        .then_rejected(Rejection::NotFound);
}

#[test]
fn it_is_taken_there_once() {
    let with_mediator = || open().and(escalated(RAISER, Escalation::Mediator));
    put().by(RAISER).when_knowing((mediator(), key()), escalate(Escalation::Decision)).then_nothing();
    with_mediator().by(RAISER).when_knowing((mediator(), key()), escalate(Escalation::Mediator)).then_nothing();
    let already = |state| Rejection::AlreadyEscalated { state };
    put()
        .by(ABOUT)
        .when_knowing((mediator(), key()), escalate(Escalation::Decision))
        .then_rejected(already(ConcernState::PutToDecision));
    put()
        .by(RAISER)
        .when_knowing((mediator(), key()), escalate(Escalation::Mediator))
        .then_rejected(already(ConcernState::PutToDecision));
    with_mediator()
        .by(ABOUT)
        .when_knowing((mediator(), key()), escalate(Escalation::Mediator))
        .then_rejected(already(ConcernState::WithMediator));
    with_mediator()
        .by(ABOUT)
        .when_knowing((mediator(), key()), escalate(Escalation::Decision))
        .then(escalated(ABOUT, Escalation::Decision));
}

#[test]
fn what_has_ended_goes_no_further_and_something_is_asked() {
    open()
        .and(resolved())
        .by(RAISER)
        .when_knowing((mediator(), key()), escalate(Escalation::Mediator))
        .then_rejected(Rejection::Ended { state: ConcernState::Resolved });
    open()
        .by(RAISER)
        .when_knowing((mediator(), key()), EscalateConcern { text: String::new(), ..escalate(Escalation::Mediator) })
        .then_rejected(Invalid::new("text", "is missing").into());
}

#[test]
fn what_the_members_decide_is_recorded_once() {
    for outcome in [EscalationOutcome::Adopted, EscalationOutcome::Rejected, EscalationOutcome::NotPut] {
        put().by_service("partners").when_knowing(silence(), conclude(1, outcome)).then(decided(1, outcome));
        put()
            .and(decided(1, outcome))
            .by_service("partners")
            .when_knowing(silence(), conclude(1, outcome))
            .then_nothing();
    }
    open().by_service("partners").when_knowing(silence(), conclude(7, EscalationOutcome::Adopted)).then_nothing();
}

#[test]
fn a_decision_ends_nothing_and_is_recorded_on_what_has_ended_too() {
    put().and(decided(1, EscalationOutcome::Adopted)).by(RAISER).when_knowing(key(), confirm()).then(resolved());
    put()
        .and(resolved())
        .by_service("partners")
        .when_knowing(silence(), conclude(1, EscalationOutcome::Adopted))
        .then(decided(1, EscalationOutcome::Adopted));
    put()
        .and(resolved())
        .and(decided(1, EscalationOutcome::Rejected))
        .by(RAISER)
        .when_knowing(key(), withdraw())
        .then_rejected(Rejection::Ended { state: ConcernState::Resolved });
}

#[test]
fn after_one_decision_another_may_be_asked_for() {
    put()
        .and(decided(1, EscalationOutcome::Rejected))
        .by(RAISER)
        .when_knowing((mediator(), key()), escalate(Escalation::Decision))
        .then(escalated(RAISER, Escalation::Decision));
}

#[test]
fn nobody_mediates_in_its_own_case_and_a_decision_needs_no_mediator() {
    for named in ["", RAISER, ABOUT] {
        let named = || Mediator { partner_id: named.into() };
        open()
            .by(RAISER)
            .when_knowing((named(), key()), escalate(Escalation::Mediator))
            .then_rejected(Rejection::NoMediator);
        let decision = escalated(RAISER, Escalation::Decision);
        open().by(RAISER).when_knowing((named(), key()), escalate(Escalation::Decision)).then(decision);
    }
}
