//! Money in minor units: what a rate is, and how an amount is converted, exactly and rounded once.

use std::fmt;

use iso_currency::Currency;
use rust_decimal::Decimal;

/// More digits that count than these no published rate has; with them every product here fits 128 bits.
const DIGITS_MAX: usize = 15;
const PLACES_MAX: usize = 20;
/// Decimal places to which what rounding adds is known.
pub const ABOVE_PLACES: u32 = 18;

/// Decimal places of a currency's minor unit, 0 where it has none; None: no currency of ISO 4217 in use.
pub fn places(currency: &str) -> Option<u32> {
    Currency::from_code(currency).map(|it| it.exponent().map_or(0, u32::from))
}

/// In the units of its currency, for words that members read: 25000.00 KES.
pub fn amount(minor: i64, currency: &str) -> String {
    format!("{} {currency}", Decimal::new(minor, places(currency).unwrap_or(0)))
}

/// Units of a base for one unit of a currency, above zero: digits / 10^places, with no zero at the end of the digits
/// that could be left away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    digits: u64,
    places: u32,
}

/// An amount in another currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converted {
    pub minor: i64,
    /// What rounding has added, in 10^-18 of a minor unit; cut there.
    pub above: i128,
}

impl Rate {
    /// Of a decimal number without sign or exponent; None: no such number, zero, or one with too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if whole.is_empty() || text.ends_with('.') || !is_digits(whole) || !is_digits(part) {
            return None;
        }
        let part = part.trim_end_matches('0');
        let digits = format!("{whole}{part}");
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() || DIGITS_MAX < digits.len() || PLACES_MAX < part.len() {
            return None;
        }
        Some(Rate { digits: digits.parse().ok()?, places: u32::try_from(part.len()).ok()? })
    }

    /// The digits, and how many of them stand behind the point.
    pub fn parts(self) -> (u64, u32) {
        (self.digits, self.places)
    }

    pub fn of_parts((digits, places): (u64, u32)) -> Self {
        Rate { digits, places }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        match part {
            "" => f.write_str(whole),
            part => write!(f, "{whole}.{part}"),
        }
    }
}

/// Converts an amount of one currency into another, each with its rate to one base and its decimal places: amount ·
/// rate(A) / rate(B), rounded half to even to B's minor unit. None where the result leaves 64 bits.
pub fn convert(minor: i64, (from, from_places): (Rate, u32), (to, to_places): (Rate, u32)) -> Option<Converted> {
    let amount = u128::from(minor.unsigned_abs()) * u128::from(from.digits);
    let (up, down) = (to.places + to_places, from.places + from_places);
    let by = u128::from(to.digits).checked_mul(10_u128.checked_pow(down.saturating_sub(up))?)?;
    let (mut whole, mut rest) = (amount / by, amount % by);
    for _ in 0..up.saturating_sub(down) {
        // The rest is below 10^15 here: nothing was multiplied into the divisor.
        whole = whole.checked_mul(10)?.checked_add(rest * 10 / by)?;
        rest = rest * 10 % by;
    }
    let is_up = match rest.cmp(&(by - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => whole % 2 == 1,
        std::cmp::Ordering::Greater => true,
    };
    let sign = i128::from(minor.signum());
    let rounded = i128::try_from(whole).ok()?.checked_add(i128::from(is_up))?;
    let above = if is_up { part(by - rest, by) } else { -part(rest, by) };
    Some(Converted { minor: i64::try_from(sign * rounded).ok()?, above: sign * above })
}

/// One number as a part of another that is not less, in 10^-18.
fn part(mut number: u128, mut of: u128) -> i128 {
    // A digit more than 128 bits hold says nothing at 10^-18.
    while u128::MAX / 10 < of {
        (number, of) = (number / 10, of / 10);
    }
    let mut digits = (number / of) as i128;
    for _ in 0..ABOVE_PLACES {
        number = number % of * 10;
        digits = digits * 10 + (number / of) as i128;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_said_in_the_units_of_its_currency() {
        assert_eq!(amount(2_500_005, "KES"), "25000.05 KES");
        assert_eq!(amount(700, "JPY"), "700 JPY");
        assert_eq!(amount(1_500, "KWD"), "1.500 KWD");
        assert_eq!(amount(-1, "KES"), "-0.01 KES");
    }
}
