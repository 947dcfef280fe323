//! Exchange rates in a CSV file: read whole, with the row and column of what is wrong, and made into orders.

use std::{collections::HashMap, io, path::Path};

use contract::resources::{LoadRates, Rate, RatePeriod};
use jiff::civil::Date;
use kernel::money;
use uuid::Uuid;

use crate::{
    client::Failure,
    importing::{Order, Planned, Remarks, Row},
};

/// The contract's limit of one order.
const ORDER_RATES_MAX: usize = 500;
/// More than every rate of every currency for a thousand years of months.
const ROWS_MAX: usize = 5_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("{0}")]
    Form(#[from] ::csv::Error),
    #[error(
        "its columns are {0}: wanted are date, currency and rate, or year, month, currency and one more for the rate"
    )]
    Columns(String),
    #[error("row {row}, column {column}: {problem}")]
    Cell { row: u64, column: String, problem: String },
    #[error("it has no rows")]
    Empty,
    #[error("it has more than {ROWS_MAX} rows")]
    TooLong,
}

/// No rate is larger or smaller by more places.
const POWER_MAX: i32 = 30;

/// Where a file has what.
enum Columns {
    Date { date: usize, currency: usize, rate: usize },
    Month { year: usize, month: usize, currency: usize, rate: usize },
}

/// The rates of a file, in its order; each with the first day of its period.
pub fn read(file: &Path, period: RatePeriod) -> Result<Vec<Rate>, Error> {
    parse(std::fs::File::open(file)?, period)
}

pub fn parse(file: impl io::Read, period: RatePeriod) -> Result<Vec<Rate>, Error> {
    let mut reader = ::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(file);
    let headers = reader.headers()?.clone();
    let columns = Columns::of(&headers)?;
    let (mut rates, mut seen) = (Vec::new(), HashMap::new());
    for row in reader.records() {
        let row = row?;
        let at = row.position().map_or(0, ::csv::Position::line);
        let wrong = |column: usize, problem: String| {
            let column = headers.get(column).unwrap_or_default().to_owned();
            Error::Cell { row: at, column, problem }
        };
        let rate = columns.rate(&row, period).map_err(|(column, problem)| wrong(column, problem))?;
        let place = (rate.currency.clone(), rate.date.clone());
        if let Some(first) = seen.insert(place, at) {
            let problem = format!("{} has a rate for that period in row {first} already", rate.currency);
            return Err(wrong(columns.currency(), problem));
        }
        rates.push(rate);
        if ROWS_MAX < rates.len() {
            return Err(Error::TooLong);
        }
    }
    if rates.is_empty() { Err(Error::Empty) } else { Ok(rates) }
}

/// What a file of rates leads to.
pub struct Plan {
    table: String,
    count: usize,
    orders: Vec<LoadRates>,
}

impl Plan {
    pub fn new(table: &str, base: &str, period: RatePeriod, rates: Vec<Rate>) -> Self {
        let count = rates.len();
        Plan { table: table.to_owned(), count, orders: orders(table, base, period, rates) }
    }
}

impl Planned for Plan {
    fn orders(&self) -> Result<Box<dyn Iterator<Item = Result<Order, Failure>> + Send + '_>, Failure> {
        Ok(Box::new(self.orders.iter().map(|it| Ok(Order::LoadRates(it.clone())))))
    }

    fn orders_count(&self) -> usize {
        self.orders.len()
    }

    fn rows(&self) -> Vec<Row> {
        vec![Row { label: "rates".to_owned(), count: self.count, remark: format!("in table {}", self.table) }]
    }

    fn remarks(&self) -> Vec<(&'static str, &Remarks)> {
        vec![]
    }
}

/// Orders of as many rates as one takes; read again, they are the same orders.
pub fn orders(table: &str, base: &str, period: RatePeriod, rates: Vec<Rate>) -> Vec<LoadRates> {
    let order = |rates: &[Rate]| LoadRates {
        command_id: command_id(table, base, period, rates),
        validate_only: false,
        table: table.to_owned(),
        period: period.into(),
        base: base.to_owned(),
        rates: rates.to_vec(),
    };
    rates.chunks(ORDER_RATES_MAX).map(order).collect()
}

