//! What opening a motion and taking positions on it leads to.

mod closing;
mod consent;
mod opening;
mod positions;
mod simple_majority;

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
        concerned_partner_id: String::new(),
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
