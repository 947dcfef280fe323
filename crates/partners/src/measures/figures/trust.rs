//! Trust: how the members find each other in feedback, and what came of concerns, side by side.

use contract::common::{Figure, Measure, Unit};
use kernel::measures::median_hundredths;
use runtime::measuring::figures::{counted, hundredths, missing, share, valued};

use super::{Around, of, whole};
use crate::memory::tallies::{Feedback, Said, Tally};

pub(super) fn figures(tally: &Tally, _: &Around) -> Vec<Figure> {
    let Feedback { is_released, reliability, respect } = &tally.feedback;
    let mut figures = ratings(reliability, *is_released, Measure::Reliability, Measure::ReliabilityLowest);
    figures.extend(ratings(respect, *is_released, Measure::Respect, Measure::RespectLowest));
    let concerns = &tally.concerns;
    let stand = concerns.raised.saturating_sub(concerns.withdrawn);
    figures.push(share(Measure::ConcernsResolved, concerns.resolved, stand, "no concern was raised"));
    figures.push(counted(Measure::ConcernsOpen, whole(concerns.open()), stand));
    figures
}

/// Scores from 1, counted.
fn ratings(said: &Said, is_released: bool, median: Measure, lowest: Measure) -> Vec<Figure> {
    let scores = (1..).zip(&said.counts).flat_map(|(score, count)| vec![score; *count as usize]);
    let scores: Vec<u32> = scores.collect();
    let all = whole(scores.len());
    let (Some(middle), Some(least)) = (median_hundredths(&scores), scores.first()) else {
        let why = match is_released {
            true => "the last feedback round says nothing that may be told",
            false => "no feedback round was released",
        };
        return vec![missing(median, why)];
    };
    let as_low = whole(scores.iter().filter(|it| *it == least).count());
    let middle = valued(median, Unit::OfFive, hundredths(i64::try_from(middle).unwrap_or(i64::MAX)));
    let least = Figure { count: Some(as_low), of: Some(all), ..valued(lowest, Unit::OfFive, least.to_string()) };
    vec![Figure { count: Some(all), ..middle }, of(&said.lowest, least)]
}
