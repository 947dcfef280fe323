//! What came of an undertaking, step by step, each with its day.

use contract::goals::{
    Fulfilment, FulfilmentConfirmed, FulfilmentReturned, FulfilmentState, Renegotiation, RenegotiationDeclined,
    RenegotiationProposed, RenegotiationState, RenegotiationWithdrawn, Undertaking, UndertakingFulfilled,
    UndertakingHandedOver, UndertakingHandover, UndertakingReleased, UndertakingRenegotiated, UndertakingState,
};

use crate::views::keep_last;

/// What an answer holds of each at most: of fulfilments that came to nothing, say, the last ones.
pub(super) const STEPS_MAX: usize = 100;

pub(super) fn fulfil(undertaking: &mut Undertaking, it: &UndertakingFulfilled, day: &str) {
    let UndertakingFulfilled {
        partnership_id: _,
        undertaking_id: _,
        fulfilled_by,
        fulfilled_on,
        note,
        evidence,
        delivered,
        asked_to_confirm: _,
    } = it.clone();
    drop_what_is_asked(undertaking, day);
    let fulfilment = Fulfilment {
        fulfilled_by,
        said_on: day.to_owned(),
        fulfilled_on,
        note,
        evidence,
        delivered,
        state: FulfilmentState::Waiting.into(),
        ..Default::default()
    };
    keep_last(STEPS_MAX, &mut undertaking.fulfilments, fulfilment);
    undertaking.set_state(UndertakingState::Fulfilled);
    undertaking.overdue = false;
}

pub(super) fn confirm(undertaking: &mut Undertaking, it: &FulfilmentConfirmed, day: &str) {
    answer_fulfilment(undertaking, FulfilmentState::Confirmed, &it.confirmed_by, day, "");
}

pub(super) fn give_back(undertaking: &mut Undertaking, it: &FulfilmentReturned, day: &str) {
    answer_fulfilment(undertaking, FulfilmentState::Returned, &it.returned_by, day, &it.reason);
}

pub(super) fn ask(undertaking: &mut Undertaking, it: &RenegotiationProposed, day: &str) {
    let RenegotiationProposed {
        partnership_id: _,
        undertaking_id: _,
        renegotiation_id,
        proposed_by,
        was_due_on,
        due_on,
        what,
        quantity,
        reason,
        asked: _,
        release,
    } = it.clone();
    let renegotiation = Renegotiation {
        renegotiation_id,
        proposed_by,
        proposed_on: day.to_owned(),
        was_due_on,
        due_on,
        what,
        quantity,
        reason,
        release,
        state: RenegotiationState::Open.into(),
        ..Default::default()
    };
    keep_last(STEPS_MAX, &mut undertaking.renegotiations, renegotiation);
}

pub(super) fn agree(undertaking: &mut Undertaking, it: &UndertakingRenegotiated, day: &str) {
    undertaking.due_on.clone_from(&it.due_on);
    undertaking.what.clone_from(&it.what);
    undertaking.quantity.clone_from(&it.quantity);
    answer(undertaking, &it.renegotiation_id, RenegotiationState::Agreed, (&it.agreed_by, ""), day);
}

/// As its giver has asked, or unasked.
pub(super) fn release(undertaking: &mut Undertaking, it: &UndertakingReleased, day: &str) {
    answer(undertaking, &it.renegotiation_id, RenegotiationState::Agreed, (&it.released_by, ""), day);
}

pub(super) fn decline(undertaking: &mut Undertaking, it: &RenegotiationDeclined, day: &str) {
    answer(undertaking, &it.renegotiation_id, RenegotiationState::Declined, (&it.declined_by, &it.reason), day);
}

pub(super) fn take_back(undertaking: &mut Undertaking, it: &RenegotiationWithdrawn, day: &str) {
    answer(undertaking, &it.renegotiation_id, RenegotiationState::Withdrawn, ("", ""), day);
}

pub(super) fn hand_over(undertaking: &mut Undertaking, it: &UndertakingHandedOver, day: &str) {
    let UndertakingHandedOver {
        partnership_id: _,
        undertaking_id: _,
        given_by,
        to_partner_id,
        was_given_by,
        was_to_partner_id,
        why,
    } = it.clone();
    drop_what_is_asked(undertaking, day);
    undertaking.given_by.clone_from(&given_by);
    undertaking.to_partner_id.clone_from(&to_partner_id);
    let handover =
        UndertakingHandover { was_given_by, given_by, was_to_partner_id, to_partner_id, on: day.to_owned(), why };
    keep_last(STEPS_MAX, &mut undertaking.handovers, handover);
}

pub(super) fn drop_what_waits(undertaking: &mut Undertaking, day: &str) {
    drop_what_is_asked(undertaking, day);
    answer_fulfilment(undertaking, FulfilmentState::Dropped, "", day, "");
}

fn answer_fulfilment(undertaking: &mut Undertaking, state: FulfilmentState, by: &str, day: &str, reason: &str) {
    let waiting = undertaking.fulfilments.iter_mut().find(|it| it.state() == FulfilmentState::Waiting);
    if let Some(it) = waiting {
        it.set_state(state);
        it.answered_by = by.to_owned();
        it.answered_on = day.to_owned();
        it.reason = reason.to_owned();
    }
}

fn answer(
    undertaking: &mut Undertaking,
    renegotiation_id: &str,
    state: RenegotiationState,
    (by, answer): (&str, &str),
    day: &str,
) {
    let asked = undertaking.renegotiations.iter_mut().find(|it| it.renegotiation_id == renegotiation_id);
    if let Some(it) = asked {
        it.set_state(state);
        it.answered_by = by.to_owned();
        it.answered_on = day.to_owned();
        it.answer = answer.to_owned();
    }
}

fn drop_what_is_asked(undertaking: &mut Undertaking, day: &str) {
    for it in undertaking.renegotiations.iter_mut().filter(|it| it.state() == RenegotiationState::Open) {
        it.set_state(RenegotiationState::Dropped);
        it.answered_on = day.to_owned();
    }
}
