//! Closing a partnership, once nothing is open.

use contract::partners::{ClosePartnership, LeaveAnnounced, MemberLeft, PartnershipClosed, PartnershipDissolved};

use super::*;

#[test]
fn a_member_closes_what_is_closing_once_nothing_is_open() {
    closing().by("funder").when_knowing(nothing_open(), close()).then(closed());
    closing().and(closed()).by("funder").when_knowing(nothing_open(), close()).then_nothing();
}

#[test]
fn what_is_open_keeps_it_open() {
    let motion = Motion { proposal_id: "motion".into(), title: "Buy".into(), proposed_by: "funder".into() };
    closing()
        .by("funder")
        .when_knowing(Outstanding { proposals: vec![motion], concerns: vec![] }, close())
        .then_rejected(Rejection::StillOpen { proposals: 1, exits: 0 });
    let announced = LeaveAnnounced {
        partnership_id: "partnership".into(),
        partner_id: "lender".into(),
        effective_on: "2026-03-01".into(),
        ..Default::default()
    };
    closing()
        .and(announced)
        .by("funder")
        .when_knowing(nothing_open(), close())
        .then_rejected(Rejection::StillOpen { proposals: 0, exits: 1 });
}

#[test]
fn only_what_is_closing_is_closed_and_only_by_who_has_a_voice() {
    active()
        .by("funder")
        .when_knowing(nothing_open(), close())
        .then_rejected(Rejection::Stage { stage: Stage::Active, asked: "closing" });
    closing().by("stranger").when_knowing(nothing_open(), close()).then_rejected(Rejection::NotAMember);
    nothing::<Partnership>().by("funder").when_knowing(nothing_open(), close()).then_rejected(Rejection::NotFound);
}

#[test]
fn the_operator_closes_only_what_has_no_voice_left() {
    closing().when_knowing(nothing_open(), close()).then_rejected(Rejection::MembersClose);
    let left =
        |it: &str| MemberLeft { partnership_id: "partnership".into(), partner_id: it.into(), items_unsettled: 0 };
    closing().and(left("funder")).and(left("lender")).when_knowing(nothing_open(), close()).then(closed());
}

#[test]
fn what_is_closing_takes_nobody_in_and_changes_nothing() {
    closing()
        .by("funder")
        .when_knowing(REGISTERED, invite())
        .then_rejected(Rejection::Stage { stage: Stage::Closing, asked: "forming or active" });
    closing()
        .and(invited())
        .by("insurer")
        .when(accept(1))
        .then_rejected(Rejection::Stage { stage: Stage::Closing, asked: "forming or active" });
}

fn closing() -> Scenario<Partnership> {
    active().and(PartnershipDissolved {
        partnership_id: "partnership".into(),
        why: "the programme ends".into(),
        change_event_id: String::new(),
    })
}

fn close() -> ClosePartnership {
    ClosePartnership { partnership_id: "partnership".into(), ..Default::default() }
}

fn closed() -> PartnershipClosed {
    PartnershipClosed { partnership_id: "partnership".into() }
}
