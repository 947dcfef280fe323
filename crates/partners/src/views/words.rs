//! Words as the directory is searched by: case and accents are no difference.

use std::collections::BTreeSet;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Letters that are no base letter with a mark, as people type them who have no such key.
const SPELT: &[(char, &str)] =
    &[('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ı', "i")];
/// So many letters of a word are in the directory's keys.
const STEM_LETTERS: usize = 3;

/// In lower case and without marks; the same for all ways to write it.
pub(super) fn folded(text: &str) -> String {
    // Most names: there is nothing to take apart.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let plain = decomposed.chars().filter(|it| !is_mark(*it)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    for letter in plain.filter(|it| !is_mark(*it)) {
        match SPELT.iter().find(|(it, _)| *it == letter) {
            Some((_, spelt)) => folded.push_str(spelt),
            None => folded.push(letter),
        }
    }
    folded
}

/// The words of a text that is folded already.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty())
}

/// How the words begin, each once; those that are long enough.
pub(super) fn stems(folded: &str) -> BTreeSet<&str> {
    words(folded).filter_map(stem_of).collect()
}

/// The stem under which all is found that begins with this word; a shorter word has none.
pub(super) fn stem_of(word: &str) -> Option<&str> {
    (STEM_LETTERS <= word.chars().count()).then(|| stem(word))
}

/// Whether the text has, for each word asked for, one that begins with it.
pub(super) fn has_all(folded: &str, asked: &str) -> bool {
    words(asked).all(|asked| words(folded).any(|it| it.starts_with(asked)))
}

fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM_LETTERS).map_or(word, |(end, _)| &word[..end])
}

/// Combining marks that Latin, Greek and Cyrillic letters come apart into; those of other scripts tell words apart.
fn is_mark(it: char) -> bool {
    matches!(it, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_are_no_difference() {
        assert_eq!(folded("Crédit Agricole SÉNÉGAL"), "credit agricole senegal");
        assert_eq!(folded("Cre\u{301}dit"), folded("CRÉDIT"));
        assert_eq!(folded("Łódź Straße İzmir Øst"), "lodz strasse izmir ost");
        assert_eq!(folded("ﬁnance"), "finance");
    }

    #[test]
    fn a_word_is_found_by_how_it_begins() {
        let name = folded("Fundación Paraguaya (Microfinanzas)");
        assert!(has_all(&name, "fund micro") && has_all(&name, "") && has_all(&name, "paraguaya"));
        assert!(!has_all(&name, "fund macro") && !has_all(&name, "undacion"));
        assert_eq!(Vec::from_iter(stems(&name)), ["fun", "mic", "par"]);
        assert_eq!((stem_of("mi"), stem_of("mic"), stem_of("micro")), (None, Some("mic"), Some("mic")));
        assert_eq!(stem_of("ééé"), Some("ééé"));
    }

    #[test]
    fn a_short_word_has_no_stem() {
        assert_eq!(Vec::from_iter(stems("br of old")), ["old"]);
    }
}
