//! A member leaves: its exit sheet, its day, and what it may read and do after.

use std::time::Duration;

use contract::{
    common::Standing,
    partners::{
        Exit, ExitSettlement, ExitState, GetExit, LeavePartnership, OpenProposal, SettleExitItem, Stage,
        partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use tonic::Code;

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

#[tokio::test(flavor = "multi_thread")]
async fn a_leaver_goes_on_its_day_also_across_a_restart() {
    let world = World::start().await;
    let id = world.active().await;
    let motion =
        |title: &str| OpenProposal { partnership_id: id.clone(), matter: 7, title: title.into(), ..Default::default() };
    let opened = done(world.api.open_proposal(by(INSURER, motion("Buy a bus"))).await);
    let announced = done(world.api.leave_partnership(by(INSURER, leave(&id, "2026-01-20"))).await);
    let sheet = world.sheet(&id, announced.as_of.clone()).await;
    let listed = sheet.lines.iter().filter_map(|it| it.item.as_ref()).map(|it| it.what.as_str()).collect::<Vec<_>>();
    assert_eq!((sheet.state(), listed, sheet.items_unsettled), (ExitState::Announced, vec!["Buy a bus"], 1));
    let shown = world.shown(FUNDER, &id, announced.as_of).await;
    assert_eq!(shown.members[2].leaving_on, "2026-01-20");

    let settle = SettleExitItem {
        partnership_id: id.clone(),
        partner_id: INSURER.into(),
        item_id: opened.id,
        how: ExitSettlement::HandedOver.into(),
        to_partner_id: LENDER.into(),
        ..Default::default()
    };
    let settled = done(world.api.settle_exit_item(by(LENDER, settle)).await);
    let sheet = world.sheet(&id, settled.as_of).await;
    assert_eq!((sheet.items_unsettled, sheet.lines[0].settled_by.as_str()), (0, LENDER));

    let world = world.restarted().await;
    world.clock.advance_to(at("2026-01-20"));
    let left = world.gone(&id).await;
    assert_eq!(left.reason, "another strategy");
    let denied = world.api.open_proposal(by(INSURER, motion("Come back"))).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let shown = world.shown(FUNDER, &id, vec![]).await;
    assert_eq!((shown.members[2].standing(), shown.stage()), (Standing::Former, Stage::Active));

    let lender = done(world.api.leave_partnership(by(LENDER, leave(&id, "2026-01-20"))).await);
    let shown = world.shown(FUNDER, &id, lender.as_of.clone()).await;
    assert_eq!(shown.stage(), Stage::Closing);
    assert_eq!(shown.closing_why, "fewer than two members with a voice are left");
    let as_it_left = world.shown(INSURER, &id, lender.as_of).await;
    assert_eq!((as_it_left.stage(), as_it_left.members[1].standing()), (Stage::Active, Standing::Member));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_meanwhile_is_off_the_sheet() {
    let world = World::start().await;
    let id = world.active().await;
    let motion =
        OpenProposal { partnership_id: id.clone(), matter: 7, title: "Buy a bus".into(), ..Default::default() };
    done(world.api.open_proposal(by(INSURER, motion)).await);
    let announced = done(world.api.leave_partnership(by(INSURER, leave(&id, "2026-03-20"))).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], announced).await;
    let decided = match world.shown(FUNDER, &id, decided.as_of.clone()).await.proposals_open {
        0 => decided,
        _ => world.adopted(&id, [INSURER, INSURER], decided).await,
    };
    let seen = world.shown(FUNDER, &id, decided.as_of).await.as_of;
    let sheet = world.sheet(&id, seen).await;
    assert_eq!((sheet.items_unsettled, sheet.lines[0].how()), (0, ExitSettlement::Ended));
    world.stop().await;
}

impl World {
    async fn sheet(&self, id: &str, as_of: Vec<String>) -> Exit {
        let query = GetExit { as_of, partnership_id: id.into(), partner_id: INSURER.into() };
        self.api.get_exit(by(LENDER, query)).await.unwrap().into_inner()
    }

    async fn gone(&self, id: &str) -> Exit {
        loop {
            let sheet = self.sheet(id, vec![]).await;
            if sheet.state() == ExitState::Left {
                return sheet;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn leave(id: &str, effective_on: &str) -> LeavePartnership {
    LeavePartnership {
        partnership_id: id.into(),
        reason: "another strategy".into(),
        effective_on: effective_on.into(),
        ..Default::default()
    }
}
