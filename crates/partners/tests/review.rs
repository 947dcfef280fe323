//! What opening a review, agreeing to changes and closing it lead to.

use contract::partners::{
    AgreeChange, CloseReview, OpenReview, ReviewActionAgreed, ReviewChangeAgreed, ReviewChangeKind,
    ReviewChangeProposed, ReviewClosed, ReviewItem, ReviewItemKind, ReviewOpened, SharedVoice, event::Kind as Event,
};
use jiff::SignedDuration;
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::{
    review::{Rejection, Review},
    round::decisions::Voices,
};

#[test]
fn a_member_opens_a_review_of_a_period() {
    nothing::<Review>().by("a").when_knowing(voices(), open()).then(opened());
    reviewing().by("a").when_knowing(voices(), open()).then_nothing();
    let other = OpenReview { title: "Another".into(), ..open() };
    reviewing().by("a").when_knowing(voices(), other).then_rejected(Rejection::IdTaken);
    nothing::<Review>().by("stranger").when_knowing(voices(), open()).then_rejected(Rejection::NotAMember);
    let backwards = OpenReview { to_date: "2024-12-31".into(), ..open() };
    let problem = Invalid::new("to_date", "is 2024-12-31, before the start on 2025-01-01");
    nothing::<Review>().by("a").when_knowing(voices(), backwards).then_rejected(problem.into());
}

#[test]
fn a_change_names_what_it_follows_from_and_who_sees_to_it_by_when() {
    let refused = |command: AgreeChange, field: &'static str, problem: &str| {
        reviewing().by("a").when(command).then_rejected(Invalid::new(field, problem).into());
    };
    reviewing().by("a").when(propose()).then(proposed());
    refused(AgreeChange { what: " ".into(), ..propose() }, "what", "is missing");
    let unsaid = "is missing: say how the change is carried out";
    refused(AgreeChange { kind: 0, ..propose() }, "kind", unsaid);
    let groundless = "is missing: say which finding or figure the change follows from";
    refused(AgreeChange { follows_from: None, ..propose() }, "follows_from", groundless);
    let stranger = AgreeChange { owner_partner_id: "stranger".into(), ..propose() };
    refused(stranger, "owner_partner_id", "names no member that takes part in the review");
    refused(AgreeChange { due_on: "2026-01-14".into(), ..propose() }, "due_on", "is 2026-01-14, which is past");
    reviewing().by("stranger").when(propose()).then_rejected(Rejection::NotAMember);
    nothing::<Review>().by("a").when(propose()).then_rejected(Rejection::NotFound);
}

#[test]
fn another_member_agrees_to_a_change_by_its_id_once() {
    reviewing().and(proposed()).by("b").when(agree()).then(agreed("b"));
    reviewing().and(proposed()).and(agreed("b")).by("b").when(agree()).then_nothing();
    reviewing().and(proposed()).by("a").when(propose()).then_nothing();
    let other = AgreeChange { what: "Something else".into(), ..propose() };
    reviewing().and(proposed()).by("b").when(other).then_rejected(Rejection::ChangeTaken);
    reviewing().and(proposed()).and(closed(&[], &["change"])).by("b").when(agree()).then_rejected(Rejection::Closed);
}

#[test]
fn what_more_than_half_agree_to_and_its_owner_too_is_agreed() {
    let with = |agreeing: &[&str]| agreeing.iter().fold(reviewing().and(proposed()), |it, who| it.and(agreed(who)));
    let (yes, no) = (closed(&["change"], &[]), closed(&[], &["change"]));
    with(&["b", "c"]).by("c").when(close()).then(yes);
    with(&["b"]).by("c").when(close()).then(no.clone());
    with(&["c", "d"]).by("c").when(close()).then(no);
}

#[test]
fn an_action_that_enough_agree_to_comes_to_be_once() {
    let by_b = || reviewing().and(proposed()).and(agreed("b"));
    by_b().by("c").when_knowing(voices(), agree()).then_all([agreed("c").into(), action().into()]);
    reviewing().and(proposed()).by("b").when_knowing(voices(), agree()).then(agreed("b"));
    let without_owner = reviewing().and(proposed()).and(agreed("c"));
    without_owner.by("d").when_knowing(voices(), agree()).then(agreed("d"));
    by_b().and(agreed("c")).and(action()).by("d").when_knowing(voices(), agree()).then(agreed("d"));
}

#[test]
fn an_action_may_be_agreed_to_by_who_proposes_it_where_all_are_of_one_organisation() {
    let members: Vec<String> = ["a", "b"].map(str::to_owned).to_vec();
    let shared_voices = vec![SharedVoice { partner_ids: members.clone() }];
    let one_voice = given::<Review, Event>([ReviewOpened { shared_voices, members, ..opened() }.into()]);
    let own = || AgreeChange { owner_partner_id: "a".into(), ..propose() };
    one_voice.by("a").when_knowing(voices(), own()).then_all([
        ReviewChangeProposed { owner_partner_id: "a".into(), ..proposed() }.into(),
        ReviewActionAgreed { owner_partner_id: "a".into(), ..action() }.into(),
    ]);
}

#[test]
fn what_is_no_action_is_only_agreed() {
    for kind in [ReviewChangeKind::Amendment, ReviewChangeKind::GoalRevision] {
        let proposed = ReviewChangeProposed { kind: kind.into(), ..proposed() };
        let by_b = reviewing().and(proposed).and(agreed("b"));
        by_b.by("c").when_knowing(voices(), agree()).then(agreed("c"));
    }
}

