//! Trainers that are given, a store that is lent, and a practice that is taken up.

use contract::resources::{
    AdoptPractice, AdoptionOutcome, AgreeAllocation, Allocation, AllocationState, ConfirmDelivery, ConfirmReturn,
    DeliveryState, DisputeDelivery, EndorsePractice, GetAllocation, Match, OfferResource, PracticeContent,
    RecordDelivery, RecordReturn, ReleaseAllocation, ReportAdoption, RequestAllocation, ResourceKind, SettleDelivery,
    SharePractice, StateNeed, SuggestMatches, SuggestedMatches, Terms, WithdrawOffer,
};
use tests::Caller;

use crate::ground::{Ground, fresh, partner, partnership, refused, told};

pub(crate) struct Shared {
    pub(crate) trainers: Taken,
    pub(crate) store: Taken,
    /// The delivery that is disputed.
    days: String,
}

/// What is agreed of an offer.
pub(crate) struct Taken {
    pub(crate) offer: String,
    pub(crate) allocation: String,
}

/// What the lender needs is offered, found and agreed; what is dear, by all.
pub(crate) async fn agree(ground: &Ground) -> Shared {
    let trainers = ground.trainer.ask(trainers()).await.unwrap().id;
    let store = ground.cooperative.ask(store()).await.unwrap().id;
    let backwards = OfferResource { command_id: fresh(), available_until: "2026-01-31".into(), ..store_() };
    let said = refused(&ground.cooperative, backwards).await;
    assert!(said.contains("available_until"), "{said}");
    let needs = needs();
    for need in &needs {
        ground.lender.ask(need.clone()).await.unwrap();
    }
    let suggested: SuggestedMatches =
        told(&ground.lender, SuggestMatches { partnership_id: partnership(), ..Default::default() }).await;
    let best = |need: &StateNeed| -> &Match {
        suggested.matches.iter().find(|it| it.need_id == need.need_id).expect("something would meet it")
    };
    assert_eq!((&best(&needs[0]).offer_id, &best(&needs[1]).offer_id), (&trainers, &store));

    let trainers = ask_for(ground, &ground.lender, &trainers, &needs[0], "20").await;
    ground.trainer.ask(agreed(&trainers)).await.unwrap();
    assert_eq!(state(ground, &trainers).await, AllocationState::Agreed);
    let store = ask_for(ground, &ground.lender, &store, &needs[1], "1").await;
    ground.cooperative.ask(agreed(&store)).await.unwrap();
    assert_eq!(state(ground, &store).await, AllocationState::AwaitingDecision, "it is above the threshold");
    ground.decide().await;
    assert_eq!(state(ground, &store).await, AllocationState::Agreed);

    // There is one store.
    let other = RequestAllocation {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: store.offer.clone(),
        quantity: "1".into(),
        starts_on: "2026-10-01".into(),
        ends_on: "2026-11-30".into(),
        ..Default::default()
    };
    let said = refused(&ground.trainer, other).await;
    assert!(said.contains("free"), "{said}");
    let withdraw = WithdrawOffer {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: store.offer.clone(),
        reason: "We use it ourselves".into(),
        ..Default::default()
    };
    let said = refused(&ground.cooperative, withdraw).await;
    assert!(said.contains(&store.allocation) || said.contains("agreed"), "{said}");
    Shared { trainers, store, days: fresh() }
}

/// The store is handed over; of twenty days eighteen were given, says the lender.
pub(crate) async fn deliver(ground: &Ground, shared: &Shared) {
    ground.on("2026-02-16").await;
    let handed_over = fresh();
    ground.cooperative.ask(delivered(&shared.store, &handed_over, ("1", 150_000_000), "2026-02-15")).await.unwrap();
    let own = confirmed(&shared.store, &handed_over, "1", 150_000_000);
    let said = refused(&ground.cooperative, own.clone()).await;
    assert!(said.contains("own") || said.contains("receiver"), "nobody confirms its own delivery: {said}");
    ground.lender.ask(ConfirmDelivery { command_id: fresh(), ..own }).await.unwrap();
    ground.on("2026-03-31").await;
    let said = refused(&ground.trainer, delivered(&shared.trainers, &fresh(), ("21", 21_000_000), "2026-03-30")).await;
    assert!(said.contains("20"), "no more is delivered than is agreed: {said}");
    ground.trainer.ask(delivered(&shared.trainers, &shared.days, ("20", 20_000_000), "2026-03-30")).await.unwrap();
    ground.on("2026-04-02").await;
    let dispute = DisputeDelivery {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: shared.trainers.offer.clone(),
        allocation_id: shared.trainers.allocation.clone(),
        delivery_id: shared.days.clone(),
        reason: "On two days nobody came".into(),
        quantity: "18".into(),
        value_minor: 18_000_000,
        currency: "KES".into(),
        ..Default::default()
    };
    ground.lender.ask(dispute).await.unwrap();
    let disputed = allocation(ground, &shared.trainers).await;
    assert_eq!(disputed.deliveries[0].state(), DeliveryState::Disputed);
    let said = [&disputed.deliveries[0].giver_quantity, &disputed.deliveries[0].receiver_quantity];
    assert_eq!(said, ["20", "18"], "it shows what each side says");
}

