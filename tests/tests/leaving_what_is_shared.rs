//! What becomes of loans and planned payments when one of the two sides leaves: on its exit sheet, settled there, carried out;
//! across services.

use contract::{
    partners::{Exit, ExitItem, ExitItemKind, ExitSettlement, GetExit, LeavePartnership, SettleExitItem},
    resources::{
        AgreeAllocation, Allocation, AllocationState, ConfirmDelivery, ConfirmTransaction, Disbursement,
        DisbursementState, GetAllocation, GetDisbursement, OfferResource, PlanDisbursement, RecordDelivery,
        RecordTransaction, RequestAllocation, ResourceKind, Terms, TransactionType,
    },
};
use jiff::{ToSpan, Zoned, civil::Date, tz::TimeZone};
use tempfile::TempDir;
use tests::{Members, World, embedded};
use uuid::Uuid;

/// Three members; the first has lent the second eight tablets, of which five are delivered, and leaves.
struct Ground {
    world: World,
    members: Members,
    allocation: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leaver_has_lent_and_is_to_pay_or_be_paid_is_settled_on_its_sheet_or_ends_by_itself() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(World::new(&client)).await;
    let (pays, is_paid) = (ground.plan(0, 2).await, ground.plan(2, 0).await);
    ground.leave().await;
    let items = ground.items().await;
    let of = |id: &str| items.iter().find(|it| it.item_id == id).unwrap().clone();
    let ids = &ground.members.ids;
    let (loan, owed, due) = (of(&ground.allocation), of(&pays), of(&is_paid));
    assert_eq!((items.len(), loan.kind(), owed.kind()), (3, ExitItemKind::Allocation, ExitItemKind::Funds));
    assert_eq!((loan.what.as_str(), loan.leaver_settles), ("has lent 5 tablets of: Tablets", true));
    assert_eq!((&owed.counterpart_partner_id, owed.leaver_settles), (&ids[2], false));
    assert_eq!((&due.counterpart_partner_id, due.leaver_settles), (&ids[2], true));

    let refused = ground.settle(2, &pays, ExitSettlement::HandedOver).await.unwrap_err();
    assert!(refused.contains("cannot be handed over"), "{refused}");
    ground.settle(2, &pays, ExitSettlement::Released).await.unwrap();
    ground.settle(0, &ground.allocation, ExitSettlement::Returned).await.unwrap();
    ground.pay(&is_paid).await;
    assert_eq!(ground.sheet().await.items_unsettled, 0);
    let sheet = ground.sheet().await;
    let how =
        |id: &str| sheet.lines.iter().find(|it| it.item.as_ref().is_some_and(|it| it.item_id == id)).unwrap().how();
    assert_eq!((how(&pays), how(&is_paid)), (ExitSettlement::Released, ExitSettlement::Ended));
    assert_eq!(ground.payment(&pays).await.state(), DisbursementState::Cancelled);
    let allocation = ground.lent().await.booking.unwrap();
    let sums = (allocation.agreed.as_str(), allocation.returned.as_str());
    assert_eq!((allocation.state(), sums), (AllocationState::Finished, ("5", "5")));
    host.stop().await.unwrap();
}

impl Ground {
    async fn new(world: World) -> Self {
        let members = Members::under(&world, "leaving what is shared", 3, vec![]).await;
        members.accept().await;
        let mut ground = Ground { world, members, allocation: String::new() };
        let partnership_id = ground.members.partnership.clone();
        let offer = OfferResource {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            kind: ResourceKind::Equipment.into(),
            title: "Tablets".into(),
            quantity: "10".into(),
            unit: "tablets".into(),
            available_from: today().to_string(),
            terms: Terms::Loan.into(),
            ..Default::default()
        };
        let offer_id = ground.ask(0, offer).await.unwrap();
        let request = RequestAllocation {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            offer_id: offer_id.clone(),
            quantity: "8".into(),
            starts_on: today().to_string(),
            ends_on: (today() + 60.days()).to_string(),
            ..Default::default()
        };
        let allocation_id = ground.ask(1, request).await.unwrap();
        ground.allocation.clone_from(&allocation_id);
        let agree = AgreeAllocation {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            offer_id: offer_id.clone(),
            allocation_id: allocation_id.clone(),
            ..Default::default()
        };
        ground.ask(0, agree).await.unwrap();
        let deliver = RecordDelivery {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            offer_id: offer_id.clone(),
            allocation_id: allocation_id.clone(),
            quantity: "5".into(),
            delivered_on: today().to_string(),
            ..Default::default()
        };
        let delivery_id = ground.ask(0, deliver).await.unwrap();
        let command_id = fresh();
        let confirm =
            ConfirmDelivery { command_id, partnership_id, offer_id, allocation_id, delivery_id, ..Default::default() };
        ground.ask(1, confirm).await.unwrap();
        ground
    }

