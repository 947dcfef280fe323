//! What opening a motion and taking positions on it leads to.

use contract::partners::{
    Choice, CloseProposal, DecisionRule, Matter, OpenProposal, PositionTaken, ProposalAdopted, ProposalOpened,
    ProposalRefused, ProposalRejected, RefuseProposal, Rule, Subject, TakePosition, event::Kind as Event,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::proposal::{Proposal, Rejection, decisions::Charter, moment};

mod opening {
    use super::*;

    #[test]
    fn a_member_opens_a_motion_under_the_charters_rule() {
        nothing::<Proposal>().by("a").when_knowing(charter(), open()).then(opened());
    }

    #[test]
    fn an_id_is_made_where_none_is_given() {
        nothing::<Proposal>()
            .by("a")
            .when_knowing(charter(), OpenProposal { proposal_id: String::new(), ..open() })
            .then(ProposalOpened { proposal_id: context().fresh("proposal"), ..opened() });
    }

    #[test]
    fn a_matter_has_its_own_rule_or_that_of_other_matters_or_the_usual_one() {
        let rule = |matter: Matter, days_open: u32| DecisionRule {
            matter: matter.into(),
            rule: Rule::SimpleMajority.into(),
            quorum_percent: 34,
            days_open,
        };
        let days = |rules: Vec<DecisionRule>| match nothing::<Proposal>()
            .by("a")
            .by_service("partners")
            .when_knowing(Charter { rules, ..charter() }, for_goal())
            .decision()
            .unwrap()
            .remove(0)
        {
            Event::ProposalOpened(it) => {
                let open_for = moment::read(it.closes_at.as_ref()).unwrap().duration_since(now());
                (open_for.as_hours() / 24, it.quorum_needed, it.rule())
            }
            other => panic!("{other:?}"),
        };
        // 34 % of 5 members is 1.7: two.
        assert_eq!(days(vec![rule(Matter::Goal, 7), rule(Matter::Other, 3)]), (7, 2, Rule::SimpleMajority));
        assert_eq!(days(vec![rule(Matter::Funds, 7), rule(Matter::Other, 3)]), (3, 2, Rule::SimpleMajority));
        assert_eq!(days(vec![rule(Matter::Funds, 7)]), (14, 3, Rule::Consent));
    }

    #[test]
    fn the_same_motion_again_changes_nothing_even_after_the_members_changed() {
        given::<Proposal, _>([opened()]).by("a").when_knowing(charter(), open()).then_nothing();
        let grown = Charter { voices: vec!["a".into(), "f".into()], ..charter() };
        given::<Proposal, _>([opened()]).by("a").when_knowing(grown, open()).then_nothing();
    }

    #[test]
    fn an_id_stands_for_one_motion() {
        let other = || OpenProposal { title: "Something else".into(), ..open() };
        given::<Proposal, _>([opened()]).by("a").when_knowing(charter(), other()).then_rejected(Rejection::IdTaken);
        given::<Proposal, _>([opened()]).by("b").when_knowing(charter(), open()).then_rejected(Rejection::IdTaken);
        given::<Proposal, _>([refused()]).by("a").when_knowing(charter(), open()).then_rejected(Rejection::IdTaken);
    }

    #[test]
    fn callers_open_other_matters_without_a_subject() {
        let refused = |command: OpenProposal, rejection: Rejection| {
            nothing::<Proposal>().by("a").when_knowing(charter(), command).then_rejected(rejection);
        };
        refused(OpenProposal { matter: Matter::Goal.into(), ..open() }, Rejection::NotForCallers { field: "matter" });
        refused(OpenProposal { subject: Some(subject()), ..open() }, Rejection::NotForCallers { field: "subject" });
        refused(
            OpenProposal { proposal_id: "2ed6657d-e927-568b-95e1-2665a8aea6a2".into(), ..open() },
            Invalid::new(
                "proposal_id",
                "is a UUIDv5, which services derive for what they ask: choose a UUIDv7, or leave it empty",
            )
            .into(),
        );
    }

    #[test]
    fn services_open_any_matter_for_a_member() {
        nothing::<Proposal>().by("a").by_service("partners").when_knowing(charter(), for_goal()).then(ProposalOpened {
            matter: Matter::Goal.into(),
            subject: Some(subject()),
            ..opened()
        });
    }

    #[test]
    fn what_a_verifier_verified_may_lead_a_service_to_propose() {
        nothing::<Proposal>().by("auditor").when_knowing(charter(), open()).then_rejected(Rejection::NotAMember);
        nothing::<Proposal>().by("auditor").by_service("partners").when_knowing(charter(), for_goal()).then(
            ProposalOpened {
                matter: Matter::Goal.into(),
                subject: Some(subject()),
                proposed_by: "auditor".into(),
                ..opened()
            },
        );
    }

    #[test]
    fn who_proposes_has_a_voice() {
        for service in ["", "partners"] {
            nothing::<Proposal>()
                .by("stranger")
                .by_service(service)
                .when_knowing(charter(), open())
                .then_rejected(Rejection::NotAMember);
        }
    }

    #[test]
    fn nothing_is_proposed_before_the_partnership_is_active() {
        nothing::<Proposal>()
            .by("a")
            .when_knowing(Charter { is_active: false, ..charter() }, open())
            .then_rejected(Rejection::NotActive);
    }

    #[test]
    fn a_motion_has_a_title() {
        nothing::<Proposal>()
            .by("a")
            .when_knowing(charter(), OpenProposal { title: " ".into(), ..open() })
            .then_rejected(Invalid::new("title", "is missing").into());
    }

    #[test]
    fn what_could_not_be_opened_is_said_once() {
        nothing::<Proposal>().by_service("partners").when(refuse()).then(refused());
        given::<Proposal, _>([refused()]).by_service("partners").when(refuse()).then_nothing();
        given::<Proposal, _>([opened()]).by_service("partners").when(refuse()).then_rejected(Rejection::IdTaken);
    }
}

mod positions {
    use super::*;

    #[test]
    fn a_member_takes_a_position() {
        five().by("b").when(take(Choice::Agree)).then(taken("b", Choice::Agree));
    }

    #[test]
    fn the_same_position_again_changes_nothing_another_replaces_it() {
        five().and(taken("b", Choice::Agree)).by("b").when(take(Choice::Agree)).then_nothing();
        five().and(taken("b", Choice::Agree)).by("b").when(take(Choice::Object)).then(taken("b", Choice::Object));
        five()
            .and(taken("b", Choice::Object))
            .by("b")
            .when(TakePosition { reason: "another reason".into(), ..take(Choice::Object) })
            .then(PositionTaken { reason: "another reason".into(), ..taken("b", Choice::Object) });
    }

    #[test]
    fn an_objection_says_what_stands_against_it() {
        five().by("b").when(TakePosition { reason: " ".into(), ..take(Choice::Object) }).then_rejected(
            Invalid::new("reason", "is missing: say what stands against it, so that the others can answer").into(),
        );
    }

    #[test]
    fn only_members_at_the_opening_take_positions() {
        five().by("newcomer").when(take(Choice::Agree)).then_rejected(Rejection::NotEligible);
        nothing::<Proposal>().by("b").when(take(Choice::Agree)).then_rejected(Rejection::NotFound);
        given::<Proposal, _>([refused()]).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Refused);
    }

    #[test]
    fn a_position_after_the_deadline_is_late_even_if_nobody_closed_yet() {
        let closes_at = deadline();
        five().by("b").at(closes_at).when(take(Choice::Agree)).then_rejected(Rejection::Late { closes_at });
        five().by("b").at(just_before(closes_at)).when(take(Choice::Agree)).then(taken("b", Choice::Agree));
    }

    #[test]
    fn a_closed_proposal_takes_no_position_but_knows_those_it_has() {
        let closed = || five().and(taken("b", Choice::Agree)).and(adopted(1, 0, ""));
        closed().by("b").when(take(Choice::Object)).then_rejected(Rejection::Closed);
        closed().by("c").when(take(Choice::Agree)).then_rejected(Rejection::Closed);
        closed().by("b").when(take(Choice::Agree)).then_nothing();
    }
}