#[test]
fn nothing_is_agreed_for_one_to_do_that_has_gone() {
    let stayed = Voices { partner_ids: ["a", "c", "d"].map(str::to_owned).to_vec(), shared: vec![] };
    let gone = Rejection::OwnerGone { owner_partner_id: "b".into() };
    let by_b = || reviewing().and(proposed()).and(agreed("b"));
    by_b().by("c").when_knowing(stayed.clone(), agree()).then_rejected(gone);
    reviewing().and(proposed()).by("c").when_knowing(stayed, agree()).then(agreed("c"));
}

#[test]
fn affiliates_agree_with_one_voice() {
    // The proposer a and its affiliate d, the owner b, and c: three voices, two of which are more than half.
    let shared_voices = vec![SharedVoice { partner_ids: vec!["a".into(), "d".into()] }];
    let reviewing =
        || given::<Review, Event>([ReviewOpened { shared_voices: shared_voices.clone(), ..opened() }.into()]);
    let with = |agreeing: &[&str]| agreeing.iter().fold(reviewing().and(proposed()), |it, who| it.and(agreed(who)));
    let own = |it: ReviewChangeProposed| ReviewChangeProposed { owner_partner_id: "a".into(), ..it };
    with(&["b"]).by("c").when(close()).then(closed(&["change"], &[]));
    let alone = reviewing().and(own(proposed())).and(agreed("d"));
    alone.by("c").when(close()).then(closed(&[], &["change"]));
}

#[test]
fn agreeing_to_something_else_is_refused_and_the_same_again_is_known_for_ever() {
    for other in [
        AgreeChange { owner_partner_id: "c".into(), ..propose() },
        AgreeChange { due_on: "2027-01-01".into(), ..propose() },
    ] {
        reviewing().and(proposed()).by("b").when(other).then_rejected(Rejection::ChangeTaken);
    }
    let late = || reviewing().and(proposed()).at(context().now + SignedDuration::from_hours(24 * 4000));
    late().by("b").when(propose()).then(agreed("b"));
    late().and(agreed("b")).by("b").when(propose()).then_nothing();
}

#[test]
fn a_review_is_closed_once_with_what_is_taken_from_it() {
    reviewing().and(closed(&[], &[])).by("a").when(close()).then_rejected(Rejection::Closed);
    reviewing().by("stranger").when(close()).then_rejected(Rejection::NotAMember);
    let silent = CloseReview { summary: " ".into(), ..close() };
    reviewing().by("a").when(silent).then_rejected(Invalid::new("summary", "is missing").into());
    nothing::<Review>().by("a").when(close()).then_rejected(Rejection::NotFound);
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("review_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("review_id")),
        (Rejection::ChangeTaken, "REASON_ID_TAKEN", Some("change_id")),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::Closed, "REASON_REVIEW_CLOSED", None),
        (Rejection::OwnerGone { owner_partner_id: "b".into() }, "REASON_NOT_A_MEMBER", Some("change_id")),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn voices() -> Voices {
    Voices { partner_ids: ["a", "b", "c", "d"].map(str::to_owned).to_vec(), shared: vec![] }
}

fn open() -> OpenReview {
    OpenReview {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        title: "The first year".into(),
        from_date: "2025-01-01".into(),
        to_date: "2025-12-31".into(),
        packet: vec![finding()],
        ..Default::default()
    }
}

fn finding() -> ReviewItem {
    ReviewItem { kind: ReviewItemKind::Finding.into(), thing_id: String::new(), note: "Repayment fell".into() }
}

fn opened() -> ReviewOpened {
    let OpenReview { command_id: _, validate_only: _, partnership_id, review_id, title, from_date, to_date, packet } =
        open();
    let Voices { partner_ids: members, .. } = voices();
    ReviewOpened {
        partnership_id,
        review_id,
        title,
        from_date,
        to_date,
        packet,
        opened_by: "a".into(),
        members,
        shared_voices: vec![],
    }
}

fn reviewing() -> Scenario<Review> {
    given::<Review, Event>([opened().into()])
}

/// The owner is another member than the proposer.
fn propose() -> AgreeChange {
    AgreeChange {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        change_id: "change".into(),
        what: "Visit every branch once a quarter".into(),
        follows_from: Some(finding()),
        kind: ReviewChangeKind::Action.into(),
        owner_partner_id: "b".into(),
        due_on: "2026-06-30".into(),
        ..Default::default()
    }
}

fn agree() -> AgreeChange {
    AgreeChange {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        change_id: "change".into(),
        ..Default::default()
    }
}

/// Named by the command that made enough agree.
fn action() -> ReviewActionAgreed {
    ReviewActionAgreed {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        change_id: "change".into(),
        action_id: context().fresh("action"),
        proposed_by: "a".into(),
        what: "Visit every branch once a quarter".into(),
        owner_partner_id: "b".into(),
        due_on: "2026-06-30".into(),
    }
}

fn proposed() -> ReviewChangeProposed {
    ReviewChangeProposed {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        change_id: "change".into(),
        partner_id: "a".into(),
        what: "Visit every branch once a quarter".into(),
        follows_from: Some(finding()),
        kind: ReviewChangeKind::Action.into(),
        owner_partner_id: "b".into(),
        due_on: "2026-06-30".into(),
    }
}

fn agreed(partner: &str) -> ReviewChangeAgreed {
    ReviewChangeAgreed {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        change_id: "change".into(),
        partner_id: partner.into(),
    }
}

fn close() -> CloseReview {
    CloseReview {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        summary: "More visits".into(),
        ..Default::default()
    }
}

fn closed(agreed: &[&str], open: &[&str]) -> ReviewClosed {
    let ids = |ids: &[&str]| ids.iter().map(|it| (*it).to_owned()).collect();
    ReviewClosed {
        partnership_id: "partnership".into(),
        review_id: "review".into(),
        summary: "More visits".into(),
        agreed_change_ids: ids(agreed),
        open_change_ids: ids(open),
    }
}
