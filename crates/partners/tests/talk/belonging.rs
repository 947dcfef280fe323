//! What waits for a partner because it belongs: charters, expectations, feedback, concerns.

use contract::partners::{
    AnswerConcern, ConcernSeverity, ConfirmResolved, GiveFeedback, OpenRound, RaiseConcern, Rating, ReopenConcern,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_charter_and_expectations_wait_for_its_founders() {
    let world = World::active().await;
    let founder =
        |partner_id: &str| Founder { partner_id: partner_id.into(), roles: vec![MemberRole::Implementing.into()] };
    let form = FormPartnership {
        title: "Another".into(),
        currency: "AFN".into(),
        founders: vec![founder(FUNDER), founder(LENDER)],
        ..Default::default()
    };
    let formed = done(world.api.form_partnership(by(FUNDER, form)).await);
    let another = |kind: WaitingKind| (kind, "Another".to_owned());
    let both = [another(WaitingKind::AcceptCharter), another(WaitingKind::StateExpectation)];
    assert_eq!(world.waiting(LENDER, &formed.as_of).await, both);
    assert_eq!(world.waiting(TRAINER, &formed.as_of).await, [], "of the active one nothing waits any more");
    let (partnership_id, text) = (formed.id.clone(), "Answers within a week".to_owned());
    let state = StateExpectation { partnership_id, text, ..Default::default() };
    let stated = done(world.api.state_expectation(by(LENDER, state)).await);
    assert_eq!(world.waiting(LENDER, &stated.as_of).await, both[..1]);
    let accept = AcceptInvitation { partnership_id: formed.id, charter_version: 1, ..Default::default() };
    let accepted = done(world.api.accept_invitation(by(LENDER, accept)).await);
    assert_eq!(world.waiting(LENDER, &accepted.as_of).await, []);
    assert_eq!(world.waiting(FUNDER, &accepted.as_of).await, both);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_waits_for_each_member_until_it_is_given() {
    let world = World::active().await;
    let open =
        OpenRound { partnership_id: world.id.clone(), title: "The year".into(), days_open: 7, ..Default::default() };
    let round = done(world.api.open_round(by(FUNDER, open)).await);
    let asked = [(WaitingKind::GiveFeedback, "The year".to_owned())];
    for member in [FUNDER, LENDER, TRAINER] {
        assert_eq!(world.waiting(member, &round.as_of).await, asked);
    }
    assert_eq!(world.waiting(OBSERVER, &round.as_of).await, []);
    let rating = |partner_id: &str| Rating {
        partner_id: partner_id.into(),
        clarity: 4,
        respect: 4,
        voice: 4,
        reliability: 4,
        fairness: 4,
        ..Default::default()
    };
    let give = GiveFeedback {
        partnership_id: world.id.clone(),
        round_id: round.id,
        ratings: vec![rating(FUNDER), rating(TRAINER)],
        ..Default::default()
    };
    let given = done(world.api.give_feedback(by(LENDER, give)).await);
    assert_eq!(world.waiting(LENDER, &given.as_of).await, []);
    assert_eq!(world.waiting(TRAINER, &given.as_of).await, asked);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concern_waits_for_its_answer_then_for_whoever_raised_it() {
    let world = World::active().await;
    let raise = RaiseConcern {
        partnership_id: world.id.clone(),
        about: vec![FUNDER.into()],
        severity: ConcernSeverity::Serious.into(),
        text: "The instalment is late".into(),
        ..Default::default()
    };
    let raised = done(world.api.raise_concern(by(LENDER, raise)).await);
    let concern = |kind: WaitingKind| [(kind, "A concern".to_owned())];
    let (answer, confirm) = (concern(WaitingKind::AnswerConcern), concern(WaitingKind::ConfirmConcern));
    assert_eq!(world.waiting(FUNDER, &raised.as_of).await, answer);
    assert_eq!(world.waiting(LENDER, &raised.as_of).await, []);
    let (partnership_id, concern_id, text) = (world.id.clone(), raised.id, "Paid today".to_owned());
    let said = AnswerConcern { partnership_id, concern_id, text, ..Default::default() };
    let answered = done(world.api.answer_concern(by(FUNDER, said.clone())).await);
    assert_eq!(world.waiting(FUNDER, &answered.as_of).await, []);
    assert_eq!(world.waiting(LENDER, &answered.as_of).await, confirm);
    let AnswerConcern { partnership_id, concern_id, text, .. } = said;
    let resolve = ConfirmResolved {
        partnership_id: partnership_id.clone(),
        concern_id: concern_id.clone(),
        ..Default::default()
    };
    let resolved = done(world.api.confirm_resolved(by(LENDER, resolve)).await);
    assert_eq!(world.waiting(LENDER, &resolved.as_of).await, []);
    let reopen = ReopenConcern { partnership_id, concern_id, text, ..Default::default() };
    let reopened = done(world.api.reopen_concern(by(LENDER, reopen)).await);
    assert_eq!(world.waiting(FUNDER, &reopened.as_of).await, answer);
    world.stop().await;
}