mod consent {
    use super::*;

    #[test]
    fn it_closes_by_itself_when_all_have_spoken_and_none_objects() {
        all_but_the_last(five(), [Choice::Agree, Choice::Agree, Choice::Agree, Choice::Abstain])
            .by("e")
            .when(take(Choice::Agree))
            .then_all([
                taken("e", Choice::Agree).into(),
                adopted(4, 1, "adopted by consent: 4 of 5 agreed, 1 abstained, none objected; 3 of 5 needed to speak")
                    .into(),
            ]);
    }

    #[test]
    fn a_standing_objection_keeps_it_open_until_it_is_withdrawn() {
        let objected = || all_but_the_last(five(), [Choice::Agree, Choice::Object, Choice::Abstain, Choice::Abstain]);
        objected().by("e").when(take(Choice::Agree)).then(taken("e", Choice::Agree));
        objected().and(taken("e", Choice::Agree)).by("b").when(take(Choice::Abstain)).then_all([
            taken("b", Choice::Abstain).into(),
            adopted(2, 3, "adopted by consent: 2 of 5 agreed, 3 abstained, none objected; 3 of 5 needed to speak")
                .into(),
        ]);
    }

    #[test]
    fn all_abstaining_is_no_consent() {
        all_but_the_last(five(), [Choice::Abstain; 4]).by("e").when(take(Choice::Abstain)).then_all([
            taken("e", Choice::Abstain).into(),
            rejected(
                [0, 5, 0],
                "rejected by consent, as nobody agreed: none of 5 agreed, 5 abstained, none objected; 3 of 5 needed to speak",
            )
            .into(),
        ]);
    }

