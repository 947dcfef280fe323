//! One helper a message about deliveries and returns: four tablets are delivered, of which three are returned.

use contract::{partners::Evidence, resources::*};

use crate::messages::*;

pub(crate) fn evidence() -> Evidence {
    Evidence {
        uri: "https://example.org/note.pdf".into(),
        sha256: "a".repeat(64),
        size_bytes: 4_096,
        media_type: "application/pdf".into(),
    }
}

pub(crate) fn deliver() -> RecordDelivery {
    RecordDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        quantity: "4".into(),
        value_minor: 400_000,
        currency: "KES".into(),
        delivered_on: TODAY.into(),
        note: "By road".into(),
        evidence: Some(evidence()),
        ..Default::default()
    }
}

pub(crate) fn delivered() -> DeliveryRecorded {
    let (it, of) = (deliver(), requested());
    DeliveryRecorded {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        provider_partner_id: BANK.into(),
        receiver_partner_id: COOPERATIVE.into(),
        need_id: String::new(),
        kind: of.kind,
        terms: of.terms,
        unit: of.unit,
        delivery_id: DELIVERY.into(),
        quantity: it.quantity,
        value_minor: it.value_minor,
        currency: it.currency,
        delivered_on: it.delivered_on,
        note: it.note,
        evidence: it.evidence,
    }
}

pub(crate) fn confirm() -> ConfirmDelivery {
    ConfirmDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        ..Default::default()
    }
}

pub(crate) fn confirmed() -> DeliveryConfirmed {
    let it = delivered();
    DeliveryConfirmed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        delivery_id: it.delivery_id,
        quantity: it.quantity.clone(),
        value_minor: it.value_minor,
        currency: it.currency.clone(),
        delivered_on: it.delivered_on,
        confirmed_on: TODAY.into(),
        recorded_quantity: it.quantity,
        recorded_value_minor: it.value_minor,
        recorded_currency: it.currency,
    }
}

/// Only three arrived.
pub(crate) fn dispute() -> DisputeDelivery {
    DisputeDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        reason: "One was broken".into(),
        quantity: "3".into(),
        value_minor: 300_000,
        currency: "KES".into(),
        ..Default::default()
    }
}

pub(crate) fn disputed() -> DeliveryDisputed {
    let (it, said) = (confirmed(), dispute());
    DeliveryDisputed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        delivery_id: it.delivery_id,
        reason: said.reason,
        quantity: said.quantity,
        value_minor: said.value_minor,
        currency: said.currency,
        delivered_on: it.delivered_on,
        disputed_on: TODAY.into(),
        recorded_quantity: it.recorded_quantity,
        recorded_value_minor: it.recorded_value_minor,
        recorded_currency: it.recorded_currency,
    }
}

pub(crate) fn settle(quantity: &str, value_minor: i64) -> SettleDelivery {
    SettleDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        quantity: quantity.into(),
        value_minor,
        currency: if value_minor == 0 { String::new() } else { "KES".into() },
        ..Default::default()
    }
}

pub(crate) fn settled(quantity: &str, value_minor: i64) -> DeliverySettled {
    let it = confirmed();
    DeliverySettled {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        delivery_id: it.delivery_id,
        quantity: quantity.into(),
        value_minor,
        currency: if value_minor == 0 { String::new() } else { "KES".into() },
        delivered_on: it.delivered_on,
        settled_on: TODAY.into(),
        recorded_quantity: it.recorded_quantity,
        recorded_value_minor: it.recorded_value_minor,
        recorded_currency: it.recorded_currency,
        by_decision: false,
        proposed_event_id: String::new(),
        why: String::new(),
    }
}

pub(crate) fn give_back() -> RecordReturn {
    RecordReturn {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        return_id: RETURN.into(),
        quantity: "3".into(),
        returned_on: TODAY.into(),
        condition: "As they were".into(),
        ..Default::default()
    }
}

pub(crate) fn returned() -> ReturnRecorded {
    let (it, said) = (confirmed(), give_back());
    ReturnRecorded {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        return_id: RETURN.into(),
        quantity: said.quantity,
        returned_on: said.returned_on,
        condition: said.condition,
    }
}

pub(crate) fn have_back() -> ConfirmReturn {
    ConfirmReturn {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        return_id: RETURN.into(),
        ..Default::default()
    }
}

pub(crate) fn back() -> ReturnConfirmed {
    let it = returned();
    ReturnConfirmed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        return_id: it.return_id,
        quantity: it.quantity.clone(),
        recorded_quantity: it.quantity,
        value_minor: 300_000,
        currency: "KES".into(),
        returned_on: it.returned_on,
        confirmed_on: TODAY.into(),
        remark: String::new(),
    }
}

pub(crate) fn write_off() -> WriteOffReturn {
    WriteOffReturn {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        reason: "Stolen".into(),
        ..Default::default()
    }
}

pub(crate) fn to_delivered() -> Vec<Happened> {
    [to_agreed(), vec![delivered().into()]].concat()
}

pub(crate) fn to_confirmed() -> Vec<Happened> {
    [to_delivered(), vec![confirmed().into()]].concat()
}

pub(crate) fn to_disputed() -> Vec<Happened> {
    [to_delivered(), vec![disputed().into()]].concat()
}
