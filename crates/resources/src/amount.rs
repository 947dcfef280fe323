//! An amount of money in words.

use kernel::money::places;
use rust_decimal::Decimal;

/// Of minor units, in the currency's own: 25000.00 KES.
pub fn amount(minor: i64, currency: &str) -> String {
    format!("{} {currency}", Decimal::new(minor, places(currency).unwrap_or(0)))
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