/// Made of all that the order says: other rates are another order.
fn command_id(table: &str, base: &str, period: RatePeriod, rates: &[Rate]) -> String {
    let said = rates.iter().map(|it| format!("{},{},{}", it.date, it.currency, it.rate)).collect::<Vec<_>>().join(";");
    let words = format!("accord/rates/{table}/{base}/{}/{said}", period.as_str_name());
    kernel::name_based(&Uuid::NAMESPACE_URL, words.as_bytes()).to_string()
}

impl Columns {
    fn of(headers: &::csv::StringRecord) -> Result<Self, Error> {
        let place = |name: &str| headers.iter().position(|it| it.eq_ignore_ascii_case(name));
        let other = |known: [usize; 3]| (0..headers.len()).find(|it| !known.contains(it));
        let by_date =
            || Some(Columns::Date { date: place("date")?, currency: place("currency")?, rate: place("rate")? });
        let by_month = || {
            let (year, month, currency) = (place("year")?, place("month")?, place("currency")?);
            let rate = place("rate").or_else(|| other([year, month, currency]).filter(|_| headers.len() == 4))?;
            Some(Columns::Month { year, month, currency, rate })
        };
        let listed = || headers.iter().collect::<Vec<_>>().join(", ");
        by_date().or_else(by_month).ok_or_else(|| Error::Columns(listed()))
    }

    fn currency(&self) -> usize {
        match self {
            Columns::Date { currency, .. } | Columns::Month { currency, .. } => *currency,
        }
    }

    /// Or which column is wrong, and how.
    fn rate(&self, row: &::csv::StringRecord, period: RatePeriod) -> Result<Rate, (usize, String)> {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let (day, rate) = match *self {
            Columns::Date { date, rate, .. } => {
                let day: Date = cell(date).parse().map_err(|_| (date, no("date YYYY-MM-DD", cell(date))))?;
                (day, rate)
            }
            Columns::Month { year, month, rate, .. } => {
                let wanted = |at, what| cell(at).parse::<i16>().map_err(|_| (at, no(what, cell(at))));
                let (in_year, in_month) = (wanted(year, "year")?, wanted(month, "month")?);
                let in_month = i8::try_from(in_month).map_err(|_| (month, no("month", cell(month))))?;
                (Date::new(in_year, in_month, 1).map_err(|_| (month, no("month", cell(month))))?, rate)
            }
        };
        let currency = cell(self.currency());
        if currency.len() != 3 || !currency.bytes().all(|it| it.is_ascii_uppercase()) {
            return Err((self.currency(), no("currency of three capital letters", currency)));
        }
        let said = cell(rate);
        let parsed = plain(said).and_then(|it| money::Rate::parse(&it));
        let parsed = parsed.ok_or_else(|| (rate, no("number above zero", said)))?;
        let day = match period {
            RatePeriod::Year => day.first_of_year(),
            RatePeriod::Month => day.first_of_month(),
            RatePeriod::Day | RatePeriod::Unspecified => day,
        };
        Ok(Rate { date: day.to_string(), currency: currency.to_owned(), rate: parsed.to_string() })
    }
}

/// A number as programs write small ones, 2.0405e-06, without its exponent.
fn plain(said: &str) -> Option<String> {
    let Some((number, power)) = said.split_once(['e', 'E']) else { return Some(said.to_owned()) };
    let power: i32 = power.parse().ok().filter(|it: &i32| it.abs() <= POWER_MAX)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let (digits, point) = (format!("{whole}{part}"), whole.len() as i32 + power);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let length = digits.len() as i32;
    Some(match point {
        ..=0 => format!("0.{}{digits}", zeros(-point)),
        _ if point < length => format!("{}.{}", &digits.get(..point as usize)?, &digits.get(point as usize..)?),
        _ => format!("{digits}{}", zeros(point - length)),
    })
}

