//! What partners does of itself about concerns: puts them to the members, hears the outcome, minds the time.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as OwnEvent, Matter, PartnerRegistered, ProposalAdopted, ProposalRefused, ProposalRejected, Subject,
    },
};
use partners::{
    Memory,
    reactions::{concerns::conclusion, motion},
};
use runtime::Memory as _;

use super::*;

const EVENT: &str = "0b0c7a3e-4d3c-5f0e-8a8e-0a4b8d7d3c11";

#[test]
fn a_concern_is_put_to_the_members_without_its_words() {
    let mut memory = Memory::default();
    for (partner_id, name) in [(RAISER, "Lender"), (ABOUT, "Funder")] {
        let (partner_id, name) = (partner_id.into(), name.into());
        memory.remember(&own(PartnerRegistered { partner_id, name, ..Default::default() }, 0));
    }
    let motion = motion(&memory, &own(escalated(ABOUT, Escalation::Decision), 0)).unwrap();
    assert_eq!(motion.title, "Decide on a concern of Lender about Funder");
    assert_eq!((motion.matter(), motion.concerned_partner_id.as_str()), (Matter::Other, ""));
    assert!(motion.text.starts_with("Funder puts this serious concern to the members."), "{}", motion.text);
    assert!(motion.text.ends_with("it ends only when Lender says so."), "{}", motion.text);
    assert!(!motion.text.contains("Set a date"), "{}", motion.text);
    assert_eq!(motion.subject.map(|it| it.event_id), Some(EVENT.into()));
}

#[test]
fn what_goes_to_the_mediator_is_put_to_nobody() {
    assert_eq!(motion(&Memory::default(), &own(escalated(RAISER, Escalation::Mediator), 0)), None);
}

#[test]
fn what_the_members_decide_goes_back_to_the_concern() {
    let subject = || {
        let stream = "partnership/concern/concern".into();
        Some(Subject { service: "partners".into(), stream, event_id: EVENT.into() })
    };
    let why = || String::from("because");
    let back = |outcome: EscalationOutcome| {
        Some(ConcludeEscalation { escalation_event_id: EVENT.into(), why: why(), ..conclude(0, outcome) })
    };
    let adopted = ProposalAdopted { subject: subject(), why: why(), ..Default::default() };
    assert_eq!(conclusion(&own(adopted, 0)), back(EscalationOutcome::Adopted));
    let rejected = ProposalRejected { subject: subject(), why: why(), ..Default::default() };
    assert_eq!(conclusion(&own(rejected, 0)), back(EscalationOutcome::Rejected));
    let refused = ProposalRefused { subject: subject(), why: why(), ..Default::default() };
    assert_eq!(conclusion(&own(refused, 0)), back(EscalationOutcome::NotPut));
}

#[test]
fn what_is_about_no_concern_goes_nowhere() {
    for stream in ["partnership/partnership/partnership", "concern", ""] {
        let subject = Some(Subject { service: "partners".into(), stream: stream.into(), event_id: EVENT.into() });
        assert_eq!(conclusion(&own(ProposalAdopted { subject, ..Default::default() }, 0)), None);
    }
    let stream = "partnership/concern/concern".into();
    let of_goals = Some(Subject { service: "goals".into(), stream, event_id: EVENT.into() });
    assert_eq!(conclusion(&own(ProposalAdopted { subject: of_goals, ..Default::default() }, 0)), None);
}

#[test]
fn a_silent_raiser_falls_due_unless_it_or_the_members_are_to_speak() {
    let mut memory = Memory::default();
    let due = |memory: &Memory, days| memory.concerns.due(after_days(days), |_, _| false).count();
    memory.remember(&own(raised(), 0));
    assert_eq!(memory.concerns.raised_by("partnership", "concern"), Some(RAISER));
    assert_eq!(due(&memory, 1_000), 0);
    memory.remember(&own(answered(ABOUT, "In June"), 0));
    assert_eq!((due(&memory, 59), due(&memory, 60)), (0, 1));
    memory.remember(&own(escalated(RAISER, Escalation::Decision), 1));
    memory.remember(&own(answered(ABOUT, "In May"), 2));
    assert_eq!(due(&memory, 1_000), 0);
    memory.remember(&own(decided(1, EscalationOutcome::Rejected), 3));
    assert_eq!(due(&memory, 60), 1);
    memory.remember(&own(unresolved("", UnresolvedCause::RaiserSilent, 90), 60));
    assert_eq!(due(&memory, 1_000), 0);
    memory.remember(&own(reopened(), 70));
    memory.remember(&own(answered(ABOUT, "In May"), 70));
    assert_eq!(due(&memory, 60), 1);
}

#[test]
fn a_raiser_that_has_left_is_given_a_month_to_speak() {
    let mut memory = Memory::default();
    let has_left = |partnership_id: &str, partner_id: &str| (partnership_id, partner_id) == ("partnership", RAISER);
    let due = |memory: &Memory, days| memory.concerns.due(after_days(days), has_left).count();
    memory.remember(&own(raised(), 0));
    assert_eq!((due(&memory, 29), due(&memory, 30)), (0, 1));
    memory.remember(&own(acknowledged(ABOUT), 10));
    assert_eq!((due(&memory, 39), due(&memory, 40)), (0, 1));
    memory.remember(&own(withdrawn(), 20));
    assert_eq!(due(&memory, 1_000), 0);
}

#[test]
fn what_is_at_hand_survives_a_snapshot() {
    let mut memory = Memory::default();
    memory.remember(&own(raised(), 0));
    memory.remember(&own(answered(ABOUT, "In June"), 1));
    let snapshot = postcard::to_stdvec(&memory).unwrap();
    assert_eq!(postcard::from_bytes::<Memory>(&snapshot).unwrap(), memory);
}

fn own(event: impl Into<Event>, day: i64) -> Envelope {
    Envelope {
        event_id: EVENT.into(),
        service: "partners".into(),
        partnership: partnership_id(),
        stream: "partnership/concern/concern".into(),
        recorded_at: in_days(day),
        fact: Some(Fact::Partners(OwnEvent { kind: Some(event.into()) })),
        ..Default::default()
    }
}
