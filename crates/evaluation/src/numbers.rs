//! Decimal numbers, always written in one way, so that equal numbers are equal text.

use kernel::{Invalid, parse};
use rust_decimal::Decimal;

/// 1.50 and 1.5 are one number.
pub fn written(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The number given, rewritten.
pub fn rewritten(field: &'static str, given: &str) -> Result<String, Invalid> {
    parse::decimal(field, given).map(written)
}
