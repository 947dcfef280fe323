//! One helper a message: the bank offers ten tablets, on loan or as a gift, and the cooperative asks for six of them.

use std::collections::BTreeMap;

use contract::resources::*;
use jiff::Timestamp;
use kernel::{Invalid, Members, scenario::Scenario};
use resources::{
    Around,
    offer::{Agreeing, Asking, Offer, Rejection},
};

pub(crate) type Happened = event::Kind;

pub(crate) const TOGETHER: &str = "00000000-0000-7000-8000-0000000000a1";
pub(crate) const BANK: &str = "00000000-0000-7000-8000-0000000000b1";
pub(crate) const COOPERATIVE: &str = "00000000-0000-7000-8000-0000000000b2";
pub(crate) const INSURER: &str = "00000000-0000-7000-8000-0000000000b3";
/// Part of the bank.
pub(crate) const BRANCH: &str = "00000000-0000-7000-8000-0000000000b5";
pub(crate) const OFFER: &str = "00000000-0000-7000-8000-0000000000c1";
pub(crate) const NEED: &str = "00000000-0000-7000-8000-0000000000c2";
pub(crate) const ALLOCATION: &str = "00000000-0000-7000-8000-0000000000d1";
pub(crate) const OTHER: &str = "00000000-0000-7000-8000-0000000000d2";
pub(crate) const DELIVERY: &str = "00000000-0000-7000-8000-0000000000e1";
pub(crate) const RETURN: &str = "00000000-0000-7000-8000-0000000000f1";
pub(crate) const GOAL: &str = "00000000-0000-7000-8000-000000000011";
/// The day of the scenarios.
pub(crate) const TODAY: &str = "2026-01-15";
pub(crate) const FROM: &str = "2026-01-10";
pub(crate) const UNTIL: &str = "2026-03-31";
/// After the last day of what was asked for.
pub(crate) const LATER: &str = "2026-04-02";

pub(crate) fn members() -> Members {
    Members {
        voices: vec![BANK.into(), COOPERATIVE.into(), INSURER.into(), BRANCH.into()],
        organisations: BTreeMap::from([(BRANCH.into(), BANK.into())]),
        ..Default::default()
    }
}

pub(crate) fn around() -> Around {
    Around { is_active: true, knows_goal: true, knows_activity: true }
}

pub(crate) fn agreeing() -> Agreeing {
    Agreeing { is_active: true, members: members(), currency: "KES".into(), funds_threshold: None }
}

/// A charter in which more than that takes a decision.
pub(crate) fn above(funds_threshold: i64) -> Agreeing {
    Agreeing { funds_threshold: Some(funds_threshold), ..agreeing() }
}

pub(crate) fn asking() -> Asking {
    Asking { around: around(), members: members(), need: None, is_id_taken: false }
}

pub(crate) fn lent() -> ResourceOffered {
    ResourceOffered {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        partner_id: BANK.into(),
        kind: ResourceKind::Equipment.into(),
        title: "Tablets".into(),
        quantity: "10".into(),
        unit: "tablets".into(),
        value_minor: 1_000_000,
        currency: "KES".into(),
        valuation: "as bought".into(),
        place: "Kisumu".into(),
        available_from: "2026-01-01".into(),
        available_until: "2026-12-31".into(),
        terms: Terms::Loan.into(),
        ..Default::default()
    }
}

pub(crate) fn given_away() -> ResourceOffered {
    ResourceOffered { terms: Terms::Gift.into(), ..lent() }
}

/// A grant of 500,000 shillings.
pub(crate) fn funds() -> ResourceOffered {
    ResourceOffered {
        kind: ResourceKind::Funds.into(),
        title: "Seed capital".into(),
        quantity: "500000".into(),
        unit: "KES".into(),
        value_minor: 0,
        currency: String::new(),
        valuation: String::new(),
        ..given_away()
    }
}

pub(crate) fn request() -> RequestAllocation {
    RequestAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        quantity: "6".into(),
        starts_on: FROM.into(),
        ends_on: UNTIL.into(),
        note: "For the field officers".into(),
        ..Default::default()
    }
}

/// Some of an offer, asked for by the cooperative.
pub(crate) fn requested_of(offer: &ResourceOffered) -> AllocationRequested {
    let it = request();
    AllocationRequested {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        provider_partner_id: BANK.into(),
        receiver_partner_id: COOPERATIVE.into(),
        need_id: String::new(),
        kind: offer.kind,
        terms: offer.terms,
        unit: offer.unit.clone(),
        title: offer.title.clone(),
        quantity: it.quantity,
        starts_on: it.starts_on,
        ends_on: it.ends_on,
        goal_id: String::new(),
        activity_id: String::new(),
        note: it.note,
    }
}

pub(crate) fn requested() -> AllocationRequested {
    requested_of(&lent())
}

pub(crate) fn agree() -> AgreeAllocation {
    AgreeAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        ..Default::default()
    }
}

/// All of what was asked for.
pub(crate) fn agreed_of(it: AllocationRequested) -> AllocationAgreed {
    AllocationAgreed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        title: it.title,
        quantity: it.quantity.clone(),
        requested_quantity: it.quantity,
        starts_on: it.starts_on,
        ends_on: it.ends_on,
        goal_id: it.goal_id,
        activity_id: it.activity_id,
        value_minor: 600_000,
        currency: "KES".into(),
        ..Default::default()
    }
}

pub(crate) fn agreed() -> AllocationAgreed {
    agreed_of(requested())
}

pub(crate) fn proposed() -> AllocationProposed {
    let it = agreed();
    AllocationProposed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        title: it.title,
        quantity: it.quantity,
        requested_quantity: it.requested_quantity,
        starts_on: it.starts_on,
        ends_on: it.ends_on,
        goal_id: it.goal_id,
        activity_id: it.activity_id,
        value_minor: it.value_minor,
        currency: it.currency,
        threshold_minor: 500_000,
    }
}

pub(crate) fn decline() -> DeclineAllocation {
    DeclineAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        reason: "Kept for the branch".into(),
        ..Default::default()
    }
}

pub(crate) fn take_back() -> WithdrawRequest {
    WithdrawRequest {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        ..Default::default()
    }
}

pub(crate) fn release() -> ReleaseAllocation {
    ReleaseAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        reason: "Enough".into(),
        ..Default::default()
    }
}

pub(crate) fn withdraw() -> WithdrawOffer {
    WithdrawOffer {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        reason: "Needed here".into(),
        ..Default::default()
    }
}

pub(crate) fn revise() -> ReviseOffer {
    let it = lent();
    ReviseOffer {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        title: it.title,
        quantity: it.quantity,
        value_minor: it.value_minor,
        currency: it.currency,
        valuation: it.valuation,
        place: it.place,
        available_from: it.available_from,
        available_until: it.available_until,
        ..Default::default()
    }
}

/// So far and no further: offered, asked for, agreed, delivered.
pub(crate) fn to_agreed() -> Vec<Happened> {
    vec![lent().into(), requested().into(), agreed().into()]
}

pub(crate) fn invalid(field: &'static str, problem: &str) -> Rejection {
    Invalid::new(field, problem).into()
}

/// Noon of a day.
pub(crate) fn noon(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day")
}

pub(crate) fn on(day: &str, scenario: Scenario<Offer>) -> Scenario<Offer> {
    scenario.at(noon(day))
}
