//! Concerns under the charter's terms, and after their raisers have left.

use std::time::Duration;

use contract::{
    common::Receipt,
    partners::{
        AnswerConcern, CloseUnresolved, Concern, ConcernSeverity, ConcernState, EscalateConcern, Escalation,
        GetConcern, LeavePartnership, RaiseConcern, Terms, partner_commands_server::PartnerCommands,
        partner_queries_server::PartnerQueries,
    },
};
use tonic::Code;

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

const CHANNEL: &str = "https://example.org/speak-up";

#[tokio::test(flavor = "multi_thread")]
async fn the_charter_names_the_channel_the_mediator_and_the_limit() {
    let world = World::start().await;
    let terms = Terms {
        mediator_partner_id: INSURER.into(),
        confidential_channel: CHANNEL.into(),
        concern_silence_days: 30,
        ..Default::default()
    };
    let id = world.active_under(Some(terms)).await;
    let concern = world.raised(LENDER, &id).await.id;
    let escalate = EscalateConcern {
        partnership_id: id.clone(),
        concern_id: concern.clone(),
        to: Escalation::Mediator.into(),
        text: "Help us talk".into(),
        ..Default::default()
    };
    done(world.api.escalate_concern(by(LENDER, escalate)).await);
    let answered = done(world.api.answer_concern(by(FUNDER, answer(&id, &concern))).await);
    let shown = world.concern(&id, &concern, answered.as_of.clone()).await;
    assert_eq!((shown.state(), shown.confidential_channel.as_str()), (ConcernState::Answered, CHANNEL));
    world.clock.advance_to(at("2026-02-14"));
    let closed = world.ended(&id, &concern, answered.as_of).await;
    assert_eq!(closed.state(), ConcernState::Unresolved);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mediator_is_no_way_out() {
    let world = World::start().await;
    let id = world.active().await;
    let concern = world.raised(LENDER, &id).await.id;
    let escalate = EscalateConcern {
        partnership_id: id.clone(),
        concern_id: concern,
        to: Escalation::Mediator.into(),
        text: "Help us talk".into(),
        ..Default::default()
    };
    let refused = world.api.escalate_concern(by(LENDER, escalate)).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_has_raised_is_closed_by_a_member_or_by_the_clock() {
    let world = World::start().await;
    let id = world.active().await;
    let (first, second) = (world.raised(INSURER, &id).await.id, world.raised(INSURER, &id).await.id);
    let close = || CloseUnresolved { partnership_id: id.clone(), concern_id: first.clone(), ..Default::default() };
    let early = world.api.close_unresolved(by(LENDER, close())).await.unwrap_err();
    assert_eq!(early.code(), Code::FailedPrecondition);
    let leave = LeavePartnership {
        partnership_id: id.clone(),
        effective_on: "2026-01-16".into(),
        reason: "another strategy".into(),
        ..Default::default()
    };
    done(world.api.leave_partnership(by(INSURER, leave)).await);
    world.clock.advance_to(at("2026-01-16"));
    let closed = loop {
        match world.api.close_unresolved(by(LENDER, close())).await {
            Ok(closed) => break closed.into_inner(),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    let shown = world.concern(&id, &first, closed.as_of.clone()).await;
    assert_eq!(shown.state(), ConcernState::Unresolved);

    let world = world.restarted().await;
    world.clock.advance_to(at("2026-02-15"));
    let closed = world.ended(&id, &second, closed.as_of).await;
    assert_eq!(
        (closed.state(), closed.steps.last().map(|it| it.partner_id.as_str())),
        (ConcernState::Unresolved, Some(""))
    );
    world.stop().await;
}

impl World {
    async fn raised(&self, raiser: &str, partnership_id: &str) -> Receipt {
        let raise = RaiseConcern {
            partnership_id: partnership_id.into(),
            about: vec![FUNDER.into()],
            severity: ConcernSeverity::Serious.into(),
            text: "The second instalment is late".into(),
            ..Default::default()
        };
        done(self.api.raise_concern(by(raiser, raise)).await)
    }

    async fn concern(&self, partnership_id: &str, concern_id: &str, as_of: Vec<String>) -> Concern {
        let ask = GetConcern { as_of, partnership_id: partnership_id.into(), concern_id: concern_id.into() };
        self.api.get_concern(by(LENDER, ask)).await.unwrap().into_inner()
    }

    /// Once it has ended.
    async fn ended(&self, partnership_id: &str, concern_id: &str, as_of: Vec<String>) -> Concern {
        loop {
            let shown = self.concern(partnership_id, concern_id, as_of.clone()).await;
            if shown.ended_at.is_some() {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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
