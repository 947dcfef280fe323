//! What we remember of one measurement.

use contract::evaluation::{MeasurementReported, MeasurementVerified, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Measurement {
    pub reported: Option<Box<MeasurementReported>>,
    /// Only ever beside what was reported.
    pub verified: Option<Box<MeasurementVerified>>,
}

impl Aggregate for Measurement {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "measurement";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::MeasurementReported(it) => self.reported = Some(Box::new(it.clone())),
            Event::MeasurementVerified(it) => self.verified = Some(Box::new(it.clone())),
            _ => (),
        }
    }
}
