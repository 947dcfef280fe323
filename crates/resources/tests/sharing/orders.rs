//! Whatever the order of commands, by whomever: never more is agreed than there is, delivered than agreed, returned than
//! delivered, and every delivery is answered once. Reckoned again from the events by the model.

use contract::resources::*;
use jiff::{ToSpan, civil::Date};
use kernel::{
    Aggregate, Context, Decide, Decision,
    scenario::{context, event_id},
};
use proptest::prelude::*;
use resources::{
    offer::{Agreeing, Offer},
    views::bookings,
};
use uuid::Uuid;

use crate::{
    attempts::{Attempt, Try, attempts},
    messages::*,
    messages_delivering::*,
    model::{Count, Model, count, days},
};

const THRESHOLD: i64 = 400_000;

/// One offer, and the day it is.
struct Course {
    offer: Offer,
    shown: contract::resources::Offer,
    model: Model,
    events: Vec<Happened>,
    day: i64,
    agreeing: Agreeing,
}

/// An attempt in the words of commands.
struct Said {
    allocation_id: String,
    delivery_id: String,
    return_id: String,
    quantity: String,
    value_minor: i64,
    currency: String,
    starts_on: String,
    ends_on: String,
    /// Today, or the day before.
    past: String,
}

impl Course {
    fn begun(is_loan: bool, has_threshold: bool) -> Self {
        let agreeing = if has_threshold { above(THRESHOLD) } else { agreeing() };
        let mut course = Course {
            offer: Offer::default(),
            shown: contract::resources::Offer::default(),
            model: Model::default(),
            events: vec![],
            day: 0,
            agreeing,
        };
        let offered = if is_loan { lent() } else { given_away() };
        course.shown = contract::resources::Offer {
            quantity: offered.quantity.clone(),
            terms: offered.terms,
            ..Default::default()
        };
        course.happen(vec![offered.into()]);
        course
    }

    /// What is accepted leads to nothing when it is said again.
    fn carry_out(&mut self, attempt: Attempt) -> Vec<Happened> {
        self.day += attempt.days_later;
        let Ok(events) = self.decide(attempt) else { return vec![] };
        self.happen(events.clone());
        let again = self.decide(attempt);
        assert!(!again.is_ok_and(|it| !it.is_empty()), "{attempt:?} twice");
        events
    }

    fn happen(&mut self, events: Vec<Happened>) {
        for event in events {
            self.offer.evolve(&event, &event_id(self.events.len()));
            self.model.hear(&event);
            self.show(&event);
            self.events.push(event);
        }
    }

    fn show(&mut self, event: &Happened) {
        let terms = self.shown.terms();
        if let Happened::AllocationRequested(it) = event {
            self.shown.bookings.push(bookings::booked(it));
        } else if let Some((_, id)) = resources::offer::book::allocation_of(event) {
            let mut shown = self.shown.bookings.iter_mut();
            bookings::evolve(shown.find(|it| it.allocation_id == id).expect("it is shown"), terms, event);
        }
        bookings::sum(&mut self.shown);
    }

    fn decide(&self, attempt: Attempt) -> Decision<Offer> {
        let (caller, said) = (self.context(attempt.by, ""), self.said(attempt));
        let Said { allocation_id, quantity, starts_on, ends_on, .. } = said;
        match attempt.it {
            Try::Request => {
                let command = RequestAllocation { allocation_id, quantity, starts_on, ends_on, ..request() };
                self.offer.decide(&command, &asking(), &caller)
            }
            Try::TakeBack => self.offer.decide(&WithdrawRequest { allocation_id, ..take_back() }, &(), &caller),
            Try::Agree => {
                let quantity = if attempt.is_valued { String::new() } else { quantity };
                self.offer.decide(&AgreeAllocation { allocation_id, quantity, ..agree() }, &self.agreeing, &caller)
            }
            Try::Decline => self.offer.decide(&DeclineAllocation { allocation_id, ..decline() }, &(), &caller),
            Try::Release => self.offer.decide(&ReleaseAllocation { allocation_id, ..release() }, &(), &caller),
            Try::Revise => {
                let available_from = caller.today().saturating_sub(30.days()).to_string();
                let available_until = caller.today().saturating_add((30 + attempt.lasts).days()).to_string();
                let quantity = if quantity == "1" { "10".to_owned() } else { quantity };
                let command = ReviseOffer { quantity, available_from, available_until, ..revise() };
                self.offer.decide(&command, &around(), &caller)
            }
            Try::Withdraw => self.offer.decide(&withdraw(), &(), &caller),
            Try::Conclude { adopted } => self.conclude(adopted),
            Try::GiveBack | Try::HaveBack | Try::WriteOff | Try::Lapse => self.give_back(attempt, &caller),
            _ => self.deliver(attempt, &caller),
        }
    }

