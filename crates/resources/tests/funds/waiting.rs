//! What of funds waits for whom, and that it waits no longer once it is done or cannot be.

use contract::{
    partners::{MemberReinstated, MemberSuspended, PartnershipClosed},
    resources::{
        WaitingResourceKind::{AcceptBudget as Accept, ConfirmTransaction as Confirm, MakePayment as Pay},
        WaitingResourceKind::{MeetCondition as Meet, SettleTransaction as Settle},
        resource_commands_server::ResourceCommands as _,
        resource_queries_server::ResourceQueries as _,
        *,
    },
};

use crate::{messages::*, messages_planning::*, served::*};

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_waits_for_its_receiver_and_disputed_for_who_recorded_it() {
    let world = World::start().await;
    let recorded = done(world.api.record_transaction(by(FUNDER, transfer(TRANSFER))).await);
    assert_eq!(world.waits(LENDER, &recorded.as_of).await, [(Confirm, TRANSFER.to_owned())]);
    assert_eq!(world.waits(FUNDER, &recorded.as_of).await, []);
    let [it] = &world.waiting(LENDER, &recorded.as_of).await[..] else { panic!("one thing") };
    assert_eq!((it.title.as_str(), it.due_at), ("250000.00 GBP: First instalment", None));

    let dispute = DisputeTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        received_minor: 24_000_000,
        reason: "The bank kept its fee".into(),
        ..Default::default()
    };
    let disputed = done(world.api.dispute_transaction(by(LENDER, dispute)).await);
    assert_eq!(world.waits(LENDER, &disputed.as_of).await, []);
    assert_eq!(world.waits(FUNDER, &disputed.as_of).await, [(Settle, TRANSFER.to_owned())]);
    let withdraw = WithdrawTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        reason: "Less the fee".into(),
        ..Default::default()
    };
    let withdrawn = done(world.api.withdraw_transaction(by(FUNDER, withdraw)).await);
    assert_eq!(world.waits(FUNDER, &withdrawn.as_of).await, []);

    let published = RecordTransaction { transaction_id: THIRD.into(), ..published() };
    done(world.api.record_transaction(by(OPERATOR, published)).await);
    let own = done(world.api.record_transaction(by(LENDER, transfer(OTHER))).await);
    assert_eq!(world.waits(LENDER, &own.as_of).await, [], "a source's, and its own, which says that it has it");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_linked_waits_for_nobody_until_it_is_told_apart_again() {
    let world = World::start().await;
    done(world.api.record_transaction(by(FUNDER, transfer(TRANSFER))).await);
    done(world.api.record_transaction(by(LENDER, transfer(OTHER))).await);
    let (partnership_id, transaction_id) = (TOGETHER.to_owned(), OTHER.to_owned());
    let link = LinkTransaction {
        partnership_id: partnership_id.clone(),
        transaction_id: transaction_id.clone(),
        same_as: TRANSFER.into(),
        ..Default::default()
    };
    let linked = done(world.api.link_transaction(by(FUNDER, link)).await);
    assert_eq!(world.waits(LENDER, &linked.as_of).await, [], "its own report says that it has it");
    let reason = "Two instalments".to_owned();
    let unlink = UnlinkTransaction { partnership_id, transaction_id, reason, ..Default::default() };
    let unlinked = done(world.api.unlink_transaction(by(FUNDER, unlink)).await);
    assert_eq!(world.waits(LENDER, &unlinked.as_of).await, [(Confirm, TRANSFER.to_owned())]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_waits_for_its_payer_until_it_is_accepted_or_dropped() {
    let mut world = World::start().await;
    let line = |line_id: &str| SetBudget { line_id: line_id.into(), goal_id: String::new(), ..set_budget() };
    done(world.api.set_budget(by(LENDER, line(LINE))).await);
    done(world.api.set_budget(by(FUNDER, line(THIRD))).await);
    let set = done(world.api.set_budget(by(LENDER, line(OTHER))).await);
    let both = [(Accept, OTHER.to_owned()), (Accept, LINE.to_owned())];
    assert_eq!(world.waits(FUNDER, &set.as_of).await, both, "what it has set itself counts");
    assert_eq!(world.waits(LENDER, &set.as_of).await, []);
    world.tell(MemberSuspended { partner_id: FUNDER.into(), ..suspended() }).await;
    assert_eq!(world.waits(FUNDER, &[]).await, [], "it accepts nothing while it has no voice");
    let reinstated =
        MemberReinstated { partnership_id: TOGETHER.into(), partner_id: FUNDER.into(), ..Default::default() };
    world.tell(reinstated).await;
    assert_eq!(world.waits(FUNDER, &[]).await, both);

    let (partnership_id, line_id) = (TOGETHER.to_owned(), LINE.to_owned());
    let accept = AcceptBudget { partnership_id: partnership_id.clone(), line_id, ..Default::default() };
    done(world.api.accept_budget(by(FUNDER, accept)).await);
    let (line_id, reason) = (OTHER.to_owned(), "Not needed".to_owned());
    let drop = DropBudget { partnership_id, line_id, reason, ..Default::default() };
    let dropped = done(world.api.drop_budget(by(LENDER, drop)).await);
    assert_eq!(world.waits(FUNDER, &dropped.as_of).await, []);
    let anew = SetBudget { amount_minor: 1, ..line(LINE) };
    let anew = done(world.api.set_budget(by(LENDER, anew)).await);
    assert_eq!(world.waits(FUNDER, &anew.as_of).await, [(Accept, LINE.to_owned())]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_waits_for_its_conditions_then_for_its_provider_then_for_its_receiver() {
    let mut world = World::start().await;
    let planned = done(world.api.plan_disbursement(by(FUNDER, plan_for_a_report())).await);
    assert_eq!(world.waits(FUNDER, &planned.as_of).await, []);
    let [it] = &world.waiting(LENDER, &planned.as_of).await[..] else { panic!("one thing") };
    assert_eq!((it.kind(), it.thing_id.as_str(), it.disbursement_id.as_str()), (Meet, CONDITION, PAYMENT));
    assert_eq!(it.title, "The branch is open");
    let due = |it: &WaitingResource| it.due_at.map(|it| it.seconds);
    assert_eq!(due(it), Some(1_769_990_400), "on 2 February, in UTC");

    let met = done(world.api.meet_condition(by(LENDER, meet())).await);
    assert_eq!(world.waits(LENDER, &met.as_of).await, []);
    assert_eq!(world.waits(FUNDER, &met.as_of).await, [(Pay, PAYMENT.to_owned())]);
    let later = RescheduleDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        due_on: "2026-02-02".into(),
        reason: "A holiday".into(),
        ..Default::default()
    };
    let later = done(world.api.reschedule_disbursement(by(FUNDER, later)).await);
    let [it] = &world.waiting(FUNDER, &later.as_of).await[..] else { panic!("one thing") };
    assert_eq!((it.title.as_str(), due(it)), ("250000.00 GBP", Some(1_769_990_400 + 24 * 60 * 60)));
    let contest = ContestCondition {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        reason: "It is a kiosk".into(),
        ..Default::default()
    };
    let contested = done(world.api.contest_condition(by(FUNDER, contest)).await);
    assert_eq!(world.waits(FUNDER, &contested.as_of).await, []);
    assert_eq!(world.waits(LENDER, &contested.as_of).await, [(Meet, CONDITION.to_owned())]);
    done(world.api.meet_condition(by(LENDER, MeetCondition { note: "It has a vault".into(), ..meet() })).await);

    let part = RecordTransaction { amount_minor: 10_000_000, ..towards(TRANSFER) };
    let part = done(world.api.record_transaction(by(FUNDER, part)).await);
    let [it] = &world.waiting(FUNDER, &part.as_of).await[..] else { panic!("one thing") };
    assert_eq!((it.kind(), it.title.as_str()), (Pay, "150000.00 GBP"), "what is left");
    let rest = RecordTransaction { amount_minor: 15_000_000, ..towards(OTHER) };
    let rest = done(world.api.record_transaction(by(FUNDER, rest)).await);
    assert_eq!(world.waits(FUNDER, &rest.as_of).await, []);
    assert_eq!(world.waits(LENDER, &rest.as_of).await, [(Confirm, TRANSFER.to_owned()), (Confirm, OTHER.to_owned())]);
    world.restart().await;
    done(world.api.confirm_transaction(by(LENDER, confirm())).await);
    let confirm = ConfirmTransaction { transaction_id: OTHER.into(), ..confirm() };
    let paid = done(world.api.confirm_transaction(by(LENDER, confirm)).await);
    assert_eq!((world.waits(FUNDER, &paid.as_of).await, world.waits(LENDER, &paid.as_of).await), (vec![], vec![]));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_counted_once_however_many_reports_of_it_there_are() {
    let world = World::start().await;
    done(world.api.plan_disbursement(by(FUNDER, PlanDisbursement { conditions: vec![], ..plan() })).await);
    done(world.api.record_transaction(by(FUNDER, transfer(TRANSFER))).await);
    let reported = done(world.api.record_transaction(by(LENDER, towards(OTHER))).await);
    assert_eq!(world.waits(FUNDER, &reported.as_of).await, [], "the receiver has it");
    let (partnership_id, transaction_id) = (TOGETHER.to_owned(), OTHER.to_owned());
    let link = LinkTransaction {
        partnership_id: partnership_id.clone(),
        transaction_id: transaction_id.clone(),
        same_as: TRANSFER.into(),
        ..Default::default()
    };
    let linked = done(world.api.link_transaction(by(FUNDER, link)).await);
    assert_eq!(world.waits(FUNDER, &linked.as_of).await, [], "what is kept pays it");
    let reason = "Of another payment".to_owned();
    let unlink = UnlinkTransaction { partnership_id, transaction_id, reason, ..Default::default() };
    let unlinked = done(world.api.unlink_transaction(by(FUNDER, unlink)).await);
    assert_eq!(world.waits(FUNDER, &unlinked.as_of).await, []);
    assert_eq!(world.waits(LENDER, &unlinked.as_of).await, [(Confirm, TRANSFER.to_owned())]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_disputed_has_still_to_be_paid() {
    let world = World::start().await;
    done(world.api.plan_disbursement(by(FUNDER, PlanDisbursement { conditions: vec![], ..plan() })).await);
    done(world.api.record_transaction(by(FUNDER, towards(TRANSFER))).await);
    let dispute = DisputeTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        reason: "It has not come".into(),
        ..Default::default()
    };
    let disputed = done(world.api.dispute_transaction(by(LENDER, dispute)).await);
    let both = [(Pay, PAYMENT.to_owned()), (Settle, TRANSFER.to_owned())];
    assert_eq!(world.waits(FUNDER, &disputed.as_of).await, both);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_of_what_is_cancelled_nor_in_a_partnership_that_is_over() {
    let mut world = World::start().await;
    done(world.api.plan_disbursement(by(FUNDER, plan_for_a_report())).await);
    let waive = WaiveCondition {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        reason: "Seen on a visit".into(),
        ..Default::default()
    };
    let waived = done(world.api.waive_condition(by(FUNDER, waive)).await);
    assert_eq!(world.waits(LENDER, &waived.as_of).await, []);
    assert_eq!(world.waits(FUNDER, &waived.as_of).await, [(Pay, PAYMENT.to_owned())]);
    let (partnership_id, disbursement_id) = (TOGETHER.to_owned(), PAYMENT.to_owned());
    let cancel =
        CancelDisbursement { partnership_id, disbursement_id, reason: "No funds".into(), ..Default::default() };
    let cancelled = done(world.api.cancel_disbursement(by(FUNDER, cancel)).await);
    assert_eq!(world.waits(FUNDER, &cancelled.as_of).await, []);

    let another = PlanDisbursement { disbursement_id: THIRD.into(), ..plan_for_a_report() };
    done(world.api.plan_disbursement(by(FUNDER, another)).await);
    done(world.api.record_transaction(by(FUNDER, transfer(TRANSFER))).await);
    world.tell(MemberSuspended { partner_id: LENDER.into(), ..suspended() }).await;
    assert_eq!(world.waits(LENDER, &[]).await, [(Confirm, TRANSFER.to_owned())], "what was open before");
    world.tell(PartnershipClosed { partnership_id: TOGETHER.into() }).await;
    assert_eq!(world.waits(LENDER, &[]).await, []);
    world.stop().await;
}

impl World {
    async fn waiting(&self, partner: &'static str, as_of: &[String]) -> Vec<WaitingResource> {
        let ask = ListWaitingResources { as_of: as_of.to_vec(), ..Default::default() };
        self.api.list_waiting_resources(by(partner, ask)).await.unwrap().into_inner().waiting
    }

    async fn waits(&self, partner: &'static str, as_of: &[String]) -> Vec<(WaitingResourceKind, String)> {
        let waiting = self.waiting(partner, as_of).await;
        waiting.into_iter().map(|it| (it.kind(), it.thing_id)).collect()
    }
}

fn suspended() -> MemberSuspended {
    MemberSuspended { partnership_id: TOGETHER.into(), ..Default::default() }
}

fn transfer(id: &str) -> RecordTransaction {
    RecordTransaction { transaction_id: id.into(), activity_id: String::new(), ..record() }
}

/// It names the planned payment.
fn towards(id: &str) -> RecordTransaction {
    RecordTransaction { disbursement_id: PAYMENT.into(), ..transfer(id) }
}

fn plan_for_a_report() -> PlanDisbursement {
    let report = Condition {
        kind: ConditionKind::Report.into(),
        milestone_id: String::new(),
        goal_id: String::new(),
        ..condition()
    };
    PlanDisbursement { conditions: vec![report], ..plan() }
}
