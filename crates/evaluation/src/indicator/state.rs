//! What we remember of one indicator.

use contract::evaluation::{IndicatorDefined, OverPeriods, ValueKind, event::Kind as Event};
use kernel::Aggregate;
use serde::{Deserialize, Serialize};

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Indicator {
    #[default]
    Undefined,
    Defined(Box<IndicatorDefined>),
}

/// What measurements and targets need to know of their indicator; numbers are those of the contract's enums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    value_kind: i32,
    over_periods: i32,
    version: u32,
}

impl Aggregate for Indicator {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "indicator";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::IndicatorDefined(it) = event {
            *self = Indicator::Defined(Box::new(it.clone()));
        }
    }
}

impl Definition {
    pub fn value_kind(&self) -> ValueKind {
        ValueKind::try_from(self.value_kind).unwrap_or_default()
    }

    pub fn over_periods(&self) -> OverPeriods {
        OverPeriods::try_from(self.over_periods).unwrap_or_default()
    }

    pub fn version(&self) -> u32 {
        self.version
    }
}

impl From<&IndicatorDefined> for Definition {
    fn from(it: &IndicatorDefined) -> Self {
        let IndicatorDefined { value_kind, over_periods, version, .. } = *it;
        Definition { value_kind, over_periods, version }
    }
}
