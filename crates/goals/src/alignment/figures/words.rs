//! The figures in plain words: what they say, and what they do not.

use contract::goals::{ApproachAlignment, ExpectationAlignment};
use kernel::measures::{Concordance, Significance};

use super::{goals::Pair, text};

/// Below it, rankings made at random seldom agree as much.
const SELDOM: f64 = 0.05;
/// A pair this far from 0 agrees, or is opposed.
const CLEAR: f64 = 0.5;
/// A W up to here says nothing of the pairs.
const NEAR_NOTHING: f64 = 0.2;

pub(super) fn goals(
    raters: usize,
    goals: usize,
    concordance: Option<&Concordance>,
    pairs: &[Pair<'_>],
    p: Option<(f64, Significance)>,
) -> String {
    let Some(concordance) = concordance else { return undefined(raters, goals) };
    let (ranked, w) = (format!("{raters} members ranked {goals} goals"), concordance.w);
    let agreement = match pairs {
        [pair] => match pair.tau() {
            Some(tau) => format!("{ranked}: tau-b {tau:.2}, {}", order_of_two(tau)),
            None => format!("{ranked}: one of them puts all goals into one tier, so there is no order to compare"),
        },
        _ => format!("{ranked}: W {w:.2}, {}{}", order_of_many(w), blocs(w, pairs)),
    };
    format!("{agreement}{}.", p.map(chance).unwrap_or_default())
}

fn undefined(raters: usize, goals: usize) -> String {
    if raters < 2 || goals < 2 {
        let adopted = if goals == 1 { "1 goal is adopted" } else { &format!("{goals} goals are adopted") };
        let ranked = if raters == 1 { "1 member has ranked" } else { &format!("{raters} members have ranked") };
        return format!("Undefined: two members have to rank at least two goals; {adopted}, {ranked}.");
    }
    format!("Undefined: {raters} members put all {goals} goals into one tier each, so there is no order to compare.")
}

fn order_of_many(w: f64) -> &'static str {
    match w {
        _ if w < NEAR_NOTHING => "hardly any agreement on what comes first",
        _ if w < 0.4 => "weak agreement on what comes first",
        _ if w < 0.7 => "moderate agreement on what comes first",
        _ if w < 0.9 => "strong agreement on what comes first",
        _ => "nearly the same order for all",
    }
}

fn order_of_two(tau: f64) -> &'static str {
    match tau {
        _ if tau <= -CLEAR => "they are opposed on what comes first",
        _ if tau < NEAR_NOTHING => "hardly any agreement on what comes first",
        _ if tau < CLEAR => "weak agreement on what comes first",
        _ if tau < 0.8 => "moderate agreement on what comes first",
        _ => "nearly the same order for both",
    }
}

/// What W can't see.
fn blocs(w: f64, pairs: &[Pair<'_>]) -> &'static str {
    let taus = || pairs.iter().filter_map(Pair::tau);
    let is_split = taus().any(|it| CLEAR <= it) && taus().any(|it| it <= -CLEAR);
    match (is_split, w < NEAR_NOTHING) {
        (true, _) => "; look at the pairs: some agree clearly, and others are opposed",
        (false, true) => "; look at the pairs before concluding anything",
        (false, false) => "",
    }
}

fn chance((p, by): (f64, Significance)) -> String {
    let by = match by {
        Significance::Exact => "exact".to_owned(),
        Significance::Permutation(drawn) => format!("from {drawn} drawn orders"),
        Significance::ChiSquare => "chi-square".to_owned(),
        Significance::Normal => "normal approximation".to_owned(),
    };
    let p_text = if p < 0.001 { "below 0.001".to_owned() } else { format!("{p:.3}") };
    let meaning = match p < SELDOM {
        true => "the rankings are not random, which is not the same as agreement",
        false => "rankings made at random would often look like this",
    };
    format!("; p {p_text} ({by}): {meaning}")
}

pub(super) fn approaches(figures: &ApproachAlignment) -> String {
    let (goals, rated, ratings) = (figures.goals, figures.goals_rated, figures.ratings);
    let Some(lowest) = figures.lowest else {
        return format!("Undefined: none of {goals} approaches is rated.");
    };
    let apart = match figures.deviation.parse::<f64>() {
        Ok(deviation) => {
            format!("they lie {} apart from their own goal's mean", text((deviation * 100.0).round() / 100.0))
        }
        Err(_) => "no approach is rated by two".to_owned(),
    };
    let median = &figures.median;
    format!("{rated} of {goals} approaches have {ratings} ratings: median {median} of 4, lowest {lowest}; {apart}.")
}

pub(super) fn expectations(figures: &ExpectationAlignment) -> String {
    let ExpectationAlignment { released, asked, yes, in_part, no, unanswered, .. } = figures;
    match (released, asked) {
        (false, _) => "Undefined: expectations are sealed until all founders have stated their own.".to_owned(),
        (true, 0) => "Undefined: no member expects anything of another.".to_owned(),
        (true, _) => format!(
            "{yes} of {asked} expectations will be met, {in_part} in part, {no} not; {unanswered} wait for an answer."
        ),
    }
}
