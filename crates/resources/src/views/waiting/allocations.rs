//! What of an allocation waits: to be answered, delivered, confirmed, settled, returned.

use contract::resources::{
    AllocationRequested, AllocationState, Booking, DeliveryState, ResourceKind, Terms, WaitingResourceKind,
    event::Kind as Event,
};
use prost::Message;

use super::{Together, Wanted};
use crate::{offer::delivery::delivery_of, quantity::Quantity, views::bookings};

#[derive(Clone, PartialEq, Message)]
pub(super) struct Allocation {
    #[prost(message, optional, tag = "1")]
    booking: Option<Booking>,
    #[prost(string, tag = "2")]
    offer_id: String,
    #[prost(string, tag = "3")]
    title: String,
    #[prost(string, tag = "4")]
    giver: String,
    #[prost(enumeration = "ResourceKind", tag = "5")]
    kind: i32,
    #[prost(enumeration = "Terms", tag = "6")]
    terms: i32,
    /// Those that are not answered, or disputed.
    #[prost(message, repeated, tag = "7")]
    deliveries: Vec<Delivery>,
    /// Those that are not confirmed.
    #[prost(message, repeated, tag = "8")]
    returns: Vec<Return>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Delivery {
    #[prost(string, tag = "1")]
    delivery_id: String,
    #[prost(enumeration = "DeliveryState", tag = "2")]
    state: i32,
    /// Figures of it are before the members.
    #[prost(bool, tag = "3")]
    is_proposed: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Return {
    #[prost(string, tag = "1")]
    return_id: String,
    #[prost(string, tag = "2")]
    quantity: String,
}

impl Allocation {
    pub(super) fn evolve(&mut self, event: &Event) {
        let terms = self.terms();
        self.booking.iter_mut().for_each(|it| bookings::evolve(it, terms, event));
        match event {
            Event::DeliveryRecorded(it) => self.deliveries.push(Delivery {
                delivery_id: it.delivery_id.clone(),
                state: DeliveryState::Open.into(),
                is_proposed: false,
            }),
            Event::ReturnRecorded(it) => {
                self.returns.push(Return { return_id: it.return_id.clone(), quantity: it.quantity.clone() });
            }
            Event::ReturnConfirmed(it) => self.returns.retain(|back| back.return_id != it.return_id),
            Event::DeliveryWithdrawn(_) | Event::DeliveryConfirmed(_) | Event::DeliverySettled(_) => {
                self.deliveries.retain(|it| Some(it.delivery_id.as_str()) != delivery_of(event));
            }
            event => {
                let mut open = self.deliveries.iter_mut();
                let Some(delivery) = open.find(|it| Some(it.delivery_id.as_str()) == delivery_of(event)) else {
                    return;
                };
                match event {
                    Event::DeliveryDisputed(_) => delivery.set_state(DeliveryState::Disputed),
                    Event::DeliverySettlementProposed(_) => delivery.is_proposed = true,
                    Event::DeliverySettlementRejected(_) => delivery.is_proposed = false,
                    _ => (),
                }
            }
        }
    }

    pub(super) fn is_over(&self) -> bool {
        use AllocationState::{Agreed, AwaitingDecision, Requested};
        let is_open = |it: &Booking| matches!(it.state(), Requested | AwaitingDecision | Agreed);
        self.returns.is_empty() && !self.booking.iter().any(is_open)
    }

    pub(super) fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let Some(booking) = &self.booking else { return vec![] };
        let receiver = &booking.receiver_partner_id;
        let mut wanted = Vec::new();
        let mut want = |partner: &str, kind, part_id: &str, due_on: &str| {
            wanted.push(Wanted {
                partner_id: partner.to_owned(),
                kind,
                part_id: part_id.to_owned(),
                title: self.title.clone(),
                due_on: due_on.to_owned(),
                offer_id: self.offer_id.clone(),
                allocation_id: booking.allocation_id.clone(),
                disbursement_id: String::new(),
            });
        };
        let (whole, by) = (booking.allocation_id.as_str(), booking.ends_on.as_str());
        match booking.state() {
            // Who has no voice agrees to nothing new.
            AllocationState::Requested if together.has_voice(&self.giver) => {
                want(&self.giver, WaitingResourceKind::AnswerRequest, whole, "");
            }
            AllocationState::Agreed if self.kind() != ResourceKind::Funds => {
                if !bookings::undelivered(booking).is_zero() {
                    want(&self.giver, WaitingResourceKind::MakeDelivery, whole, by);
                }
                if self.terms() == Terms::Loan && !self.to_return(booking).is_zero() {
                    want(receiver, WaitingResourceKind::MakeReturn, whole, by);
                }
            }
            _ => (),
        }
        for it in &self.deliveries {
            match it.state() {
                DeliveryState::Open => want(receiver, WaitingResourceKind::ConfirmDelivery, &it.delivery_id, ""),
                DeliveryState::Disputed if !it.is_proposed => {
                    want(&self.giver, WaitingResourceKind::SettleDelivery, &it.delivery_id, "");
                    want(receiver, WaitingResourceKind::SettleDelivery, &it.delivery_id, "");
                }
                _ => (),
            }
        }
        for it in &self.returns {
            want(&self.giver, WaitingResourceKind::ConfirmReturn, &it.return_id, "");
        }
        wanted
    }

    /// Lent, and not said to be back.
    fn to_return(&self, booking: &Booking) -> Quantity {
        let reported = self.returns.iter().map(|it| bookings::said(&it.quantity)).sum();
        bookings::lent(booking).less(reported)
    }
}

impl From<&AllocationRequested> for Allocation {
    fn from(it: &AllocationRequested) -> Self {
        Allocation {
            booking: Some(bookings::booked(it)),
            offer_id: it.offer_id.clone(),
            title: it.title.clone(),
            giver: it.provider_partner_id.clone(),
            kind: it.kind,
            terms: it.terms,
            deliveries: vec![],
            returns: vec![],
        }
    }
}
