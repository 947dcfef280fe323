//! What is sealed of sensitive indicators, opened in answers for who may read it: a value's reporter, and who verifies it.

use std::mem::take;

use contract::{
    common::{Sealed, Text},
    evaluation::{Measurement, Report, SealedValue, event::Kind as Event},
    log::Written,
};
use kernel::seal::Key;
use prost::Message;
use runtime::{keys::Reader, sealed::open};

/// The key to something sealed, for who may open it.
pub type Opens<'r> = &'r dyn Fn(&Sealed) -> Option<Key>;

/// Opens it, and leaves nothing sealed in its place; what stays closed stays as it is.
pub(super) fn opened<M: Message + Default>(sealed: &mut Option<Sealed>, opens: Opens<'_>) -> Option<M> {
    let it = sealed.as_ref()?;
    let said = open(&opens(it)?, it)?;
    *sealed = None;
    Some(said)
}

pub fn show_measurement(measurement: &mut Measurement, reader: &Reader) {
    measurement_opened(measurement, &|it| reader.key_for(it, false));
}

pub fn measurement_opened(measurement: &mut Measurement, opens: Opens<'_>) {
    let mut reason = String::new();
    if let Some(it) = opened::<SealedValue>(&mut measurement.sealed, opens) {
        reason = it.reason;
        measurement.value = it.value;
        measurement.numerator = it.numerator;
        measurement.denominator = it.denominator;
        measurement.parts = it.parts;
        measurement.taken_from = it.taken_from;
        measurement.narrative = it.narrative;
        measurement.comment = it.comment;
        measurement.outside_limits = it.outside_limits;
    }
    // Why a value holds no more is said by the correction that came after it.
    for earlier in measurement.earlier.iter_mut().rev().filter(|it| it.sealed.is_some()) {
        earlier.reason = take(&mut reason);
        if let Some(it) = opened::<SealedValue>(&mut earlier.sealed, opens) {
            reason = it.reason;
            earlier.value = it.value;
            earlier.numerator = it.numerator;
            earlier.denominator = it.denominator;
        }
    }
    if let Some(Text { text }) = opened(&mut measurement.sealed_note, opens) {
        measurement.note = text;
    }
    if let Some(Text { text }) = opened(&mut measurement.sealed_reason, opens) {
        measurement.returned_reason = text;
    }
}

pub fn show_report(report: &mut Report, reader: &Reader) {
    if let Some(Text { text }) = opened(&mut report.sealed_reason, &|it| reader.key_for(it, false)) {
        report.reason = text;
    }
}

/// What a fact holds sealed that the reader may read.
pub fn written(event: &Event, reader: &Reader) -> Option<Written> {
    let text = match event {
        Event::MeasurementReported(it) => in_a_row(&said(it.sealed.as_ref()?, reader)?),
        Event::MeasurementCorrected(it) => in_a_row(&said(it.sealed.as_ref()?, reader)?),
        Event::MeasurementVerified(it) => said::<Text>(it.sealed_note.as_ref()?, reader)?.text,
        Event::MeasurementReturned(it) => said::<Text>(it.sealed_reason.as_ref()?, reader)?.text,
        _ => return None,
    };
    Some(Written { text, ..Default::default() })
}

fn said<M: Message + Default>(sealed: &Sealed, reader: &Reader) -> Option<M> {
    open(&reader.key_for(sealed, false)?, sealed)
}

fn in_a_row(it: &SealedValue) -> String {
    let figure = match it.denominator.is_empty() {
        true => it.value.clone(),
        false => format!("{} / {}", it.numerator, it.denominator),
    };
    let said = [&figure, &it.taken_from, &it.narrative, &it.comment, &it.reason];
    said.into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>().join("; ")
}
