//! Taking a proposal back.

use contract::partners::{ProposalWithdrawn, WithdrawProposal};

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
fn nothing_is_said_to_a_proposal_taken_back() {
    five().and(withdrawn("")).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Closed);
    five().and(withdrawn("")).by_service("clock").at(deadline()).when(close()).then_nothing();
}
