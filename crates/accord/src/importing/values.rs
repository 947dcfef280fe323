//! Dates, numbers and amounts as publishers write them.

use std::str::FromStr;

use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A thousand billion units of most currencies: the contract takes no more.
const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000_000;

/// `2011-03-31`, also with a time or a time zone behind it, from 1900 to 2199.
pub(crate) fn date(written: &str) -> Option<Date> {
    let (day, rest) = written.trim().split_at_checked(10)?;
    let is_known_end = rest.is_empty() || rest.starts_with(['Z', 'T', '+', '-', ' ']);
    Date::from_str(day).ok().filter(|it| is_known_end && (1900..2200).contains(&it.year()))
}

/// An exact number, also with thousands commas; not one with an exponent, a unit or a decimal comma.
pub(crate) fn number(written: &str) -> Option<Decimal> {
    let written = written.trim();
    let digits = written.strip_prefix(['-', '+']).unwrap_or(written);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = is_grouped(whole) && !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    if !is_number {
        return None;
    }
    let plain: String = written.chars().filter(|it| !matches!(it, ',' | '+')).collect();
    Decimal::from_str_exact(&plain).ok().map(|it| it.normalize())
}

/// 1250000, 1,250,000 and the Indian 12,50,000; not 1,25, which may be a decimal comma.
fn is_grouped(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split(',').collect();
    let all_digits = groups.iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    match groups.as_slice() {
        [_] => all_digits,
        [first, middle @ .., last] => {
            all_digits && first.len() <= 3 && middle.iter().all(|it| matches!(it.len(), 2 | 3)) && last.len() == 3
        }
        [] => false,
    }
}

/// As the contract writes decimals: at most 20 digits before and 8 after the point.
pub(crate) fn decimal(written: &str) -> Option<String> {
    let number = number(written)?;
    let text = if number.is_zero() { "0".to_owned() } else { number.to_string() };
    let before = text.trim_start_matches('-').split('.').next().unwrap_or_default();
    (before.len() <= 20 && number.scale() <= 8).then_some(text)
}

/// The amount in minor units of its currency, or why there is none.
pub(crate) fn minor(written: &str, currency: Currency) -> Result<i64, String> {
    let number = number(written).ok_or_else(|| format!("its value is no number: {:?}", start(written)))?;
    let Some(exponent) = currency.exponent() else {
        return Err(format!("{} has no minor unit", currency.code()));
    };
    let exponent = u32::from(exponent);
    if exponent < number.scale() {
        return Err(format!("{number} has more decimals than {} ({exponent})", currency.code()));
    }
    let minor = number.checked_mul(Decimal::from(10_u64.pow(exponent))).and_then(|it| i64::try_from(it).ok());
    minor
        .filter(|it| (-AMOUNT_MINOR_MAX..=AMOUNT_MINOR_MAX).contains(it))
        .ok_or_else(|| format!("{number} {} is more than Accord takes", currency.code()))
}

/// A currency in use, whatever the case of its letters.
pub(crate) fn currency(code: &str) -> Option<Currency> {
    Currency::from_code(&code.trim().to_ascii_uppercase())
}

/// Enough of a text to recognise it by.
pub(crate) fn start(text: &str) -> &str {
    super::words::cut(text, 60).unwrap_or(text)
}
