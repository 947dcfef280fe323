//! Giving feedback: on every other member, sealed, and released with the last one.

use std::collections::BTreeSet;

use contract::partners::{FeedbackGiven, GiveFeedback, Rating};
use kernel::{Context, Decide, Decision, Invalid};

use super::{
    super::{
        rejection::Rejection,
        state::{Opened, Round},
    },
    SealingKey,
};
use crate::sealing;

impl Decide<GiveFeedback> for Round {
    type Known = SealingKey;

    fn target(command: &GiveFeedback) -> (&str, &str) {
        (&command.partnership_id, &command.round_id)
    }

    fn decide(&self, command: &GiveFeedback, known: &SealingKey, context: &Context) -> Decision<Self> {
        let GiveFeedback { command_id: _, validate_only: _, partnership_id, round_id, ratings } = command;
        let opened = self.opened()?;
        if !opened.round.raters.contains(&context.partner) {
            return Err(Rejection::NotARater);
        }
        let given = FeedbackGiven { ratings: opened.complete(ratings, context)?, ..Default::default() };
        if opened.is_released {
            return Err(Rejection::Closed);
        }
        // The clock may be late with closing; the deadline is not.
        if opened.closes_at <= context.now {
            return Err(Rejection::Late { closes_at: opened.closes_at });
        }
        let key = known.fitting(opened.given.values().next()).ok_or(Rejection::KeyGone)?;
        let before = opened.given.get(&context.partner);
        if before.and_then(|it| sealing::open(key, it)).as_ref() == Some(&given) {
            return Ok(vec![]);
        }
        let sealed = sealing::seal(key, &known.key_id, &[], &given, context);
        let mut after = opened.clone();
        after.given.insert(context.partner.clone(), sealed.clone());
        let released = if after.given.len() == after.round.raters.len() { after.released(known)? } else { vec![] };
        let given = FeedbackGiven {
            partnership_id: partnership_id.clone(),
            round_id: round_id.clone(),
            partner_id: context.partner.clone(),
            sealed: Some(sealed),
            ratings: vec![],
        };
        Ok([given.into()].into_iter().chain(released).collect())
    }
}

impl Opened {
    /// One rating for each of the others, in the order of ids: the order given says nothing.
    fn complete(&self, ratings: &[Rating], context: &Context) -> Result<Vec<Rating>, Rejection> {
        let mut rated = BTreeSet::new();
        for Rating { partner_id, .. } in ratings {
            if *partner_id == context.partner {
                return Err(Rejection::SelfRating);
            }
            if !self.round.raters.contains(partner_id) {
                return Err(
                    Invalid::new("ratings", format!("rate {partner_id}, which takes no part in the round")).into()
                );
            }
            if !rated.insert(partner_id) {
                return Err(Invalid::new("ratings", format!("rate {partner_id} twice")).into());
            }
        }
        let missing = self.round.raters.iter().find(|it| **it != context.partner && !rated.contains(it));
        if let Some(missing) = missing {
            return Err(Invalid::new("ratings", format!("leave out {missing}: every member rates every other")).into());
        }
        let mut ratings: Vec<Rating> = ratings.iter().map(trimmed).collect();
        ratings.sort_by(|a, b| a.partner_id.cmp(&b.partner_id));
        Ok(ratings)
    }
}

fn trimmed(rating: &Rating) -> Rating {
    let Rating { keep, change, .. } = rating;
    Rating { keep: keep.trim().to_owned(), change: change.trim().to_owned(), ..rating.clone() }
}
