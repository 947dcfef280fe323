//! How far the members stand behind the approaches, goal by goal and over all of them.

use contract::goals::{ApproachAlignment, ApproachFigures};

use super::{
    super::said::{Approach, Said},
    count, median, text, words,
};

/// One rating alone differs from nothing.
const RATINGS_MIN: usize = 2;

pub fn approaches(said: &Said) -> ApproachAlignment {
    let each: Vec<(&Approach, Vec<u32>)> = said.approaches.iter().map(|it| (it, sorted(said, it))).collect();
    let mut all: Vec<u32> = each.iter().flat_map(|(_, ratings)| ratings).copied().collect();
    all.sort_unstable();
    let rated = each.iter().filter(|(_, ratings)| !ratings.is_empty());
    let widest = each.iter().map(|(it, ratings)| (it, spread(ratings))).filter(|(_, it)| *it != 0);
    let widest = widest.reduce(|a, b| if a.1 < b.1 { b } else { a });
    let lowest = rated.clone().reduce(|a, b| if b.1[0] < a.1[0] { b } else { a }).map(|(it, ratings)| (it, ratings[0]));
    let lowest_by = lowest.and_then(|(it, least)| {
        said.counting_ratings(it).into_iter().find(|it| it.rating == least).map(|it| it.partner_id.clone())
    });
    let mut figures = ApproachAlignment {
        goals: count(each.len()),
        goals_rated: count(rated.count()),
        ratings: count(all.len()),
        median: median(&all).map(text).unwrap_or_default(),
        deviation: overall(&each).map(text).unwrap_or_default(),
        widest_goal_id: widest.map(|(it, _)| it.goal_id.clone()).unwrap_or_default(),
        widest_spread: widest.map_or(0, |(_, spread)| spread),
        lowest: lowest.map(|(_, least)| least),
        lowest_goal_id: lowest.map(|(it, _)| it.goal_id.clone()).unwrap_or_default(),
        lowest_partner_id: lowest_by.unwrap_or_default(),
        summary: String::new(),
    };
    figures.summary = words::approaches(&figures);
    figures
}

pub(super) fn of_goal(said: &Said, approach: &Approach) -> ApproachFigures {
    let ratings = sorted(said, approach);
    let counting = said.counting_ratings(approach);
    let lowest = ratings.first().copied();
    let lowest_by = counting.iter().filter(|it| Some(it.rating) == lowest).map(|it| it.partner_id.clone());
    let silent = said.silent(counting.iter().map(|it| it.partner_id.as_str()));
    ApproachFigures {
        goal_id: approach.goal_id.clone(),
        ratings: count(ratings.len()),
        mean: mean(&ratings).map(text).unwrap_or_default(),
        median: median(&ratings).map(text).unwrap_or_default(),
        deviation: mean(&ratings)
            .map(|_| (squares(&ratings) / ratings.len() as f64).sqrt())
            .map(text)
            .unwrap_or_default(),
        spread: spread(&ratings),
        lowest,
        lowest_partner_ids: lowest_by.collect(),
        not_rated: count(silent.len()),
    }
}

fn sorted(said: &Said, approach: &Approach) -> Vec<u32> {
    let mut ratings: Vec<u32> = said.counting_ratings(approach).into_iter().map(|it| it.rating).collect();
    ratings.sort_unstable();
    ratings
}

fn spread(sorted: &[u32]) -> u32 {
    sorted.first().zip(sorted.last()).map_or(0, |(least, greatest)| greatest - least)
}

fn mean(ratings: &[u32]) -> Option<f64> {
    let sum = f64::from(ratings.iter().sum::<u32>());
    (!ratings.is_empty()).then(|| sum / ratings.len() as f64)
}

/// The squared deviations from their mean.
fn squares(ratings: &[u32]) -> f64 {
    let mean = mean(ratings).unwrap_or_default();
    ratings.iter().map(|it| (f64::from(*it) - mean).powi(2)).sum()
}

/// Ratings around the mean of their own goal: that one goal is liked better than another is no disagreement.
fn overall(each: &[(&Approach, Vec<u32>)]) -> Option<f64> {
    let compared = each.iter().map(|(_, ratings)| ratings).filter(|it| RATINGS_MIN <= it.len());
    let (sum, number) = compared.fold((0.0, 0), |(sum, number), it| (sum + squares(it), number + it.len()));
    (number != 0).then(|| (sum / number as f64).sqrt())
}
