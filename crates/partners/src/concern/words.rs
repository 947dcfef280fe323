//! What is said in a concern: open to all members, or sealed for its sides alone.

use std::iter::once;

use contract::{
    common::{Sealed, Text},
    partners::{ConcernAudience, ConcernRaised},
};
use kernel::Context;

use super::rejection::Rejection;
use crate::sealing::{self, SealingKey};

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

    /// What the acting partner says, as the concern's audience may read it; a mediator it is said to reads it too.
    pub fn said(
        text: String,
        concern: &ConcernRaised,
        mediator: Option<&String>,
        known: &SealingKey,
        context: &Context,
    ) -> Result<Self, Rejection> {
        if concern.audience() != ConcernAudience::Sides || text.is_empty() {
            return Ok(Words { text, sealed: None });
        }
        let SealingKey { key_id, key } = known;
        let key = key.as_ref().ok_or(Rejection::KeyGone)?;
        let sides = once(&concern.raised_by).chain(&concern.about).chain(mediator);
        let audience: Vec<String> = sides.filter(|it| **it != context.partner).cloned().collect();
        let sealed = sealing::seal(key, key_id, &audience, &Text { text }, context);
        Ok(Words { text: String::new(), sealed: Some(sealed) })
    }

    /// The text; None where it is sealed and the key is gone.
    pub fn read(&self, known: &SealingKey) -> Option<String> {
        match (&self.sealed, &known.key) {
            (None, _) => Some(self.text.clone()),
            (Some(sealed), Some(key)) => sealing::open::<Text>(key, sealed).map(|it| it.text),
            (Some(_), None) => None,
        }
    }

    pub fn are(&self, text: &str, known: &SealingKey) -> bool {
        self.read(known).is_some_and(|it| it == text)
    }
}
