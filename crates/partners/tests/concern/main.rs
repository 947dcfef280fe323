//! What raising a concern, answering it, taking it further and ending it lead to.

mod answering;
mod ending;
mod escalating;
mod mediating;
mod orders;
mod raising;
mod reacting;
mod sealing;
mod summary;
mod unresolved;

use contract::{
    moment::on_wire,
    partners::{
        AcknowledgeConcern, AnswerConcern, CloseUnresolved, ConcernAcknowledged, ConcernAnswered, ConcernAudience,
        ConcernClosedUnresolved, ConcernDecided, ConcernEscalated, ConcernMediated, ConcernRaised, ConcernReopened,
        ConcernResolved, ConcernSeverity, ConcernState, ConcernWithdrawn, ConcludeEscalation, ConfirmResolved,
        EscalateConcern, Escalation, EscalationOutcome, RaiseConcern, ReopenConcern, UnresolvedCause, WithdrawConcern,
        event::Kind as Event,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, event_id, given, nothing},
};
use partners::{
    concern::{
        Concern, Rejection,
        decisions::{Answering, Company, Mediator, Raiser, Silence},
    },
    scenario::{key, opened, sealed},
};

const RAISER: &str = "lender";
const ABOUT: &str = "funder";
const OTHER: &str = "insurer";
const STAYS: Raiser = Raiser { has_left: false };
const LEFT: Raiser = Raiser { has_left: true };

