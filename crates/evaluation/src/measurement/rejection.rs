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
use rust_decimal::Decimal;

use super::decisions::CORRECTIONS_MAX;
use crate::numbers;

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
    #[error("the measurement was given back: its reporter corrects it first")]
    Returned,
    #[error("only who reported a value corrects it: give it back, and say what is wrong")]
    NotTheReporter,
    #[error("the measurement was corrected {CORRECTIONS_MAX} times: report what holds as another one")]
    TooManyCorrections,
    #[error("the period is closed: what was reported for it can be corrected, with a reason; nothing new is taken")]
    PeriodLocked,
    #[error("the value is outside of what is expected, {}: if it is right, say why in the comment", span(.lower, .upper))]
    OutsideLimits { lower: Option<Decimal>, upper: Option<Decimal> },
    #[error("the value is no step of the indicator's scale")]
    NotOnScale,
    #[error("the indicator does not tell {value_name:?} of {dimension:?} apart: revise it first, or leave this out")]
    NotToldApart { dimension: String, value_name: String },
    #[error("people are counted in whole numbers from 0, and some of them are no more than all")]
    NoCountOfPeople,
    #[error("the parts by {dimension:?} are more people than the whole")]
    PartsExceedWhole { dimension: String },
    #[error(
        "fewer than {minimum} people would be told of, by themselves or as what is left of the others: merge them into another group, or leave the parts out"
    )]
    GroupTooSmall { minimum: Decimal },
    #[error(
        "the value is sealed, to its reporter and who verifies it: where that is to be another partner now, its reporter corrects it, which seals it anew"
    )]
    NotItsVerifier,
    #[error("the indicator is sensitive: its values are its members' own, and no source publishes them")]
    SensitiveNotPublished,
    #[error(
        "the key that the partner's values of this indicator are sealed under is lost: ask the operator to restore it"
    )]
    SealingKeyLost,
}

fn fitting(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Ratio => "the indicator is a ratio and takes a numerator and a denominator, no value",
        ValueKind::Score => "the indicator is a score and takes a value alone, one of its steps",
        ValueKind::Number | ValueKind::Unspecified => "the indicator is a number and takes a value alone",
    }
}

fn span(lower: &Option<Decimal>, upper: &Option<Decimal>) -> String {
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("from {lower} to {upper}"),
        (Some(lower), None) => format!("{lower} or more"),
        (None, Some(upper)) => format!("{upper} or less"),
        (None, None) => "anything".to_owned(),
    }
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let state = |state: MeasurementState| {
            let refusal = Refusal::not_now(Reason::MeasurementState.as_str_name()).on("measurement_id");
            refusal.with("state", state.as_str_name())
        };
        let invalid = |reason: Reason| Refusal::new(IsInvalid, reason.as_str_name());
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
            Rejection::Returned => state(MeasurementState::Returned),
            Rejection::NotTheReporter => Refusal::denied(Reason::NotTheReporter.as_str_name()).on("measurement_id"),
            Rejection::TooManyCorrections => {
                Refusal::not_now(Reason::TooManyCorrections.as_str_name()).on("measurement_id")
            }
            Rejection::PeriodLocked => Refusal::not_now(Reason::PeriodLocked.as_str_name()).on("period_end"),
            Rejection::OutsideLimits { lower, upper } => {
                let limit = |it: &Option<Decimal>| it.map(numbers::written).unwrap_or_default();
                invalid(Reason::OutsideLimits)
                    .on("comment")
                    .with("lower_limit", limit(lower))
                    .with("upper_limit", limit(upper))
            }
            Rejection::NotOnScale => invalid(Reason::NotOnScale).on("value"),
            Rejection::NotToldApart { dimension, value_name } => {
                invalid(Reason::NotToldApart).on("parts").with("dimension", dimension).with("value_name", value_name)
            }
            Rejection::NoCountOfPeople => invalid(Reason::PeopleDoNotAddUp).on("value"),
            Rejection::PartsExceedWhole { dimension } => {
                invalid(Reason::PeopleDoNotAddUp).on("parts").with("dimension", dimension)
            }
            Rejection::GroupTooSmall { minimum } => {
                invalid(Reason::GroupTooSmall).on("parts").with("minimum", numbers::written(*minimum))
            }
            Rejection::NotItsVerifier => Refusal::denied(Reason::NotItsVerifier.as_str_name()).on("measurement_id"),
            Rejection::SensitiveNotPublished => {
                Refusal::denied(Reason::SensitiveNotPublished.as_str_name()).on("indicator_id")
            }
            Rejection::SealingKeyLost => Refusal::not_now(Reason::SealingKeyLost.as_str_name()),
        }
    }
}