    #[test]
    fn at_the_deadline_silence_is_consent_if_enough_spoke() {
        all_but_the_last(five(), [Choice::Agree, Choice::Abstain, Choice::Abstain]).at(deadline()).when(close()).then(
            adopted(1, 2, "adopted by consent: 1 of 5 agreed, 2 abstained, none objected; 3 of 5 needed to speak"),
        );
    }

    #[test]
    fn at_the_deadline_an_objection_or_too_few_positions_reject() {
        all_but_the_last(five(), [Choice::Agree, Choice::Agree, Choice::Object]).at(deadline()).when(close()).then(rejected(
            [2, 0, 1],
            "rejected by consent, as an objection stands: 2 of 5 agreed, none abstained, 1 objected; 3 of 5 needed to speak",
        ));
        all_but_the_last(five(), [Choice::Agree, Choice::Agree]).at(deadline()).when(close()).then(rejected(
            [2, 0, 0],
            "rejected by consent, as too few spoke: 2 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak",
        ));
    }
}

mod simple_majority {
    use super::*;

    #[test]
    fn it_closes_by_itself_as_soon_as_nothing_can_change_it() {
        all_but_the_last(majority(), [Choice::Agree, Choice::Agree]).by("c").when(take(Choice::Agree)).then_all([
            taken("c", Choice::Agree).into(),
            adopted(
                3,
                0,
                "adopted by simple majority: 3 of 5 agreed, none abstained, none objected; 3 of 5 needed to speak",
            )
            .into(),
        ]);
        all_but_the_last(majority(), [Choice::Object, Choice::Object]).by("c").when(take(Choice::Object)).then_all([
            taken("c", Choice::Object).into(),
            rejected(
                [0, 0, 3],
                "rejected by simple majority, as no more agreed than objected: none of 5 agreed, none abstained, 3 objected; 3 of 5 needed to speak",
            )
            .into(),
        ]);
    }

    #[test]
    fn two_ahead_with_two_to_come_stays_open() {
        all_but_the_last(majority(), [Choice::Agree, Choice::Abstain])
            .by("c")
            .when(take(Choice::Agree))
            .then(taken("c", Choice::Agree));
    }

    #[test]
    fn a_tie_is_no_majority() {
        all_but_the_last(majority(), [Choice::Agree, Choice::Object, Choice::Abstain])
            .at(deadline())
            .when(close())
            .then(rejected(
                [1, 1, 1],
                "rejected by simple majority, as no more agreed than objected: 1 of 5 agreed, 1 abstained, 1 objected; 3 of 5 needed to speak",
            ));
    }
}

mod closing {
    use super::*;

    #[test]
    fn it_stays_open_until_its_deadline() {
        let closes_at = deadline();
        five().by("a").at(just_before(closes_at)).when(close()).then_rejected(Rejection::StillOpen { closes_at });
    }

    #[test]
    fn it_is_closed_once() {
        five().and(adopted(5, 0, "")).by_service("clock").at(deadline()).when(close()).then_nothing();
    }

