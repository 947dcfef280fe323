//! Words as the contract takes them.

/// The contract takes no control characters, and terminals obey them; that there was one stays visible.
pub(crate) fn visible(words: &str) -> String {
    let is_odd = |it: char| it.is_control() && it != '\n' && it != '\t';
    words.chars().map(|it| if is_odd(it) { char::REPLACEMENT_CHARACTER } else { it }).collect()
}

/// The beginning of a text that is longer than the contract takes, or none where it fits.
pub(crate) fn cut(words: &str, bytes_max: usize) -> Option<&str> {
    let end = (0..=bytes_max).rev().find(|end| words.is_char_boundary(*end)).unwrap_or_default();
    (bytes_max < words.len()).then(|| words[..end].trim_end())
}
