//! Proposing a change of the membership.

use contract::partners::{
    ChangeRole, DissolutionProposed, DissolvePartnership, MemberSuspended, ReinstateMember, ReinstatementProposed,
    RemovalProposed, RemoveMember, RoleChangeProposed, SuspendMember, SuspensionProposed,
};

use super::*;

#[test]
fn a_member_proposes_to_change_suspend_or_remove_another() {
    three().by("funder").when(change_role()).then(role_change());
    three().by("funder").when(suspend()).then(suspension());
    three().by("funder").when(remove()).then(removal());
    three().by("funder").when(dissolve()).then(dissolution());
}

#[test]
fn what_is_proposed_already_is_proposed_once() {
    three().and(suspension()).by("lender").when(suspend()).then_nothing();
    three()
        .and(suspension())
        .by("lender")
        .when(SuspendMember { reason: "another".into(), ..suspend() })
        .then_rejected(Rejection::ChangePending);
    three().and(dissolution()).by("lender").when(dissolve()).then_nothing();
}

#[test]
fn changes_of_another_kind_or_member_are_another_matter() {
    three().and(suspension()).by("lender").when(remove()).then(removal());
    let other = SuspendMember { partner_id: "lender".into(), ..suspend() };
    three()
        .and(suspension())
        .by("funder")
        .when(other)
        .then(SuspensionProposed { partner_id: "lender".into(), ..suspension() });
}

#[test]
fn a_suspended_member_proposes_nothing_and_is_reinstated() {
    let history = || three().and(suspension()).and(suspended());
    history().by("insurer").when(reinstate()).then_rejected(Rejection::NotAMember);
    history().by("insurer").when(dissolve()).then_rejected(Rejection::NotAMember);
    history().by("funder").when(reinstate()).then(reinstatement());
    history().by("funder").when(suspend()).then_rejected(Rejection::AlreadySuspended);
    three().by("funder").when(reinstate()).then_rejected(Rejection::NotSuspended);
}

#[test]
fn of_two_members_neither_rules_over_the_other() {
    let lender = || String::from("lender");
    active()
        .by("funder")
        .when(RemoveMember { partner_id: lender(), ..remove() })
        .then_rejected(Rejection::NobodyElseDecides);
    active()
        .by("funder")
        .when(SuspendMember { partner_id: lender(), ..suspend() })
        .then_rejected(Rejection::NobodyElseDecides);
    active()
        .by("funder")
        .when(ChangeRole { partner_id: lender(), ..change_role() })
        .then_rejected(Rejection::NobodyElseDecides);
}

#[test]
fn a_member_may_ask_for_other_roles_of_its_own_as_long_as_two_voices_stay() {
    let own = |role: MemberRole| ChangeRole { partner_id: "lender".into(), roles: vec![role.into()], ..change_role() };
    active().by("lender").when(own(MemberRole::Observer)).then_rejected(Rejection::TooFewVoices);
    active().by("lender").when(own(MemberRole::Extending)).then(RoleChangeProposed {
        partner_id: "lender".into(),
        roles: vec![MemberRole::Extending.into()],
        ..role_change()
    });
    active().by("lender").when(own(MemberRole::Implementing)).then_nothing();
}

#[test]
fn nobody_suspends_or_removes_itself() {
    three().by("insurer").when(suspend()).then_rejected(Rejection::OwnMembership);
    three().by("insurer").when(remove()).then_rejected(Rejection::OwnMembership);
}

#[test]
fn an_invitation_is_taken_back_but_not_suspended() {
    let history = || three().and(PartnerInvited { partner_id: "another".into(), ..invited() });
    let another = || String::from("another");
    history()
        .by("funder")
        .when(RemoveMember { partner_id: another(), ..remove() })
        .then(RemovalProposed { partner_id: another(), ..removal() });
    history()
        .by("funder")
        .when(SuspendMember { partner_id: another(), ..suspend() })
        .then_rejected(Rejection::NotJoined { partner_id: another() });
}

#[test]
fn whom_it_is_about_is_a_partner_of_it_and_who_asks_has_a_voice() {
    let stranger = || String::from("stranger");
    three()
        .by("funder")
        .when(RemoveMember { partner_id: stranger(), ..remove() })
        .then_rejected(Rejection::NoSuchMember { partner_id: stranger() });
    three().by("stranger").when(remove()).then_rejected(Rejection::NotAMember);
    given::<Partnership, _>([formed()]).by("funder").when(remove()).then_rejected(not_active(Stage::Forming));
    nothing::<Partnership>().by("funder").when(remove()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_change_says_why_and_names_roles_once() {
    let missing = || Rejection::from(Invalid::new("reason", "is missing"));
    three().by("funder").when(SuspendMember { reason: " ".into(), ..suspend() }).then_rejected(missing());
    three().by("funder").when(RemoveMember { reason: " ".into(), ..remove() }).then_rejected(missing());
    three().by("funder").when(DissolvePartnership { reason: " ".into(), ..dissolve() }).then_rejected(missing());
    three().by("funder").when(ReinstateMember { reason: " ".into(), ..reinstate() }).then_rejected(missing());
    three()
        .by("funder")
        .when(ChangeRole { roles: vec![1, 1], ..change_role() })
        .then_rejected(Invalid::new("roles", "names funding twice").into());
}

fn suspended() -> MemberSuspended {
    let SuspensionProposed { partnership_id, partner_id, reason } = suspension();
    MemberSuspended { partnership_id, partner_id, reason, change_event_id: event_id(6) }
}

fn change_role() -> ChangeRole {
    let RoleChangeProposed { partnership_id, partner_id, roles } = role_change();
    ChangeRole { partnership_id, partner_id, roles, ..Default::default() }
}

fn role_change() -> RoleChangeProposed {
    let (partnership_id, partner_id) = ("partnership".into(), "insurer".into());
    RoleChangeProposed { partnership_id, partner_id, roles: vec![MemberRole::Observer.into()] }
}

fn suspend() -> SuspendMember {
    let SuspensionProposed { partnership_id, partner_id, reason } = suspension();
    SuspendMember { partnership_id, partner_id, reason, ..Default::default() }
}

fn suspension() -> SuspensionProposed {
    let (partnership_id, partner_id) = ("partnership".into(), "insurer".into());
    SuspensionProposed { partnership_id, partner_id, reason: "no report for a year".into() }
}

fn reinstate() -> ReinstateMember {
    let ReinstatementProposed { partnership_id, partner_id, reason } = reinstatement();
    ReinstateMember { partnership_id, partner_id, reason, ..Default::default() }
}

fn reinstatement() -> ReinstatementProposed {
    let (partnership_id, partner_id) = ("partnership".into(), "insurer".into());
    ReinstatementProposed { partnership_id, partner_id, reason: "it reports again".into() }
}

fn remove() -> RemoveMember {
    let RemovalProposed { partnership_id, partner_id, reason } = removal();
    RemoveMember { partnership_id, partner_id, reason, ..Default::default() }
}

fn removal() -> RemovalProposed {
    let (partnership_id, partner_id) = ("partnership".into(), "insurer".into());
    RemovalProposed { partnership_id, partner_id, reason: "no report for two years".into() }
}

fn dissolve() -> DissolvePartnership {
    let DissolutionProposed { partnership_id, reason } = dissolution();
    DissolvePartnership { partnership_id, reason, ..Default::default() }
}

fn dissolution() -> DissolutionProposed {
    DissolutionProposed { partnership_id: "partnership".into(), reason: "the programme ends".into() }
}
