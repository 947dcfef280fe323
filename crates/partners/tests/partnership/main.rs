//! What forming and joining a partnership leads to.

mod admitting;
mod amending;
mod changing;
mod closing;
mod concluding;
mod expecting;
mod forming;
mod joining;
mod leaving;
mod listing;
mod orders;
mod proxies;
mod revising;
mod settling;

use contract::partners::{
    AcceptInvitation, AdmissionProposed, AdmissionRejected, ConcludeChange, DecisionRule, FormPartnership, Founder,
    InvitationAccepted, InvitePartner, ListParticipant, Matter, MemberRole, ParticipantListed, PartnerInvited,
    PartnerKind, PartnershipActivated, PartnershipFormed, Rule, Stage, Terms, event::Kind as Event,
};
use kernel::{
    Decide, Invalid, Reject,
    scenario::{Scenario, context, event_id, given, nothing},
};
use partners::partnership::{
    Partnership, Rejection,
    decisions::{Founders, Grievance, Invitee, MEMBERS_MAX, Motion, Named, Outstanding, PARTICIPANTS_MAX},
};

const REGISTERED: Invitee = Invitee { is_registered: true };

#[test]
fn refusals_name_the_reason_and_the_field() {
    let unknown = Rejection::UnknownPartner { field: "founders", partner_id: "p".into() };
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("partnership_id")),
        (unknown, "REASON_NOT_FOUND", Some("founders")),
        (Rejection::PartnershipTaken, "REASON_ID_TAKEN", Some("partnership_id")),
        (Rejection::ParticipantTaken, "REASON_ID_TAKEN", Some("participant_id")),
        (Rejection::SourceIsTheOperators, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")),
        (Rejection::FounderMissing, "REASON_FOUNDER_MISSING", Some("founders")),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::AlreadyAMember, "REASON_ALREADY_A_MEMBER", Some("partner_id")),
        (Rejection::AlreadyProposed, "REASON_ALREADY_PROPOSED", Some("partner_id")),
        (Rejection::NotInvited, "REASON_NOT_INVITED", None),
        (Rejection::CharterVersion { named: 2, current: 1 }, "REASON_CHARTER_VERSION", Some("charter_version")),
        (not_active(Stage::Forming), "REASON_PARTNERSHIP_NOT_ACTIVE", None),
        (not_active(Stage::Closing), "REASON_PARTNERSHIP_STAGE", None),
        (Rejection::NoSuchMember { partner_id: "p".into() }, "REASON_NOT_FOUND", Some("partner_id")),
        (Rejection::NotJoined { partner_id: "p".into() }, "REASON_NOT_A_MEMBER", Some("partner_id")),
        (Rejection::ChangePending, "REASON_ALREADY_PROPOSED", None),
        (Rejection::AlreadySuspended, "REASON_MEMBER_SUSPENDED", Some("partner_id")),
        (Rejection::NotSuspended, "REASON_NOT_SUSPENDED", Some("partner_id")),
        (Rejection::NobodyElseDecides, "REASON_TOO_FEW_MEMBERS", None),
        (Rejection::TooFewVoices, "REASON_TOO_FEW_MEMBERS", None),
        (Rejection::OwnMembership, "REASON_OWN_MEMBERSHIP", Some("partner_id")),
        (Rejection::CharterMovedOn { base: 1, current: 2 }, "REASON_CHARTER_VERSION", None),
        (Rejection::Notice { notice_days: 30, earliest: day("2026-02-14") }, "REASON_NOTICE", Some("effective_on")),
        (Rejection::AlreadyLeaving { effective_on: day("2026-02-14") }, "REASON_ALREADY_LEAVING", None),
        (Rejection::NotLeaving, "REASON_NOT_LEAVING", None),
        (Rejection::ExitNotDue { effective_on: day("2026-02-14") }, "REASON_EXIT_NOT_DUE", None),
        (Rejection::NoSuchExit, "REASON_NOT_FOUND", Some("partner_id")),
        (Rejection::NoSuchItem, "REASON_NOT_FOUND", Some("item_id")),
        (Rejection::ItemSettled, "REASON_ITEM_SETTLED", Some("item_id")),
        (Rejection::NotYoursToSettle("no"), "REASON_NOT_YOURS_TO_SETTLE", Some("item_id")),
        (Rejection::StillOpen { proposals: 1, exits: 0 }, "REASON_STILL_OPEN", None),
        (Rejection::MembersClose, "REASON_PERMISSION_DENIED", None),
        (Rejection::NoSuchExpectation, "REASON_NOT_FOUND", Some("expectation_id")),
        (Rejection::ExpectationTaken, "REASON_ID_TAKEN", Some("expectation_id")),
        (Rejection::StillSealed { missing: 2 }, "REASON_STILL_SEALED", None),
        (Rejection::NotExpectedOf, "REASON_NOT_EXPECTED_OF", Some("expectation_id")),
        (Rejection::KeyGone, "REASON_STILL_SEALED", None),
        (Rejection::ProxyLimit { most: 2 }, "REASON_PROXY_LIMIT", Some("holder_id")),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn day(it: &str) -> jiff::civil::Date {
    it.parse().unwrap()
}

