//! What opening a round, giving feedback and its deadline lead to.

mod giving;
mod opening;

use contract::partners::{FeedbackGiven, FeedbackReleased, event::Kind as Event};

use super::{
    rejection::Rejection,
    said::said,
    state::{Opened, Round},
};
use crate::sealing::{self, SealingKey};

/// With fewer, what is said can be guessed to be somebody's.
pub const UNATTRIBUTED_RATERS_MIN: usize = 5;

/// Who has a voice now.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Voices(pub Vec<String>);

impl Round {
    fn opened(&self) -> Result<&Opened, Rejection> {
        match self {
            Round::Unopened => Err(Rejection::NotFound),
            Round::Opened(opened) => Ok(opened),
        }
    }
}

impl Opened {
    /// All of it together. Where nobody is to learn who said what, what was said goes out without the key, and the key
    /// goes with it.
    fn released(&self, known: &SealingKey) -> Event {
        let mut released = FeedbackReleased {
            partnership_id: self.round.partnership_id.clone(),
            round_id: self.round.round_id.clone(),
            key_id: known.key_id.clone(),
            key: vec![],
            given: u32::try_from(self.given.len()).unwrap_or(u32::MAX),
            said: vec![],
        };
        if let Some(key) = &known.key {
            if self.round.unattributed {
                let given: Vec<FeedbackGiven> = self.given.values().filter_map(|it| sealing::open(key, it)).collect();
                released.said = said(given.iter().flat_map(|it| &it.ratings), UNATTRIBUTED_RATERS_MIN);
            } else {
                released.key = key.bytes().to_vec();
            }
        }
        released.into()
    }
}
