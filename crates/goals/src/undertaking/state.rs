//! What we remember of one undertaking: what was promised, what is agreed now, and how far it is.

use contract::goals::{
    RenegotiationProposed, RenegotiationState, UndertakingFulfilled, UndertakingGiven, UndertakingReleased,
    UndertakingRenegotiated, UndertakingState, event::Kind as Event,
};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Undertaking {
    #[default]
    Ungiven,
    Given(Box<Given>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// As it was given; its day is the original one for ever.
    pub at_first: UndertakingGiven,
    pub given_by: String,
    /// Empty: to all.
    pub to_partner_id: String,
    /// Empty: towards none.
    pub goal_id: String,
    /// As agreed last.
    pub due_on: String,
    pub what: String,
    pub quantity: String,
    pub state: UndertakingState,
    /// What was said when it was fulfilled, until it is returned.
    pub fulfilled: Option<UndertakingFulfilled>,
    /// Who returned it last, and why.
    pub returned: Option<(String, String)>,
    pub renegotiations: Vec<Renegotiation>,
    /// The last day by which it is known not to have been done; empty: none.
    pub overdue_on: String,
    pub released: Option<UndertakingReleased>,
}

/// Terms that one side asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Renegotiation {
    pub asked: RenegotiationProposed,
    pub state: RenegotiationState,
    /// Who declined, and why.
    pub declined: Option<(String, String)>,
}

impl Aggregate for Undertaking {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "undertaking";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Undertaking::Ungiven, Event::UndertakingGiven(it)) => {
                *self = Undertaking::Given(Box::new(Given::from(it)));
            }
            (Undertaking::Given(given), event) => given.evolve(event),
            _ => (),
        }
    }
}

impl Given {
    pub fn is_over(&self) -> bool {
        matches!(self.state, UndertakingState::Confirmed | UndertakingState::Released)
    }

    pub fn renegotiation(&self, renegotiation_id: &str) -> Option<&Renegotiation> {
        self.renegotiations.iter().find(|it| it.asked.renegotiation_id == renegotiation_id)
    }

    pub fn open_renegotiation(&self) -> Option<&Renegotiation> {
        self.renegotiations.iter().find(|it| it.state == RenegotiationState::Open)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::UndertakingFulfilled(it) => {
                self.state = UndertakingState::Fulfilled;
                self.fulfilled = Some(it.clone());
                self.drop_what_is_asked();
            }
            Event::FulfilmentConfirmed(_) => self.state = UndertakingState::Confirmed,
            Event::FulfilmentReturned(it) => {
                self.state = UndertakingState::Open;
                self.fulfilled = None;
                self.returned = Some((it.returned_by.clone(), it.reason.clone()));
            }
            Event::RenegotiationProposed(it) => self.renegotiations.push(Renegotiation {
                asked: it.clone(),
                state: RenegotiationState::Open,
                declined: None,
            }),
            Event::UndertakingRenegotiated(it) => self.agree(it),
            Event::RenegotiationDeclined(it) => {
                let declined = (it.declined_by.clone(), it.reason.clone());
                self.answer(&it.renegotiation_id, RenegotiationState::Declined, Some(declined));
            }
            Event::RenegotiationWithdrawn(it) => {
                self.answer(&it.renegotiation_id, RenegotiationState::Withdrawn, None);
            }
            Event::UndertakingOverdue(it) => self.overdue_on.clone_from(&it.due_on),
            Event::UndertakingReleased(it) => {
                self.state = UndertakingState::Released;
                self.released = Some(it.clone());
                self.answer(&it.renegotiation_id, RenegotiationState::Agreed, None);
                self.drop_what_is_asked();
            }
            Event::UndertakingHandedOver(it) => {
                self.given_by.clone_from(&it.given_by);
                self.to_partner_id.clone_from(&it.to_partner_id);
                self.drop_what_is_asked();
            }
            Event::UndertakingMoved(it) => self.goal_id.clone_from(&it.goal_id),
            _ => (),
        }
    }

    fn agree(&mut self, it: &UndertakingRenegotiated) {
        self.due_on.clone_from(&it.due_on);
        self.what.clone_from(&it.what);
        self.quantity.clone_from(&it.quantity);
        self.answer(&it.renegotiation_id, RenegotiationState::Agreed, None);
    }

    fn answer(&mut self, renegotiation_id: &str, state: RenegotiationState, declined: Option<(String, String)>) {
        if let Some(it) = self.renegotiations.iter_mut().find(|it| it.asked.renegotiation_id == renegotiation_id) {
            it.state = state;
            it.declined = declined;
        }
    }

    fn drop_what_is_asked(&mut self) {
        for it in self.renegotiations.iter_mut().filter(|it| it.state == RenegotiationState::Open) {
            it.state = RenegotiationState::Dropped;
        }
    }
}

impl From<&UndertakingGiven> for Given {
    fn from(at_first: &UndertakingGiven) -> Self {
        let UndertakingGiven { given_by, to_partner_id, goal_id, what, quantity, due_on, .. } = at_first.clone();
        Given {
            at_first: at_first.clone(),
            given_by,
            to_partner_id,
            goal_id,
            due_on,
            what,
            quantity,
            state: UndertakingState::Open,
            fulfilled: None,
            returned: None,
            renegotiations: Vec::new(),
            overdue_on: String::new(),
            released: None,
        }
    }
}
