//! What we remember of one measurement: what holds now, and how far it is trusted.

use contract::{
    common::Sealed,
    evaluation::{
        MeasuredPart, MeasurementCorrected, MeasurementReported, MeasurementReturned, MeasurementState,
        MeasurementVerified, event::Kind as Event,
    },
};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Measurement {
    pub reported: Option<Box<MeasurementReported>>,
    /// As it was corrected last; only ever beside what was reported, as are the two that follow.
    pub corrected: Option<Box<MeasurementCorrected>>,
    pub verified: Option<Box<MeasurementVerified>>,
    pub returned: Option<Box<MeasurementReturned>>,
    /// Every part that was ever told, as it was told last: what stands in the record can be subtracted for ever.
    pub told: Vec<MeasuredPart>,
    /// The same where it is sealed: everything that was ever said of the value.
    pub sealed: Vec<Sealed>,
}

/// What a measurement says now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures<'m> {
    pub value: &'m str,
    pub numerator: &'m str,
    pub denominator: &'m str,
    pub parts: &'m [MeasuredPart],
}

impl<'m> Figures<'m> {
    /// As values count: of a number over 1.
    pub fn counted(&self) -> (&'m str, &'m str) {
        if self.denominator.is_empty() { (self.value, "1") } else { (self.numerator, self.denominator) }
    }
}

impl Aggregate for Measurement {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "measurement";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::MeasurementReported(it) => {
                self.tell(&it.parts);
                self.sealed.extend(it.sealed.clone());
                self.reported = Some(Box::new(it.clone()));
            }
            Event::MeasurementCorrected(it) => {
                self.tell(&it.parts);
                self.sealed.extend(it.sealed.clone());
                self.corrected = Some(Box::new(it.clone()));
            }
            Event::MeasurementVerified(it) => self.verified = Some(Box::new(it.clone())),
            Event::MeasurementReturned(it) => self.returned = Some(Box::new(it.clone())),
            _ => (),
        }
    }
}

impl Measurement {
    /// Which correction holds; 0: what was reported at first.
    pub fn correction(&self) -> u32 {
        self.corrected.as_ref().map_or(0, |it| it.correction)
    }

    /// How far what holds now is trusted.
    pub fn state(&self) -> MeasurementState {
        let correction = self.correction();
        match &self.reported {
            None => MeasurementState::Unspecified,
            Some(it) if !it.source.is_empty() => MeasurementState::AsPublished,
            Some(_) if self.verified.as_ref().is_some_and(|it| it.correction == correction) => {
                MeasurementState::Verified
            }
            Some(_) if self.returned.as_ref().is_some_and(|it| it.correction == correction) => {
                MeasurementState::Returned
            }
            Some(_) => MeasurementState::Reported,
        }
    }

    /// None: nothing was reported.
    pub fn figures(&self) -> Option<Figures<'_>> {
        let reported = self.reported.as_deref()?;
        Some(match self.corrected.as_deref() {
            Some(MeasurementCorrected { value, numerator, denominator, parts, .. }) => {
                Figures { value, numerator, denominator, parts }
            }
            None => {
                let MeasurementReported { value, numerator, denominator, parts, .. } = reported;
                Figures { value, numerator, denominator, parts }
            }
        })
    }

    fn tell(&mut self, parts: &[MeasuredPart]) {
        tell(&mut self.told, parts);
    }
}

/// Each part as it was told last.
pub fn tell(told: &mut Vec<MeasuredPart>, parts: &[MeasuredPart]) {
    let is_same = |one: &MeasuredPart, other: &MeasuredPart| {
        (&one.dimension, &one.value_name) == (&other.dimension, &other.value_name)
    };
    told.retain(|it| !parts.iter().any(|new| is_same(it, new)));
    told.extend_from_slice(parts);
}
