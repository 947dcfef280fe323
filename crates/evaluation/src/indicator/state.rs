//! What we remember of one indicator.

use contract::evaluation::{IndicatorDefined, IndicatorRevised, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Indicator {
    #[default]
    Undefined,
    Defined(Box<Defined>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Defined {
    /// As it was defined at first.
    pub at_first: IndicatorDefined,
    /// As it was revised last.
    pub revised: Option<IndicatorRevised>,
}

impl Aggregate for Indicator {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "indicator";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (event, self) {
            (Event::IndicatorDefined(it), state) => {
                *state = Indicator::Defined(Box::new(Defined { at_first: it.clone(), revised: None }));
            }
            (Event::IndicatorRevised(it), Indicator::Defined(defined)) => defined.revised = Some(it.clone()),
            _ => (),
        }
    }
}
