//! Indicators as they are served.

use contract::{
    evaluation::{self, Indicator, IndicatorDefined, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::{INDICATORS, place};

pub(super) struct Indicators;

impl View for Indicators {
    fn name(&self) -> &'static str {
        INDICATORS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Evaluation(evaluation::Event { kind: Some(Event::IndicatorDefined(it)) })) = &fact.fact {
            fold.put(place(&it.partnership_id, &it.indicator_id), served(it.clone()));
        }
    }
}

fn served(defined: IndicatorDefined) -> Indicator {
    let IndicatorDefined {
        partnership_id,
        indicator_id,
        title,
        definition,
        unit,
        value_kind,
        direction,
        over_periods,
        catalogue_id,
        source,
        version,
    } = defined;
    Indicator {
        as_of: vec![],
        partnership_id,
        indicator_id,
        title,
        definition,
        unit,
        value_kind,
        direction,
        over_periods,
        catalogue_id,
        source,
        version,
    }
}
