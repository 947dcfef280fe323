//! What we remember of one line of the budget.

use contract::resources::{BudgetSet, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Line {
    #[default]
    Unset,
    Set(Box<Terms>),
    Dropped,
}

/// What is agreed, and what is asked for; one of the two at least.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Terms {
    pub accepted: Option<BudgetSet>,
    /// Who is to pay has yet to accept it.
    pub proposed: Option<BudgetSet>,
}

impl Aggregate for Line {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "budget_line";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::BudgetSet(it) => {
                let mut terms = match std::mem::take(self) {
                    Line::Set(terms) => *terms,
                    Line::Unset | Line::Dropped => Terms::default(),
                };
                match it.accepted {
                    true => terms = Terms { accepted: Some(it.clone()), proposed: None },
                    false => terms.proposed = Some(it.clone()),
                }
                *self = Line::Set(Box::new(terms));
            }
            Event::BudgetAccepted(_) => {
                if let Line::Set(terms) = self {
                    terms.accepted = terms.proposed.take().or(terms.accepted.take());
                }
            }
            Event::BudgetDropped(_) => *self = Line::Dropped,
            _ => (),
        }
    }
}

impl Terms {
    /// As it was set last.
    pub fn latest(&self) -> Option<&BudgetSet> {
        self.proposed.as_ref().or(self.accepted.as_ref())
    }

    /// Who is to pay says itself what another has asked for: that accepts it.
    pub fn is_accepted_by(&self, set: &BudgetSet) -> bool {
        set.accepted && self.proposed.is_some()
    }

    /// Whoever set what stands, or pays it.
    pub fn is_of(&self, partner_id: &str) -> bool {
        let all = self.accepted.iter().chain(&self.proposed);
        all.flat_map(|it| [&it.partner_id, &it.payer_partner_id]).any(|it| it == partner_id)
    }
}
