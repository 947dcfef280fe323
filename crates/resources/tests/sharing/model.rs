//! What events say of an offer, reckoned in another way than the service does: whole numbers, day by day.

use std::collections::BTreeMap;

use contract::resources::Terms;
use jiff::{Span, ToSpan, civil::Date};

use crate::messages::Happened;

/// Hundredths of a unit.
pub(crate) type Count = i64;

#[derive(Debug, Default, Clone)]
pub(crate) struct Model {
    pub(crate) is_loan: bool,
    pub(crate) offered: Count,
    pub(crate) allocations: BTreeMap<String, Taken>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Taken {
    from: Date,
    until: Date,
    pub(crate) is_held: bool,
    pub(crate) agreed: Count,
    pub(crate) released: Count,
    pub(crate) deliveries: BTreeMap<String, Delivery>,
    freed: Vec<(Date, Count)>,
    pub(crate) value_back: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Delivery {
    Open(Count),
    Withdrawn,
    Disputed(Count),
    /// Confirmed or settled, with its value.
    Over(Count, i64),
}

pub(crate) fn count(text: &str) -> Count {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let hundredths: i64 = format!("{part:0<2}").parse().expect("at most two digits");
    whole.parse::<i64>().expect("a number") * 100 + hundredths
}

impl Model {
    /// Panics where a delivery is answered otherwise than once.
    pub(crate) fn hear(&mut self, event: &Happened) {
        match event {
            Happened::ResourceOffered(it) => {
                self.is_loan = it.terms() == Terms::Loan;
                self.offered = count(&it.quantity);
            }
            Happened::OfferRevised(it) => self.offered = count(&it.quantity),
            Happened::AllocationRequested(it) => {
                let taken = Taken { from: day(&it.starts_on), until: day(&it.ends_on), ..Default::default() };
                assert!(self.allocations.insert(it.allocation_id.clone(), taken).is_none(), "asked for twice");
            }
            Happened::AllocationProposed(it) => self.hold(&it.allocation_id, &it.quantity),
            Happened::AllocationAgreed(it) => self.hold(&it.allocation_id, &it.quantity),
            Happened::AllocationDeclined(it) => self.of(&it.allocation_id).is_held = false,
            Happened::AllocationRejected(it) => self.of(&it.allocation_id).is_held = false,
            Happened::RequestWithdrawn(it) => self.of(&it.allocation_id).is_held = false,
            Happened::AllocationReleased(it) => self.of(&it.allocation_id).released += count(&it.quantity),
            Happened::DeliveryRecorded(it) => {
                let deliveries = &mut self.of(&it.allocation_id).deliveries;
                let is_new = deliveries.insert(it.delivery_id.clone(), Delivery::Open(count(&it.quantity))).is_none();
                assert!(is_new, "recorded twice");
            }
            Happened::DeliveryWithdrawn(it) => {
                let was = self.become_(&it.allocation_id, &it.delivery_id, Delivery::Withdrawn);
                assert_eq!(was, Delivery::Open(count(&it.quantity)));
            }
            Happened::DeliveryConfirmed(it) => {
                let over = Delivery::Over(count(&it.quantity), it.value_minor);
                let was = self.become_(&it.allocation_id, &it.delivery_id, over);
                assert_eq!(was, Delivery::Open(count(&it.recorded_quantity)), "confirmed what was open");
            }
            Happened::DeliveryDisputed(it) => {
                let disputed = Delivery::Disputed(count(&it.recorded_quantity));
                let was = self.become_(&it.allocation_id, &it.delivery_id, disputed);
                assert_eq!(was, Delivery::Open(count(&it.recorded_quantity)), "disputed what was open");
            }
            Happened::DeliverySettled(it) => {
                let over = Delivery::Over(count(&it.quantity), it.value_minor);
                let was = self.become_(&it.allocation_id, &it.delivery_id, over);
                assert_eq!(was, Delivery::Disputed(count(&it.recorded_quantity)), "settled what was disputed");
            }
            Happened::ReturnConfirmed(it) => {
                let taken = self.of(&it.allocation_id);
                taken.freed.push((day(&it.returned_on), count(&it.quantity)));
                taken.value_back += it.value_minor;
            }
            Happened::ReturnWrittenOff(it) => {
                let taken = self.of(&it.allocation_id);
                taken.freed.push((day(&it.written_off_on), count(&it.quantity)));
                taken.value_back += it.value_minor;
            }
            _ => (),
        }
    }

    /// What is agreed for a day, and not back by then.
    pub(crate) fn booked_on(&self, day: Date) -> Count {
        self.allocations.values().map(|it| if self.is_loan { it.booked_on(day) } else { it.held() }).sum()
    }

    /// What is taken on a day, with what is late by now.
    pub(crate) fn taken_on(&self, day: Date, today: Date) -> Count {
        self.allocations.values().map(|it| if self.is_loan { it.taken_on(day, today) } else { it.held() }).sum()
    }

    pub(crate) fn window(&self, allocation_id: &str) -> (Date, Date) {
        let it = &self.allocations[allocation_id];
        (it.from, it.until)
    }

    fn hold(&mut self, allocation_id: &str, quantity: &str) {
        let taken = self.of(allocation_id);
        (taken.is_held, taken.agreed) = (true, count(quantity));
    }

    fn become_(&mut self, allocation_id: &str, delivery_id: &str, now: Delivery) -> Delivery {
        self.of(allocation_id).deliveries.insert(delivery_id.to_owned(), now).expect("it was recorded")
    }

    fn of(&mut self, allocation_id: &str) -> &mut Taken {
        self.allocations.get_mut(allocation_id).expect("it was asked for")
    }
}

impl Taken {
    pub(crate) fn held(&self) -> Count {
        if self.is_held { self.agreed - self.released } else { 0 }
    }

    pub(crate) fn sum(&self, of: impl Fn(&Delivery) -> Count) -> Count {
        self.deliveries.values().map(of).sum()
    }

    pub(crate) fn received(&self) -> Count {
        self.sum(|it| if let Delivery::Over(quantity, _) = it { *quantity } else { 0 })
    }

    pub(crate) fn open(&self) -> Count {
        self.sum(|it| if let Delivery::Open(quantity) = it { *quantity } else { 0 })
    }

    pub(crate) fn disputed(&self) -> Count {
        self.sum(|it| if let Delivery::Disputed(quantity) = it { *quantity } else { 0 })
    }

    pub(crate) fn value(&self) -> i64 {
        self.sum(|it| if let Delivery::Over(_, value) = it { *value } else { 0 })
    }

    pub(crate) fn back(&self) -> Count {
        self.freed.iter().map(|(_, quantity)| quantity).sum()
    }

    fn back_by(&self, day: Date) -> Count {
        self.freed.iter().filter(|(on, _)| *on <= day).map(|(_, quantity)| quantity).sum()
    }

    fn booked_on(&self, day: Date) -> Count {
        if self.from <= day && day <= self.until { self.held() - self.back_by(day) } else { 0 }
    }

    fn taken_on(&self, day: Date, today: Date) -> Count {
        let is_late = self.until < day && self.until < today;
        let out = self.received() + self.open() + self.disputed();
        if is_late { out - self.back_by(day) } else { self.booked_on(day) }
    }
}

pub(crate) fn days(from: Date, until: Date) -> impl Iterator<Item = Date> {
    let a_day: Span = 1.day();
    from.series(a_day).take_while(move |it| *it <= until)
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}
