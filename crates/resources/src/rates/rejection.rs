//! Why rates are not loaded.

use contract::{common::Reason, resources::RatePeriod};
use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the rates of this table hold for {}, and are in {base}: load others into another table", word(*period))]
    OtherTable { period: RatePeriod, base: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::OtherTable { period, base } => {
                let refusal = Refusal::not_now(Reason::RateTable.as_str_name()).on("table");
                refusal.with("period", period.as_str_name()).with("base", base)
            }
        }
    }
}

fn word(period: RatePeriod) -> &'static str {
    match period {
        RatePeriod::Day | RatePeriod::Unspecified => "a day",
        RatePeriod::Month => "a month",
        RatePeriod::Year => "a year",
    }
}
