//! Every command about what is shared, validated and carried out.

use contract::resources::{
    AgreeAllocation, ConfirmDelivery, ConfirmReturn, DeclineAllocation, DisputeDelivery, OfferResource, RecordDelivery,
    RecordReturn, ReleaseAllocation, RequestAllocation, ResourceKind, ReviseNeed, ReviseOffer, SettleDelivery,
    StateNeed, Terms, WithdrawDelivery, WithdrawNeed, WithdrawOffer, WithdrawRequest, WriteOffReturn,
};
use jiff::{Timestamp, tz::TimeZone};

use super::{Tried, fresh};

/// An offer and an allocation of it.
#[derive(Clone)]
struct Shared {
    offer_id: String,
    allocation_id: String,
}

impl Tried<'_> {
    pub(super) async fn sharing(&mut self) {
        self.needing().await;
        let offer_id = self.lent().await;
        self.answering(&offer_id).await;
        let shared = self.agreed(&offer_id).await;
        self.delivering(&shared).await;
        self.returning(&shared).await;
        let (partnership_id, command_id) = (self.ground.partnership.clone(), fresh());
        let withdraw =
            WithdrawOffer { command_id, partnership_id, offer_id, reason: "Sold".into(), ..Default::default() };
        self.both(self.ground.by("lender"), withdraw).await.unwrap();
    }

    async fn needing(&mut self) {
        let trainer = self.ground.by("trainer");
        let state = StateNeed {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            kind: ResourceKind::Equipment.into(),
            unit: "tablets".into(),
            title: "Tablets".into(),
            quantity: "8".into(),
            needed_from: "2026-02-01".into(),
            needed_until: "2190-01-01".into(),
            ..Default::default()
        };
        let need_id = self.both(trainer.clone(), state.clone()).await.unwrap().id;
        let revise = ReviseNeed {
            command_id: fresh(),
            partnership_id: state.partnership_id.clone(),
            need_id: need_id.clone(),
            title: state.title,
            quantity: "9".into(),
            needed_from: state.needed_from,
            needed_until: state.needed_until,
            ..Default::default()
        };
        self.both(trainer.clone(), revise).await.unwrap();
        let (partnership_id, command_id) = (state.partnership_id, fresh());
        let withdraw =
            WithdrawNeed { command_id, partnership_id, need_id, reason: "Bought".into(), ..Default::default() };
        self.both(trainer, withdraw).await.unwrap();
    }

    async fn lent(&mut self) -> String {
        let lender = self.ground.by("lender");
        let offer = OfferResource {
            kind: ResourceKind::Equipment.into(),
            field: String::new(),
            title: "Tablets".into(),
            quantity: "10".into(),
            unit: "tablets".into(),
            available_from: "2020-01-01".into(),
            available_until: String::new(),
            terms: Terms::Loan.into(),
            ..self.ground.offer()
        };
        let offer_id = self.both(lender.clone(), offer.clone()).await.unwrap().id;
        let revise = ReviseOffer {
            command_id: fresh(),
            partnership_id: offer.partnership_id,
            offer_id: offer_id.clone(),
            title: "Tablets with covers".into(),
            quantity: offer.quantity,
            available_from: offer.available_from,
            ..Default::default()
        };
        self.both(lender, revise).await.unwrap();
        offer_id
    }

    async fn asked(&mut self, offer_id: &str) -> Shared {
        let request = RequestAllocation {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            offer_id: offer_id.into(),
            quantity: "6".into(),
            starts_on: "2020-01-01".into(),
            ends_on: "2190-01-01".into(),
            ..Default::default()
        };
        let allocation_id = self.both(self.ground.by("trainer"), request).await.unwrap().id;
        Shared { offer_id: offer_id.to_owned(), allocation_id }
    }

    async fn agreed(&mut self, offer_id: &str) -> Shared {
        let shared = self.asked(offer_id).await;
        let Shared { offer_id, allocation_id } = shared.clone();
        let (partnership_id, command_id) = (self.ground.partnership.clone(), fresh());
        let agree = AgreeAllocation { command_id, partnership_id, offer_id, allocation_id, ..Default::default() };
        self.both(self.ground.by("lender"), agree).await.unwrap();
        shared
    }

    async fn answering(&mut self, offer_id: &str) {
        let Shared { offer_id, allocation_id } = self.asked(offer_id).await;
        let (partnership_id, command_id) = (self.ground.partnership.clone(), fresh());
        let (of, reason) = (offer_id.clone(), "Kept".to_owned());
        let decline =
            DeclineAllocation { command_id, partnership_id, offer_id, allocation_id, reason, ..Default::default() };
        self.both(self.ground.by("lender"), decline).await.unwrap();
        let Shared { offer_id, allocation_id } = self.asked(&of).await;
        let (partnership_id, command_id) = (self.ground.partnership.clone(), fresh());
        let withdraw = WithdrawRequest { command_id, partnership_id, offer_id, allocation_id, ..Default::default() };
        self.both(self.ground.by("trainer"), withdraw).await.unwrap();
    }

    async fn delivered(&mut self, shared: &Shared, quantity: &str) -> String {
        let Shared { offer_id, allocation_id } = shared.clone();
        let record = RecordDelivery {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            offer_id,
            allocation_id,
            quantity: quantity.into(),
            delivered_on: today(),
            ..Default::default()
        };
        self.both(self.ground.by("lender"), record).await.unwrap().id
    }

    async fn delivering(&mut self, shared: &Shared) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let ids = (self.ground.partnership.clone(), shared.offer_id.clone(), shared.allocation_id.clone());
        let ids = || ids.clone();
        let delivery_id = self.delivered(shared, "1").await;
        let (partnership_id, offer_id, allocation_id) = ids();
        let command_id = fresh();
        let withdraw =
            WithdrawDelivery { command_id, partnership_id, offer_id, allocation_id, delivery_id, ..Default::default() };
        self.both(lender.clone(), withdraw).await.unwrap();
        let delivery_id = self.delivered(shared, "2").await;
        let (partnership_id, offer_id, allocation_id) = ids();
        let command_id = fresh();
        let confirm =
            ConfirmDelivery { command_id, partnership_id, offer_id, allocation_id, delivery_id, ..Default::default() };
        self.both(trainer.clone(), confirm).await.unwrap();
        let delivery_id = self.delivered(shared, "2").await;
        let (partnership_id, offer_id, allocation_id) = ids();
        let dispute = DisputeDelivery {
            command_id: fresh(),
            partnership_id,
            offer_id,
            allocation_id,
            delivery_id: delivery_id.clone(),
            reason: "One was broken".into(),
            quantity: "1".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), dispute).await.unwrap();
        let (partnership_id, offer_id, allocation_id) = ids();
        let settle = SettleDelivery {
            command_id: fresh(),
            partnership_id,
            offer_id,
            allocation_id,
            delivery_id,
            quantity: "1".into(),
            ..Default::default()
        };
        self.both(lender, settle).await.unwrap();
        let (partnership_id, offer_id, allocation_id) = ids();
        let (command_id, reason) = (fresh(), "Enough".to_owned());
        let release =
            ReleaseAllocation { command_id, partnership_id, offer_id, allocation_id, reason, ..Default::default() };
        self.both(trainer, release).await.unwrap();
    }

    async fn returning(&mut self, shared: &Shared) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let ids = (self.ground.partnership.clone(), shared.offer_id.clone(), shared.allocation_id.clone());
        let ids = || ids.clone();
        let (partnership_id, offer_id, allocation_id) = ids();
        let record = RecordReturn {
            command_id: fresh(),
            partnership_id,
            offer_id,
            allocation_id,
            quantity: "2".into(),
            returned_on: today(),
            ..Default::default()
        };
        let return_id = self.both(trainer, record).await.unwrap().id;
        let (partnership_id, offer_id, allocation_id) = ids();
        let command_id = fresh();
        let confirm =
            ConfirmReturn { command_id, partnership_id, offer_id, allocation_id, return_id, ..Default::default() };
        self.both(lender.clone(), confirm).await.unwrap();
        let (partnership_id, offer_id, allocation_id) = ids();
        let (command_id, reason) = (fresh(), "Lost".to_owned());
        let write_off =
            WriteOffReturn { command_id, partnership_id, offer_id, allocation_id, reason, ..Default::default() };
        self.both(lender, write_off).await.unwrap();
    }
}

fn today() -> String {
    Timestamp::now().to_zoned(TimeZone::UTC).date().to_string()
}
