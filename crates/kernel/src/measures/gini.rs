//! How unequally something lies with those that have it.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero, prelude::ToPrimitive};

/// The Gini coefficient: 0, each has the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gini {
    /// Of exactly these values: the mean difference of all pairs over twice the mean; at most 1 − 1/n, where one has all.
    pub of_these: Decimal,
    /// Times n / (n − 1), after Deltas (2003), "The small-sample bias of the Gini coefficient", so that groups of different sizes
    /// compare: 1, one has all.
    pub corrected: Decimal,
}

/// Undefined for fewer than two values, where all are zero, where one is below zero, and out of the range of a decimal.
pub fn gini(values: &[Decimal]) -> Option<Gini> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    if sorted.first()?.is_sign_negative() && !sorted.first()?.is_zero() {
        return None;
    }
    let total = sorted.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(*it))?;
    let others = Decimal::from(sorted.len() - 1);
    // In order, the i-th of n is subtracted n − 1 − i times and added i times.
    let weighed = |(place, it): (usize, &Decimal)| (Decimal::from(2 * place) - others).checked_mul(*it);
    let mut weights = sorted.iter().enumerate().map(weighed);
    let differences = weights.try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it?))?;
    Some(Gini {
        of_these: differences.checked_div(Decimal::from(sorted.len()).checked_mul(total)?)?,
        corrected: differences.checked_div(others.checked_mul(total)?)?,
    })
}

/// The corrected coefficient of counts, in hundredths of a percent, rounded half up.
pub fn gini_basis_points(values: &[u64]) -> Option<u32> {
    let values: Vec<Decimal> = values.iter().map(|it| Decimal::from(*it)).collect();
    let basis_points = gini(&values)?.corrected.checked_mul(Decimal::from(10_000))?;
    basis_points.round_dp_with_strategy(0, MidpointAwayFromZero).to_u32()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Option<Gini> {
        gini(&values.iter().map(|it| it.parse().unwrap()).collect::<Vec<_>>())
    }

    #[test]
    fn it_is_told_of_exactly_these_and_for_comparing_with_groups_of_other_sizes() {
        let Gini { of_these, corrected } = of(&["0", "0", "10"]).unwrap();
        assert_eq!((of_these.round_dp(6).to_string(), corrected.to_string()), ("0.666667".into(), "1".into()));
        // PySAL's inequality 1.1 gives 0.25.
        assert_eq!(of(&["1", "2", "3", "4"]).unwrap().of_these.to_string(), "0.25");
        assert_eq!(of(&["-0", "0", "3"]), of(&["0", "0", "3"]));
    }

    #[test]
    fn it_is_undefined_of_one_of_nothing_and_of_less_than_nothing() {
        for values in [&[] as &[_], &["7"], &["0", "0"], &["-1", "4"], &["79228162514264337593543950335", "1"]] {
            assert_eq!(of(values), None, "{values:?}");
        }
    }

    #[test]
    fn equal_shares_are_nothing_and_all_with_one_is_everything() {
        assert_eq!(gini_basis_points(&[5, 5, 5]), Some(0));
        assert_eq!(gini_basis_points(&[0, 0, 10]), Some(10_000));
    }

    /// Golden values of PySAL's inequality 1.1, Gini, times n / (n − 1).
    #[test]
    fn it_equals_the_reference() {
        assert_eq!(gini_basis_points(&[1, 2, 3, 4]), Some(3_333));
        assert_eq!(gini_basis_points(&[12, 30, 7, 7, 44]), Some(4_850));
        assert_eq!(gini_basis_points(&[9, 1, 0, 25, 3, 3]), Some(7_268));
    }

    #[test]
    fn where_there_is_nothing_or_nobody_to_compare_it_is_undefined() {
        assert_eq!(gini_basis_points(&[0, 0, 0]), None);
        assert_eq!(gini_basis_points(&[7]), None);
        assert_eq!(gini_basis_points(&[]), None);
    }
}
