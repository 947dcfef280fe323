//! How concerns went between each two partners: counts beside times, and nothing where there is nothing.

use std::collections::BTreeMap;

use contract::partners::{
    Concern, ConcernPair, ConcernResponse, ConcernState, ConcernSummary, ConcernTimes, GetConcernSummary,
};
use prost_types::Timestamp;

use crate::concern::states::has_ended;

const OPEN_SINCE_MAX: usize = 100;
const SECONDS_AN_HOUR: i64 = 3_600;

/// One pair while it is being counted; times in seconds.
#[derive(Default)]
struct Counted {
    pair: ConcernPair,
    to_acknowledge: Vec<i64>,
    to_answer: Vec<i64>,
    to_confirm: Vec<i64>,
}

pub fn summary(question: &GetConcernSummary, concerns: Vec<Concern>) -> ConcernSummary {
    let mut pairs = BTreeMap::<(&str, &str), Counted>::new();
    for concern in &concerns {
        for response in &concern.responses {
            pairs.entry((&concern.raised_by, &response.partner_id)).or_default().count(concern, response);
        }
    }
    ConcernSummary {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        raised: whole(concerns.len()),
        open: whole(concerns.iter().filter(|it| !has_ended(it.state())).count()),
        pairs: pairs.iter().map(|((raised_by, about), it)| it.pair(raised_by, about)).collect(),
    }
}

impl Counted {
    fn count(&mut self, concern: &Concern, response: &ConcernResponse) {
        self.pair.raised += 1;
        match concern.state() {
            ConcernState::Resolved => self.pair.resolved += 1,
            ConcernState::Withdrawn => self.pair.withdrawn += 1,
            ConcernState::Unresolved => self.pair.unresolved += 1,
            _ => {
                self.pair.open += 1;
                self.pair.open_since.extend(concern.raised_at);
            }
        }
        self.to_acknowledge.extend(seconds(concern.raised_at, response.acknowledged_at));
        self.to_answer.extend(seconds(concern.raised_at, response.answered_at));
        self.to_confirm.extend(seconds(concern.confirmed_after, concern.confirmed_at));
    }

    fn pair(&self, raised_by: &str, about: &str) -> ConcernPair {
        let mut open_since = self.pair.open_since.clone();
        open_since.sort_by_key(|it| (it.seconds, it.nanos));
        open_since.truncate(OPEN_SINCE_MAX);
        ConcernPair {
            raised_by: raised_by.to_owned(),
            about: about.to_owned(),
            to_acknowledge: Some(times(&self.to_acknowledge)),
            to_answer: Some(times(&self.to_answer)),
            to_confirm: Some(times(&self.to_confirm)),
            open_since,
            ..self.pair.clone()
        }
    }
}

/// None where it has not happened yet.
fn seconds(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<i64> {
    Some(to?.seconds - from?.seconds)
}

fn times(seconds: &[i64]) -> ConcernTimes {
    let median = median(seconds).map(|it| u32::try_from(it / SECONDS_AN_HOUR).unwrap_or_default());
    ConcernTimes { median_hours: median, n: whole(seconds.len()) }
}

/// The middle one; of an even number, what lies halfway between the two in the middle.
fn median(values: &[i64]) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some((lower + upper) / 2)
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
