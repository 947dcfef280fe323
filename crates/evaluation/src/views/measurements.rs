//! Measurements as they are served.

use contract::{
    evaluation::{
        self, EarlierValue, ListMeasurements, Measurement, MeasurementCorrected, MeasurementReported, MeasurementState,
        event::Kind as Event,
    },
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
        3
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
                    measurement.sealed_note = it.sealed_note.clone();
                    measurement.evidence = it.evidence.clone();
                    measurement.conflict = it.conflict.clone();
                });
            }
            Event::MeasurementReturned(it) => {
                fold.change(place(&it.partnership_id, &it.measurement_id), |measurement: &mut Measurement| {
                    measurement.state = MeasurementState::Returned.into();
                    measurement.returned_reason = it.reason.clone();
                    measurement.sealed_reason = it.sealed_reason.clone();
                    measurement.returned_by = it.returned_by.clone();
                });
            }
            Event::MeasurementCorrected(it) => {
                let place = place(&it.partnership_id, &it.measurement_id);
                fold.change(place, |measurement: &mut Measurement| correct(measurement, it.clone()));
            }
            _ => (),
        }
    }
}

pub fn is_asked_for(question: &ListMeasurements, it: &Measurement) -> bool {
    let is = |asked: &str, it: &str| asked.is_empty() || asked == it;
    let is_so = question.state() == MeasurementState::Unspecified || question.state() == it.state();
    is(&question.indicator_id, &it.indicator_id)
        && is(&question.partner_id, &it.partner_id)
        && is(&question.participant_id, &it.participant_id)
        && is_so
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
        indicator_version,
        parts,
        jointly_with,
        comment,
        outside_limits,
        participant_id,
        sealed,
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
        indicator_version,
        parts,
        jointly_with,
        comment,
        outside_limits,
        participant_id,
        sealed,
        ..Default::default()
    }
}

/// What it said before is kept, with why it does not hold any more; nobody has verified what it says now.
fn correct(measurement: &mut Measurement, corrected: MeasurementCorrected) {
    let MeasurementCorrected {
        partnership_id,
        measurement_id,
        indicator_id,
        partner_id,
        period_start,
        period_end,
        correction,
        value,
        numerator,
        denominator,
        parts,
        jointly_with,
        taken_from,
        narrative,
        comment,
        outside_limits,
        reason,
        indicator_version,
        after_lock: _,
        sealed,
    } = corrected;
    let mut earlier = std::mem::take(&mut measurement.earlier);
    earlier.push(EarlierValue {
        correction: measurement.correction,
        value: std::mem::take(&mut measurement.value),
        numerator: std::mem::take(&mut measurement.numerator),
        denominator: std::mem::take(&mut measurement.denominator),
        indicator_version: measurement.indicator_version,
        state: measurement.state,
        reason,
        sealed: measurement.sealed.take(),
    });
    *measurement = Measurement {
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
        state: MeasurementState::Reported.into(),
        parts,
        jointly_with,
        comment,
        outside_limits,
        indicator_version,
        correction,
        earlier,
        sealed,
        ..Default::default()
    };
}
