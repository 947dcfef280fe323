//! Values by the stream: a message holds some of them.

use contract::evaluation::{ImportMeasurements, ImportedMeasurements, ReportMeasurement};
use runtime::{Answers, Import};

/// `ImportMeasurements`, as the runtime carries it out.
pub(crate) struct Measurements;

impl Import for Measurements {
    type Command = ReportMeasurement;
    type Message = ImportMeasurements;
    type Answer = ImportedMeasurements;

    const FIELD: &'static str = "measurements";

    fn parts(message: ImportMeasurements) -> (Vec<String>, Vec<ReportMeasurement>) {
        (message.as_of, message.measurements)
    }

    fn answer(it: Answers) -> ImportedMeasurements {
        let Answers { first, as_of, outcomes } = it;
        ImportedMeasurements { as_of, first, outcomes }
    }
}
