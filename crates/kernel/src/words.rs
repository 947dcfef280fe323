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

/// What a text begins with, on one line of at most so many bytes.
pub fn first_line(text: &str, bytes_max: usize) -> String {
    clipped(text.lines().next().unwrap_or_default(), bytes_max)
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

    #[test]
    fn a_text_is_told_by_its_first_line() {
        assert_eq!(first_line("Buy seed\nand sow it", 512), "Buy seed");
        assert_eq!(first_line("Buy seed\nand sow it", 6), "Buy…");
        assert_eq!(first_line("", 512), "");
    }
}