/// Both say eighteen days in the end; the two that did not come are given up.
pub(crate) async fn settle(ground: &Ground, shared: &Shared) {
    ground.on("2026-04-10").await;
    let settle = SettleDelivery {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: shared.trainers.offer.clone(),
        allocation_id: shared.trainers.allocation.clone(),
        delivery_id: shared.days.clone(),
        quantity: "18".into(),
        value_minor: 18_000_000,
        currency: "KES".into(),
        ..Default::default()
    };
    ground.trainer.ask(settle.clone()).await.unwrap();
    ground.lender.ask(SettleDelivery { command_id: fresh(), ..settle }).await.unwrap();
    let settled = allocation(ground, &shared.trainers).await;
    let delivery = &settled.deliveries[0];
    assert_eq!((delivery.state(), delivery.quantity.as_str()), (DeliveryState::Settled, "18"));
    let release = ReleaseAllocation {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: shared.trainers.offer.clone(),
        allocation_id: shared.trainers.allocation.clone(),
        reason: "The season is over".into(),
        ..Default::default()
    };
    ground.lender.ask(release).await.unwrap();
    assert_eq!(state(ground, &shared.trainers).await, AllocationState::Finished);
}

/// A week after its last day.
pub(crate) async fn give_back(ground: &Ground, shared: &Shared) {
    ground.on("2026-11-05").await;
    let late = ground.until(async || allocation(ground, &shared.store).await, |it| it.return_overdue).await;
    assert_eq!(late.late_partner_ids, [partner("lender")]);
    let give_back = |quantity: &str| RecordReturn {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: shared.store.offer.clone(),
        allocation_id: shared.store.allocation.clone(),
        return_id: fresh(),
        quantity: quantity.into(),
        returned_on: "2026-11-05".into(),
        condition: "Swept, one lock broken".into(),
        ..Default::default()
    };
    let said = refused(&ground.lender, give_back("2")).await;
    assert!(said.contains('1'), "no more is returned than was lent: {said}");
    let given_back = give_back("1");
    ground.lender.ask(given_back.clone()).await.unwrap();
    let confirm = ConfirmReturn {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: shared.store.offer.clone(),
        allocation_id: shared.store.allocation.clone(),
        return_id: given_back.return_id,
        quantity: "1".into(),
        ..Default::default()
    };
    ground.cooperative.ask(confirm).await.unwrap();
    assert_eq!(state(ground, &shared.store).await, AllocationState::Finished);
}