fn no(what: &str, said: &str) -> String {
    format!("{said:?} is no {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_by_date_or_by_year_and_month() {
        let by_date = read_in("date,currency,rate\n2026-01-15,AFN,0.0106\n2026-02-01, USD ,0.7308\n").unwrap();
        assert_eq!(by_date, vec![rate("2026-01-01", "AFN", "0.0106"), rate("2026-02-01", "USD", "0.7308")]);
        let by_month = read_in("year,month,currency,sdr_per_unit\n1994,1,ATS,0.0594091750\n").unwrap();
        assert_eq!(by_month, vec![rate("1994-01-01", "ATS", "0.059409175")]);
    }

    #[test]
    fn small_rates_may_be_written_with_an_exponent() {
        for (said, rate) in [
            ("2.0405e-06", "0.0000020405"),
            ("3.448E-06", "0.000003448"),
            ("1.25e+2", "125"),
            ("1.255e1", "12.55"),
            ("1e-20", "0.00000000000000000001"),
        ] {
            let read = read_in(&format!("date,currency,rate\n2026-01-01,IRR,{said}\n")).unwrap();
            assert_eq!(read[0].rate, rate);
        }
        for said in ["e5", "1e", "1e-31", "-1e-2", "1.e.2", "é1e1"] {
            assert!(read_in(&format!("date,currency,rate\n2026-01-01,IRR,{said}\n")).is_err(), "{said}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_row_and_column() {
        for (file, problem) in [
            ("date,currency\n", "its columns are date, currency: wanted are"),
            ("date,currency,rate\n", "it has no rows"),
            ("date,currency,rate\n2026-13-01,AFN,1\n", "row 2, column date: \"2026-13-01\" is no date YYYY-MM-DD"),
            ("date,currency,rate\n2026-01-01,AFN,1\n2026-01-01,afn,1\n", "row 3, column currency: \"afn\" is no"),
            ("date,currency,rate\n2026-01-01,AFN,\"1,5\"\n", "row 2, column rate: \"1,5\" is no number above zero"),
            ("date,currency,rate\n2026-01-01,AFN,0\n", "row 2, column rate: \"0\" is no number above zero"),
            ("date,currency,rate\n2026-01-01,AFN,1\n2026-01-31,AFN,2\n", "row 3, column currency: AFN has a rate"),
            ("year,month,currency,rate\n2026,13,AFN,1\n", "row 2, column month: \"13\" is no month"),
            ("year,month,currency,rate\nthis,1,AFN,1\n", "row 2, column year: \"this\" is no year"),
        ] {
            let error = read_in(file).unwrap_err().to_string();
            assert!(error.starts_with(problem), "{error}");
        }
        assert!(read_in("date,currency,rate\n2026-01-01,AFN\n").is_err(), "a row of another length");
    }

    #[test]
    fn an_order_read_twice_is_the_same_order_and_takes_no_more_than_the_contract_does() {
        let rates: Vec<_> = (0..1_001).map(|it| rate("2026-01-01", "AFN", &format!("1.{it}1"))).collect();
        let made = |rates: &[Rate]| orders("monthly", "XDR", RatePeriod::Month, rates.to_vec());
        let first = made(&rates);
        assert_eq!(first.iter().map(|it| it.rates.len()).collect::<Vec<_>>(), vec![500, 500, 1]);
        assert_eq!(first, made(&rates));
        assert_ne!(first[2].command_id, made(&[rate("2026-01-01", "AFN", "2")])[0].command_id);
    }

    fn read_in(file: &str) -> Result<Vec<Rate>, Error> {
        parse(file.as_bytes(), RatePeriod::Month)
    }

    fn rate(date: &str, currency: &str, rate: &str) -> Rate {
        Rate { date: date.into(), currency: currency.into(), rate: rate.into() }
    }
}
