//! What forming and joining a partnership leads to.

use contract::partners::{
    AcceptInvitation, AdmissionProposed, AdmissionRejected, ConcludeAdmission, DecisionRule, FormPartnership, Founder,
    InvitationAccepted, InvitePartner, ListParticipant, Matter, MemberRole, ParticipantListed, PartnerInvited,
    PartnershipActivated, PartnershipFormed, Rule, event::Kind as Event,
};
use kernel::{
    Decide, Invalid, Reject,
    scenario::{Scenario, context, event_id, given, nothing},
};
use partners::partnership::{
    Partnership, Rejection,
    decisions::{Founders, Invitee, MEMBERS_MAX, PARTICIPANTS_MAX},
};

const REGISTERED: Invitee = Invitee { is_registered: true };

mod forming {
    use super::*;

    #[test]
    fn a_partner_drafts_a_partnership_with_its_founders() {
        drafting().by("funder").when_knowing(all_registered(), form()).then(formed());
    }

    #[test]
    fn an_id_is_made_where_none_is_given() {
        drafting()
            .by("funder")
            .when_knowing(all_registered(), FormPartnership { partnership_id: String::new(), ..form() })
            .then(PartnershipFormed { partnership_id: context().fresh("partnership"), ..formed() });
    }

    #[test]
    fn drafting_it_again_changes_nothing_and_another_draft_is_refused() {
        given::<Partnership, _>([formed()]).by("lender").when_knowing(all_registered(), form()).then_nothing();
        given::<Partnership, _>([formed()])
            .by("funder")
            .when_knowing(all_registered(), FormPartnership { title: "Another".into(), ..form() })
            .then_rejected(Rejection::PartnershipTaken);
    }

    #[test]
    fn a_partner_founds_only_what_it_is_part_of() {
        drafting().by("stranger").when_knowing(all_registered(), form()).then_rejected(Rejection::FounderMissing);
    }

    #[test]
    fn one_founder_is_not_enough() {
        let alone = FormPartnership { founders: vec![founder("funder", MemberRole::Funding)], ..form() };
        refused(alone, Invalid::new("founders", "names 1; a partnership has at least two"));
        refused(
            FormPartnership { founders: vec![], ..form() },
            Invalid::new("founders", "names 0; a partnership has at least two"),
        );
    }

    #[test]
    fn a_founder_is_named_once() {
        let twice = vec![founder("funder", MemberRole::Funding), founder("funder", MemberRole::Accountable)];
        refused(FormPartnership { founders: twice, ..form() }, Invalid::new("founders", "names funder twice"));
    }

    #[test]
    fn at_least_two_founders_have_a_voice() {
        let founders = vec![
            founder("funder", MemberRole::Funding),
            founder("auditor", MemberRole::Verifier),
            founder("ministry", MemberRole::Observer),
        ];
        let problem = "gives 1 of them a voice; at least two must fund, account, extend or implement";
        refused(FormPartnership { founders, ..form() }, Invalid::new("founders", problem));
    }

    #[test]
    fn founders_have_roles_each_named_once() {
        let with = |roles: Vec<i32>| {
            let founders = vec![founder("funder", MemberRole::Funding), Founder { partner_id: "lender".into(), roles }];
            FormPartnership { founders, ..form() }
        };
        refused(with(vec![]), Invalid::new("founders.roles", "names no role"));
        refused(with(vec![4, 4]), Invalid::new("founders.roles", "names implementing twice"));
        refused(with(vec![4, 99]), Invalid::new("founders.roles", "holds a role that is not known"));
        refused(with(vec![0]), Invalid::new("founders.roles", "holds a role that is not known"));
    }

    #[test]
    fn founders_are_registered() {
        drafting()
            .by("funder")
            .when_knowing(Founders { unregistered: vec!["lender".into()] }, form())
            .then_rejected(Rejection::UnknownPartner { field: "founders", partner_id: "lender".into() });
    }

    #[test]
    fn a_title_is_given_and_the_currency_is_one() {
        refused(FormPartnership { title: " ".into(), ..form() }, Invalid::new("title", "is missing"));
        refused(
            FormPartnership { currency: "ABC".into(), ..form() },
            Invalid::new("currency", "is not a currency of ISO 4217: \"ABC\""),
        );
    }

    #[test]
    fn a_matter_has_one_rule() {
        let rule = |rule: Rule| DecisionRule {
            matter: Matter::Goal.into(),
            rule: rule.into(),
            quorum_percent: 50,
            days_open: 7,
        };
        refused(
            FormPartnership { rules: vec![rule(Rule::Consent), rule(Rule::SimpleMajority)], ..form() },
            Invalid::new("rules", "has two rules for MATTER_GOAL"),
        );
    }

    #[test]
    fn the_operator_drafts_from_a_source_without_founders() {
        let (command, event) = from_source();
        drafting().when_knowing(all_registered(), command.clone()).then(event.clone());
        given::<Partnership, _>([event]).when_knowing(all_registered(), command).then_nothing();
    }

    #[test]
    fn the_operator_founds_nothing_for_partners() {
        let (command, _) = from_source();
        drafting()
            .when_knowing(all_registered(), FormPartnership { founders: form().founders, ..command })
            .then_rejected(
                Invalid::new("founders", "must be empty: in a draft from a source nobody has agreed to anything")
                    .into(),
            );
    }

