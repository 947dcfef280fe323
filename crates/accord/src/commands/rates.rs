//! `import rates`: into which table of the node, in what unit, and for how long each rate holds.

use std::path::Path;

use clap::{Args, ValueEnum};
use contract::resources::RatePeriod;

use crate::rates;

/// Into which table.
#[derive(Debug, Clone, Args)]
pub(super) struct TableArgs {
    /// The table: lower case letters, digits and hyphens
    #[arg(long, default_value = "monthly")]
    table: String,
    /// The unit that rates are given in, for one unit of each currency
    #[arg(long, default_value = "XDR")]
    base: String,
    /// For how long each rate holds
    #[arg(long, value_enum, default_value_t = Period::Month)]
    period: Period,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Period {
    Day,
    Month,
    Year,
}

impl From<Period> for RatePeriod {
    fn from(it: Period) -> Self {
        match it {
            Period::Day => RatePeriod::Day,
            Period::Month => RatePeriod::Month,
            Period::Year => RatePeriod::Year,
        }
    }
}

impl TableArgs {
    /// What a file of rates leads to. Blocks: call it where blocking is allowed.
    pub(super) fn plan(&self, file: &Path) -> Result<rates::Plan, rates::Error> {
        let period = RatePeriod::from(self.period);
        Ok(rates::Plan::new(&self.table, &self.base, period, rates::read(file, period)?))
    }
}
