//! What asking for a text to be taken out of the record leads to: one's own at once, another's by decision.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        ConcludeRedaction, Event as Told, OpenProposal, ProposalAdopted, RedactText, RedactionDeclined,
        RedactionProposed, Subject, TextRedacted, Thing, event::Kind as Event,
    },
};
use kernel::{
    Invalid, Reject,
    scenario::{context, given, nothing},
};
use partners::{
    Memory,
    reactions::motion,
    redaction::{Redaction, Rejection, decisions::Place, held_in},
    sealing::Written,
};

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000004";

#[test]
fn what_one_wrote_oneself_is_taken_out_at_once() {
    nothing::<Redaction>().by("a").when_knowing(kept(), redact()).then(redacted("a", ""));
    let by_name = RedactText { written_by: "a".into(), ..redact() };
    nothing::<Redaction>().by("a").when_knowing(kept(), by_name).then(redacted("a", ""));
    // A verifier, or one that has left, has no voice and yet its own words.
    let voiceless = Place { has_voice: false, ..kept() };
    nothing::<Redaction>().by("a").when_knowing(voiceless, redact()).then(redacted("a", ""));
    let unnamed = RedactText { redaction_id: String::new(), ..redact() };
    let fresh = TextRedacted { redaction_id: context().fresh("redaction"), ..redacted("a", "") };
    nothing::<Redaction>().by("a").when_knowing(kept(), unnamed).then(fresh);
}

#[test]
fn what_another_wrote_and_all_minutes_the_members_decide_on() {
    nothing::<Redaction>().by("b").when_knowing(kept(), of_a()).then(proposed("b"));
    let minutes = RedactText { about: Thing::Meeting.into(), ..redact() };
    let asked = RedactionProposed { about: Thing::Meeting.into(), ..proposed("a") };
    nothing::<Redaction>().by("a").when_knowing(kept(), minutes).then(asked);
    let voiceless = Place { has_voice: false, ..kept() };
    nothing::<Redaction>().by("b").when_knowing(voiceless, of_a()).then_rejected(Rejection::NoVoice);
    let nowhere = Place { written: Some(Written::Nothing), has_voice: false, ..kept() };
    nothing::<Redaction>().by("b").when_knowing(nowhere, of_a()).then_rejected(Rejection::NoVoice);
    let asked = Place { asked_by: Some("other".into()), ..kept() };
    let refused = Rejection::AlreadyProposed { redaction_id: "other".into() };
    nothing::<Redaction>().by("b").when_knowing(asked.clone(), of_a()).then_rejected(refused);
    nothing::<Redaction>().by("a").when_knowing(asked, redact()).then(redacted("a", ""));
}

#[test]
fn what_was_never_written_or_is_out_already_is_not_taken_out() {
    let nowhere = Place { written: Some(Written::Nothing), ..kept() };
    let refused = Rejection::NothingWritten { partner_id: "a".into() };
    nothing::<Redaction>().by("a").when_knowing(nowhere.clone(), redact()).then_rejected(refused.clone());
    nothing::<Redaction>().by("b").when_knowing(nowhere, of_a()).then_rejected(refused);
    let out = Place { written: Some(Written::TakenOut), ..kept() };
    nothing::<Redaction>().by("a").when_knowing(out, redact()).then_nothing();
}

#[test]
fn what_was_decided_stays_and_a_reason_is_given() {
    for about in [Thing::Proposal, Thing::Goal, Thing::Partnership, Thing::Unspecified] {
        assert_eq!(held_in(about), None);
        let command = RedactText { about: about.into(), ..redact() };
        let place = Place { written: None, ..kept() };
        nothing::<Redaction>().by("a").when_knowing(place, command).then_rejected(Rejection::NotRedactable);
    }
    let silent = RedactText { reason: " ".into(), ..redact() };
    let missing = Invalid::new("reason", "is missing").into();
    nothing::<Redaction>().by("a").when_knowing(kept(), silent).then_rejected(missing);
}

#[test]
fn the_same_again_changes_nothing_and_another_needs_an_id_of_its_own() {
    let asked = || given::<Redaction, Event>([proposed("b").into()]);
    asked().by("b").when_knowing(kept(), of_a()).then_nothing();
    given::<Redaction, Event>([redacted("a", "").into()]).by("a").when_knowing(kept(), redact()).then_nothing();
    let other = RedactText { reason: "Another".into(), ..of_a() };
    asked().by("b").when_knowing(kept(), other).then_rejected(Rejection::IdTaken);
    asked().by("c").when_knowing(kept(), of_a()).then_rejected(Rejection::IdTaken);
}

