//! What partners lack, and how much of it is met.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Event as Heard, ListNeeds, Need, NeedAllocation, NeedRevised, NeedState, NeedStated, ResourceKind,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::{
    bookings::{less, more},
    keep_last,
    offers::is_in,
    place,
};
use crate::quantity::Quantity;

const ALLOCATIONS_MAX: usize = 200;

pub(super) struct Needs;

impl View for Needs {
    fn name(&self) -> &'static str {
        super::NEEDS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact {
            project(&fact.partnership, event, fold);
        }
    }
}

pub fn is_asked_for(question: &ListNeeds, it: &Need) -> bool {
    let ListNeeds { kind: _, partner_id, state: _, goal_id, place, .. } = question;
    (question.kind() == ResourceKind::Unspecified || question.kind() == it.kind())
        && (partner_id.is_empty() || *partner_id == it.partner_id)
        && (question.state() == NeedState::Unspecified || question.state() == it.state())
        && (goal_id.is_empty() || *goal_id == it.goal_id)
        && is_in(place, &it.place)
}

fn project(partnership_id: &str, event: &Event, fold: &mut Fold<'_>) {
    match event {
        Event::NeedStated(it) => fold.put(place(partnership_id, &it.need_id), stated(it)),
        Event::NeedRevised(it) => {
            fold.change(place(partnership_id, &it.need_id), |need: &mut Need| revise(need, it));
        }
        Event::NeedWithdrawn(it) => fold.change(place(partnership_id, &it.need_id), |need: &mut Need| {
            need.set_state(NeedState::Withdrawn);
            need.withdrawn_reason.clone_from(&it.reason);
        }),
        event => {
            let Some(need_id) = need_of(event).filter(|it| !it.is_empty()) else { return };
            fold.change(place(partnership_id, need_id), |need: &mut Need| meet(need, event));
        }
    }
}

fn need_of(event: &Event) -> Option<&str> {
    Some(match event {
        Event::AllocationRequested(it) => &it.need_id,
        Event::AllocationAgreed(it) => &it.need_id,
        Event::AllocationReleased(it) => &it.need_id,
        Event::DeliveryConfirmed(it) => &it.need_id,
        Event::DeliverySettled(it) => &it.need_id,
        _ => return None,
    })
}

/// Only what is counted in the need's own unit adds up.
fn meet(need: &mut Need, event: &Event) {
    match event {
        Event::AllocationRequested(it) => keep_last(
            ALLOCATIONS_MAX,
            &mut need.allocations,
            NeedAllocation {
                allocation_id: it.allocation_id.clone(),
                offer_id: it.offer_id.clone(),
                provider_partner_id: it.provider_partner_id.clone(),
                unit: it.unit.clone(),
                agreed: Quantity::ZERO.to_string(),
                delivered: Quantity::ZERO.to_string(),
            },
        ),
        Event::AllocationAgreed(it) => add(need, &it.allocation_id, &it.unit, |agreed, _| more(agreed, &it.quantity)),
        Event::AllocationReleased(it) => {
            add(need, &it.allocation_id, &it.unit, |agreed, _| less(agreed, &it.quantity));
        }
        Event::DeliveryConfirmed(it) => {
            add(need, &it.allocation_id, &it.unit, |_, delivered| more(delivered, &it.quantity));
        }
        Event::DeliverySettled(it) => {
            add(need, &it.allocation_id, &it.unit, |_, delivered| more(delivered, &it.quantity));
        }
        _ => (),
    }
}

fn add(need: &mut Need, allocation_id: &str, unit: &str, add: impl Fn(&mut String, &mut String)) {
    if need.unit == unit {
        add(&mut need.agreed, &mut need.delivered);
    }
    if let Some(it) = need.allocations.iter_mut().find(|it| it.allocation_id == allocation_id) {
        add(&mut it.agreed, &mut it.delivered);
    }
}

fn stated(it: &NeedStated) -> Need {
    let NeedStated {
        partnership_id,
        need_id,
        partner_id,
        kind,
        unit,
        title,
        field,
        quantity,
        place,
        needed_from,
        needed_until,
        terms,
        goal_id,
        activity_id,
    } = it.clone();
    Need {
        as_of: vec![],
        partnership_id,
        need_id,
        partner_id,
        kind,
        unit,
        title,
        field,
        quantity,
        place,
        needed_from,
        needed_until,
        terms,
        goal_id,
        activity_id,
        state: NeedState::Open.into(),
        withdrawn_reason: String::new(),
        agreed: Quantity::ZERO.to_string(),
        delivered: Quantity::ZERO.to_string(),
        allocations: vec![],
    }
}

fn revise(need: &mut Need, it: &NeedRevised) {
    let NeedRevised {
        partnership_id: _,
        need_id: _,
        partner_id: _,
        title,
        field,
        quantity,
        place,
        needed_from,
        needed_until,
        terms,
        goal_id,
        activity_id,
    } = it.clone();
    *need = Need {
        title,
        field,
        quantity,
        place,
        needed_from,
        needed_until,
        terms,
        goal_id,
        activity_id,
        ..std::mem::take(need)
    };
}
