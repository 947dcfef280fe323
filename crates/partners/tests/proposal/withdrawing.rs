//! Taking a proposal back.

use contract::partners::{ProposalRefused, ProposalWithdrawn, WithdrawProposal};

use super::*;

fn withdraw(reason: &str) -> WithdrawProposal {
    WithdrawProposal {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        reason: reason.into(),
        ..Default::default()
    }
}

fn withdrawn(why: &str) -> ProposalWithdrawn {
    ProposalWithdrawn {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        subject: None,
        partner_id: "a".into(),
        why: why.into(),
    }
}

#[test]
fn its_proposer_takes_a_proposal_back_while_it_is_open() {
    let closes_at = deadline();
    five().by("a").when(withdraw(" ")).then(withdrawn("withdrawn by its proposer"));
    five().by("a").when(withdraw("too early")).then(withdrawn("withdrawn by its proposer: too early"));
    five().and(withdrawn("")).by("a").when(withdraw("again")).then_nothing();
    five().by("b").when(withdraw("")).then_rejected(Rejection::NotTheProposer);
    five().by("a").at(closes_at).when(withdraw("")).then_rejected(Rejection::Late { closes_at });
    five().and(adopted(5, 0, "")).by("a").when(withdraw("")).then_rejected(Rejection::Closed);
}

#[test]
fn whoever_asked_for_it_hears_of_it() {
    let asked_for = ProposalOpened { subject: Some(subject()), ..opened() };
    given::<Proposal, _>([asked_for])
        .by("a")
        .when(withdraw(""))
        .then(ProposalWithdrawn { subject: Some(subject()), ..withdrawn("withdrawn by its proposer") });
}

#[test]
fn a_service_takes_back_what_it_asked_unless_the_members_were_quicker() {
    let by_service = |proposal: Scenario<Proposal>| proposal.by("b").by_service("partners");
    let taken_back = ProposalWithdrawn { partner_id: "b".into(), ..withdrawn("taken back by who asked: new figures") };
    by_service(five()).when(withdraw("new figures")).then(taken_back.clone());
    by_service(five()).at(deadline()).when(withdraw("new figures")).then(taken_back);
    by_service(five().and(adopted(5, 0, ""))).when(withdraw("new figures")).then_nothing();
    let refused = ProposalRefused { partnership_id: "partnership".into(), ..Default::default() };
    by_service(given::<Proposal, _>([refused])).when(withdraw("new figures")).then_nothing();
}

#[test]
fn what_figures_led_to_is_nobodys_to_take_back() {
    let by_itself = || ProposalOpened { proposed_by: String::new(), ..opened() };
    for member in ["a", "auditor"] {
        given::<Proposal, _>([by_itself()]).by(member).when(withdraw("")).then_rejected(Rejection::NotTheProposer);
    }
}

#[test]
fn nothing_is_said_to_a_proposal_taken_back() {
    five().and(withdrawn("")).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Closed);
    five().and(withdrawn("")).by_service("clock").at(deadline()).when(close()).then_nothing();
}