#[test]
fn refusals_name_the_reason_and_the_field() {
    let at = Some(context().now);
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("concern_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("concern_id")),
        (Rejection::NotAMember { partner_id: OTHER.into() }, "REASON_NOT_A_MEMBER", Some("about")),
        (Rejection::NotTheRaiser, "REASON_NOT_THE_RAISER", None),
        (Rejection::NotConcerned, "REASON_NOT_CONCERNED", None),
        (Rejection::Ended { state: ConcernState::Resolved }, "REASON_CONCERN_ENDED", None),
        (Rejection::Open, "REASON_CONCERN_OPEN", None),
        (Rejection::ReopenTooLate { reopen_by: context().now }, "REASON_REOPEN_TOO_LATE", None),
        (Rejection::RaiserMaySpeak { confirm_by: None }, "REASON_RAISER_MAY_SPEAK", None),
        (Rejection::RaiserMaySpeak { confirm_by: at }, "REASON_RAISER_MAY_SPEAK", None),
        (Rejection::NoMediator, "REASON_NO_MEDIATOR", Some("to")),
        (Rejection::AlreadyEscalated { state: ConcernState::WithMediator }, "REASON_ALREADY_ESCALATED", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn open() -> Scenario<Concern> {
    given::<Concern, Event>([raised().into()])
}

fn answered_one() -> Scenario<Concern> {
    open().and(answered(ABOUT, "In June"))
}

/// Raised, then escalated to the members by the event at place 1.
fn put() -> Scenario<Concern> {
    open().and(escalated(RAISER, Escalation::Decision))
}

fn after_days(days: i64) -> Timestamp {
    context().now + SignedDuration::from_hours(24 * days)
}

fn in_days(days: i64) -> Option<prost_types::Timestamp> {
    Some(on_wire(after_days(days)))
}

fn silence() -> Silence {
    Silence { days: 60 }
}

fn answering() -> Answering {
    Answering { silence: silence(), mediates_only: false }
}

fn mediator() -> Mediator {
    Mediator { partner_id: "auditor".into() }
}

fn company() -> Company {
    Company { others: vec![ABOUT.into(), OTHER.into()] }
}

fn partnership_id() -> String {
    "partnership".into()
}

fn concern_id() -> String {
    "concern".into()
}

fn raise() -> RaiseConcern {
    RaiseConcern {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        about: vec![ABOUT.into()],
        severity: ConcernSeverity::Serious.into(),
        text: "The second instalment is late".into(),
        ..Default::default()
    }
}

fn raised() -> ConcernRaised {
    ConcernRaised {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        raised_by: RAISER.into(),
        about: vec![ABOUT.into()],
        about_all: false,
        audience: ConcernAudience::AllMembers.into(),
        severity: ConcernSeverity::Serious.into(),
        thing_kind: String::new(),
        thing_id: String::new(),
        text: String::new(),
        sealed: sealed(RAISER, "The second instalment is late"),
    }
}

fn acknowledge() -> AcknowledgeConcern {
    AcknowledgeConcern { partnership_id: partnership_id(), concern_id: concern_id(), ..Default::default() }
}

fn acknowledged(by: &str) -> ConcernAcknowledged {
    ConcernAcknowledged { partnership_id: partnership_id(), concern_id: concern_id(), partner_id: by.into() }
}

fn answer(text: &str) -> AnswerConcern {
    AnswerConcern {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        text: text.into(),
        ..Default::default()
    }
}

fn answered(by: &str, text: &str) -> ConcernAnswered {
    ConcernAnswered {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        partner_id: by.into(),
        text: String::new(),
        confirm_by: in_days(60),
        sealed: sealed(by, text),
    }
}

fn confirm() -> ConfirmResolved {
    ConfirmResolved {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        text: "It is here".into(),
        ..Default::default()
    }
}

fn resolved() -> ConcernResolved {
    ConcernResolved {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        raised_by: RAISER.into(),
        text: String::new(),
        reopen_by: in_days(90),
        sealed: sealed(RAISER, "It is here"),
    }
}

fn withdraw() -> WithdrawConcern {
    WithdrawConcern { partnership_id: partnership_id(), concern_id: concern_id(), ..Default::default() }
}

fn withdrawn() -> ConcernWithdrawn {
    ConcernWithdrawn {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        raised_by: RAISER.into(),
        text: String::new(),
        sealed: None,
    }
}

fn reopen() -> ReopenConcern {
    ReopenConcern {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        text: "The third is late too".into(),
        ..Default::default()
    }
}

fn reopened() -> ConcernReopened {
    ConcernReopened {
        about: raised().about,
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        raised_by: RAISER.into(),
        text: String::new(),
        sealed: sealed(RAISER, "The third is late too"),
    }
}

fn escalate(to: Escalation) -> EscalateConcern {
    EscalateConcern {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        to: to.into(),
        text: "Set a date".into(),
        ..Default::default()
    }
}

fn escalated(by: &str, to: Escalation) -> ConcernEscalated {
    ConcernEscalated {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        raised_by: RAISER.into(),
        about: vec![ABOUT.into()],
        severity: ConcernSeverity::Serious.into(),
        escalated_by: by.into(),
        to: to.into(),
        text: String::new(),
        sealed: sealed(by, "Set a date"),
        mediator_partner_id: if to == Escalation::Mediator { mediator().partner_id } else { String::new() },
    }
}

fn conclude(place: usize, outcome: EscalationOutcome) -> ConcludeEscalation {
    ConcludeEscalation {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        escalation_event_id: event_id(place),
        outcome: outcome.into(),
        why: "adopted by consent".into(),
        ..Default::default()
    }
}

fn decided(place: usize, outcome: EscalationOutcome) -> ConcernDecided {
    ConcernDecided {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        escalation_event_id: event_id(place),
        outcome: outcome.into(),
        why: "adopted by consent".into(),
        confirm_by: in_days(60),
    }
}

fn close() -> CloseUnresolved {
    CloseUnresolved { partnership_id: partnership_id(), concern_id: concern_id(), ..Default::default() }
}

fn unresolved(by: &str, cause: UnresolvedCause, reopen_days: i64) -> ConcernClosedUnresolved {
    ConcernClosedUnresolved {
        partnership_id: partnership_id(),
        concern_id: concern_id(),
        cause: cause.into(),
        closed_by: by.into(),
        reopen_by: in_days(reopen_days),
    }
}
