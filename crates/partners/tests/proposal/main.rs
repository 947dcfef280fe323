//! What opening a motion and taking positions on it leads to.

mod affiliates;
mod closing;
mod consent;
mod fallback;
mod hearing;
mod hidden;
mod leaving;
mod objections;
mod opening;
mod positions;
mod proxies;
mod ranked;
mod rating;
mod rules;
mod simple_majority;
mod standing_proxies;
mod withdrawing;

use contract::{
    moment,
    partners::{
        Choice, CloseProposal, DecisionRule, Matter, OpenProposal, PositionTaken, ProposalAdopted, ProposalOpened,
        ProposalRefused, ProposalRejected, RefuseProposal, Rule, Subject, TakePosition, event::Kind as Event,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::proposal::{Proposal, Rejection, decisions::Charter};

#[test]
fn refusals_name_the_reason_and_the_field() {
    let closes_at = deadline();
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("proposal_id")),
        (Rejection::KeyGone, "REASON_STILL_SEALED", None),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("proposal_id")),
        (Rejection::NotForCallers { field: "matter" }, "REASON_NOT_FOR_CALLERS", Some("matter")),
        (Rejection::NotActive, "REASON_PARTNERSHIP_NOT_ACTIVE", None),
        (Rejection::NotAMember, "REASON_NOT_A_MEMBER", None),
        (Rejection::NotEligible, "REASON_NOT_ELIGIBLE", None),
        (Rejection::Closed, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::Refused, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::Late { closes_at }, "REASON_PROPOSAL_CLOSED", None),
        (Rejection::StillOpen { closes_at }, "REASON_PROPOSAL_STILL_OPEN", None),
        (Rejection::OnlyRanked, "REASON_RULE_DOES_NOT_ALLOW", Some("choice")),
        (Rejection::NothingToRank, "REASON_RULE_DOES_NOT_ALLOW", Some("choice")),
        (Rejection::OnlyUnderConsent, "REASON_RULE_DOES_NOT_ALLOW", None),
        (Rejection::ObjectionMissing, "REASON_OBJECTION_MISSING", None),
        (Rejection::OwnObjection, "REASON_OWN_OBJECTION", Some("objector_id")),
        (Rejection::QuestionNotFound, "REASON_NOT_FOUND", Some("question_id")),
        (Rejection::QuestionIdTaken, "REASON_ID_TAKEN", Some("question_id")),
        (Rejection::TooMany { what: "questions", most: 50 }, "REASON_TOO_MANY", None),
        (Rejection::NotToAnswer, "REASON_NOT_ELIGIBLE", None),
        (Rejection::NotTheProposer, "REASON_NOT_THE_PROPOSER", None),
        (Rejection::NotTheConcerned, "REASON_NOT_THE_CONCERNED", None),
        (Rejection::Recused, "REASON_RECUSED", None),
        (Rejection::NoProxy, "REASON_NO_PROXY", Some("on_behalf_of")),
        (Rejection::SpokeItself, "REASON_SPOKE_ITSELF", Some("on_behalf_of")),
        (Rejection::ProxyLimit { most: 2 }, "REASON_PROXY_LIMIT", Some("holder_id")),
        (Rejection::SpeaksForMost { most: 2 }, "REASON_PROXY_LIMIT", Some("on_behalf_of")),
        (Rejection::NotDecided, "REASON_NOT_DECIDED", None),
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
        is_closing: false,
        is_active: true,
        voices: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        verifiers: vec!["auditor".into()],
        rules: vec![],
        organisations: Default::default(),
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
        concerned_partner_id: String::new(),
        shared_voices: vec![],
        options: vec![],
        quorum_percent: 50,
        fallback: Rule::Unspecified.into(),
        days_open: 14,
        hidden: false,
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
    let TakePosition { partnership_id, proposal_id, choice, reason, .. } = take(choice);
    PositionTaken { partnership_id, proposal_id, partner_id: partner_id.into(), choice, reason, ..Default::default() }
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
        chosen_option: String::new(),
        chosen_place: 0,
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
