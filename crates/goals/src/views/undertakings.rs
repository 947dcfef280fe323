//! Undertakings as they are served, with all that came of them, and who has to act next.

mod figures;
mod history;
mod summary;

use contract::{
    goals::{self, ListUndertakings, Undertaking, UndertakingGiven, UndertakingState, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::{UNDERTAKINGS, keep_last, place};

pub use figures::{Counted, Figures, Membership, Row, Side, Span};
pub(crate) use figures::{given, moved};
pub use summary::summary;

pub(super) struct Undertakings;

impl View for Undertakings {
    fn name(&self) -> &'static str {
        UNDERTAKINGS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Goals(goals::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::UndertakingGiven(it) => fold.put(place(&it.partnership_id, &it.undertaking_id), begun(it)),
            Event::UndertakingFulfilled(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
                history::fulfil(undertaking, it, day);
                undertaking.waits_for.clone_from(&it.asked_to_confirm);
            }),
            Event::FulfilmentConfirmed(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
                history::confirm(undertaking, it, day);
                end(undertaking, UndertakingState::Confirmed, day);
            }),
            Event::FulfilmentReturned(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
                history::give_back(undertaking, it, day);
                undertaking.set_state(UndertakingState::Open);
                undertaking.overdue = undertaking.overdue_on.last() == Some(&undertaking.due_on);
                wait_for_the_giver(undertaking);
            }),
            Event::UndertakingOverdue(it) => change(fold, fact, &it.undertaking_id, |undertaking, _| {
                keep_last(history::STEPS_MAX, &mut undertaking.overdue_on, it.due_on.clone());
                undertaking.overdue = true;
            }),
            Event::UndertakingReleased(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
                history::release(undertaking, it, day);
                history::drop_what_waits(undertaking, day);
                undertaking.released_by.clone_from(&it.released_by);
                undertaking.why.clone_from(&it.reason);
                end(undertaking, UndertakingState::Released, day);
            }),
            Event::UndertakingHandedOver(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
                history::hand_over(undertaking, it, day);
                match undertaking.state() {
                    UndertakingState::Open => wait_for_the_giver(undertaking),
                    _ if it.to_partner_id != it.was_to_partner_id => {
                        undertaking.waits_for = vec![it.to_partner_id.clone()];
                    }
                    _ => (),
                }
            }),
            Event::UndertakingMoved(it) => change(fold, fact, &it.undertaking_id, |undertaking, _| {
                undertaking.goal_id.clone_from(&it.goal_id);
                undertaking.why.clone_from(&it.why);
            }),
            event => renegotiate(event, fact, fold),
        }
    }
}

fn renegotiate(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    match event {
        Event::RenegotiationProposed(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
            history::ask(undertaking, it, day);
            let others = it.asked.iter().filter(|it| **it != undertaking.given_by).cloned().collect::<Vec<_>>();
            undertaking.waits_for.extend(others);
        }),
        Event::UndertakingRenegotiated(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
            history::agree(undertaking, it, day);
            undertaking.overdue = false;
            wait_for_the_giver(undertaking);
        }),
        Event::RenegotiationDeclined(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
            history::decline(undertaking, it, day);
            wait_for_the_giver(undertaking);
        }),
        Event::RenegotiationWithdrawn(it) => change(fold, fact, &it.undertaking_id, |undertaking, day| {
            history::take_back(undertaking, it, day);
            wait_for_the_giver(undertaking);
        }),
        _ => (),
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, undertaking_id: &str, change: impl FnOnce(&mut Undertaking, &str)) {
    let day = fact.recorded_on().to_string();
    fold.change(place(&fact.partnership, undertaking_id), |undertaking| change(undertaking, &day));
}

fn begun(it: &UndertakingGiven) -> Undertaking {
    let UndertakingGiven {
        partnership_id,
        undertaking_id,
        given_by,
        to_partner_id,
        goal_id,
        activity_id,
        what,
        quantity,
        unit,
        due_on,
        given_on,
    } = it.clone();
    Undertaking {
        partnership_id,
        undertaking_id,
        first_given_by: given_by.clone(),
        waits_for: vec![given_by.clone()],
        given_by,
        to_partner_id,
        goal_id,
        activity_id,
        what,
        quantity,
        unit,
        given_on,
        first_due_on: due_on.clone(),
        due_on,
        state: UndertakingState::Open.into(),
        ..Default::default()
    }
}

fn wait_for_the_giver(undertaking: &mut Undertaking) {
    undertaking.waits_for = vec![undertaking.given_by.clone()];
}

fn end(undertaking: &mut Undertaking, state: UndertakingState, day: &str) {
    undertaking.set_state(state);
    undertaking.overdue = false;
    undertaking.waits_for.clear();
    undertaking.ended_on = day.to_owned();
}

pub fn is_asked_for(question: &ListUndertakings, it: &Undertaking) -> bool {
    let is_any_or = |asked: &String, is: &String| asked.is_empty() || asked == is;
    (question.state() == UndertakingState::Unspecified || question.state() == it.state())
        && is_any_or(&question.given_by, &it.given_by)
        && is_any_or(&question.to_partner_id, &it.to_partner_id)
        && is_any_or(&question.goal_id, &it.goal_id)
        && (!question.overdue || it.overdue)
        && (question.waits_for.is_empty() || it.waits_for.contains(&question.waits_for))
}
