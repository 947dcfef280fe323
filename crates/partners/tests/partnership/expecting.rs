//! What stating expectations and answering them leads to.

use contract::partners::{
    AnswerExpectation, ExpectationAnswer, ExpectationAnswered, ExpectationStated, ExpectationsReleased, MemberLeft,
    ReleaseExpectations, StateExpectation,
};
use kernel::{Context, seal::Key};
use partners::sealing::{self, SealingKey};

use super::*;

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000001";

#[test]
fn an_expectation_is_sealed_until_every_founder_has_stated_its_own() {
    let decided = drafted().by("lender").when_knowing(known(), state()).decision().unwrap();
    let [Event::ExpectationStated(stated)] = &decided[..] else { panic!("{decided:?}") };
    assert_eq!((&*stated.partner_id, &*stated.text, &*stated.of_partner_id), ("lender", "", ""));
    let sealed = stated.sealed.as_ref().unwrap();
    assert!(!format!("{:?}", sealed.ciphertext).contains(&format!("{:?}", b"Monthly")));
    let said: ExpectationStated = sealing::open(&key(), sealed).unwrap();
    assert_eq!((&*said.text, &*said.of_partner_id, &*said.by_date), ("Monthly reports", "funder", "2026-06-30"));
}

#[test]
fn the_last_founders_expectation_releases_all_of_them() {
    let decided = stated_by(&["lender"]).by("funder").when_knowing(known(), of_all()).decision().unwrap();
    let [Event::ExpectationStated(_), Event::ExpectationsReleased(released)] = &decided[..] else {
        panic!("{decided:?}")
    };
    assert_eq!((&*released.key_id, &*released.key), (KEY_ID, &key().bytes()[..]));
}

#[test]
fn one_that_was_only_invited_to_the_draft_is_not_waited_for() {
    let decided = stated_by(&["lender"]).by("insurer").when_knowing(known(), of_all()).decision().unwrap();
    assert_eq!(decided.len(), 1, "the funder has stated nothing yet");
}

#[test]
fn an_expectation_is_of_another_partner_in_this_partnership_and_not_in_the_past() {
    let refused = |command: StateExpectation, field: &'static str, problem: &str| {
        drafted().by("lender").when_knowing(known(), command).then_rejected(Invalid::new(field, problem).into());
    };
    let own = "is your own organisation: an expectation is of another, or of all";
    refused(StateExpectation { of_partner_id: "lender".into(), ..state() }, "of_partner_id", own);
    let stranger = "names no partner of this partnership";
    refused(StateExpectation { of_partner_id: "stranger".into(), ..state() }, "of_partner_id", stranger);
    refused(StateExpectation { by_date: "2026-01-14".into(), ..state() }, "by_date", "is 2026-01-14, which is past");
    refused(StateExpectation { text: " ".into(), ..state() }, "text", "is missing");
    drafted().by("stranger").when_knowing(known(), state()).then_rejected(Rejection::NotInvited);
    nothing::<Partnership>().by("lender").when_knowing(known(), state()).then_rejected(Rejection::NotFound);
}

#[test]
fn an_id_stands_for_one_expectation() {
    let stated = || stated_by(&["lender"]);
    stated().by("lender").when_knowing(known(), state()).then_nothing();
    let other = StateExpectation { text: "Weekly reports".into(), ..state() };
    stated().by("lender").when_knowing(known(), other).then_rejected(Rejection::ExpectationTaken);
    let anothers = StateExpectation { of_partner_id: String::new(), ..state() };
    stated().by("funder").when_knowing(known(), anothers).then_rejected(Rejection::ExpectationTaken);
}

#[test]
fn without_its_key_nothing_more_is_sealed() {
    let gone = SealingKey { key: None, ..known() };
    drafted().by("lender").when_knowing(gone, state()).then_rejected(Rejection::KeyGone);
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
    all_stated().by("funder").when(answer()).then(answered("funder"));
    all_stated().and(answered("funder")).by("funder").when(answer()).then_nothing();
    all_stated().by("lender").when(answer()).then_rejected(Rejection::NotExpectedOf);
    stated_by(&["lender"]).by("funder").when(answer()).then_rejected(Rejection::StillSealed { missing: 1 });
    let unknown = AnswerExpectation { expectation_id: "another".into(), ..answer() };
    all_stated().by("funder").when(unknown).then_rejected(Rejection::NoSuchExpectation);
    let unsaid = AnswerExpectation { why: " ".into(), ..answer() };
    let missing = Invalid::new("why", "is missing: say why it will not be met, or not in full");
    all_stated().by("funder").when(unsaid).then_rejected(missing.into());
}