    fn deliver(&self, attempt: Attempt, caller: &Context) -> Decision<Offer> {
        let Said { allocation_id, delivery_id, quantity, value_minor, currency, past, .. } = self.said(attempt);
        let delivered_on = past;
        match attempt.it {
            Try::Undo => {
                let (partnership_id, offer_id) = (TOGETHER.to_owned(), OFFER.to_owned());
                let command =
                    WithdrawDelivery { partnership_id, offer_id, allocation_id, delivery_id, ..Default::default() };
                self.offer.decide(&command, &(), caller)
            }
            Try::Confirm => {
                let quantity = if attempt.is_valued { String::new() } else { quantity };
                let command = ConfirmDelivery { allocation_id, delivery_id, quantity, ..confirm() };
                self.offer.decide(&command, &(), caller)
            }
            Try::Dispute => {
                let command =
                    DisputeDelivery { allocation_id, delivery_id, quantity, value_minor, currency, ..dispute() };
                self.offer.decide(&command, &(), caller)
            }
            Try::Settle { by_decision, as_claimed } => {
                let claimed = self.claimed(&allocation_id, &delivery_id).filter(|_| as_claimed);
                let (quantity, value_minor, currency) = claimed.unwrap_or((quantity, value_minor, currency));
                let ids = SettleDelivery { allocation_id, delivery_id, by_decision, ..settle("1", 0) };
                self.offer.decide(&SettleDelivery { quantity, value_minor, currency, ..ids }, &(), caller)
            }
            _ => {
                let ids = RecordDelivery { allocation_id, delivery_id, delivered_on, ..deliver() };
                self.offer.decide(&RecordDelivery { quantity, value_minor, currency, ..ids }, &(), caller)
            }
        }
    }

    fn give_back(&self, attempt: Attempt, caller: &Context) -> Decision<Offer> {
        let Said { allocation_id, return_id, quantity, past, .. } = self.said(attempt);
        match attempt.it {
            Try::GiveBack => {
                let command = RecordReturn { allocation_id, return_id, quantity, returned_on: past, ..give_back() };
                self.offer.decide(&command, &(), caller)
            }
            Try::HaveBack => {
                let quantity = if attempt.is_valued { String::new() } else { quantity };
                let command = ConfirmReturn { allocation_id, return_id, quantity, ..have_back() };
                self.offer.decide(&command, &(), caller)
            }
            Try::WriteOff => self.offer.decide(&WriteOffReturn { allocation_id, ..write_off() }, &(), caller),
            _ => {
                let (partnership_id, offer_id) = (TOGETHER.to_owned(), OFFER.to_owned());
                let late = LapseReturn { partnership_id, offer_id, allocation_id, ..Default::default() };
                self.offer.decide(&late, &(), &self.context("", "resources"))
            }
        }
    }

    fn said(&self, attempt: Attempt) -> Said {
        let Attempt { thing, part, quantity, begins_in, lasts, is_valued, .. } = attempt;
        let today = self.today();
        Said {
            allocation_id: id(0xd, thing, 0),
            delivery_id: id(0xe, thing, part),
            return_id: id(0xf, thing, part),
            quantity: quantity.to_owned(),
            value_minor: if is_valued { count(quantity) * 1_000 } else { 0 },
            currency: if is_valued { "KES".to_owned() } else { String::new() },
            starts_on: today.saturating_add(begins_in.days()).to_string(),
            ends_on: today.saturating_add((begins_in + lasts).days()).to_string(),
            past: today.saturating_sub(i64::from(part % 2).days()).to_string(),
        }
    }

    /// What the receiver said of a delivery last.
    fn claimed(&self, allocation_id: &str, delivery_id: &str) -> Option<(String, i64, String)> {
        let said = |it: &Happened| match it {
            Happened::DeliveryDisputed(it) if it.allocation_id == allocation_id && it.delivery_id == delivery_id => {
                Some((it.quantity.clone(), it.value_minor, it.currency.clone()))
            }
            _ => None,
        };
        self.events.iter().rev().find_map(said)
    }

