//! Concerns as they are served: raised, answered, put to the members, ended by the raiser or by the clock.

use contract::partners::{
    AnswerConcern, Concern, ConcernSeverity, ConcernState, ConfirmResolved, EscalateConcern, Escalation, GetConcern,
    GetConcernSummary, ListConcerns, RaiseConcern,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_concern_is_answered_and_confirmed_by_its_raiser_only() {
    let world = World::start();
    let (id, _) = world.active().await;
    let concern = done(world.api.raise_concern(by(LENDER, raise(&id))).await).id;
    world.clock.advance_to(start() + SignedDuration::from_hours(5));
    done(world.api.answer_concern(by(FUNDER, answer(&id, &concern))).await);
    let refused = world.api.confirm_resolved(by(FUNDER, confirm(&id, &concern))).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    world.clock.advance_to(start() + SignedDuration::from_hours(7));
    let confirmed = done(world.api.confirm_resolved(by(LENDER, confirm(&id, &concern))).await);
    let shown = world.concern(&id, &concern, &confirmed.as_of).await;
    assert_eq!((shown.state(), shown.about.as_slice()), (ConcernState::Resolved, &[FUNDER.to_owned()][..]));
    let said: Vec<_> = shown.steps.iter().map(|it| (it.partner_id.as_str(), it.state())).collect();
    assert_eq!(said, [(FUNDER, ConcernState::Answered), (LENDER, ConcernState::Resolved)]);

    let ask = GetConcernSummary { as_of: confirmed.as_of.clone(), partnership_id: id.clone() };
    let summary = world.api.get_concern_summary(by(FUNDER, ask)).await.unwrap().into_inner();
    let pair = &summary.pairs[0];
    assert_eq!((pair.raised_by.as_str(), pair.about.as_str(), pair.resolved, pair.open), (LENDER, FUNDER, 1, 0));
    let hours = [pair.to_acknowledge, pair.to_answer, pair.to_confirm].map(|it| it.and_then(|it| it.median_hours));
    assert_eq!(hours, [Some(5), Some(5), Some(2)]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concerns_are_listed_for_those_who_take_part_by_state_and_partner() {
    let world = World::start();
    let (id, _) = world.active().await;
    done(world.api.raise_concern(by(LENDER, raise(&id))).await);
    let other = RaiseConcern { text: "No minutes".into(), ..raise(&id) };
    let raised = done(world.api.raise_concern(by(FUNDER, other)).await);
    let confirmed = done(world.api.confirm_resolved(by(FUNDER, confirm(&id, &raised.id))).await);
    let all = || ListConcerns { as_of: confirmed.as_of.clone(), partnership_id: id.clone(), ..Default::default() };
    for (ask, many) in [
        (all(), 2),
        (ListConcerns { open_only: true, ..all() }, 1),
        (ListConcerns { state: ConcernState::Resolved.into(), ..all() }, 1),
        (ListConcerns { partner_id: LENDER.into(), ..all() }, 2),
        (ListConcerns { partner_id: INSURER.into(), ..all() }, 0),
    ] {
        let listed = world.api.list_concerns(by(LENDER, ask)).await.unwrap().into_inner().concerns;
        assert_eq!(listed.len(), many);
        assert!(listed.iter().all(|it| it.steps.is_empty()));
    }
    for who in [INSURER, OPERATOR] {
        assert_eq!(world.api.list_concerns(by(who, all())).await.unwrap_err().code(), Code::PermissionDenied);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_members_decide_on_a_concern_stands_on_it_and_leaves_it_open() {
    let world = World::start();
    let (id, _) = world.active().await;
    let concern = done(world.api.raise_concern(by(LENDER, raise(&id))).await).id;
    let escalate = EscalateConcern {
        partnership_id: id.clone(),
        concern_id: concern.clone(),
        to: Escalation::Decision.into(),
        text: "Pay by June".into(),
        ..Default::default()
    };
    let escalated = done(world.api.escalate_concern(by(LENDER, escalate)).await);
    let proposal = world.only_proposal(&id, escalated.as_of).await;
    assert_eq!(
        (proposal.title.as_str(), proposal.proposed_by.as_str()),
        ("Decide on a concern of Lender about Funder", LENDER)
    );
    done(world.api.take_position(by(FUNDER, agree(&proposal))).await);
    let decided = done(world.api.take_position(by(LENDER, agree(&proposal))).await);
    let seen = world.only_proposal(&id, decided.as_of).await;
    assert_eq!(seen.state(), ProposalState::Adopted);
    let shown = loop {
        let shown = world.concern(&id, &concern, &[]).await;
        if shown.state() != ConcernState::PutToDecision {
            break shown;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!((shown.state(), shown.ended_at), (ConcernState::Decided, None));
    assert!(shown.steps.last().is_some_and(|it| it.text.starts_with("adopted by consent")));
    done(world.api.confirm_resolved(by(LENDER, confirm(&id, &concern))).await);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concern_whose_raiser_falls_silent_closes_by_itself_as_unresolved() {
    let world = World::start();
    let (id, _) = world.active().await;
    let concern = done(world.api.raise_concern(by(LENDER, raise(&id))).await).id;
    let answered = done(world.api.answer_concern(by(FUNDER, answer(&id, &concern))).await);
    world.clock.advance_to(start() + SignedDuration::from_hours(90 * 24));
    let shown = loop {
        let shown = world.concern(&id, &concern, &answered.as_of).await;
        if shown.ended_at.is_some() {
            break shown;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!((shown.state(), shown.confirmed_at), (ConcernState::Unresolved, None));
    world.stop().await;
}

impl World {
    async fn concern(&self, partnership_id: &str, concern_id: &str, as_of: &[String]) -> Concern {
        let (partnership_id, concern_id) = (partnership_id.into(), concern_id.into());
        let ask = GetConcern { as_of: as_of.to_vec(), partnership_id, concern_id };
        self.api.get_concern(by(LENDER, ask)).await.unwrap().into_inner()
    }
}

fn raise(partnership_id: &str) -> RaiseConcern {
    RaiseConcern {
        partnership_id: partnership_id.into(),
        severity: ConcernSeverity::Serious.into(),
        text: "The second instalment is late".into(),
        ..Default::default()
    }
}

fn answer(partnership_id: &str, concern_id: &str) -> AnswerConcern {
    AnswerConcern {
        partnership_id: partnership_id.into(),
        concern_id: concern_id.into(),
        text: "In June".into(),
        ..Default::default()
    }
}

fn confirm(partnership_id: &str, concern_id: &str) -> ConfirmResolved {
    ConfirmResolved { partnership_id: partnership_id.into(), concern_id: concern_id.into(), ..Default::default() }
}
