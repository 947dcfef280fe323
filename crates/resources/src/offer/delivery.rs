//! What we remember of one delivery: what was reported, what was answered, and what each side would settle it at.

use contract::resources::{DeliveryState, event::Kind as Event};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::quantity::{Figures, Quantity};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    pub delivery_id: String,
    pub delivered_on: Date,
    pub note: String,
    /// The SHA-256 of the document that shows it; empty: none.
    pub evidence: String,
    pub recorded: Figures,
    pub answer: Answer,
    /// What each side would settle it at, as it said last.
    pub giver: Figures,
    pub receiver: Figures,
    /// Figures that are before the members, and the fact that put them there.
    pub proposed: Option<(String, Figures)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Open,
    Withdrawn,
    Confirmed(Figures),
    Disputed { reason: String },
    Settled(Figures),
}

impl Delivery {
    /// What both sides, or the members, say was delivered.
    pub fn agreed(&self) -> Option<&Figures> {
        match &self.answer {
            Answer::Confirmed(figures) | Answer::Settled(figures) => Some(figures),
            Answer::Open | Answer::Withdrawn | Answer::Disputed { .. } => None,
        }
    }

    pub fn is_unanswered(&self) -> bool {
        matches!(self.answer, Answer::Open | Answer::Disputed { .. })
    }

    pub fn state(&self) -> DeliveryState {
        match self.answer {
            Answer::Open => DeliveryState::Open,
            Answer::Withdrawn => DeliveryState::Withdrawn,
            Answer::Confirmed(_) => DeliveryState::Confirmed,
            Answer::Disputed { .. } => DeliveryState::Disputed,
            Answer::Settled(_) => DeliveryState::Settled,
        }
    }

    pub(super) fn counts(&self) -> Quantity {
        match &self.answer {
            Answer::Open | Answer::Disputed { .. } => self.recorded.quantity,
            Answer::Withdrawn => Quantity::ZERO,
            Answer::Confirmed(figures) | Answer::Settled(figures) => figures.quantity,
        }
    }

    pub(super) fn evolve(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::DeliveryWithdrawn(_) => self.answer = Answer::Withdrawn,
            Event::DeliveryConfirmed(it) => {
                self.answer = Answer::Confirmed(Figures::said(&it.quantity, it.value_minor, &it.currency));
            }
            Event::DeliveryDisputed(it) => {
                self.answer = Answer::Disputed { reason: it.reason.clone() };
                self.receiver = Figures::said(&it.quantity, it.value_minor, &it.currency);
            }
            Event::SettlementStated(it) => {
                let figures = Figures::said(&it.quantity, it.value_minor, &it.currency);
                match it.stated_by == it.provider_partner_id {
                    true => self.giver = figures,
                    false => self.receiver = figures,
                }
            }
            Event::DeliverySettlementProposed(it) => {
                let figures = Figures::said(&it.quantity, it.value_minor, &it.currency);
                self.proposed = Some((event_id.to_owned(), figures));
            }
            Event::DeliverySettlementRejected(_) => self.proposed = None,
            Event::DeliverySettled(it) => {
                self.answer = Answer::Settled(Figures::said(&it.quantity, it.value_minor, &it.currency));
                self.proposed = None;
            }
            _ => (),
        }
    }
}

/// The delivery that a fact is about.
pub fn delivery_of(event: &Event) -> Option<&str> {
    Some(match event {
        Event::DeliveryRecorded(it) => &it.delivery_id,
        Event::DeliveryWithdrawn(it) => &it.delivery_id,
        Event::DeliveryConfirmed(it) => &it.delivery_id,
        Event::DeliveryDisputed(it) => &it.delivery_id,
        Event::SettlementStated(it) => &it.delivery_id,
        Event::DeliverySettlementProposed(it) => &it.delivery_id,
        Event::DeliverySettlementRejected(it) => &it.delivery_id,
        Event::DeliverySettled(it) => &it.delivery_id,
        _ => return None,
    })
}
