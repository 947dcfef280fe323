//! What stating expectations and answering them leads to.

use contract::partners::{
    AnswerExpectation, ExpectationAnswer, ExpectationAnswered, ExpectationStated, ExpectationsReleased,
    StateExpectation, event::Kind as Event,
};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
    seal::Key,
};
use partners::{
    outset::{Outset, Rejection, decisions::Circle},
    sealing,
};

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000001";

#[test]
fn an_expectation_is_sealed_until_every_founder_has_stated_its_own() {
    let decided = nothing::<Outset>().by("lender").when_knowing(circle(), state()).decision().unwrap();
    let [Event::ExpectationStated(stated)] = &decided[..] else { panic!("{decided:?}") };
    assert_eq!((&*stated.partner_id, &*stated.text, &*stated.of_partner_id), ("lender", "", ""));
    let sealed = stated.sealed.as_ref().unwrap();
    assert!(!format!("{:?}", sealed.ciphertext).contains(&format!("{:?}", b"Monthly")));
    let said: ExpectationStated = sealing::open(&key(), sealed).unwrap();
    assert_eq!((&*said.text, &*said.of_partner_id, &*said.by_date), ("Monthly reports", "trainer", "2026-06-30"));
}

#[test]
fn the_last_founders_expectation_releases_all_of_them() {
    let decided = stated_by(&["lender"]).by("trainer").when_knowing(circle(), of_all()).decision().unwrap();
    let [Event::ExpectationStated(_), Event::ExpectationsReleased(released)] = &decided[..] else {
        panic!("{decided:?}")
    };
    assert_eq!((&*released.key_id, &*released.key), (KEY_ID, &key().bytes()[..]));
}

#[test]
fn one_that_was_only_invited_to_the_draft_is_not_waited_for() {
    let decided = stated_by(&["lender"]).by("observer").when_knowing(circle(), of_all()).decision().unwrap();
    assert_eq!(decided.len(), 1, "the trainer has stated nothing yet");
}

#[test]
fn an_expectation_is_of_another_partner_in_this_partnership_and_not_in_the_past() {
    let refused = |command: StateExpectation, field: &'static str, problem: &str| {
        nothing::<Outset>()
            .by("lender")
            .when_knowing(circle(), command)
            .then_rejected(Invalid::new(field, problem).into());
    };
    let own = "is your own organisation: an expectation is of another, or of all";
    refused(StateExpectation { of_partner_id: "lender".into(), ..state() }, "of_partner_id", own);
    let stranger = "names no partner of this partnership";
    refused(StateExpectation { of_partner_id: "stranger".into(), ..state() }, "of_partner_id", stranger);
    refused(StateExpectation { by_date: "2026-01-14".into(), ..state() }, "by_date", "is 2026-01-14, which is past");
    refused(StateExpectation { text: " ".into(), ..state() }, "text", "is missing");
    nothing::<Outset>().by("stranger").when_knowing(circle(), state()).then_rejected(Rejection::NotAMember);
}

#[test]
fn an_id_stands_for_one_expectation() {
    let stated = || stated_by(&["lender"]);
    stated().by("lender").when_knowing(circle(), state()).then_nothing();
    let other = StateExpectation { text: "Weekly reports".into(), ..state() };
    stated().by("lender").when_knowing(circle(), other).then_rejected(Rejection::IdTaken);
    let anothers = StateExpectation { of_partner_id: String::new(), ..state() };
    stated().by("trainer").when_knowing(circle(), anothers).then_rejected(Rejection::IdTaken);
}

#[test]
fn without_its_key_nothing_more_is_sealed() {
    let gone = Circle { key: None, ..circle() };
    nothing::<Outset>().by("lender").when_knowing(gone, state()).then_rejected(Rejection::KeyGone);
}

