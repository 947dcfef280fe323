//! Words that have to fit: what is cut short stands in full elsewhere, and shows that it is cut.

const CUT: &str = "…";

/// At most so many bytes (3 or more), cut between letters.
pub fn clipped(words: &str, bytes_max: usize) -> String {
    if words.len() <= bytes_max {
        return words.to_owned();
    }
    let end = (0..=bytes_max.saturating_sub(CUT.len())).rev().find(|at| words.is_char_boundary(*at));
    format!("{}{CUT}", &words[..end.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_between_letters() {
        assert_eq!(clipped("short", 5), "short");
        assert_eq!(clipped("longer", 5), "lo…");
        assert_eq!(clipped("éééé", 6), "é…");
        assert_eq!(clipped("longer", 3), "…");
    }
}
