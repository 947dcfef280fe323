//! What we remember of one indicator.

use std::collections::BTreeMap;

use contract::evaluation::{IndicatorDefined, IndicatorRevised, OverlapNoted, event::Kind as Event};
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
    /// The last note of each period, by its last day.
    pub overlaps: BTreeMap<String, OverlapNoted>,
}

impl Aggregate for Indicator {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "indicator";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (event, self) {
            (Event::IndicatorDefined(it), state) => {
                *state = Indicator::Defined(Box::new(Defined::at_first(it)));
            }
            (Event::IndicatorRevised(it), Indicator::Defined(defined)) => defined.revised = Some(it.clone()),
            (Event::OverlapNoted(it), Indicator::Defined(defined)) => {
                defined.overlaps.insert(it.period_end.clone(), it.clone());
            }
            _ => (),
        }
    }
}

impl Defined {
    fn at_first(it: &IndicatorDefined) -> Self {
        Defined { at_first: it.clone(), revised: None, overlaps: BTreeMap::new() }
    }
}