/// What the trainer knows, the lender does too, and says what that led to.
pub(crate) async fn practice(ground: &Ground) {
    let share = SharePractice {
        command_id: fresh(),
        partnership_id: partnership(),
        content: Some(PracticeContent {
            title: "Repayment after the harvest".into(),
            topics: vec!["Seasonal loans".into()],
            summary: "Instalments fall due when there is something to sell".into(),
            how: "Draw the crop calendar with the group before the loan".into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let practice_id = ground.trainer.ask(share).await.unwrap().id;
    let endorse = EndorsePractice {
        command_id: fresh(),
        partnership_id: partnership(),
        practice_id: practice_id.clone(),
        why: "Our members sell in October, not in March".into(),
        ..Default::default()
    };
    ground.cooperative.ask(endorse).await.unwrap();
    let adopt = AdoptPractice {
        command_id: fresh(),
        partnership_id: partnership(),
        practice_id: practice_id.clone(),
        place: "Kitale branch".into(),
        started_on: "2026-03-01".into(),
        ..Default::default()
    };
    let adoption_id = ground.lender.ask(adopt).await.unwrap().id;
    let report = ReportAdoption {
        command_id: fresh(),
        partnership_id: partnership(),
        practice_id,
        adoption_id,
        reported_on: "2026-07-01".into(),
        outcome: AdoptionOutcome::Helped.into(),
        what: "Half as many late instalments as a year ago".into(),
        ..Default::default()
    };
    ground.lender.ask(report).await.unwrap();
}

async fn state(ground: &Ground, taken: &Taken) -> AllocationState {
    allocation(ground, taken).await.booking.unwrap_or_default().state()
}

pub(crate) async fn allocation(ground: &Ground, taken: &Taken) -> Allocation {
    let (partnership_id, allocation_id) = (partnership(), taken.allocation.clone());
    told(&ground.auditor, GetAllocation { as_of: vec![], partnership_id, allocation_id }).await
}

async fn ask_for(ground: &Ground, by: &Caller, offer: &str, need: &StateNeed, quantity: &str) -> Taken {
    let request = RequestAllocation {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: offer.to_owned(),
        quantity: quantity.into(),
        starts_on: need.needed_from.clone(),
        ends_on: need.needed_until.clone(),
        need_id: need.need_id.clone(),
        ..Default::default()
    };
    let taken = Taken { offer: offer.to_owned(), allocation: by.ask(request).await.unwrap().id };
    assert_eq!(state(ground, &taken).await, AllocationState::Requested);
    taken
}

fn agreed(taken: &Taken) -> AgreeAllocation {
    AgreeAllocation {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: taken.offer.clone(),
        allocation_id: taken.allocation.clone(),
        ..Default::default()
    }
}

fn delivered(
    taken: &Taken,
    delivery_id: &str,
    (quantity, value_minor): (&str, i64),
    delivered_on: &str,
) -> RecordDelivery {
    RecordDelivery {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: taken.offer.clone(),
        allocation_id: taken.allocation.clone(),
        delivery_id: delivery_id.to_owned(),
        quantity: quantity.into(),
        value_minor,
        currency: "KES".into(),
        delivered_on: delivered_on.into(),
        ..Default::default()
    }
}

fn confirmed(taken: &Taken, delivery_id: &str, quantity: &str, value_minor: i64) -> ConfirmDelivery {
    ConfirmDelivery {
        command_id: fresh(),
        partnership_id: partnership(),
        offer_id: taken.offer.clone(),
        allocation_id: taken.allocation.clone(),
        delivery_id: delivery_id.to_owned(),
        quantity: quantity.into(),
        value_minor,
        currency: "KES".into(),
        ..Default::default()
    }
}

/// Thirty days of trainers, at ten thousand shillings a day.
fn trainers() -> OfferResource {
    OfferResource {
        command_id: fresh(),
        partnership_id: partnership(),
        kind: ResourceKind::Expertise.into(),
        title: "Trainers who know crop calendars".into(),
        field: "crop calendars".into(),
        years: 8,
        quantity: "30".into(),
        unit: "days".into(),
        value_minor: 30_000_000,
        currency: "KES".into(),
        valuation: "What a day costs us".into(),
        place: "Kitale".into(),
        available_from: "2026-01-15".into(),
        available_until: "2026-12-31".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    }
}

fn store() -> OfferResource {
    OfferResource { command_id: fresh(), ..store_() }
}

/// A million and a half for the season.
fn store_() -> OfferResource {
    OfferResource {
        partnership_id: partnership(),
        kind: ResourceKind::Equipment.into(),
        title: "A dry store at the market".into(),
        quantity: "1".into(),
        unit: "store".into(),
        value_minor: 150_000_000,
        currency: "KES".into(),
        valuation: "The rent of one like it".into(),
        place: "Kitale".into(),
        available_from: "2026-02-01".into(),
        available_until: "2026-12-31".into(),
        terms: Terms::Loan.into(),
        ..Default::default()
    }
}

fn needs() -> [StateNeed; 2] {
    let need = |kind: ResourceKind, title: &str, field: &str, quantity: &str, unit: &str, until: &str| StateNeed {
        command_id: fresh(),
        partnership_id: partnership(),
        need_id: fresh(),
        kind: kind.into(),
        title: title.into(),
        field: field.into(),
        quantity: quantity.into(),
        unit: unit.into(),
        place: "Kitale".into(),
        needed_from: "2026-02-15".into(),
        needed_until: until.into(),
        ..Default::default()
    };
    let expertise = ResourceKind::Expertise;
    [
        need(expertise, "Training in crop calendars", "crop calendars", "20", "days", "2026-04-30"),
        need(ResourceKind::Equipment, "A dry store", "", "1", "store", "2026-10-29"),
    ]
}
