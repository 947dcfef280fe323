//! Admitting a partner once the partnership is active.

use super::*;

#[test]
fn once_active_a_member_proposes_an_admission() {
    active().by("funder").when_knowing(REGISTERED, invite()).then(proposed());
}

#[test]
fn an_admission_is_proposed_once() {
    active().and(proposed()).by("lender").when_knowing(REGISTERED, invite()).then_nothing();
    active()
        .and(proposed())
        .by("lender")
        .when_knowing(REGISTERED, InvitePartner { roles: vec![MemberRole::Observer.into()], ..invite() })
        .then_rejected(Rejection::AlreadyProposed);
}

#[test]
fn who_has_not_accepted_or_has_no_voice_admits_nobody() {
    active().and(invited()).by("insurer").when_knowing(REGISTERED, invite_other()).then_rejected(Rejection::NotAMember);
    let observer = PartnerInvited { roles: vec![MemberRole::Observer.into()], ..invited() };
    active()
        .and(observer)
        .and(accepted("insurer"))
        .by("insurer")
        .when_knowing(REGISTERED, invite_other())
        .then_rejected(Rejection::NotAMember);
}

#[test]
fn an_adopted_admission_invites_the_partner() {
    active()
        .and(proposed())
        .when_knowing(nothing_open(), conclude(4, true))
        .then(PartnerInvited { admission_event_id: event_id(4), ..invited() });
}

#[test]
fn a_rejected_admission_says_why_and_may_be_proposed_again() {
    active().and(proposed()).when_knowing(nothing_open(), conclude(4, false)).then(not_admitted());
    active().and(proposed()).and(not_admitted()).by("funder").when_knowing(REGISTERED, invite()).then(proposed());
}

#[test]
fn an_admission_is_concluded_once() {
    active().and(proposed()).and(not_admitted()).when_knowing(nothing_open(), conclude(4, true)).then_nothing();
    active().when_knowing(nothing_open(), conclude(4, true)).then_nothing();
    nothing::<Partnership>().when_knowing(nothing_open(), conclude(4, true)).then_rejected(Rejection::NotFound);
}

#[test]
fn an_admission_that_comes_too_late_for_a_seat_is_rejected() {
    let history = full().and(proposed());
    let place = 2 + MEMBERS_MAX;
    history.when_knowing(nothing_open(), conclude(place, true)).then(AdmissionRejected {
        why: "adopted by consent; but the partnership has 30 members by now".into(),
        ..not_admitted()
    });
}

fn proposed() -> AdmissionProposed {
    let InvitePartner { command_id: _, validate_only: _, partnership_id, partner_id, roles } = invite();
    AdmissionProposed { partnership_id, partner_id, roles }
}

fn not_admitted() -> AdmissionRejected {
    AdmissionRejected {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        why: "adopted by consent".into(),
    }
}

fn invite_other() -> InvitePartner {
    InvitePartner { partner_id: "another".into(), ..invite() }
}