#[test]
fn what_is_stated_after_the_release_can_be_answered_at_once() {
    let later = StateExpectation { expectation_id: "later".into(), of_partner_id: "lender".into(), ..state() };
    let mut events = all_stated().by("insurer").when_knowing(known(), later).decision().unwrap();
    let yes = AnswerExpectation {
        expectation_id: "later".into(),
        answer: ExpectationAnswer::Yes.into(),
        why: String::new(),
        ..answer()
    };
    let after = all_stated().and(events.remove(0));
    let decided = after.by("lender").when(yes).decision().unwrap();
    assert!(matches!(&decided[..], [Event::ExpectationAnswered(it)] if it.partner_id == "lender"));
}

#[test]
fn where_the_last_one_missing_has_left_they_are_released_all_the_same() {
    let release = || ReleaseExpectations { partnership_id: "partnership".into(), ..Default::default() };
    let by_service = || stated_by(&["lender"]).by_service("partners");
    by_service().when_knowing(known(), release()).then_nothing();
    let left = || MemberLeft { partnership_id: "partnership".into(), partner_id: "funder".into(), items_unsettled: 0 };
    by_service().and(left()).when_knowing(known(), release()).then(released());
    all_stated().by_service("partners").when_knowing(known(), release()).then_nothing();
    // Its going has made the draft active at once.
    by_service().and(left()).and(activated()).when_knowing(known(), release()).then(released());
}

#[test]
fn to_one_founder_alone_nothing_is_released() {
    let release = ReleaseExpectations { partnership_id: "partnership".into(), ..Default::default() };
    let gone = ["funder", "insurer"].map(|partner_id| MemberLeft {
        partnership_id: "partnership".into(),
        partner_id: partner_id.into(),
        items_unsettled: 0,
    });
    let alone = gone.into_iter().fold(stated_by(&["lender"]).by_service("partners"), |it, left| it.and(left));
    alone.when_knowing(known(), release).then_nothing();
}

#[test]
fn a_founder_that_has_accepted_may_activate_it_by_stating_what_it_expects() {
    let accepted = stated_by(&["lender"]).and(accepted("lender")).and(accepted("funder"));
    let decided = accepted.by("funder").when_knowing(known(), of_all()).decision().unwrap();
    assert_eq!(decided[2..], [activated().into()]);
}

fn key() -> Key {
    Key::new([3; 32])
}

fn known() -> SealingKey {
    SealingKey { key_id: KEY_ID.into(), key: Some(key()) }
}

fn state() -> StateExpectation {
    StateExpectation {
        partnership_id: "partnership".into(),
        expectation_id: "of lender".into(),
        of_partner_id: "funder".into(),
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

/// Each of them expects something of all the others, but for what the lender expects of the funder.
fn stated_by(partners: &[&str]) -> Scenario<Partnership> {
    partners.iter().fold(drafted(), |it, partner| {
        let of_partner_id = if *partner == "lender" { "funder" } else { "" };
        it.and(stated(partner, of_partner_id))
    })
}

/// The insurer is invited too, and founds nothing.
fn drafted() -> Scenario<Partnership> {
    given::<Partnership, Event>([formed().into(), invited().into()])
}

fn all_stated() -> Scenario<Partnership> {
    stated_by(&["lender", "funder"]).and(released())
}

pub(super) fn released() -> ExpectationsReleased {
    ExpectationsReleased { partnership_id: "partnership".into(), key_id: KEY_ID.into(), key: key().bytes().to_vec() }
}

pub(super) fn stated(partner: &str, of_partner_id: &str) -> ExpectationStated {
    let by = Context { partner: partner.into(), ..context() };
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
