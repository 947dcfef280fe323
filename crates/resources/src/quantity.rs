//! Quantities and money as they are reckoned with: exact, in hundred millionths of a unit and in minor units.

use std::{fmt, iter::Sum, ops::Add, ops::Sub};

use kernel::{Invalid, parse};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The contract's decimals have at most eight digits after the point.
const DIGITS: u32 = 8;
const ONE: i128 = 100_000_000;
/// So much times the greatest amount of money is still a number of 128 bits.
const BELOW: i128 = 1_000_000_000_000_000 * ONE;

/// How much of something.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quantity(i128);

/// An amount in minor units of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: String,
}

/// How much of something, and what it is worth where that is said.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub quantity: Quantity,
    pub value: Option<Money>,
}

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);

    /// What a request says: 0 or more.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Invalid> {
        match of_decimal(parse::decimal(field, text)?) {
            Some(it) if it < 0 => Err(Invalid::new(field, format!("is {text}; it must not be below zero"))),
            Some(it) if it < BELOW => Ok(Quantity(it)),
            _ => Err(Invalid::new(field, format!("is {text}; it must be below 1000000000000000"))),
        }
    }

    pub fn above_zero(field: &'static str, text: &str) -> Result<Self, Invalid> {
        match parse::decimal(field, text)? {
            it if it <= Decimal::ZERO => Err(Invalid::new(field, format!("is {text}; it must be above zero"))),
            _ => Quantity::parse(field, text),
        }
    }

    /// What a fact says; it was checked before it was written.
    pub fn said(text: &str) -> Self {
        Quantity(text.parse().ok().and_then(of_decimal).unwrap_or_default())
    }

    pub fn is_zero(self) -> bool {
        self == Quantity::ZERO
    }

    /// What is left of it, nothing where more is taken.
    pub fn less(self, taken: Quantity) -> Quantity {
        self.max(taken) - taken
    }

    /// The part of an amount that this is of a whole, to the nearest minor unit; None where that is beyond reckoning.
    pub fn part_of(self, amount_minor: i64, whole: Quantity) -> Option<i64> {
        let halves = i128::from(amount_minor).checked_mul(self.0)?;
        let rounded = halves.checked_add(whole.0 / 2)?.checked_div(whole.0)?;
        rounded.try_into().ok()
    }

    /// As minor units of a currency with so many digits after the point, to the nearest.
    pub fn minor(self, exponent: u32) -> Option<i64> {
        let minor = self.0.checked_mul(10_i128.checked_pow(exponent)?)?;
        ((minor + ONE / 2) / ONE).try_into().ok()
    }

    /// How many of a hundred this is of a whole, at most all of them.
    pub fn hundredths_of(self, whole: Quantity) -> u32 {
        // Dividing numbers of 128 bits takes longer than all the rest of a match.
        if whole <= self {
            return 100;
        }
        let hundredths = self.0.saturating_mul(100).checked_div(whole.0).unwrap_or(100);
        u32::try_from(hundredths.clamp(0, 100)).unwrap_or(0)
    }
}

fn of_decimal(mut it: Decimal) -> Option<i128> {
    it = it.normalize();
    let missing = DIGITS.checked_sub(it.scale())?;
    it.mantissa().checked_mul(10_i128.pow(missing))
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Decimal::try_from_i128_with_scale(self.0, DIGITS) {
            Ok(it) => write!(f, "{}", it.normalize()),
            Err(_) => write!(f, "{}", self.0 / ONE),
        }
    }
}

impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_add(other.0))
    }
}

impl Sub for Quantity {
    type Output = Quantity;

    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_sub(other.0))
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(all: I) -> Quantity {
        all.fold(Quantity::ZERO, Add::add)
    }
}

impl Money {
    /// What a request says: both or neither.
    pub fn parse(minor: i64, currency: &str) -> Result<Option<Self>, Invalid> {
        match (minor, currency) {
            (0, "") => Ok(None),
            (_, "") => Err(Invalid::new("currency", "is missing")),
            (minor, _) if minor < 0 => Err(Invalid::new("value_minor", "is below zero")),
            (minor, code) => Ok(Some(Money { minor, currency: parse::currency("currency", code)?.code().to_owned() })),
        }
    }

    /// What a fact says.
    pub fn said(minor: i64, currency: &str) -> Option<Self> {
        (!currency.is_empty()).then(|| Money { minor, currency: currency.to_owned() })
    }

    /// As a fact says it.
    pub fn of(value: &Option<Money>) -> (i64, String) {
        value.as_ref().map_or((0, String::new()), |it| (it.minor, it.currency.clone()))
    }
}

impl Figures {
    pub fn said(quantity: &str, minor: i64, currency: &str) -> Self {
        Figures { quantity: Quantity::said(quantity), value: Money::said(minor, currency) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_exact_and_written_in_one_way() {
        let written = |text: &str| Quantity::parse("quantity", text).map(|it| it.to_string());
        assert_eq!(written("1.50"), Ok("1.5".into()));
        assert_eq!(written("0.00000001"), Ok("0.00000001".into()));
        assert_eq!(written("999999999999999.99999999"), Ok("999999999999999.99999999".into()));
        assert!(written("1000000000000000").is_err());
        assert!(written("-1").is_err());
        assert_eq!(Quantity::said("0.1") + Quantity::said("0.2"), Quantity::said("0.3"));
    }

    #[test]
    fn a_part_of_a_value_is_rounded_to_the_nearest_minor_unit() {
        let part = |of: &str, amount, whole: &str| Quantity::said(of).part_of(amount, Quantity::said(whole));
        assert_eq!(part("1", 100, "3"), Some(33));
        assert_eq!(part("2", 100, "3"), Some(67));
        assert_eq!(part("1", 1, "2"), Some(1));
        assert_eq!(part("1", 100, "0"), None);
        let (most, greatest) = ("999999999999999.99999999", 1_000_000_000_000_000);
        assert_eq!(part(most, greatest, most), Some(greatest));
    }

    #[test]
    fn an_amount_has_as_many_minor_units_as_its_currency_says() {
        assert_eq!(Quantity::said("12.345").minor(2), Some(1_235));
        assert_eq!(Quantity::said("12.345").minor(0), Some(12));
        assert_eq!(Quantity::said("12.345").minor(3), Some(12_345));
    }
}
