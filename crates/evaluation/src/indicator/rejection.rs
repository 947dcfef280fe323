//! Why a command about an indicator can be refused.

use contract::{common::Reason, evaluation::ValueKind};
use kernel::{Invalid, Refusal, Reject, reject::Kind, source::SourceIsTheOperators};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Source(#[from] SourceIsTheOperators),
    #[error("there is no such partnership")]
    NoPartnership,
    #[error("another indicator stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("there is no such indicator in this partnership")]
    NotFound,
    #[error("a source published this indicator: it stays as it was published; define one of your own")]
    AsPublished,
    #[error("{field} does not fit: {why}")]
    Shape { field: &'static str, why: &'static str, value_kind: ValueKind },
    #[error("there is no such standard indicator: ListStandardIndicators names them")]
    NoStandard,
    #[error("a sensitive indicator is its members' own: no source publishes it")]
    SensitiveNotPublished,
    #[error("the indicator does not count people who may be with several partners: there is no overlap to note")]
    NoOverlap,
    #[error(
        "fewer than {minimum} people would be told of, who are with several partners or with one alone: leave it out"
    )]
    GroupTooSmall { minimum: u32 },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("indicator_id"),
            Rejection::NotFound => Refusal::not_found("indicator_id"),
            Rejection::AsPublished => Refusal::denied(Reason::ListedByASource.as_str_name()).on("indicator_id"),
            Rejection::Shape { field, why: _, value_kind } => {
                Refusal::new(Kind::Invalid, Reason::IndicatorShape.as_str_name())
                    .on(field)
                    .with("value_kind", value_kind.as_str_name())
            }
            Rejection::NoStandard => Refusal::new(Kind::NotFound, Reason::NoStandard.as_str_name()).on("standard_id"),
            Rejection::NoOverlap => Refusal::not_now(Reason::NoOverlap.as_str_name()).on("indicator_id"),
            Rejection::GroupTooSmall { minimum } => Refusal::new(Kind::Invalid, Reason::GroupTooSmall.as_str_name())
                .on("people")
                .with("minimum", minimum.to_string()),
            Rejection::SensitiveNotPublished => {
                Refusal::denied(Reason::SensitiveNotPublished.as_str_name()).on("visibility")
            }
        }
    }
}
