//! What loading rates leads to: a fact of those that are new, or other than before.

use std::collections::BTreeMap;

use contract::resources::{LoadRates, Rate, RatePeriod, RatesLoaded};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision, Invalid, money, parse};

use super::{rejection::Rejection, state::Rates};
use crate::figures::{Code, first_day};

impl Decide<LoadRates> for Rates {
    type Known = ();

    fn target(command: &LoadRates) -> (&str, &str) {
        ("", &command.table)
    }

    fn decide(&self, command: &LoadRates, _: &(), _: &Context) -> Decision<Self> {
        let LoadRates { command_id: _, validate_only: _, table, period: _, base, rates } = command;
        let period = command.period();
        if period == RatePeriod::Unspecified {
            return Err(Invalid::new("period", "is missing").into());
        }
        is_name(table)?;
        let base = parse::filled("base", base)?;
        if !self.table.is_empty() && (self.table.period() != period || self.table.base != base) {
            return Err(Rejection::OtherTable { period: self.table.period(), base: self.table.base.clone() });
        }
        let mut new = BTreeMap::new();
        for (place, it) in rates.iter().enumerate() {
            let (day, currency, rate) = parsed(place, it, period)?;
            if new.insert((currency, day), rate).is_some() {
                let problem = format!("[{place}] is a second one of {} for the period of {day}", it.currency);
                return Err(Invalid::new("rates", problem).into());
            }
        }
        new.retain(|(currency, day), rate| self.table.rate(*currency, *day) != Some(*rate));
        if new.is_empty() {
            return Ok(vec![]);
        }
        let rate = |((currency, day), rate): ((Code, Date), money::Rate)| Rate {
            date: day.to_string(),
            currency: currency.as_str().to_owned(),
            rate: rate.to_string(),
        };
        let rates = new.into_iter().map(rate).collect();
        Ok(vec![RatesLoaded { table: table.clone(), period: period.into(), base: base.to_owned(), rates }.into()])
    }
}

/// It stands in ids, addresses and command lines.
fn is_name(table: &str) -> Result<(), Invalid> {
    let is_part = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    match !table.is_empty() && table.bytes().all(is_part) {
        true => Ok(()),
        false => Err(Invalid::new("table", format!("is not lower case letters, digits and hyphens: {table:?}"))),
    }
}

fn parsed(place: usize, it: &Rate, period: RatePeriod) -> Result<(Date, Code, money::Rate), Invalid> {
    let Rate { date, currency, rate } = it;
    let wrong = |problem: String| Invalid::new("rates", format!("[{place}] {problem}"));
    let day: Date = date.parse().map_err(|_| wrong(format!("has no date YYYY-MM-DD: {date:?}")))?;
    let is_code = |it: &str| it.bytes().all(|it| it.is_ascii_uppercase());
    let code = Code::of(currency).filter(|_| is_code(currency));
    let code = code.ok_or_else(|| wrong(format!("has no currency of three capital letters: {currency:?}")))?;
    let rate = money::Rate::parse(rate).ok_or_else(|| {
        wrong(format!("has no rate above zero, of at most 15 digits that count and 20 places: {rate:?}"))
    })?;
    Ok((first_day(period, day), code, rate))
}
