//! What partners write to each other: sealed, so that it can be taken out of the record for ever, whoever may read it.

use contract::common::{Sealed, Text};
use kernel::Context;

use crate::sealing::{self, WritingKey};

#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Empty where it is sealed.
    pub text: String,
    pub sealed: Option<Sealed>,
}

impl Words {
    /// As they stand in a fact.
    pub fn recorded(text: &str, sealed: Option<&Sealed>) -> Self {
        Words { text: text.to_owned(), sealed: sealed.cloned() }
    }

    /// What the acting partner writes for those named; nobody named: for all that may read what it is written in.
    pub fn written(text: String, audience: &[String], key: &WritingKey, context: &Context) -> Self {
        if text.is_empty() {
            return Words { text, sealed: None };
        }
        let sealed = sealing::seal(&key.key, &key.key_id, audience, &Text { text }, context);
        Words { text: String::new(), sealed: Some(sealed) }
    }

    /// Whether they say this; of what was sealed under another key, nobody can tell.
    pub fn are(&self, text: &str, key: &WritingKey) -> bool {
        match &self.sealed {
            None => self.text == text,
            Some(sealed) => sealing::open::<Text>(&key.key, sealed).is_some_and(|it| it.text == text),
        }
    }
}
