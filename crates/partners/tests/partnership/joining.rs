//! Accepting the charter, and inviting while the partnership forms.

use super::*;

#[test]
fn a_founder_accepts_the_charter() {
    given::<Partnership, _>([formed()]).by("funder").when(accept(1)).then(accepted("funder"));
}

#[test]
fn the_last_founder_to_accept_activates_the_partnership() {
    stated_all()
        .and(accepted("funder"))
        .by("lender")
        .when(accept(1))
        .then_all([accepted("lender").into(), activated().into()]);
}

#[test]
fn before_all_have_stated_what_they_expect_it_is_not_active() {
    given::<Partnership, Event>([formed().into(), expecting::stated("funder", "").into(), accepted("funder").into()])
        .by("lender")
        .when(accept(1))
        .then(accepted("lender"));
}

#[test]
fn accepting_twice_is_accepting_once() {
    given::<Partnership, Event>([formed().into(), accepted("funder").into()])
        .by("funder")
        .when(accept(1))
        .then_nothing();
    active().by("funder").when(accept(1)).then_nothing();
}

#[test]
fn the_version_accepted_is_the_one_in_force() {
    given::<Partnership, _>([formed()])
        .by("funder")
        .when(accept(2))
        .then_rejected(Rejection::CharterVersion { named: 2, current: 1 });
}

#[test]
fn who_is_not_invited_accepts_nothing() {
    given::<Partnership, _>([formed()]).by("stranger").when(accept(1)).then_rejected(Rejection::NotInvited);
    nothing::<Partnership>().by("funder").when(accept(1)).then_rejected(Rejection::NotFound);
}

#[test]
fn while_it_forms_any_founder_invites_at_once() {
    given::<Partnership, _>([formed()]).by("lender").when_knowing(REGISTERED, invite()).then(invited());
}

#[test]
fn the_founders_do_not_wait_for_a_later_invitation() {
    stated_all()
        .and(invited())
        .and(accepted("funder"))
        .by("lender")
        .when(accept(1))
        .then_all([accepted("lender").into(), activated().into()]);
    active().and(invited()).by("insurer").when(accept(1)).then(accepted("insurer"));
}

#[test]
fn an_invitation_that_stands_is_not_repeated_nor_changed() {
    let forming = || given::<Partnership, Event>([formed().into(), invited().into()]);
    forming().by("funder").when_knowing(REGISTERED, invite()).then_nothing();
    let other = InvitePartner { roles: vec![MemberRole::Observer.into()], ..invite() };
    forming().by("funder").when_knowing(REGISTERED, other.clone()).then_rejected(Rejection::AlreadyAMember);
    active().and(invited()).by("funder").when_knowing(REGISTERED, other).then_rejected(Rejection::AlreadyAMember);
}

#[test]
fn only_who_is_registered_is_invited() {
    given::<Partnership, _>([formed()])
        .by("funder")
        .when_knowing(Invitee { is_registered: false }, invite())
        .then_rejected(Rejection::UnknownPartner { field: "partner_id", partner_id: "insurer".into() });
}

#[test]
fn an_invitation_names_roles() {
    given::<Partnership, _>([formed()])
        .by("funder")
        .when_knowing(REGISTERED, InvitePartner { roles: vec![], ..invite() })
        .then_rejected(Invalid::new("roles", "names no role").into());
}

#[test]
fn a_stranger_invites_nobody() {
    given::<Partnership, _>([formed()])
        .by("stranger")
        .when_knowing(REGISTERED, invite())
        .then_rejected(Rejection::NotAMember);
    nothing::<Partnership>().by("funder").when_knowing(REGISTERED, invite()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_partnership_has_at_most_thirty_members() {
    full().by("funder").when_knowing(REGISTERED, invite()).then_rejected(
        Invalid::new("partner_id", "cannot join: the partnership has 30 members, and no more are taken").into(),
    );
}
