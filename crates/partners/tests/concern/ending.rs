//! The ways out that are the raiser's alone, and the way back.

use super::*;

/// A concern in each state in which it is open.
fn each_open() -> [Scenario<Concern>; 7] {
    [
        open(),
        open().and(acknowledged(ABOUT)),
        answered_one(),
        open().and(escalated(RAISER, Escalation::Mediator)),
        put(),
        put().and(decided(1, EscalationOutcome::Adopted)),
        open().and(resolved()).and(reopened()),
    ]
}

#[test]
fn the_raiser_confirms_from_wherever_it_is_open() {
    each_open().into_iter().for_each(|it| it.by(RAISER).when_knowing(key(), confirm()).then(resolved()));
}

#[test]
fn the_raiser_withdraws_from_wherever_it_is_open() {
    each_open().into_iter().for_each(|it| it.by(RAISER).when_knowing(key(), withdraw()).then(withdrawn()));
}

#[test]
fn nobody_resolves_withdraws_or_reopens_anothers_concern() {
    for who in [ABOUT, OTHER, ""] {
        for it in each_open() {
            it.by(who).when_knowing(key(), confirm()).then_rejected(Rejection::NotTheRaiser);
        }
        open().by(who).by_service("clock").when_knowing(key(), confirm()).then_rejected(Rejection::NotTheRaiser);
        open().by(who).when_knowing(key(), withdraw()).then_rejected(Rejection::NotTheRaiser);
        open().and(resolved()).by(who).when_knowing(key(), reopen()).then_rejected(Rejection::NotTheRaiser);
    }
}

#[test]
fn to_end_it_again_changes_nothing_and_one_end_is_no_other() {
    let ended = |state| Rejection::Ended { state };
    open().and(resolved()).by(RAISER).when_knowing(key(), confirm()).then_nothing();
    open().and(withdrawn()).by(RAISER).when_knowing(key(), withdraw()).then_nothing();
    open().and(resolved()).by(RAISER).when_knowing(key(), withdraw()).then_rejected(ended(ConcernState::Resolved));
    open().and(withdrawn()).by(RAISER).when_knowing(key(), confirm()).then_rejected(ended(ConcernState::Withdrawn));
    let unresolved = || open().and(unresolved("", UnresolvedCause::RaiserSilent, 90));
    unresolved().by(RAISER).when_knowing(key(), confirm()).then_rejected(ended(ConcernState::Unresolved));
    unresolved().by(RAISER).when_knowing(key(), withdraw()).then_rejected(ended(ConcernState::Unresolved));
}

#[test]
fn the_raiser_opens_it_again_within_the_time() {
    let last = || after_days(90) - SignedDuration::from_nanos(1);
    open().and(resolved()).by(RAISER).at(last()).when_knowing(key(), reopen()).then(reopened());
    let unresolved = open().and(unresolved("", UnresolvedCause::RaiserSilent, 90));
    unresolved.by(RAISER).at(last()).when_knowing(key(), reopen()).then(reopened());
    let too_late = Rejection::ReopenTooLate { reopen_by: after_days(90) };
    open().and(resolved()).by(RAISER).at(after_days(90)).when_knowing(key(), reopen()).then_rejected(too_late);
}

#[test]
fn what_is_open_or_withdrawn_is_not_opened_again() {
    open().by(RAISER).when_knowing(key(), reopen()).then_rejected(Rejection::Open);
    open().and(resolved()).and(reopened()).by(RAISER).when_knowing(key(), reopen()).then_nothing();
    let other = ReopenConcern { text: "And more".into(), ..reopen() };
    open().and(resolved()).and(reopened()).by(RAISER).when_knowing(key(), other).then_rejected(Rejection::Open);
    let withdrawn = open().and(withdrawn()).by(RAISER).when_knowing(key(), reopen());
    withdrawn.then_rejected(Rejection::Ended { state: ConcernState::Withdrawn });
}

#[test]
fn opening_it_again_needs_a_reason() {
    open()
        .and(resolved())
        .by(RAISER)
        .when_knowing(key(), ReopenConcern { text: " ".into(), ..reopen() })
        .then_rejected(Invalid::new("text", "is missing").into());
}

#[test]
fn what_is_not_there_has_no_way_out() {
    nothing::<Concern>().by(RAISER).when_knowing(key(), confirm()).then_rejected(Rejection::NotFound);
    nothing::<Concern>().by(RAISER).when_knowing(key(), withdraw()).then_rejected(Rejection::NotFound);
    nothing::<Concern>().by(RAISER).when_knowing(key(), reopen()).then_rejected(Rejection::NotFound);
}
