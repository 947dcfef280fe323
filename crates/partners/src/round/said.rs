//! What was said of each member, by nobody in particular: counts, never a mean, and words in the order of letters.

use std::collections::BTreeMap;

use contract::partners::{Rating, Said, Scores};

const SCORE_MAX: u32 = 5;

/// Adds up what was given, a member rated after another; those that fewer rated than `raters_min` are left out.
pub fn said<'a>(ratings: impl Iterator<Item = &'a Rating>, raters_min: usize) -> Vec<Said> {
    let mut by_member = BTreeMap::<&str, Vec<&Rating>>::new();
    for rating in ratings {
        by_member.entry(&rating.partner_id).or_default().push(rating);
    }
    by_member.retain(|_, ratings| raters_min <= ratings.len());
    by_member.into_iter().map(|(partner_id, ratings)| of_one(partner_id, &ratings)).collect()
}

/// The ratings of one thing by all, with who gave the lowest of whom where that may be told; none: nobody gave any.
pub fn scores(given: &[(&str, &Rating)], are_named: bool, score: fn(&Rating) -> u32) -> Option<Scores> {
    let (lowest_by, lowest) = given.iter().min_by_key(|(_, it)| score(it)).filter(|_| are_named).copied().unzip();
    let ratings: Vec<&Rating> = given.iter().map(|(_, it)| *it).collect();
    (!ratings.is_empty()).then(|| Scores {
        counts: counts(&ratings, score),
        lowest_by: lowest_by.unwrap_or_default().to_owned(),
        lowest_of: lowest.map(|it: &Rating| it.partner_id.clone()).unwrap_or_default(),
    })
}

fn of_one(partner_id: &str, ratings: &[&Rating]) -> Said {
    Said {
        partner_id: partner_id.to_owned(),
        clarity: counts(ratings, |it| it.clarity),
        respect: counts(ratings, |it| it.respect),
        voice: counts(ratings, |it| it.voice),
        reliability: counts(ratings, |it| it.reliability),
        fairness: counts(ratings, |it| it.fairness),
        keep: words(ratings, |it| &it.keep),
        change: words(ratings, |it| &it.change),
    }
}

/// How many gave 1, 2, … 5.
fn counts(ratings: &[&Rating], score: impl Fn(&Rating) -> u32) -> Vec<u32> {
    let count = |wanted| ratings.iter().filter(|it| score(it) == wanted).count() as u32;
    (1..=SCORE_MAX).map(count).collect()
}

/// The order in which they were given would tell by whom.
fn words(ratings: &[&Rating], word: impl Fn(&Rating) -> &str) -> Vec<String> {
    let mut words: Vec<String> = ratings.iter().map(|it| word(it).to_owned()).filter(|it| !it.is_empty()).collect();
    words.sort();
    words
}