#[test]
fn what_the_members_decide_is_done_once() {
    let asked = || given::<Redaction, Event>([proposed("b").into()]);
    asked().when(conclude(true)).then(redacted("a", "adopted by consent"));
    let declined = RedactionDeclined {
        partnership_id: "partnership".into(),
        redaction_id: "redaction".into(),
        why: "adopted by consent".into(),
    };
    asked().when(conclude(false)).then(declined.clone());
    asked().and(declined).when(conclude(true)).then_nothing();
    asked().and(redacted("a", "")).when(conclude(false)).then_nothing();
    nothing::<Redaction>().when(conclude(true)).then_rejected(Rejection::NotFound);
}

#[test]
fn the_members_are_asked_without_a_word_of_it() {
    let fact = envelope(proposed("b").into());
    let OpenProposal { title, text, subject, .. } = motion(&Memory::default(), &fact).unwrap();
    assert_eq!(title, "Take out of the record what a wrote in a comment");
    assert!(text.starts_with("b asks for it: A client is named\nIt stands under comment."), "{text}");
    assert_eq!(subject.unwrap().stream, fact.stream);
    assert!(motion(&Memory::default(), &envelope(redacted("a", "").into())).is_none());
    let elsewhere = Subject { service: "goals".into(), stream: "p/redaction/r".into(), event_id: String::new() };
    let adopted = ProposalAdopted { subject: Some(elsewhere), ..Default::default() };
    let reactions = partners::reactions::react(&Memory::default(), &envelope(adopted.into()));
    assert!(reactions.is_empty(), "what another service asked is its own");
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("redaction_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("redaction_id")),
        (Rejection::NotRedactable, "REASON_NOT_REDACTABLE", Some("about")),
        (Rejection::NothingWritten { partner_id: "a".into() }, "REASON_NOTHING_WRITTEN", Some("about_id")),
        (Rejection::NoVoice, "REASON_NOT_A_MEMBER", None),
        (Rejection::AlreadyProposed { redaction_id: "r".into() }, "REASON_ALREADY_PROPOSED", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn kept() -> Place {
    Place { written: Some(Written::Kept { key_id: KEY_ID.into() }), has_voice: true, asked_by: None }
}

fn redact() -> RedactText {
    RedactText {
        partnership_id: "partnership".into(),
        redaction_id: "redaction".into(),
        about: Thing::Comment.into(),
        about_id: "comment".into(),
        reason: "A client is named".into(),
        ..Default::default()
    }
}

fn of_a() -> RedactText {
    RedactText { written_by: "a".into(), ..redact() }
}

fn proposed(by: &str) -> RedactionProposed {
    RedactionProposed {
        partnership_id: "partnership".into(),
        redaction_id: "redaction".into(),
        about: Thing::Comment.into(),
        about_id: "comment".into(),
        written_by: "a".into(),
        proposed_by: by.into(),
        reason: "A client is named".into(),
        key_id: KEY_ID.into(),
    }
}

fn redacted(written_by: &str, decided: &str) -> TextRedacted {
    TextRedacted {
        partnership_id: "partnership".into(),
        redaction_id: "redaction".into(),
        about: Thing::Comment.into(),
        about_id: "comment".into(),
        written_by: written_by.into(),
        reason: "A client is named".into(),
        key_id: KEY_ID.into(),
        decided: decided.into(),
    }
}

fn conclude(adopted: bool) -> ConcludeRedaction {
    ConcludeRedaction {
        partnership_id: "partnership".into(),
        redaction_id: "redaction".into(),
        adopted,
        why: "adopted by consent".into(),
        ..Default::default()
    }
}

fn envelope(event: Event) -> Envelope {
    Envelope {
        event_id: "01975f00-0000-7000-8000-000000000001".into(),
        service: "partners".into(),
        partnership: "partnership".into(),
        stream: "partnership/redaction/redaction".into(),
        fact: Some(Fact::Partners(Told { kind: Some(event) })),
        ..Default::default()
    }
}
