//! Ending without the raiser: only where it has left or fallen silent, and never as resolved.

use super::*;

#[test]
fn any_member_closes_it_once_the_raiser_has_left() {
    for scenario in [open(), answered_one(), put(), open().and(escalated(ABOUT, Escalation::Mediator))] {
        scenario.by(OTHER).when_knowing(LEFT, close()).then(unresolved(OTHER, UnresolvedCause::RaiserLeft, 90));
    }
}

#[test]
fn the_clock_closes_it_once_the_raiser_was_silent_for_too_long() {
    answered_one().by_service("clock").at(after_days(60)).when_knowing(STAYS, close()).then(unresolved(
        "",
        UnresolvedCause::RaiserSilent,
        150,
    ));
    let decided = put().and(decided(1, EscalationOutcome::Rejected));
    decided.by(ABOUT).at(after_days(60)).when_knowing(STAYS, close()).then(unresolved(
        ABOUT,
        UnresolvedCause::RaiserSilent,
        150,
    ));
}

#[test]
fn as_long_as_the_raiser_may_speak_it_stays_open() {
    let confirm_by = Some(after_days(60));
    let last = after_days(60) - SignedDuration::from_nanos(1);
    answered_one()
        .by(ABOUT)
        .at(last)
        .when_knowing(STAYS, close())
        .then_rejected(Rejection::RaiserMaySpeak { confirm_by });
    let waits = |it: Scenario<Concern>| {
        it.by(ABOUT)
            .at(after_days(1_000))
            .when_knowing(STAYS, close())
            .then_rejected(Rejection::RaiserMaySpeak { confirm_by: None });
    };
    waits(open());
    waits(open().and(acknowledged(ABOUT)));
    waits(put());
    // The members decide, whatever was answered meanwhile.
    waits(put().and(answered(ABOUT, "In June")));
    // The raiser has spoken since the answer.
    waits(answered_one().and(escalated(RAISER, Escalation::Mediator)));
    waits(answered_one().and(resolved()).and(reopened()));
}

#[test]
fn the_other_side_cannot_put_the_raisers_time_off() {
    answered_one()
        .and(escalated(ABOUT, Escalation::Mediator))
        .by_service("clock")
        .at(after_days(60))
        .when_knowing(STAYS, close())
        .then(unresolved("", UnresolvedCause::RaiserSilent, 150));
}

#[test]
fn who_raised_it_withdraws_instead() {
    answered_one()
        .by(RAISER)
        .at(after_days(60))
        .when_knowing(STAYS, close())
        .then_rejected(Rejection::RaiserMaySpeak { confirm_by: Some(after_days(60)) });
}

#[test]
fn closing_again_changes_nothing_and_what_the_raiser_ended_stays() {
    let closed = open().and(unresolved(OTHER, UnresolvedCause::RaiserLeft, 90));
    closed.by(OTHER).when_knowing(LEFT, close()).then_nothing();
    let resolved = open().and(resolved()).by(OTHER).when_knowing(LEFT, close());
    resolved.then_rejected(Rejection::Ended { state: ConcernState::Resolved });
    nothing::<Concern>().by(OTHER).when_knowing(LEFT, close()).then_rejected(Rejection::NotFound);
}
