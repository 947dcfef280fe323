//! All that happened to an allocation, a line a fact.

use contract::{
    log::Envelope,
    resources::{AllocationStep, AllocationStepKind as Kind, event::Kind as Event},
};
use kernel::clipped;

const WORDS_BYTES_MAX: usize = 256;

pub(super) fn step(event: &Event, fact: &Envelope) -> Option<AllocationStep> {
    let (kind, thing_id, quantity, words) = told(event)?;
    Some(AllocationStep {
        at: fact.recorded_at,
        partner_id: fact.partner.clone(),
        kind: kind.into(),
        thing_id: thing_id.to_owned(),
        quantity: quantity.to_owned(),
        words: clipped(words, WORDS_BYTES_MAX),
    })
}

/// What it is, of which delivery or return, how much, and what was said with it.
fn told(event: &Event) -> Option<(Kind, &str, &str, &str)> {
    Some(match event {
        Event::AllocationRequested(it) => (Kind::Requested, "", &it.quantity, &it.note),
        Event::RequestWithdrawn(_) => (Kind::RequestWithdrawn, "", "", ""),
        Event::AllocationAgreed(it) => (Kind::Agreed, "", &it.quantity, &it.why),
        Event::AllocationDeclined(it) => (Kind::Declined, "", "", &it.reason),
        Event::AllocationProposed(it) => (Kind::Proposed, "", &it.quantity, ""),
        Event::AllocationRejected(it) => (Kind::Rejected, "", "", &it.why),
        Event::AllocationReleased(it) => (Kind::Released, "", &it.quantity, &it.reason),
        Event::DeliveryRecorded(it) => (Kind::DeliveryRecorded, &it.delivery_id, &it.quantity, &it.note),
        Event::DeliveryWithdrawn(it) => (Kind::DeliveryWithdrawn, &it.delivery_id, &it.quantity, ""),
        Event::DeliveryConfirmed(it) => (Kind::DeliveryConfirmed, &it.delivery_id, &it.quantity, ""),
        Event::DeliveryDisputed(it) => (Kind::DeliveryDisputed, &it.delivery_id, &it.quantity, &it.reason),
        Event::SettlementStated(it) => (Kind::SettlementStated, &it.delivery_id, &it.quantity, ""),
        Event::DeliverySettlementProposed(it) => (Kind::SettlementProposed, &it.delivery_id, &it.quantity, ""),
        Event::DeliverySettlementRejected(it) => (Kind::SettlementRejected, &it.delivery_id, "", &it.why),
        Event::DeliverySettled(it) => (Kind::DeliverySettled, &it.delivery_id, &it.quantity, &it.why),
        Event::ReturnRecorded(it) => (Kind::ReturnRecorded, &it.return_id, &it.quantity, &it.condition),
        Event::ReturnConfirmed(it) => (Kind::ReturnConfirmed, &it.return_id, &it.quantity, &it.remark),
        Event::ReturnWrittenOff(it) => (Kind::WrittenOff, "", &it.quantity, &it.reason),
        Event::DeliveryOverdue(it) => (Kind::DeliveryOverdue, "", &it.quantity, ""),
        Event::ReturnOverdue(it) => (Kind::ReturnOverdue, "", &it.quantity, ""),
        _ => return None,
    })
}
