//! What a review agrees on: an action comes to be by itself, anything else is still to be proposed.

use contract::partners::{
    Action, ActionState, AgreeChange, CloseReview, GetReview, ListActions, OpenReview, ReminderKind, Review,
    ReviewChangeKind, ReviewItem, ReviewItemKind, Thing,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_action_agreed_on_in_a_review_is_its_owners_to_do_and_reminded_like_any_other() {
    let world = World::active().await;
    let review_id = done(world.api.open_review(by(FUNDER, open(&world))).await).id;
    let proposed = done(world.api.agree_change(by(FUNDER, propose(&world, &review_id))).await);
    assert_eq!(world.review(&review_id, &proposed.as_of).await.changes[0].action_id, "");
    assert_eq!(world.actions(&proposed.as_of, ListActions::default()).await, []);
    let agree = || AgreeChange {
        partnership_id: world.id.clone(),
        review_id: review_id.clone(),
        change_id: proposed.id.clone(),
        ..Default::default()
    };
    let agreed = done(world.api.agree_change(by(LENDER, agree())).await);
    let change = world.review(&review_id, &agreed.as_of).await.changes.remove(0);
    assert!(change.agreed && !change.action_id.is_empty(), "{change:?}");
    // Once what it agreed to has been reacted to.
    let seen = world.api.list_waiting(by(LENDER, ListWaiting { as_of: agreed.as_of.clone(), ..Default::default() }));
    let seen = seen.await.unwrap().into_inner().as_of;
    let action = Action {
        action_id: change.action_id.clone(),
        state: ActionState::Open.into(),
        assigned_by: FUNDER.into(),
        what: "Visit every branch".into(),
        assigned_to: LENDER.into(),
        first_due_on: "2026-02-01".into(),
        due_on: "2026-02-01".into(),
        arising_from: Thing::Review.into(),
        arising_from_id: review_id.clone(),
        ..Default::default()
    };
    assert_eq!(world.actions(&seen, ListActions::default()).await, [action]);
    assert_eq!(world.waiting(LENDER, &seen).await, [(WaitingKind::CompleteAction, "Visit every branch".into())]);

    done(world.api.agree_change(by(LENDER, agree())).await);
    done(world.api.agree_change(by(TRAINER, agree())).await);
    let world = world.restarted().await;
    let close = CloseReview {
        partnership_id: world.id.clone(),
        review_id: review_id.clone(),
        summary: "More visits".into(),
        ..Default::default()
    };
    let closed = done(world.api.close_review(by(TRAINER, close)).await);
    assert_eq!(world.actions(&closed.as_of, ListActions::default()).await.len(), 1, "once, whoever agrees again");
    world.clock.advance_to(moment("2026-01-30T12:00:00Z"));
    let reminders = world.reminders_of(ReminderKind::ActionSoon).await;
    assert_eq!(reminders.iter().map(|it| it.about_id.as_str()).collect::<Vec<_>>(), [change.action_id.as_str()]);
    assert_eq!(reminders[0].partner_id, LENDER);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_agreed_on_in_a_review_is_still_to_be_proposed() {
    let world = World::active().await;
    let review_id = done(world.api.open_review(by(FUNDER, open(&world))).await).id;
    let amendment = AgreeChange { kind: ReviewChangeKind::Amendment.into(), ..propose(&world, &review_id) };
    let change_id = done(world.api.agree_change(by(FUNDER, amendment)).await).id;
    let (partnership_id, review) = (world.id.clone(), review_id.clone());
    let agree = AgreeChange { partnership_id, review_id: review, change_id, ..Default::default() };
    let agreed = done(world.api.agree_change(by(LENDER, agree)).await);
    let change = world.review(&review_id, &agreed.as_of).await.changes.remove(0);
    assert_eq!((change.agreed, change.action_id.as_str()), (true, ""));
    assert_eq!(world.actions(&agreed.as_of, ListActions::default()).await, []);
    world.stop().await;
}

impl World {
    async fn review(&self, review_id: &str, as_of: &[String]) -> Review {
        let (as_of, partnership_id) = (as_of.to_vec(), self.id.clone());
        let query = GetReview { as_of, partnership_id, review_id: review_id.into() };
        self.api.get_review(by(TRAINER, query)).await.unwrap().into_inner()
    }
}

fn open(world: &World) -> OpenReview {
    OpenReview {
        partnership_id: world.id.clone(),
        title: "The first year".into(),
        from_date: "2025-01-01".into(),
        to_date: "2025-12-31".into(),
        packet: vec![finding()],
        ..Default::default()
    }
}

fn propose(world: &World, review_id: &str) -> AgreeChange {
    AgreeChange {
        partnership_id: world.id.clone(),
        review_id: review_id.into(),
        what: "Visit every branch".into(),
        follows_from: Some(finding()),
        kind: ReviewChangeKind::Action.into(),
        owner_partner_id: LENDER.into(),
        due_on: "2026-02-01".into(),
        ..Default::default()
    }
}

fn finding() -> ReviewItem {
    ReviewItem { kind: ReviewItemKind::Finding.into(), thing_id: String::new(), note: "Repayment fell".into() }
}
