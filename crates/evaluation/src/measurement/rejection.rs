//! Why a command about a measurement can be refused.

use contract::{
    common::Reason,
    evaluation::{MeasurementState, ValueKind},
};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Invalid as IsInvalid},
    source::SourceIsTheOperators,
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Source(#[from] SourceIsTheOperators),
    #[error("there is no such indicator in this partnership: define it first")]
    NoIndicator,
    #[error("{field} does not fit: {}", fitting(*.takes))]
    ValueKind { field: &'static str, takes: ValueKind },
    #[error("another measurement stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("there is no such measurement in this partnership")]
    NotFound,
    #[error("nobody verifies what it reported itself: ask another member")]
    Own,
    #[error("a source published this value; only what a partner reports is verified and counted")]
    AsPublished,
    #[error("the measurement is already verified")]
    AlreadyVerified,
}

fn fitting(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Ratio => "the indicator is a ratio and takes a numerator and a denominator, no value",
        ValueKind::Score => "the indicator is a score and takes a value alone, one of its steps",
        ValueKind::Number | ValueKind::Unspecified => "the indicator is a number and takes a value alone",
    }
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let state = |state: MeasurementState| {
            let refusal = Refusal::not_now(Reason::MeasurementState.as_str_name()).on("measurement_id");
            refusal.with("state", state.as_str_name())
        };
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoIndicator => Refusal::not_found("indicator_id"),
            Rejection::ValueKind { field, takes } => Refusal::new(IsInvalid, Reason::ValueKind.as_str_name())
                .on(field)
                .with("value_kind", takes.as_str_name()),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("measurement_id"),
            Rejection::NotFound => Refusal::not_found("measurement_id"),
            Rejection::Own => Refusal::denied(Reason::OwnMeasurement.as_str_name()).on("measurement_id"),
            Rejection::AsPublished => state(MeasurementState::AsPublished),
            Rejection::AlreadyVerified => state(MeasurementState::Verified),
        }
    }
}
