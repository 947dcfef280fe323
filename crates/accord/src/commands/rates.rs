//! `import rates`: reads a file whole, loads what it says into a table of the node, and says what became of it.

use std::path::Path;

use clap::{Args, ValueEnum};
use contract::{
    common::Receipt,
    resources::{LoadRates, RatePeriod},
};

use super::{operate, progress};
use crate::{
    client::{ClientArgs, Failure},
    rates,
};

/// Into which table.
#[derive(Debug, Args)]
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

pub(super) async fn import(file: &Path, into: &TableArgs, dry_run: bool, client: &ClientArgs) -> Result<(), Failure> {
    let orders = read(file, into).await?;
    let count: usize = orders.iter().map(|it| it.rates.len()).sum();
    if dry_run {
        println!("{}: {count} rates", file.display());
        eprintln!("nothing was sent: this was a dry run");
        return Ok(());
    }
    if client.partner.is_some() {
        return Err(Failure::usage("an import is the operator's: leave --as away"));
    }
    let client = client.connect("import")?;
    let before = operate::facts(&client).await?;
    let bar = progress(count as u64);
    for order in &orders {
        client.call::<LoadRates, Receipt>(order).await?;
        bar.inc(order.rates.len() as u64);
    }
    bar.finish_and_clear();
    println!("{}: {count} rates in table {}", file.display(), into.table);
    eprintln!("facts new in the record: {}", operate::facts(&client).await? - before);
    Ok(())
}

async fn read(file: &Path, into: &TableArgs) -> Result<Vec<LoadRates>, Failure> {
    let (path, period) = (file.to_owned(), RatePeriod::from(into.period));
    let read = tokio::task::spawn_blocking(move || rates::read(&path, period)).await.map_err(Failure::internal)?;
    let wrong = |error: rates::Error| Failure::refused(format!("{}: {error}; nothing was imported", file.display()));
    let rows = read.map_err(wrong)?;
    Ok(rates::orders(&into.table, &into.base, period, rows))
}
