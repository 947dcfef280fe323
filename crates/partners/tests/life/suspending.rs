//! A member suspended and reinstated by the others' decision.

use contract::{
    common::Standing,
    partners::{
        ChangeKind, OpenProposal, Partnership, ReinstateMember, SuspendMember, partner_commands_server::PartnerCommands,
    },
};
use tonic::Code;

use super::ground::{FUNDER, INSURER, LENDER, World, by, done};

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_member_reads_and_has_no_voice_until_it_is_reinstated() {
    let world = World::start().await;
    let id = world.active().await;
    let suspend = SuspendMember {
        partnership_id: id.clone(),
        partner_id: INSURER.into(),
        reason: "no report for a year".into(),
        ..Default::default()
    };
    let asked = done(world.api.suspend_member(by(FUNDER, suspend)).await);
    let proposal = world.open_proposal(INSURER, &id, asked.as_of.clone()).await;
    assert_eq!(proposal.concerned_partner_id, INSURER);
    assert!(!proposal.eligible.iter().any(|it| it == INSURER), "{:?}", proposal.eligible);
    let pending = world.shown(INSURER, &id, asked.as_of.clone()).await.pending;
    assert_eq!(
        pending.iter().map(|it| (it.kind(), it.proposed_by.as_str())).collect::<Vec<_>>(),
        [(ChangeKind::Suspension, FUNDER)]
    );

    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let shown = world.shown(INSURER, &id, decided.as_of.clone()).await;
    assert_eq!((standing(&shown), shown.pending.len()), (Standing::Suspended, 0));
    let motion = || OpenProposal { partnership_id: id.clone(), matter: 7, title: "Meet".into(), ..Default::default() };
    let denied = world.api.open_proposal(by(INSURER, motion())).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);

    let reinstate = ReinstateMember {
        partnership_id: id.clone(),
        partner_id: INSURER.into(),
        reason: "it reports again".into(),
        ..Default::default()
    };
    let asked = done(world.api.reinstate_member(by(LENDER, reinstate)).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let shown = world.shown(INSURER, &id, decided.as_of).await;
    assert_eq!(standing(&shown), Standing::Member);
    done(world.api.open_proposal(by(INSURER, motion())).await);
    world.stop().await;
}

fn standing(it: &Partnership) -> Standing {
    it.members.iter().find(|it| it.partner_id == INSURER).unwrap().standing()
}
