//! What lies in the middle.

/// The median in hundredths: of an even number of values, what lies halfway between the two in the middle. Undefined of none.
pub fn median_hundredths(values: &[u32]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some((u64::from(*low) + u64::from(*high)) * 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lies_in_the_middle_or_halfway_between_the_two_that_do() {
        assert_eq!(median_hundredths(&[5, 1, 3]), Some(300));
        assert_eq!(median_hundredths(&[5, 1, 4, 2]), Some(300));
        assert_eq!(median_hundredths(&[4, 5]), Some(450));
        assert_eq!(median_hundredths(&[2]), Some(200));
        assert_eq!(median_hundredths(&[]), None);
    }
}
