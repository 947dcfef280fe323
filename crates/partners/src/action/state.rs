//! What we remember of one action: what was asked of whom by when, and how far it is.

use contract::partners::{ActionAssigned, ActionCompleted, ActionState, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Action {
    #[default]
    Unassigned,
    Assigned(Box<Assigned>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Assigned {
    /// As it was asked at first.
    pub asked: ActionAssigned,
    /// The day agreed to last.
    pub due_on: String,
    pub state: ActionState,
    /// What was said when it was done, until it is returned.
    pub completed: Option<ActionCompleted>,
    /// Who returned it last, and why.
    pub returned: Option<(String, String)>,
}

impl Aggregate for Action {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "action";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Action::Unassigned, Event::ActionAssigned(it)) => *self = Action::Assigned(Box::new(Assigned::from(it))),
            (Action::Assigned(assigned), event) => assigned.evolve(event),
            _ => (),
        }
    }
}

impl Assigned {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ActionCompleted(it) => {
                self.state = ActionState::Done;
                self.completed = Some(it.clone());
            }
            Event::ActionVerified(_) => self.state = ActionState::Verified,
            Event::ActionReturned(it) => {
                self.state = ActionState::Open;
                self.completed = None;
                self.returned = Some((it.returned_by.clone(), it.reason.clone()));
            }
            Event::ActionRenegotiated(it) => self.due_on = it.due_on.clone(),
            _ => (),
        }
    }
}

impl From<&ActionAssigned> for Assigned {
    fn from(asked: &ActionAssigned) -> Self {
        Assigned {
            asked: asked.clone(),
            due_on: asked.due_on.clone(),
            state: ActionState::Open,
            completed: None,
            returned: None,
        }
    }
}
