//! A member is away: another speaks for it, on its days, until it says otherwise.

use contract::partners::{
    Choice, GetProposal, GrantProxy, Matter, OpenProposal, RevokeProxy, StandingProxy, TakePosition,
    partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
};
use tonic::Code;

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_has_another_speak_for_it_until_it_is_back() {
    let world = World::start().await;
    let id = world.active().await;
    let granted = done(world.api.grant_proxy(by(INSURER, grant(&id))).await);
    let shown = world.shown(FUNDER, &id, granted.as_of.clone()).await;
    assert_eq!(shown.members[2].standing_proxy, Some(until_february()));
    let proposal_id = world.opened(&id, "Buy a bus").await;

    done(world.api.take_position(by(LENDER, take(&id, &proposal_id, INSURER, Choice::Agree))).await);
    let refused = world.api.take_position(by(FUNDER, take(&id, &proposal_id, INSURER, Choice::Object))).await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
    let world = world.restarted().await;
    let changed = done(world.api.take_position(by(LENDER, take(&id, &proposal_id, INSURER, Choice::Abstain))).await);
    assert_eq!(
        world.positions(&id, &proposal_id, changed.as_of).await,
        [(INSURER.into(), Choice::Abstain, LENDER.into())]
    );

    let itself = done(world.api.take_position(by(INSURER, take(&id, &proposal_id, "", Choice::Object))).await);
    let refused = world.api.take_position(by(LENDER, take(&id, &proposal_id, INSURER, Choice::Agree))).await;
    assert_eq!(refused.unwrap_err().code(), Code::FailedPrecondition);
    assert_eq!(
        world.positions(&id, &proposal_id, itself.as_of).await,
        [(INSURER.into(), Choice::Object, String::new())]
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standing_proxy_is_over_with_its_last_day_or_when_it_is_taken_back() {
    let world = World::start().await;
    let id = world.active().await;
    done(world.api.grant_proxy(by(INSURER, grant(&id))).await);
    let first = world.opened(&id, "Buy a bus").await;
    let revoked = done(
        world.api.revoke_proxy(by(INSURER, RevokeProxy { partnership_id: id.clone(), ..Default::default() })).await,
    );
    assert_eq!(world.shown(FUNDER, &id, revoked.as_of).await.members[2].standing_proxy, None);
    let refused = world.api.take_position(by(LENDER, take(&id, &first, INSURER, Choice::Agree))).await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);

    done(world.api.grant_proxy(by(INSURER, grant(&id))).await);
    done(world.api.take_position(by(LENDER, take(&id, &first, INSURER, Choice::Agree))).await);
    world.clock.advance_to(at("2026-01-31"));
    let second = world.opened(&id, "Sell the bus").await;
    done(world.api.take_position(by(LENDER, take(&id, &second, INSURER, Choice::Agree))).await);
    world.clock.advance_to(at("2026-02-01"));
    let refused = world.api.take_position(by(LENDER, take(&id, &second, INSURER, Choice::Object))).await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
    world.stop().await;
}

impl World {
    async fn opened(&self, id: &str, title: &str) -> String {
        let open = OpenProposal { partnership_id: id.into(), matter: 7, title: title.into(), ..Default::default() };
        done(self.api.open_proposal(by(FUNDER, open)).await).id
    }

    /// Who said what by whom.
    async fn positions(&self, id: &str, proposal_id: &str, as_of: Vec<String>) -> Vec<(String, Choice, String)> {
        let query = GetProposal { as_of, partnership_id: id.into(), proposal_id: proposal_id.into() };
        let shown = self.api.get_proposal(by(FUNDER, query)).await.unwrap().into_inner();
        shown.positions.into_iter().map(|it| (it.partner_id.clone(), it.choice(), it.by_proxy)).collect()
    }
}

fn grant(id: &str) -> GrantProxy {
    let StandingProxy { holder_id, matters, starts_on: _, ends_on } = until_february();
    GrantProxy { partnership_id: id.into(), holder_id, matters, ends_on, ..Default::default() }
}

fn until_february() -> StandingProxy {
    StandingProxy {
        holder_id: LENDER.into(),
        matters: vec![Matter::Other.into()],
        starts_on: "2026-01-15".into(),
        ends_on: "2026-01-31".into(),
    }
}

fn take(id: &str, proposal_id: &str, on_behalf_of: &str, choice: Choice) -> TakePosition {
    TakePosition {
        partnership_id: id.into(),
        proposal_id: proposal_id.into(),
        choice: choice.into(),
        reason: "it costs too much".into(),
        on_behalf_of: on_behalf_of.into(),
        ..Default::default()
    }
}