#[test]
fn who_it_is_of_answers_once_all_are_released() {
    let answered = |partner: &str| ExpectationAnswered {
        partnership_id: "partnership".into(),
        expectation_id: "of lender".into(),
        partner_id: partner.into(),
        answer: ExpectationAnswer::InPart.into(),
        why: "every quarter".into(),
    };
    released().by("trainer").when_knowing(circle(), answer()).then(answered("trainer"));
    released().and(answered("trainer")).by("trainer").when_knowing(circle(), answer()).then_nothing();
    released().by("lender").when_knowing(circle(), answer()).then_rejected(Rejection::NotExpectedOf);
    stated_by(&["lender"])
        .by("trainer")
        .when_knowing(circle(), answer())
        .then_rejected(Rejection::StillSealed { missing: 1 });
    let unknown = AnswerExpectation { expectation_id: "another".into(), ..answer() };
    released().by("trainer").when_knowing(circle(), unknown).then_rejected(Rejection::NotFound);
    let unsaid = AnswerExpectation { why: " ".into(), ..answer() };
    let missing = Invalid::new("why", "is missing: say why it will not be met, or not in full");
    released().by("trainer").when_knowing(circle(), unsaid).then_rejected(missing.into());
}

#[test]
fn what_is_stated_after_the_release_can_be_answered_at_once() {
    let later = StateExpectation { expectation_id: "later".into(), of_partner_id: "lender".into(), ..state() };
    let mut events = released().by("observer").when_knowing(circle(), later).decision().unwrap();
    let yes = AnswerExpectation {
        expectation_id: "later".into(),
        answer: ExpectationAnswer::Yes.into(),
        why: String::new(),
        ..answer()
    };
    let after = released().and(events.remove(0));
    let decided = after.by("lender").when_knowing(circle(), yes).decision().unwrap();
    assert!(matches!(&decided[..], [Event::ExpectationAnswered(it)] if it.partner_id == "lender"));
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("expectation_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("expectation_id")),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::StillSealed { missing: 2 }, "REASON_STILL_SEALED", None),
        (Rejection::NotExpectedOf, "REASON_NOT_EXPECTED_OF", Some("expectation_id")),
        (Rejection::KeyGone, "REASON_STILL_SEALED", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn key() -> Key {
    Key::new([3; 32])
}

fn circle() -> Circle {
    Circle {
        founders: ["lender", "trainer"].map(str::to_owned).to_vec(),
        partners: ["lender", "trainer", "observer"].map(str::to_owned).to_vec(),
        key_id: KEY_ID.into(),
        key: Some(key()),
    }
}

fn state() -> StateExpectation {
    StateExpectation {
        partnership_id: "partnership".into(),
        expectation_id: "of lender".into(),
        of_partner_id: "trainer".into(),
        text: " Monthly reports".into(),
        by_date: "2026-06-30".into(),
        ..Default::default()
    }
}

fn of_all() -> StateExpectation {
    StateExpectation { expectation_id: String::new(), of_partner_id: String::new(), ..state() }
}

fn answer() -> AnswerExpectation {
    AnswerExpectation {
        partnership_id: "partnership".into(),
        expectation_id: "of lender".into(),
        answer: ExpectationAnswer::InPart.into(),
        why: "every quarter".into(),
        ..Default::default()
    }
}

/// Each of them expects something of all the others, but for what the lender expects of the trainer.
fn stated_by(partners: &[&str]) -> Scenario<Outset> {
    partners.iter().fold(nothing::<Outset>(), |it, partner| {
        let of_partner_id = if *partner == "lender" { "trainer" } else { "" };
        it.and(stated(partner, of_partner_id))
    })
}

fn released() -> Scenario<Outset> {
    let key = ExpectationsReleased {
        partnership_id: "partnership".into(),
        key_id: KEY_ID.into(),
        key: key().bytes().to_vec(),
    };
    given::<Outset, Event>([stated("lender", "trainer").into(), stated("trainer", "").into(), key.into()])
}

fn stated(partner: &str, of_partner_id: &str) -> ExpectationStated {
    let by = kernel::Context { partner: partner.into(), ..context() };
    let said = ExpectationStated {
        of_partner_id: of_partner_id.into(),
        text: "Monthly reports".into(),
        by_date: "2026-06-30".into(),
        ..Default::default()
    };
    ExpectationStated {
        partnership_id: "partnership".into(),
        expectation_id: format!("of {partner}"),
        partner_id: partner.into(),
        sealed: Some(sealing::seal(&key(), KEY_ID, &[], &said, &by)),
        ..Default::default()
    }
}
