//! Indicators as they are served, and each of their versions as it was.

use contract::{
    evaluation::{self, Indicator, IndicatorDefined, IndicatorRevised, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::{INDICATOR_VERSIONS, INDICATORS, place};

pub(super) struct Indicators;

impl View for Indicators {
    fn name(&self) -> &'static str {
        INDICATORS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::IndicatorDefined(it) => {
                fold.put(place(&it.partnership_id, &it.indicator_id), served(it.clone()));
            }
            Event::IndicatorRevised(it) => {
                fold.change(place(&it.partnership_id, &it.indicator_id), |indicator| revise(indicator, it));
            }
            _ => (),
        }
    }
}

pub(super) struct IndicatorVersions;

impl View for IndicatorVersions {
    fn name(&self) -> &'static str {
        INDICATOR_VERSIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::IndicatorDefined(it) => {
                let version = of_version(&it.partnership_id, &it.indicator_id, it.version);
                fold.put(version, served(it.clone()));
            }
            Event::IndicatorRevised(it) => {
                let place = |version| of_version(&it.partnership_id, &it.indicator_id, version);
                if let Some(mut indicator) = fold.get::<Indicator>(place(it.version - 1)) {
                    revise(&mut indicator, it);
                    fold.put(place(it.version), indicator);
                }
            }
            _ => (),
        }
    }
}

/// Where a version stands: in the order of versions.
fn of_version(partnership_id: &str, indicator_id: &str, version: u32) -> Vec<u8> {
    key(&[partnership_id, indicator_id, &format!("{version:010}")])
}

fn revise(indicator: &mut Indicator, it: &IndicatorRevised) {
    let IndicatorRevised {
        partnership_id: _,
        indicator_id: _,
        version,
        title,
        definition,
        catalogue_id,
        lower_limit,
        upper_limit,
        disaggregations,
        reason,
        revised_by,
    } = it.clone();
    *indicator = Indicator {
        version,
        title,
        definition,
        catalogue_id,
        lower_limit,
        upper_limit,
        disaggregations,
        reason,
        revised_by,
        ..std::mem::take(indicator)
    };
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
        over_partners,
        lower_limit,
        upper_limit,
        scale,
        disaggregations,
        numerator_counts_people,
        denominator_counts_people,
        visibility,
        standard_id,
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
        over_partners,
        lower_limit,
        upper_limit,
        scale,
        disaggregations,
        numerator_counts_people,
        denominator_counts_people,
        visibility,
        standard_id,
        reason: String::new(),
        revised_by: String::new(),
    }
}
