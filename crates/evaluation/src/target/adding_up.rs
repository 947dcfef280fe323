//! How values of several partners and periods make one.

use std::collections::BTreeMap;

use contract::{
    evaluation::{OverPeriods, ValueKind},
    goals::TargetKind,
};
use jiff::civil::Date;
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

/// What makes the value: all that counts, or of each partner the latest. The order of places fixes the order of adding, so
/// that the order of arrival cannot show in the last digit.
pub fn counting<'c>(counts: &BTreeMap<&'c Place, &'c Count>, over_periods: OverPeriods) -> Vec<(&'c Place, &'c Count)> {
    let all = counts.iter().map(|(place, count)| (*place, *count));
    match over_periods {
        OverPeriods::Sum => all.collect(),
        OverPeriods::Latest | OverPeriods::None | OverPeriods::Unspecified => {
            // Places are ordered by partner, then by period: the last of each partner stays.
            let latest: BTreeMap<&str, _> = all.map(|it| (it.0.partner_id.as_str(), it)).collect();
            latest.into_values().collect()
        }
    }
}

/// The value of all that counts, less those who are counted twice, with 8 digits after the point: all else is judged by what
/// is shown.
///
/// Numbers add up; of ratios numerators and denominators do, each for itself: never a mean of ratios.
/// Undefined where the sums leave the range of a decimal (28 digits).
pub fn actual(counting: &[(&Place, &Count)], twice: Decimal, value_kind: ValueKind) -> Option<Decimal> {
    let numerators = sum(counting.iter().map(|(_, it)| it.numerator))?.checked_sub(twice)?;
    let value = match value_kind {
        ValueKind::Ratio => numerators.checked_div(sum(counting.iter().map(|(_, it)| it.denominator))?)?,
        ValueKind::Number | ValueKind::Score | ValueKind::Unspecified => numerators,
    };
    Some(value.round_dp(DIGITS))
}

/// How many people are counted twice; none: it is not noted of every period that counts, or a period is of one partner
/// alone, so that nothing is known of those who are with it and, in another period, with others.
pub fn twice(counting: &[(&Place, &Count)], overlaps: &BTreeMap<Date, Decimal>) -> Option<Decimal> {
    let mut partners: BTreeMap<Date, usize> = BTreeMap::new();
    counting.iter().for_each(|(place, _)| *partners.entry(place.period_end).or_default() += 1);
    let noted = partners.into_iter().map(|(period, of)| overlaps.get(&period).copied().filter(|_| 1 < of));
    sum(noted.collect::<Option<Vec<_>>>()?.into_iter())
}

/// None: out of the range of a decimal.
pub fn sum(mut parts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    parts.try_fold(Decimal::ZERO, Decimal::checked_add)
}
