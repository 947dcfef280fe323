//! What the members have decided takes effect, or says why it no longer can.

use contract::partners::{
    AmendmentProposed, BenefitShare, ChangeRejected, DissolutionProposed, ExitItem, ExitItemKind, ExitOpened,
    MemberLeft, MemberReinstated, MemberRemoved, MemberSuspended, PartnershipDissolved, ReinstatementProposed,
    RemovalProposed, RoleChangeProposed, RoleChanged, SuspensionProposed,
};

use super::*;

#[test]
fn an_adopted_change_takes_effect_and_names_what_was_proposed() {
    let conclude = || conclude(6, true);
    three().and(role_change()).when_knowing(nothing_open(), conclude()).then(RoleChanged {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        roles: vec![MemberRole::Observer.into()],
        change_event_id: event_id(6),
    });
    three().and(suspension()).when_knowing(nothing_open(), conclude()).then(suspended(6));
    three().and(dissolution()).when_knowing(nothing_open(), conclude()).then(PartnershipDissolved {
        partnership_id: "partnership".into(),
        why: "the programme ends".into(),
        change_event_id: event_id(6),
    });
    three()
        .and(removal())
        .when_knowing(nothing_open(), conclude())
        .then_all([opened(vec![]).into(), removed(6).into()]);
}

#[test]
fn a_suspended_member_comes_back_with_its_voice() {
    let history = || three().and(suspension()).and(suspended(6)).and(reinstatement());
    let reinstated = MemberReinstated {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        reason: "why".into(),
        change_event_id: event_id(8),
    };
    history().when_knowing(nothing_open(), conclude(8, true)).then(reinstated.clone());
    let invite = InvitePartner { partner_id: "another".into(), ..invite() };
    history().by("insurer").when_knowing(REGISTERED, invite.clone()).then_rejected(Rejection::NotAMember);
    assert!(history().and(reinstated).by("insurer").when_knowing(REGISTERED, invite).decision().is_ok());
}

#[test]
fn a_change_that_the_members_do_not_want_says_why() {
    three().and(removal()).when_knowing(nothing_open(), conclude(6, false)).then(not_changed(6, "adopted by consent"));
    three().and(removal()).and(not_changed(6, "no")).when_knowing(nothing_open(), conclude(6, true)).then_nothing();
}

#[test]
fn a_change_is_checked_again_when_it_is_decided() {
    let gone = MemberLeft { partnership_id: "partnership".into(), partner_id: "lender".into(), items_unsettled: 0 };
    three().and(suspension()).and(gone.clone()).when_knowing(nothing_open(), conclude(6, true)).then(not_changed(
        6,
        "adopted by consent; but fewer than two members with a voice would be left: leave, or propose to dissolve the \
         partnership",
    ));
    let gone = MemberLeft { partner_id: "insurer".into(), ..gone };
    let share = BenefitShare { partner_id: "insurer".into(), basis_points: 10_000 };
    let terms = Some(Terms { benefit_shares: vec![share], ..Default::default() });
    let amendment = AmendmentProposed { charter_version: 2, terms, ..Default::default() };
    three().and(amendment).and(gone.clone()).when_knowing(nothing_open(), conclude(6, true)).then(not_changed(
        6,
        "adopted by consent; but terms.benefit_shares names insurer, which is no partner of this partnership",
    ));
    three()
        .and(role_change())
        .and(gone)
        .when_knowing(nothing_open(), conclude(6, true))
        .then(not_changed(6, "adopted by consent; but insurer is no member of this partnership and not invited to it"));
    let stale = AmendmentProposed { partnership_id: "partnership".into(), charter_version: 3, ..Default::default() };
    three().and(stale).when_knowing(nothing_open(), conclude(6, true)).then(not_changed(
        6,
        "adopted by consent; but the charter is at version 1 by now, and this was proposed for version 2",
    ));
}

#[test]
fn removal_opens_an_exit_sheet_and_ends_what_was_pending_on_the_member() {
    let proposals = vec![
        Motion { proposal_id: "motion".into(), title: "Buy a bus".into(), proposed_by: "insurer".into() },
        Motion { proposal_id: "other".into(), title: "Sell it".into(), proposed_by: "funder".into() },
    ];
    let change = |place| ExitItem {
        item_id: event_id(place),
        kind: ExitItemKind::Change.into(),
        service: "partners".into(),
        what: "a change of its own membership that the members have yet to decide".into(),
        ..Default::default()
    };
    let motion = ExitItem {
        item_id: "motion".into(),
        kind: ExitItemKind::Proposal.into(),
        service: "partners".into(),
        what: "Buy a bus".into(),
        leaver_settles: true,
        ..Default::default()
    };
    three()
        .and(suspension())
        .and(removal())
        .when_knowing(Outstanding { proposals, concerns: vec![] }, conclude(7, true))
        .then_all([
            opened(vec![change(6), motion]).into(),
            removed(7).into(),
            not_changed(6, "the member it is about has left").into(),
        ]);
}

#[test]
fn a_partnership_that_closes_changes_nothing_more() {
    let events = three()
        .and(suspension())
        .and(dissolution())
        .when_knowing(nothing_open(), conclude(7, true))
        .decision()
        .unwrap();
    assert_eq!(events[1..], [not_changed(6, "the partnership is closing").into()]);
}

#[test]
fn who_was_removed_is_no_member_and_may_be_asked_again() {
    let history = || three().and(removal()).and(opened(vec![])).and(removed(6));
    history().by("insurer").when(accept(1)).then_rejected(Rejection::NotInvited);
    let asked =
        AdmissionProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), roles: invite().roles };
    history().by("funder").when_knowing(REGISTERED, invite()).then(asked.clone());
    let again = PartnerInvited { admission_event_id: event_id(9), ..invited() };
    history().and(asked).and(again).by("insurer").when(accept(1)).then(accepted("insurer"));
}

fn not_changed(place: usize, why: &str) -> ChangeRejected {
    ChangeRejected { partnership_id: "partnership".into(), change_event_id: event_id(place), why: why.into() }
}

fn opened(items: Vec<ExitItem>) -> ExitOpened {
    ExitOpened { partnership_id: "partnership".into(), partner_id: "insurer".into(), items }
}

fn removed(place: usize) -> MemberRemoved {
    let RemovalProposed { partnership_id, partner_id, reason } = removal();
    MemberRemoved { partnership_id, partner_id, reason, change_event_id: event_id(place) }
}

fn suspended(place: usize) -> MemberSuspended {
    let SuspensionProposed { partnership_id, partner_id, reason } = suspension();
    MemberSuspended { partnership_id, partner_id, reason, change_event_id: event_id(place) }
}

fn role_change() -> RoleChangeProposed {
    let (partnership_id, partner_id) = ("partnership".into(), "insurer".into());
    RoleChangeProposed { partnership_id, partner_id, roles: vec![MemberRole::Observer.into()] }
}

fn suspension() -> SuspensionProposed {
    SuspensionProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), reason: "why".into() }
}

fn reinstatement() -> ReinstatementProposed {
    ReinstatementProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), reason: "why".into() }
}

fn removal() -> RemovalProposed {
    RemovalProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), reason: "why".into() }
}

fn dissolution() -> DissolutionProposed {
    DissolutionProposed { partnership_id: "partnership".into(), reason: "the programme ends".into() }
}
