//! What the resources service asks the members: to share above the charter's threshold, to settle a disputed delivery.

use contract::{
    partners::Matter,
    resources::{AllocationProposed, DeliverySettlementProposed, Terms, event::Kind as Event},
};
use kernel::money::amount;

/// Matter, title and text.
pub(super) fn motion(event: &Event) -> Option<(Matter, String, String)> {
    match event {
        Event::AllocationProposed(it) => {
            let verb = if it.terms() == Terms::Loan { "Lend" } else { "Give" };
            let title = format!("{verb} {} {} of: {}", it.quantity, it.unit, it.title);
            Some((Matter::Funds, title, allocation(it)))
        }
        Event::DeliverySettlementProposed(it) => {
            let title = format!("Settle a disputed delivery at {} {} of: {}", it.quantity, it.unit, it.title);
            Some((Matter::Other, title, settlement(it)))
        }
        _ => None,
    }
}

/// The fact that is no longer before the members, and why. What they decided themselves is not taken back.
pub(super) fn taken_back(event: &Event) -> Option<(&str, &str)> {
    let (event_id, reason) = match event {
        Event::RequestWithdrawn(it) => (&it.proposed_event_id, "who asked for it needs it no longer"),
        Event::AllocationDeclined(it) => (&it.proposed_event_id, "the giver does not give it after all"),
        Event::DeliverySettled(it) if !it.by_decision => (&it.proposed_event_id, "both sides have settled it"),
        _ => return None,
    };
    Some((event_id.as_str(), reason)).filter(|(event_id, _)| !event_id.is_empty())
}

/// It ends what is open, and begins nothing.
pub(super) fn settles(event: &Event) -> bool {
    matches!(event, Event::DeliverySettlementProposed(_))
}

fn allocation(it: &AllocationProposed) -> String {
    let days = match it.terms() {
        Terms::Loan => format!("From {} to {}.", it.starts_on, it.ends_on),
        _ => format!("To be delivered by {}.", it.ends_on),
    };
    format!(
        "{} gives, {} receives. {days}\nAsked for: {} {}.\nWorth {}, above the charter's threshold of {}.",
        it.provider_partner_id,
        it.receiver_partner_id,
        it.requested_quantity,
        it.unit,
        amount(it.value_minor, &it.currency),
        amount(it.threshold_minor, &it.currency)
    )
}

fn settlement(it: &DeliverySettlementProposed) -> String {
    let figures = |quantity: &str, minor: i64, currency: &str| match currency {
        "" => format!("{quantity} {}, not valued", it.unit),
        _ => format!("{quantity} {}, worth {}", it.unit, amount(minor, currency)),
    };
    format!(
        "{}\nThe giver, {}, reported: {}.\nThe receiver, {}, says: {}.\nTo be settled at: {}.",
        it.reason,
        it.provider_partner_id,
        figures(&it.recorded_quantity, it.recorded_value_minor, &it.recorded_currency),
        it.receiver_partner_id,
        figures(&it.claimed_quantity, it.claimed_value_minor, &it.claimed_currency),
        figures(&it.quantity, it.value_minor, &it.currency)
    )
}