    #[test]
    fn what_was_never_opened_is_not_closed() {
        nothing::<Proposal>().by("a").when(close()).then_rejected(Rejection::NotFound);
        given::<Proposal, _>([refused()]).by("a").when(close()).then_rejected(Rejection::Refused);
    }
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    let closes_at = deadline();
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("proposal_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("proposal_id")),
        (Rejection::NotForCallers { field: "matter" }, "REASON_NOT_FOR_CALLERS", Some("matter")),
        (Rejection::NotActive, "REASON_PARTNERSHIP_NOT_ACTIVE", None),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::NotEligible, "REASON_NOT_ELIGIBLE", None),
        (Rejection::Closed, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::Refused, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::Late { closes_at }, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::StillOpen { closes_at }, "REASON_PROPOSAL_STILL_OPEN", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn now() -> Timestamp {
    context().now
}

fn deadline() -> Timestamp {
    now() + SignedDuration::from_hours(14 * 24)
}

fn just_before(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_nanos(1)
}

fn charter() -> Charter {
    Charter {
        is_active: true,
        voices: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        verifiers: vec!["auditor".into()],
        rules: vec![],
    }
}

/// Open to five members by consent, three of whom must speak.
fn five() -> Scenario<Proposal> {
    given::<Proposal, _>([opened()])
}

fn majority() -> Scenario<Proposal> {
    given::<Proposal, _>([ProposalOpened { rule: Rule::SimpleMajority.into(), ..opened() }])
}

fn all_but_the_last<const N: usize>(opened: Scenario<Proposal>, choices: [Choice; N]) -> Scenario<Proposal> {
    ["a", "b", "c", "d"].into_iter().zip(choices).fold(opened, |it, (who, choice)| it.and(taken(who, choice)))
}

fn open() -> OpenProposal {
    OpenProposal {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        matter: Matter::Other.into(),
        title: "Meet in Kabul".into(),
        text: "Twice a year".into(),
        ..Default::default()
    }
}

fn for_goal() -> OpenProposal {
    OpenProposal { matter: Matter::Goal.into(), subject: Some(subject()), ..open() }
}

fn opened() -> ProposalOpened {
    ProposalOpened {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        matter: Matter::Other.into(),
        title: "Meet in Kabul".into(),
        text: "Twice a year".into(),
        subject: None,
        proposed_by: "a".into(),
        rule: Rule::Consent.into(),
        quorum_needed: 3,
        eligible: charter().voices,
        closes_at: Some(moment::on_wire(deadline())),
    }
}

fn subject() -> Subject {
    Subject {
        service: "goals".into(),
        stream: "partnership/goals/partnership".into(),
        event_id: "0b0c7a3e-4d3c-5f0e-8a8e-0a4b8d7d3c11".into(),
    }
}

fn refuse() -> RefuseProposal {
    RefuseProposal {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        subject: Some(subject()),
        why: "the partnership is not active yet".into(),
        ..Default::default()
    }
}

fn refused() -> ProposalRefused {
    let RefuseProposal { command_id: _, validate_only: _, partnership_id, proposal_id, subject, why } = refuse();
    ProposalRefused { partnership_id, proposal_id, subject, why }
}

fn take(choice: Choice) -> TakePosition {
    let reason = if choice == Choice::Object { "too far away" } else { "" };
    TakePosition {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        choice: choice.into(),
        reason: reason.into(),
        ..Default::default()
    }
}

fn taken(partner_id: &str, choice: Choice) -> PositionTaken {
    let TakePosition { command_id: _, validate_only: _, partnership_id, proposal_id, choice, reason } = take(choice);
    PositionTaken { partnership_id, proposal_id, partner_id: partner_id.into(), choice, reason }
}

fn close() -> CloseProposal {
    CloseProposal { partnership_id: "partnership".into(), proposal_id: "proposal".into(), ..Default::default() }
}

fn adopted(agreed: u32, abstained: u32, why: &str) -> ProposalAdopted {
    ProposalAdopted {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        subject: None,
        agreed,
        abstained,
        objected: 0,
        eligible: 5,
        why: why.into(),
    }
}

fn rejected([agreed, abstained, objected]: [u32; 3], why: &str) -> ProposalRejected {
    ProposalRejected {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        subject: None,
        agreed,
        abstained,
        objected,
        eligible: 5,
        why: why.into(),
    }
}
