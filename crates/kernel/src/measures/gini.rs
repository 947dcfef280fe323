//! How unequal shares are.

/// Gini coefficient with the small-sample factor n / (n − 1), in basis points: 0 is equal, 10,000 is all with one.
///
/// Σ_{i<j} |x_i − x_j| / ((n − 1) · Σ x_i), after Deltas (2003), "The small-sample bias of the Gini coefficient". Undefined
/// for fewer than two members, and where the total is zero.
pub fn gini_basis_points(values: &[u64]) -> Option<u32> {
    let total: u128 = values.iter().map(|it| u128::from(*it)).sum();
    let others = values.len().checked_sub(1).filter(|it| *it != 0)? as u128;
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    // In order, the i-th of n is subtracted n − 1 − i times and added i times.
    let weighted = sorted.iter().enumerate().map(|(place, it)| (2 * place as i128 - others as i128) * i128::from(*it));
    let differences = u128::try_from(weighted.sum::<i128>()).ok()?;
    let (part, whole) = (differences.checked_mul(10_000)?, others * total);
    // Rounded half up.
    let rounded = (2 * part + whole).checked_div(2 * whole)?;
    u32::try_from(rounded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