    /// What was put before the members last.
    fn conclude(&self, adopted: bool) -> Decision<Offer> {
        let service = self.context("", "resources");
        for (place, event) in self.events.iter().enumerate().rev() {
            let subject_event_id = event_id(place);
            match event {
                Happened::AllocationProposed(it) => {
                    let command = ConcludeAllocation {
                        partnership_id: TOGETHER.into(),
                        offer_id: OFFER.into(),
                        allocation_id: it.allocation_id.clone(),
                        subject_event_id,
                        adopted,
                        ..Default::default()
                    };
                    return self.offer.decide(&command, &members(), &service);
                }
                Happened::DeliverySettlementProposed(it) => {
                    let command = ConcludeSettlement {
                        partnership_id: TOGETHER.into(),
                        offer_id: OFFER.into(),
                        allocation_id: it.allocation_id.clone(),
                        delivery_id: it.delivery_id.clone(),
                        subject_event_id,
                        adopted,
                        ..Default::default()
                    };
                    return self.offer.decide(&command, &(), &service);
                }
                _ => (),
            }
        }
        Ok(vec![])
    }

    fn context(&self, by: &str, service: &str) -> Context {
        let now = noon(TODAY).saturating_add((self.day * 24).hours()).expect("in range");
        Context { partner: by.into(), service: service.into(), now, ..context() }
    }

    fn today(&self) -> Date {
        self.context("", "").today()
    }

    /// Whether all that must always hold, holds.
    fn check(&self, events: &[Happened]) {
        let (model, today) = (&self.model, self.today());
        for day in days(today, today.saturating_add(60.days())) {
            assert!(model.booked_on(day) <= model.offered, "overbooked on {day}: {model:?}");
        }
        for event in events {
            let agreed = match event {
                Happened::AllocationAgreed(it) if it.proposed_event_id.is_empty() => &it.allocation_id,
                Happened::AllocationProposed(it) => &it.allocation_id,
                _ => continue,
            };
            let (from, until) = model.window(agreed);
            for day in days(from, until) {
                assert!(
                    model.taken_on(day, today) <= model.offered,
                    "overbooked on {day} with what is late: {model:?}"
                );
            }
        }
        for (allocation_id, it) in &model.allocations {
            let given = it.received() + it.open() + it.disputed();
            assert!(given <= it.held(), "more delivered than agreed: {it:?}");
            assert!(it.back() <= it.received(), "more returned than delivered: {it:?}");
            assert!(it.value_back <= it.value(), "more value returned than delivered: {it:?}");
            let shown = self.shown.bookings.iter().find(|shown| shown.allocation_id == *allocation_id);
            let shown = shown.expect("it is shown");
            let counted = [&shown.agreed, &shown.delivered, &shown.unanswered, &shown.disputed];
            let counted: Vec<Count> = counted.into_iter().map(|it| count(it)).collect();
            assert_eq!(counted, [it.held(), given, it.open(), it.disputed()], "shown otherwise: {it:?}");
            assert_eq!(count(&shown.returned) + count(&shown.written_off), it.back());
        }
    }
}

fn id(kind: u128, thing: u8, part: u8) -> String {
    let (thing, part) = (u128::from(thing), u128::from(part));
    Uuid::from_u128(kind << 16 | thing << 8 | part).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_overbooked_lost_or_counted_twice(
        attempts in attempts(),
        is_loan in any::<bool>(),
        has_threshold in any::<bool>(),
    ) {
        let mut course = Course::begun(is_loan, has_threshold);
        for attempt in attempts {
            let events = course.carry_out(attempt);
            course.check(&events);
        }
    }
}

/// The test above would say nothing of what never happens.
#[test]
fn every_fact_happens_in_some_order() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for round in 0..400 {
        let attempts = attempts().new_tree(&mut runner).expect("attempts").current();
        let mut course = Course::begun(round % 2 == 0, round % 4 < 2);
        for attempt in attempts {
            course.carry_out(attempt);
        }
        for event in &course.events {
            let name = format!("{event:?}");
            *seen.entry(name.split('(').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    let all = [
        "AllocationAgreed",
        "AllocationDeclined",
        "AllocationProposed",
        "AllocationRejected",
        "AllocationReleased",
        "AllocationRequested",
        "DeliveryConfirmed",
        "DeliveryDisputed",
        "DeliveryRecorded",
        "DeliverySettled",
        "DeliverySettlementProposed",
        "DeliverySettlementRejected",
        "DeliveryWithdrawn",
        "OfferRevised",
        "OfferWithdrawn",
        "RequestWithdrawn",
        "ReturnConfirmed",
        "ReturnOverdue",
        "ReturnRecorded",
        "ReturnWrittenOff",
        "SettlementStated",
    ];
    let missing: Vec<_> = all.iter().filter(|it| !seen.contains_key(**it)).collect();
    assert!(missing.is_empty(), "never: {missing:?} of {seen:?}");
}
