//! What opening a round, giving feedback and its deadline lead to.

mod giving;
mod opening;

use contract::partners::{FeedbackGiven, FeedbackReleased, FeedbackSummed, SharedVoice, event::Kind as Event};

use super::{
    rejection::Rejection,
    said::{said, scores},
    state::{Opened, Round},
};
use crate::sealing::{self, SealingKey};

/// With fewer, what is said can be guessed to be somebody's.
pub const UNATTRIBUTED_RATERS_MIN: usize = 5;

/// Who has a voice now, and which of them share one.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Voices {
    pub partner_ids: Vec<String>,
    pub shared: Vec<SharedVoice>,
}

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
    fn released(&self, known: &SealingKey) -> Result<Vec<Event>, Rejection> {
        let (partnership_id, round_id) = (self.round.partnership_id.clone(), self.round.round_id.clone());
        let given = self.opened_with(known)?;
        let (is_named, is_told) = (!self.round.unattributed, UNATTRIBUTED_RATERS_MIN <= given.len());
        let key = known.key.as_ref().filter(|_| is_named);
        let all = self.given.keys().zip(&given).flat_map(|(by, it)| it.ratings.iter().map(|it| (by.as_str(), it)));
        let all: Vec<_> = all.filter(|_| is_named || is_told).collect();
        let released = FeedbackReleased {
            partnership_id: partnership_id.clone(),
            round_id: round_id.clone(),
            key_id: known.key_id.clone(),
            key: key.map(|it| it.bytes().to_vec()).unwrap_or_default(),
            given: u32::try_from(given.len()).unwrap_or(u32::MAX),
            reliability: scores(&all, is_named, |it| it.reliability),
            respect: scores(&all, is_named, |it| it.respect),
        };
        let said = match self.round.unattributed {
            true => said(given.iter().flat_map(|it| &it.ratings), UNATTRIBUTED_RATERS_MIN),
            false => vec![],
        };
        // A fact each: what thirty members say of each other does not fit into one.
        let summed = said.into_iter().map(|said| {
            let (partnership_id, round_id) = (partnership_id.clone(), round_id.clone());
            FeedbackSummed { partnership_id, round_id, said: Some(said) }.into()
        });
        Ok(summed.chain([released.into()]).collect())
    }

    /// What was given; refused where any of it cannot be read, so that none is left out.
    fn opened_with(&self, known: &SealingKey) -> Result<Vec<FeedbackGiven>, Rejection> {
        if self.given.is_empty() {
            return Ok(vec![]);
        }
        let key = known.key.as_ref().ok_or(Rejection::KeyGone)?;
        self.given.values().map(|it| sealing::open(key, it).ok_or(Rejection::KeyGone)).collect()
    }
}