    async fn plan(&self, provider: usize, receiver: usize) -> String {
        let plan = PlanDisbursement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            receiver_partner_id: self.members.ids[receiver].clone(),
            amount_minor: 100_000,
            currency: "KES".into(),
            due_on: (today() + 30.days()).to_string(),
            ..Default::default()
        };
        self.ask(provider, plan).await.unwrap()
    }

    /// By the third to the first, which confirms it.
    async fn pay(&self, disbursement_id: &str) {
        let partnership_id = self.members.partnership.clone();
        let record = RecordTransaction {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            r#type: TransactionType::Disbursement.into(),
            provider_partner_id: self.members.ids[2].clone(),
            receiver_partner_id: self.members.ids[0].clone(),
            amount_minor: 100_000,
            currency: "KES".into(),
            value_date: today().to_string(),
            disbursement_id: disbursement_id.into(),
            ..Default::default()
        };
        let transaction_id = self.ask(2, record).await.unwrap();
        let confirm = ConfirmTransaction { command_id: fresh(), partnership_id, transaction_id, ..Default::default() };
        self.ask(0, confirm).await.unwrap();
    }

    async fn leave(&self) {
        let leave = LeavePartnership {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            reason: "we work elsewhere from now on".into(),
            effective_on: (today() + 60.days()).to_string(),
            ..Default::default()
        };
        self.ask(0, leave).await.unwrap();
    }

    async fn settle(&self, by: usize, item_id: &str, how: ExitSettlement) -> Result<String, String> {
        let takes_over = how == ExitSettlement::HandedOver;
        let settle = SettleExitItem {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            partner_id: self.members.ids[0].clone(),
            item_id: item_id.into(),
            how: how.into(),
            to_partner_id: if takes_over { self.members.ids[by].clone() } else { String::new() },
            ..Default::default()
        };
        self.ask(by, settle).await
    }

    async fn items(&self) -> Vec<ExitItem> {
        self.sheet().await.lines.into_iter().filter_map(|it| it.item).collect()
    }

    /// Of the first member, when all that follows has happened.
    async fn sheet(&self) -> Exit {
        self.world.settled(&self.members.partnership).await;
        let (partnership_id, partner_id) = (self.members.partnership.clone(), self.members.ids[0].clone());
        self.get(GetExit { as_of: vec![], partnership_id, partner_id }).await
    }

    async fn payment(&self, disbursement_id: &str) -> Disbursement {
        let (partnership_id, disbursement_id) = (self.members.partnership.clone(), disbursement_id.to_owned());
        self.get(GetDisbursement { as_of: vec![], partnership_id, disbursement_id }).await
    }

    async fn lent(&self) -> Allocation {
        let (partnership_id, allocation_id) = (self.members.partnership.clone(), self.allocation.clone());
        self.get(GetAllocation { as_of: vec![], partnership_id, allocation_id }).await
    }

    async fn get<Q: prost::Message + prost::Name, R: prost::Message + Default>(&self, question: Q) -> R {
        self.members.callers[1].get(question).await.unwrap()
    }

    async fn ask<C>(&self, by: usize, command: C) -> Result<String, String>
    where
        C: prost::Message + prost::Name + Clone + Default + 'static,
    {
        self.members.callers[by].ask(command).await.map(|it| it.id).map_err(|it| it.to_string())
    }
}

fn today() -> Date {
    Zoned::now().with_time_zone(TimeZone::UTC).date()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
