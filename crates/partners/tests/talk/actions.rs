//! Actions.

use contract::partners::{
    Action, ActionState, AssignAction, CompleteAction, ListActions, RenegotiateAction, ReturnAction, VerifyAction,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_action_waits_for_whoever_is_to_act_on_it() {
    let world = World::active().await;
    let assigned = done(world.api.assign_action(by(FUNDER, assign(&world))).await);
    let id = &assigned.id;
    let (do_it, look) = (WaitingKind::CompleteAction, WaitingKind::VerifyAction);
    let title = || String::from("Buy seed");
    let waiting = world.waiting_of(LENDER, &assigned.as_of).await;
    assert_eq!(waiting.iter().map(|it| (it.kind(), it.thing_id.as_str())).collect::<Vec<_>>(), [(do_it, id.as_str())]);
    assert_eq!(waiting[0].due_at, on_wire("2026-02-02T00:00:00Z"), "when its day is over");
    assert_eq!(waiting[0].since, on_wire("2026-01-15T12:00:00Z"));
    assert_eq!(world.waiting(FUNDER, &assigned.as_of).await, []);

    let completed = done(world.api.complete_action(by(LENDER, complete(&world, id))).await);
    assert_eq!(world.waiting(LENDER, &completed.as_of).await, []);
    assert_eq!(world.waiting(FUNDER, &completed.as_of).await, [(look, title())]);
    assert_eq!(world.waiting(TRAINER, &completed.as_of).await, []);

    let (partnership_id, action_id) = (world.id.clone(), id.clone());
    let give_back = ReturnAction { partnership_id, action_id, reason: "No receipt".into(), ..Default::default() };
    let returned = done(world.api.return_action(by(TRAINER, give_back)).await);
    assert_eq!(world.waiting(LENDER, &returned.as_of).await, [(do_it, title())]);
    assert_eq!(world.waiting(FUNDER, &returned.as_of).await, []);
    assert_eq!(world.actions(&returned.as_of, ListActions::default()).await[0].reason, "No receipt");

    let again = CompleteAction { note: "With receipt".into(), ..complete(&world, id) };
    done(world.api.complete_action(by(LENDER, again)).await);
    let (partnership_id, action_id) = (world.id.clone(), id.clone());
    let verify = VerifyAction { partnership_id, action_id, ..Default::default() };
    denied(world.api.verify_action(by(LENDER, verify.clone())).await);
    denied(world.api.verify_action(by(OBSERVER, verify.clone())).await);
    let verified = done(world.api.verify_action(by(FUNDER, verify)).await);
    for who in [FUNDER, LENDER, TRAINER] {
        assert_eq!(world.waiting(who, &verified.as_of).await, [], "for {who}");
    }
    let action = world.actions(&verified.as_of, ListActions::default()).await.remove(0);
    assert_eq!((action.state(), action.note.as_str()), (ActionState::Verified, "With receipt"));
    assert_eq!(action.verified_by, FUNDER);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_overdue_from_its_reminder_to_the_next_day_agreed() {
    let world = World::active().await;
    let id = done(world.api.assign_action(by(FUNDER, assign(&world))).await).id;
    let other = AssignAction { assigned_to: TRAINER.into(), due_on: "2026-06-01".into(), ..assign(&world) };
    let other = done(world.api.assign_action(by(FUNDER, other)).await);
    let overdue = || ListActions { overdue: true, ..Default::default() };
    assert_eq!(world.actions(&other.as_of, overdue()).await.len(), 0);
    world.clock.advance_to(moment("2026-02-02T00:00:00Z"));
    world.reminded(2).await;
    let late = world.actions(&[], overdue()).await;
    assert_eq!(late.iter().map(|it| it.action_id.as_str()).collect::<Vec<_>>(), [id.as_str()]);

    let put_off = RenegotiateAction {
        partnership_id: world.id.clone(),
        action_id: id,
        due_on: "2026-03-01".into(),
        ..Default::default()
    };
    let agreed = done(world.api.renegotiate_action(by(FUNDER, put_off)).await);
    assert_eq!(world.actions(&agreed.as_of, overdue()).await.len(), 0);
    let of_lender = ListActions { assigned_to: LENDER.into(), state: ActionState::Open.into(), ..Default::default() };
    let action = world.actions(&agreed.as_of, of_lender).await.remove(0);
    assert_eq!((action.first_due_on.as_str(), action.due_on.as_str()), ("2026-02-01", "2026-03-01"));
    let waiting = world.waiting_of(LENDER, &agreed.as_of).await;
    assert_eq!(waiting.iter().map(|it| it.due_at).collect::<Vec<_>>(), [on_wire("2026-03-02T00:00:00Z")]);
    world.stop().await;
}

impl World {
    pub(super) async fn actions(&self, as_of: &[String], ask: ListActions) -> Vec<Action> {
        let query = ListActions { as_of: as_of.to_vec(), partnership_id: self.id.clone(), ..ask };
        self.api.list_actions(by(OBSERVER, query)).await.unwrap().into_inner().actions
    }
}

pub(super) fn assign(world: &World) -> AssignAction {
    AssignAction {
        partnership_id: world.id.clone(),
        what: "Buy seed\nfor the spring".into(),
        assigned_to: LENDER.into(),
        due_on: "2026-02-01".into(),
        ..Default::default()
    }
}

pub(super) fn complete(world: &World, action_id: &str) -> CompleteAction {
    CompleteAction { partnership_id: world.id.clone(), action_id: action_id.into(), ..Default::default() }
}
