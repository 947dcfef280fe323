//! Tables of exchange rates, and how values are converted by one of them: by the rate of their own period, or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::resources::{RatePeriod, RatesLoaded, Unconverted};
use jiff::civil::Date;
use kernel::money::{self, Converted, Rate};
use serde::{Deserialize, Serialize};

use super::entry::{Code, Value};

const MISSING_MAX: usize = 400;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    /// In the order of their first rates.
    names: Vec<String>,
    tables: HashMap<String, Table>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// A number of accord.resources.v1.RatePeriod.
    period: i32,
    pub base: String,
    /// By currency, then the first day of the period; the digits of the rate, and its places.
    rates: BTreeMap<Code, BTreeMap<Date, (u64, u32)>>,
}

impl Tables {
    pub fn load(&mut self, it: &RatesLoaded) {
        if !self.tables.contains_key(&it.table) {
            self.names.push(it.table.clone());
        }
        self.tables.entry(it.table.clone()).or_default().load(it);
    }

    /// The table of that name; without one, the table that has been here longest.
    pub fn table<'t>(&'t self, name: &'t str) -> Option<(&'t str, &'t Table)> {
        let name = if name.is_empty() { self.names.first()? } else { name };
        self.tables.get(name).map(|it| (name, it))
    }
}

impl Table {
    pub fn load(&mut self, it: &RatesLoaded) {
        (self.period, self.base) = (it.period, it.base.clone());
        for rate in &it.rates {
            let parsed = (Code::of(&rate.currency), rate.date.parse(), Rate::parse(&rate.rate));
            if let (Some(currency), Ok(day), Some(rate)) = parsed {
                self.rates.entry(currency).or_default().insert(day, rate.parts());
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    pub fn period(&self) -> RatePeriod {
        RatePeriod::try_from(self.period).unwrap_or_default()
    }

    /// The rate of the day's own period; never its neighbour's.
    pub fn rate(&self, currency: Code, day: Date) -> Option<Rate> {
        let parts = self.rates.get(&currency)?.get(&first_day(self.period(), day));
        parts.map(|it| Rate::of_parts(*it))
    }
}

/// The first day of the period that a day is in.
pub fn first_day(period: RatePeriod, day: Date) -> Date {
    match period {
        RatePeriod::Year => day.first_of_year(),
        RatePeriod::Month => day.first_of_month(),
        RatePeriod::Day | RatePeriod::Unspecified => day,
    }
}

/// Converts into one currency by the rates of one table, as far as they were noted.
#[derive(Debug, Clone, PartialEq)]
pub struct Converter {
    to: Code,
    /// Empty: there is none.
    pub table: String,
    period: RatePeriod,
    rates: HashMap<(Code, Date), Option<Rate>>,
}

impl Converter {
    /// With the rates that these values need, on their dates.
    pub fn new(to: Code, table: Option<(&str, &Table)>, values: impl IntoIterator<Item = (Code, Date)>) -> Self {
        let period = table.map_or(RatePeriod::Unspecified, |(_, it)| it.period());
        let mut rates = HashMap::new();
        for (from, date) in values.into_iter().filter(|(from, _)| *from != to) {
            for currency in [from, to] {
                let place = (currency, first_day(period, date));
                rates.entry(place).or_insert_with(|| table.and_then(|(_, it)| it.rate(currency, date)));
            }
        }
        Converter { to, table: table.map_or_else(String::new, |(name, _)| name.to_owned()), period, rates }
    }

    pub fn to(&self) -> Code {
        self.to
    }

    /// Rounded once; the same currency needs no rate. None where a rate is missing, or the result is out of all bounds.
    pub fn convert(&self, value: Value, date: Date) -> Option<Converted> {
        if value.currency == self.to {
            return Some(Converted { minor: value.minor, above: 0 });
        }
        money::convert(value.minor, self.unit(value.currency, date)?, self.unit(self.to, date)?)
    }

    /// Which of the two rates are missing, such as AFN 2026-01.
    pub fn missing(&self, value: Value, date: Date) -> impl Iterator<Item = String> {
        let missing = [value.currency, self.to].into_iter().filter(move |it| self.unit(*it, date).is_none());
        missing.map(move |it| format!("{} {}", it.as_str(), self.named(date)))
    }

    fn unit(&self, currency: Code, date: Date) -> Option<(Rate, u32)> {
        let rate = (*self.rates.get(&(currency, first_day(self.period, date)))?)?;
        Some((rate, money::places(currency.as_str())?))
    }

    fn named(&self, date: Date) -> String {
        match self.period {
            RatePeriod::Year => date.strftime("%Y").to_string(),
            RatePeriod::Month => date.strftime("%Y-%m").to_string(),
            RatePeriod::Day | RatePeriod::Unspecified => date.to_string(),
        }
    }
}

/// What could not be converted, by currency.
#[derive(Debug, Default)]
pub(super) struct Missing {
    currencies: BTreeMap<Code, (u32, i64, BTreeSet<String>)>,
}

impl Missing {
    pub(super) fn note(&mut self, converter: &Converter, value: Value, date: Date) {
        let (count, minor, missing) = self.currencies.entry(value.currency).or_default();
        *count += 1;
        *minor = minor.saturating_add(value.minor);
        missing.extend(converter.missing(value, date));
    }

    pub(super) fn said(self) -> Vec<Unconverted> {
        let said = |(currency, (count, amount_minor, missing)): (Code, (u32, i64, BTreeSet<String>))| Unconverted {
            currency: currency.as_str().to_owned(),
            count,
            amount_minor,
            missing: missing.into_iter().take(MISSING_MAX).collect(),
        };
        self.currencies.into_iter().map(said).collect()
    }
}
