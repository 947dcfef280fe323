//! What we remember of one activity: its plan, who leads it, and how far it is.

use contract::goals::{ActivityCompleted, ActivityOffered, ActivityPlanned, ActivityState, event::Kind as Event};
use kernel::Aggregate;

use super::{content::Content, rejection::Rejection};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Activity {
    #[default]
    Unplanned,
    Planned(Box<Planned>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// As it was planned at first.
    pub asked: ActivityPlanned,
    /// As it is planned now.
    pub plan: Content,
    /// Empty only where a source names an activity.
    pub lead: String,
    /// Nobody leads unasked: until the lead has said that it does, whoever planned the activity speaks for it.
    pub has_lead_accepted: bool,
    /// To whom the lead is offered.
    pub offered: Option<ActivityOffered>,
    pub state: State,
    /// The last day that was said to have passed; empty: none.
    pub lapsed_on: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// A source names it: it stays as published.
    Listed,
    Planned,
    Started {
        on: String,
    },
    Completed(Box<ActivityCompleted>),
    Cancelled {
        reason: String,
    },
}

impl State {
    /// As readers see it.
    pub fn seen(&self) -> ActivityState {
        match self {
            State::Listed => ActivityState::Listed,
            State::Planned => ActivityState::Planned,
            State::Started { .. } => ActivityState::Started,
            State::Completed(_) => ActivityState::Completed,
            State::Cancelled { .. } => ActivityState::Cancelled,
        }
    }
}

impl Aggregate for Activity {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "activity";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Activity::Unplanned, Event::ActivityPlanned(it)) => *self = Activity::Planned(Box::new(Planned::from(it))),
            (Activity::Planned(planned), event) => planned.evolve(event),
            _ => (),
        }
    }
}

impl Planned {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ActivityRevised(it) => {
                if self.plan.ends_on != it.ends_on {
                    self.lapsed_on.clear();
                }
                self.plan = Content::from(it);
            }
            Event::ActivityStarted(it) => {
                self.state = State::Started { on: it.started_on.clone() };
                // Who was offered it by whoever planned it comes too late.
                self.offered = self.offered.take().filter(|_| self.has_lead_accepted);
                self.has_lead_accepted = true;
            }
            Event::ActivityCompleted(it) => self.state = State::Completed(Box::new(it.clone())),
            Event::ActivityCancelled(it) => self.state = State::Cancelled { reason: it.reason.clone() },
            Event::ActivityOffered(it) => self.offered = Some(it.clone()).filter(|it| !it.to_partner_id.is_empty()),
            Event::ActivityHandedOver(it) => {
                self.lead.clone_from(&it.to_partner_id);
                self.has_lead_accepted = true;
                self.offered = None;
                self.plan.supporting_partner_ids.retain(|partner| *partner != it.to_partner_id);
            }
            Event::ActivityLeft(it) => {
                let supporting = &mut self.plan.supporting_partner_ids;
                supporting.retain(|partner| *partner != it.partner_id);
                supporting.extend(Some(it.to_partner_id.clone()).filter(|it| !it.is_empty()));
            }
            Event::ActivityMoved(it) => self.plan.goal_id.clone_from(&it.to_goal_id),
            Event::ActivityOverdue(it) => self.lapsed_on.clone_from(&it.ends_on),
            _ => (),
        }
    }
}

impl From<&ActivityPlanned> for Planned {
    fn from(asked: &ActivityPlanned) -> Self {
        Planned {
            asked: asked.clone(),
            plan: Content::from(asked),
            lead: asked.lead_partner_id.clone(),
            has_lead_accepted: asked.planned_by.is_empty() || asked.planned_by == asked.lead_partner_id,
            offered: None,
            state: if asked.source.is_empty() { State::Planned } else { State::Listed },
            lapsed_on: String::new(),
        }
    }
}