fn not_active(stage: Stage) -> Rejection {
    Rejection::Stage { stage, asked: "active" }
}

/// Formed, and its founders have stated what they expect: four events.
fn stated_all() -> Scenario<Partnership> {
    given::<Partnership, Event>([
        formed().into(),
        expecting::stated("funder", "").into(),
        expecting::stated("lender", "").into(),
        expecting::released().into(),
    ])
}

/// The founders and the insurer, all with a voice: six events.
fn three() -> Scenario<Partnership> {
    active().and(invited()).and(accepted("insurer"))
}

fn conclude(place: usize, adopted: bool) -> ConcludeChange {
    ConcludeChange {
        partnership_id: "partnership".into(),
        change_event_id: event_id(place),
        adopted,
        why: "adopted by consent".into(),
        ..Default::default()
    }
}

fn nothing_open() -> Outstanding {
    Outstanding::default()
}

fn drafting() -> Scenario<Partnership> {
    nothing()
}

/// Formed and accepted by both founders: four events.
fn active() -> Scenario<Partnership> {
    given::<Partnership, Event>([
        formed().into(),
        accepted("funder").into(),
        accepted("lender").into(),
        activated().into(),
    ])
}

fn full() -> Scenario<Partnership> {
    (2..MEMBERS_MAX)
        .fold(active(), |it, place| it.and(PartnerInvited { partner_id: format!("member-{place}"), ..invited() }))
}

fn all_registered() -> Founders {
    Founders::default()
}

fn founder(partner_id: &str, role: MemberRole) -> Founder {
    Founder { partner_id: partner_id.into(), roles: vec![role.into()] }
}

fn form() -> FormPartnership {
    FormPartnership {
        partnership_id: "partnership".into(),
        title: "Microfinance Investment Support Facility".into(),
        purpose: "Access to finance".into(),
        currency: "GBP".into(),
        founders: vec![founder("funder", MemberRole::Funding), founder("lender", MemberRole::Implementing)],
        ..Default::default()
    }
}

fn formed() -> PartnershipFormed {
    let FormPartnership {
        command_id: _,
        validate_only: _,
        partnership_id,
        title,
        purpose,
        currency,
        rules,
        founders,
        source,
        terms,
    } = form();
    PartnershipFormed { partnership_id, title, purpose, currency, rules, charter_version: 1, founders, source, terms }
}

fn from_source() -> (FormPartnership, PartnershipFormed) {
    let source = "dfid-2011-AF.xml GB-1-107196";
    (
        FormPartnership { founders: vec![], source: source.into(), ..form() },
        PartnershipFormed { founders: vec![], source: source.into(), ..formed() },
    )
}

fn list() -> ListParticipant {
    ListParticipant {
        partnership_id: "partnership".into(),
        participant_id: "participant".into(),
        name: "Ministry of Finance".into(),
        reference: "AF-MOF".into(),
        role: MemberRole::Implementing.into(),
        source: "dfid-2011-AF.xml GB-1-107196-101".into(),
        kind: PartnerKind::GovernmentAgency.into(),
        ..Default::default()
    }
}

fn listed() -> ParticipantListed {
    let ListParticipant {
        command_id: _,
        validate_only: _,
        partnership_id,
        participant_id,
        name,
        reference,
        role,
        source,
        kind,
    } = list();
    ParticipantListed { partnership_id, participant_id, name, reference, role, source, kind }
}

fn accept(charter_version: u32) -> AcceptInvitation {
    AcceptInvitation { partnership_id: "partnership".into(), charter_version, ..Default::default() }
}

fn accepted(partner_id: &str) -> InvitationAccepted {
    InvitationAccepted { partnership_id: "partnership".into(), partner_id: partner_id.into(), charter_version: 1 }
}

fn activated() -> PartnershipActivated {
    PartnershipActivated { partnership_id: "partnership".into(), charter_version: 1 }
}

fn invite() -> InvitePartner {
    InvitePartner {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        roles: vec![MemberRole::Implementing.into()],
        ..Default::default()
    }
}

fn invited() -> PartnerInvited {
    PartnerInvited {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        roles: vec![MemberRole::Implementing.into()],
        charter_version: 1,
        admission_event_id: String::new(),
    }
}
