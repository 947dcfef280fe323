//! How values of several partners and periods make one.

use std::collections::BTreeMap;

use contract::{
    evaluation::{OverPeriods, ValueKind},
    goals::TargetKind,
};
use rust_decimal::Decimal;

use super::state::{Count, Place};

/// The digits after the point that the contract's decimals have.
pub const DIGITS: u32 = 8;

/// Which periods make the value: all of them, or of each partner the latest.
pub fn periods(asked: TargetKind, over_periods: OverPeriods) -> OverPeriods {
    match asked {
        // What is to be kept is kept period after period: a total over all of them says nothing about that.
        TargetKind::KeepAtOrAbove | TargetKind::KeepAtOrBelow => OverPeriods::Latest,
        TargetKind::Reach | TargetKind::Unspecified => over_periods,
    }
}

/// The value over all partners and periods, with 8 digits after the point: all else is judged by what is shown.
///
/// Numbers add up; of ratios numerators and denominators do, each for itself: never a mean of ratios.
/// Undefined where the sums leave the range of a decimal (28 digits). The order of places fixes the order of
/// adding, so that the order of arrival cannot show in the last digit.
pub fn actual(counts: &BTreeMap<&Place, &Count>, over_periods: OverPeriods, value_kind: ValueKind) -> Option<Decimal> {
    let counting: Vec<&Count> = match over_periods {
        OverPeriods::Sum => counts.values().copied().collect(),
        OverPeriods::Latest | OverPeriods::None | OverPeriods::Unspecified => latest(counts),
    };
    let numerators = sum(counting.iter().map(|it| it.numerator))?;
    let value = match value_kind {
        ValueKind::Ratio => numerators.checked_div(sum(counting.iter().map(|it| it.denominator))?)?,
        ValueKind::Number | ValueKind::Score | ValueKind::Unspecified => numerators,
    };
    Some(value.round_dp(DIGITS))
}

fn latest<'c>(counts: &BTreeMap<&Place, &'c Count>) -> Vec<&'c Count> {
    // Places are ordered by partner, then by period: the last of each partner stays.
    let by_partner: BTreeMap<&str, &Count> =
        counts.iter().map(|(place, count)| (place.partner_id.as_str(), *count)).collect();
    by_partner.into_values().collect()
}

/// None: out of the range of a decimal.
pub fn sum(mut parts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    parts.try_fold(Decimal::ZERO, Decimal::checked_add)
}
