//! What goals and indicators are called: whoever reads a motion has no ids at hand.

use std::collections::HashMap;

use contract::{
    evaluation::event::Kind as Measured,
    goals::event::Kind as Agreed,
    log::{Envelope, envelope::Fact},
};
use serde::{Deserialize, Serialize};

const ID_BYTES: usize = 36;

/// Titles by id, by partnership: whoever names a thing in one chooses its id, which says nothing in another.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Titles(HashMap<String, HashMap<String, String>>);

impl Titles {
    pub(super) fn of(&self, partnership_id: &str, id: &str) -> Option<&str> {
        self.0.get(partnership_id)?.get(id).map(String::as_str)
    }

    pub(super) fn remember(&mut self, fact: &Envelope) {
        let titled = match &fact.fact {
            Some(Fact::Goals(event)) => match &event.kind {
                Some(Agreed::GoalProposed(it)) => Some((&it.goal_id, &it.title)),
                Some(Agreed::GoalReproposed(it)) => it.content.as_ref().map(|content| (&it.goal_id, &content.title)),
                Some(Agreed::GoalRevised(it)) => Some((&it.goal_id, &it.title)),
                _ => None,
            },
            Some(Fact::Evaluation(event)) => match &event.kind {
                Some(Measured::IndicatorDefined(it)) => Some((&it.indicator_id, &it.title)),
                Some(Measured::IndicatorRevised(it)) => Some((&it.indicator_id, &it.title)),
                _ => None,
            },
            _ => None,
        };
        if let Some((id, title)) = titled {
            self.0.entry(fact.partnership.clone()).or_default().insert(id.clone(), title.clone());
        }
    }
}

/// Every id in some words for which there is something it is called, replaced by that.
pub(super) fn readable(words: &str, called: impl Fn(&str) -> Option<String>) -> String {
    let mut readable = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        let known = rest.get(..ID_BYTES).filter(|it| is_id(it)).and_then(&called);
        let taken = if known.is_some() { ID_BYTES } else { letter.len_utf8() };
        match known {
            Some(name) => readable.push_str(&name),
            None => readable.push(letter),
        }
        rest = &rest[taken..];
    }
    readable
}

/// 8-4-4-4-12 hexadecimal digits.
fn is_id(word: &str) -> bool {
    word.bytes().enumerate().all(|(place, it)| match place {
        8 | 13 | 18 | 23 => it == b'-',
        _ => it.is_ascii_hexdigit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids_are_read_as_what_they_are_called_and_all_else_stays() {
        let known = "00000000-0000-7000-8000-0000000000b1";
        let called = |id: &str| (id == known).then(|| "the bank".to_owned());
        let words = format!("é 300 from {known}; {known}, not 00000000-0000-7000-8000-0000000000b2.");
        let expected = "é 300 from the bank; the bank, not 00000000-0000-7000-8000-0000000000b2.";
        assert_eq!(readable(&words, called), expected);
        assert_eq!(readable("", called), "");
        assert_eq!(readable("0000", called), "0000");
    }
}