    #[test]
    fn a_source_is_the_operators_and_the_operator_needs_one() {
        let (command, _) = from_source();
        drafting().when_knowing(all_registered(), form()).then_rejected(Rejection::SourceIsTheOperators);
        drafting().by("funder").when_knowing(all_registered(), command).then_rejected(Rejection::SourceIsTheOperators);
    }

    #[track_caller]
    fn refused(command: FormPartnership, invalid: Invalid) {
        drafting().by("funder").when_knowing(all_registered(), command).then_rejected(invalid.into());
    }
}

mod listing {
    use super::*;

    #[test]
    fn the_operator_lists_whom_a_source_names() {
        given::<Partnership, _>([from_source().1]).when(list()).then(listed());
    }

    #[test]
    fn the_receipt_names_the_participant() {
        assert_eq!(<Partnership as Decide<ListParticipant>>::thing(&list(), &context()), "participant");
        let unnamed = ListParticipant { participant_id: String::new(), ..list() };
        let made = context().fresh("participant");
        assert_eq!(<Partnership as Decide<ListParticipant>>::thing(&unnamed, &context()), made);
        given::<Partnership, _>([from_source().1])
            .when(unnamed)
            .then(ParticipantListed { participant_id: made, ..listed() });
    }

    #[test]
    fn listing_again_changes_nothing_and_an_id_stands_for_one() {
        let history = || given::<Partnership, Event>([from_source().1.into(), listed().into()]);
        history().when(list()).then_nothing();
        history()
            .when(ListParticipant { name: "Somebody else".into(), ..list() })
            .then_rejected(Rejection::ParticipantTaken);
    }

    #[test]
    fn only_the_operator_lists_and_names_its_source() {
        given::<Partnership, _>([formed()]).by("funder").when(list()).then_rejected(Rejection::SourceIsTheOperators);
        for by in ["funder", ""] {
            given::<Partnership, _>([formed()])
                .by(by)
                .when(ListParticipant { source: " ".into(), ..list() })
                .then_rejected(Rejection::SourceIsTheOperators);
        }
    }

    #[test]
    fn a_participant_has_a_name_and_its_partnership_exists() {
        given::<Partnership, _>([from_source().1])
            .when(ListParticipant { name: " ".into(), ..list() })
            .then_rejected(Invalid::new("name", "is missing").into());
        nothing::<Partnership>().when(list()).then_rejected(Rejection::NotFound);
    }

    #[test]
    fn a_draft_lists_so_many_and_no_more() {
        let listed = (0..PARTICIPANTS_MAX)
            .map(|it| Event::from(ParticipantListed { participant_id: format!("{it}"), ..listed() }));
        given::<Partnership, Event>([from_source().1.into()].into_iter().chain(listed)).when(list()).then_rejected(
            Invalid::new("partnership_id", "already lists 1000 participants, and more are not taken").into(),
        );
    }

    #[test]
    fn a_participant_is_no_member() {
        given::<Partnership, Event>([from_source().1.into(), listed().into()])
            .by("participant")
            .when(accept(1))
            .then_rejected(Rejection::NotInvited);
    }
}

mod joining {
    use super::*;

    #[test]
    fn a_founder_accepts_the_charter() {
        given::<Partnership, _>([formed()]).by("funder").when(accept(1)).then(accepted("funder"));
    }

    #[test]
    fn the_last_founder_to_accept_activates_the_partnership() {
        given::<Partnership, Event>([formed().into(), accepted("funder").into()])
            .by("lender")
            .when(accept(1))
            .then_all([accepted("lender").into(), activated().into()]);
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
        given::<Partnership, Event>([formed().into(), invited().into(), accepted("funder").into()])
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
}

mod admitting {
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
        active()
            .and(invited())
            .by("insurer")
            .when_knowing(REGISTERED, invite_other())
            .then_rejected(Rejection::NotAMember);
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
            .when(conclude(true))
            .then(PartnerInvited { admission_event_id: event_id(4), ..invited() });
    }

    #[test]
    fn a_rejected_admission_says_why_and_may_be_proposed_again() {
        active().and(proposed()).when(conclude(false)).then(not_admitted());
        active().and(proposed()).and(not_admitted()).by("funder").when_knowing(REGISTERED, invite()).then(proposed());
    }

    #[test]
    fn an_admission_is_concluded_once() {
        active().and(proposed()).and(not_admitted()).when(conclude(true)).then_nothing();
        active().when(conclude(true)).then_nothing();
        nothing::<Partnership>().when(conclude(true)).then_rejected(Rejection::NotFound);
    }

    #[test]
    fn an_admission_that_comes_too_late_for_a_seat_is_rejected() {
        let history = full().and(proposed());
        let place = 2 + MEMBERS_MAX;
        history.when(ConcludeAdmission { admission_event_id: event_id(place), ..conclude(true) }).then(
            AdmissionRejected {
                why: "adopted by consent; but the partnership has 30 members by now".into(),
                ..not_admitted()
            },
        );
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

    fn conclude(adopted: bool) -> ConcludeAdmission {
        ConcludeAdmission {
            partnership_id: "partnership".into(),
            admission_event_id: event_id(4),
            adopted,
            why: "adopted by consent".into(),
            ..Default::default()
        }
    }

    fn invite_other() -> InvitePartner {
        InvitePartner { partner_id: "another".into(), ..invite() }
    }
}

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
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
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
    } = form();
    PartnershipFormed { partnership_id, title, purpose, currency, rules, charter_version: 1, founders, source }
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
    } = list();
    ParticipantListed { partnership_id, participant_id, name, reference, role, source }
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
