//! Measurements as they are served.

use contract::{
    evaluation::{self, Measurement, MeasurementReported, MeasurementState, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::{MEASUREMENTS, place};

pub(super) struct Measurements;

impl View for Measurements {
    fn name(&self) -> &'static str {
        MEASUREMENTS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::MeasurementReported(it) => {
                fold.put(place(&it.partnership_id, &it.measurement_id), served(it.clone()));
            }
            Event::MeasurementVerified(it) => {
                fold.change(place(&it.partnership_id, &it.measurement_id), |measurement: &mut Measurement| {
                    measurement.state = MeasurementState::Verified.into();
                    measurement.verified_by = it.verified_by.clone();
                    measurement.basis = it.basis;
                    measurement.note = it.note.clone();
                });
            }
            _ => (),
        }
    }
}

fn served(reported: MeasurementReported) -> Measurement {
    let MeasurementReported {
        partnership_id,
        measurement_id,
        indicator_id,
        partner_id,
        period_start,
        period_end,
        value,
        numerator,
        denominator,
        taken_from,
        narrative,
        source,
        indicator_version: _,
    } = reported;
    let state = match source.is_empty() {
        true => MeasurementState::Reported,
        false => MeasurementState::AsPublished,
    };
    Measurement {
        partnership_id,
        measurement_id,
        indicator_id,
        partner_id,
        period_start,
        period_end,
        value,
        numerator,
        denominator,
        taken_from,
        narrative,
        state: state.into(),
        source,
        ..Default::default()
    }
}
