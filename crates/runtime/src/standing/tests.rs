//! How a partner stands after what has happened.

use contract::{
    common::Standing as Stands,
    log::{Envelope, envelope::Fact},
    moment,
    partners::{
        CharterAmended, ConcernEscalated, DraftRevised, Event, Founder, InvitationAccepted, MemberLeft,
        MemberReinstated, MemberRemoved, MemberRole, MemberSuspended, PartnerInvited, PartnershipActivated,
        PartnershipClosed, PartnershipDissolved, PartnershipFormed, RoleChanged, Stage, Terms, event::Kind,
    },
};

use jiff::Timestamp;

use super::Standing;

#[test]
fn a_suspended_member_has_no_voice_whatever_it_accepts_until_it_is_reinstated() {
    let mut standing = active();
    hear(&mut standing, MemberSuspended { partnership_id: id(), partner_id: lender(), ..Default::default() });
    assert_eq!(standing.of("partnership", "lender"), Stands::Suspended);
    hear(&mut standing, CharterAmended { partnership_id: id(), charter_version: 2, ..Default::default() });
    hear(&mut standing, accepted("lender", 2));
    hear(&mut standing, role(MemberRole::Funding));
    assert_eq!(standing.of("partnership", "lender"), Stands::Suspended);
    assert!(!standing.partnership("partnership").unwrap().has_voice("lender"));
    hear(&mut standing, MemberReinstated { partnership_id: id(), partner_id: lender(), ..Default::default() });
    assert_eq!(standing.of("partnership", "lender"), Stands::Member);
}

#[test]
fn other_roles_are_another_standing() {
    let mut standing = active();
    hear(&mut standing, role(MemberRole::Verifier));
    assert_eq!(standing.of("partnership", "lender"), Stands::Verifier);
}

#[test]
fn who_has_left_or_was_removed_is_former_until_it_is_invited_again() {
    let left = MemberLeft { partnership_id: id(), partner_id: lender(), items_unsettled: 0 };
    let removed = MemberRemoved { partnership_id: id(), partner_id: lender(), ..Default::default() };
    for gone in [Kind::from(left), removed.into()] {
        let mut standing = active();
        assert_eq!(standing.reads_until("partnership", "lender"), None);
        hear(&mut standing, gone);
        assert_eq!(standing.of("partnership", "lender"), Stands::Former);
        assert_eq!(standing.reads_until("partnership", "lender"), Some(at()));
        assert_eq!(standing.reads_until("partnership", "funder"), None);
        let roles = vec![MemberRole::Implementing.into()];
        hear(&mut standing, PartnerInvited { partnership_id: id(), partner_id: lender(), roles, ..Default::default() });
        assert_eq!(standing.of("partnership", "lender"), Stands::Invited);
        assert_eq!(standing.reads_until("partnership", "lender"), None);
        hear(&mut standing, accepted("lender", 1));
        assert_eq!(standing.of("partnership", "lender"), Stands::Member);
    }
}

#[test]
fn a_mediator_that_is_nothing_else_there_stands_as_one_from_the_start_until_another_is_named() {
    let named = |it: &str| Some(Terms { mediator_partner_id: it.into(), ..Default::default() });
    let mut standing = forming();
    let terms = named("auditor");
    hear(&mut standing, DraftRevised { partnership_id: id(), charter_version: 2, terms, ..Default::default() });
    assert_eq!(standing.of("partnership", "auditor"), Stands::Unspecified, "a draft binds nobody");
    hear(&mut standing, accepted("funder", 2));
    hear(&mut standing, accepted("lender", 2));
    hear(&mut standing, PartnershipActivated { partnership_id: id(), charter_version: 2 });
    assert_eq!(standing.of("partnership", "auditor"), Stands::Mediator);
    assert_eq!(standing.of("partnership", ""), Stands::Unspecified);
    assert!(!standing.takes_part("partnership", "auditor") && !standing.share_a_partnership("auditor", "lender"));
    let amended =
        |it| CharterAmended { partnership_id: id(), charter_version: 3, terms: named(it), ..Default::default() };
    hear(&mut standing, amended("ombudsman"));
    assert_eq!(standing.of("partnership", "auditor"), Stands::Unspecified);
    let mediator_partner_id = "ombudsman".into();
    hear(&mut standing, ConcernEscalated { partnership_id: id(), mediator_partner_id, ..Default::default() });
    hear(&mut standing, ConcernEscalated { partnership_id: id(), ..Default::default() });
    hear(&mut standing, amended("lender"));
    assert_eq!(standing.of("partnership", "ombudsman"), Stands::Mediator, "for what was taken to it");
    assert_eq!(standing.of("partnership", "lender"), Stands::Member, "whatever else it does there");
    assert_eq!(standing.of("partnership", ""), Stands::Unspecified);
}

#[test]
fn a_revised_draft_is_accepted_by_nobody_yet() {
    let mut standing = forming();
    hear(&mut standing, accepted("lender", 1));
    let terms = Some(Terms { notice_days: Some(30), ..Default::default() });
    let (charter_version, currency) = (2, "AFN".into());
    hear(&mut standing, DraftRevised { partnership_id: id(), charter_version, currency, terms, ..Default::default() });
    let partnership = standing.partnership("partnership").unwrap();
    assert_eq!(partnership.member("lender").map(|it| it.accepted_version), Some(0));
    assert_eq!((partnership.currency.as_str(), partnership.terms.notice_days), ("AFN", Some(30)));
}

#[test]
fn a_partnership_that_closes_is_not_active() {
    let mut standing = active();
    let stage = |standing: &Standing| {
        let partnership = standing.partnership("partnership").unwrap();
        (partnership.stage(), partnership.is_active)
    };
    assert_eq!(stage(&standing), (Stage::Active, true));
    hear(&mut standing, PartnershipDissolved { partnership_id: id(), ..Default::default() });
    assert_eq!(stage(&standing), (Stage::Closing, false));
    hear(&mut standing, PartnershipClosed { partnership_id: id() });
    assert_eq!(stage(&standing), (Stage::Closed, false));
}

fn forming() -> Standing {
    let founder = |it: &str| Founder { partner_id: it.into(), roles: vec![MemberRole::Implementing.into()] };
    let founders = vec![founder("funder"), founder("lender")];
    let mut standing = Standing::default();
    hear(&mut standing, PartnershipFormed { partnership_id: id(), charter_version: 1, founders, ..Default::default() });
    standing
}

fn active() -> Standing {
    let mut standing = forming();
    hear(&mut standing, accepted("funder", 1));
    hear(&mut standing, accepted("lender", 1));
    hear(&mut standing, PartnershipActivated { partnership_id: id(), charter_version: 1 });
    standing
}

fn accepted(partner_id: &str, charter_version: u32) -> InvitationAccepted {
    InvitationAccepted { partnership_id: id(), partner_id: partner_id.into(), charter_version }
}

fn role(role: MemberRole) -> RoleChanged {
    RoleChanged { partnership_id: id(), partner_id: lender(), roles: vec![role.into()], ..Default::default() }
}

fn id() -> String {
    "partnership".into()
}

fn lender() -> String {
    "lender".into()
}

fn hear(standing: &mut Standing, event: impl Into<Kind>) {
    let fact = Some(Fact::Partners(Event { kind: Some(event.into()) }));
    standing.remember(&Envelope { fact, recorded_at: Some(moment::on_wire(at())), ..Default::default() });
}

fn at() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}
