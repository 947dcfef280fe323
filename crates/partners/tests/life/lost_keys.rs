//! What can no longer be opened does not hold up what else falls due.

use std::{fs, time::Duration};

use contract::partners::{
    AnswerConcern, Choice, ConcernState, DecisionRule, GetProposal, Matter, OpenProposal, ProposalState, RaiseConcern,
    Rule, TakePosition, Terms, partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
};

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

/// One more than fall due in one step.
const STUCK: usize = 65;

#[tokio::test(flavor = "multi_thread")]
async fn proposals_whose_keys_are_lost_keep_nothing_else_from_falling_due() {
    let world = World::start().await;
    let rules = vec![DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::SimpleMajority.into(),
        quorum_percent: 50,
        days_open: 7,
        fallback: 0,
        hidden: true,
    }];
    let id = world.active_by(rules, Some(Terms { concern_silence_days: 30, ..Default::default() })).await;
    for _ in 0..STUCK {
        world.hidden(&id).await;
    }
    let first = world.hidden(&id).await;
    let raise = RaiseConcern {
        partnership_id: id.clone(),
        about: vec![FUNDER.into()],
        severity: 2,
        text: "The second instalment is late".into(),
        ..Default::default()
    };
    let concern = done(world.api.raise_concern(by(LENDER, raise)).await).id;
    let (partnership_id, concern_id) = (id.clone(), concern.clone());
    let answer = AnswerConcern { partnership_id, concern_id, text: "In June".into(), ..Default::default() };
    let answered = done(world.api.answer_concern(by(FUNDER, answer)).await);

    let world = world.restarted_after(|folder| fs::remove_file(folder.join("partners/keys")).unwrap()).await;
    world.clock.advance_to(at("2026-03-01"));
    let ended = tokio::time::timeout(Duration::from_secs(30), world.ended(&id, &concern, answered.as_of)).await;
    assert_eq!(ended.expect("it gets its turn").state(), ConcernState::Unresolved);
    let ask = GetProposal { as_of: vec![], partnership_id: id, proposal_id: first };
    let stuck = world.api.get_proposal(by(INSURER, ask)).await.unwrap().into_inner();
    assert_eq!(stuck.state(), ProposalState::Open, "nothing is decided without its key");
    world.stop().await;
}

impl World {
    /// A proposal with one hidden position on it.
    async fn hidden(&self, id: &str) -> String {
        let motion =
            OpenProposal { partnership_id: id.into(), matter: 7, title: "Buy a bus".into(), ..Default::default() };
        let proposal_id = done(self.api.open_proposal(by(FUNDER, motion)).await).id;
        let take = TakePosition {
            partnership_id: id.into(),
            proposal_id: proposal_id.clone(),
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        done(self.api.take_position(by(LENDER, take)).await);
        proposal_id
    }
}
