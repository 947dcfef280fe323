//! Which goals come first: Kendall's W, beside it every pair's tau-b and the most contested goal.

use contract::goals::{GoalAlignment, PairAlignment, Significance};
use kernel::measures::{self, Concordance, Order, Ranks, Tau};

use super::{
    super::said::{Ranking, Said},
    count, text, words,
};

/// What is left out is tied last.
const LEFT_OUT: u16 = u16::MAX;

/// Two rankings beside each other.
pub(super) struct Pair<'s> {
    partner_id: &'s str,
    with_partner_id: &'s str,
    tau: Option<Tau>,
}

impl Pair<'_> {
    pub(super) fn shown(&self) -> PairAlignment {
        PairAlignment {
            partner_id: self.partner_id.to_owned(),
            with_partner_id: self.with_partner_id.to_owned(),
            tau_b: self.tau.map(|it| text(it.tau)).unwrap_or_default(),
        }
    }

    pub(super) fn tau(&self) -> Option<f64> {
        self.tau.map(|it| it.tau)
    }
}

pub fn goals(said: &Said) -> GoalAlignment {
    measured(said, &pairs(said))
}

pub(super) fn pairs(said: &Said) -> Vec<Pair<'_>> {
    let raters: Vec<_> = said.counting_rankings().into_iter().map(|it| (it, Order::of(&ranks(it)))).collect();
    let mut pairs = Vec::with_capacity(raters.len() * raters.len() / 2);
    for (place, (one, order)) in raters.iter().enumerate() {
        for (other, with) in &raters[place + 1..] {
            let tau = order.tau(with);
            pairs.push(Pair { partner_id: &one.partner_id, with_partner_id: &other.partner_id, tau });
        }
    }
    pairs
}

pub(super) fn measured(said: &Said, pairs: &[Pair<'_>]) -> GoalAlignment {
    let counting = said.counting_rankings();
    let raters: Vec<Ranks> = counting.iter().map(|it| ranks(it)).collect();
    let concordance = Concordance::of(&raters);
    let (p, by) = by_chance(&raters, pairs).unzip();
    let (significance, permutations) = by.map(named).unwrap_or_default();
    let contested = concordance.as_ref().and_then(|_| most_contested(&raters));
    let least = pairs.iter().filter_map(|it| Some((it, it.tau()?))).reduce(|a, b| if b.1 < a.1 { b } else { a });
    let not_ranked = said.silent(counting.iter().map(|it| it.partner_id.as_str()));
    let optional = |it: Option<f64>| it.map(text).unwrap_or_default();
    GoalAlignment {
        raters: count(raters.len()),
        goals: count(said.ranked_goals.len()),
        w: optional(concordance.as_ref().map(|it| it.w)),
        chi_square: optional(concordance.as_ref().map(|it| it.chi_square)),
        degrees_of_freedom: concordance.as_ref().map_or(0, |it| count(it.degrees_of_freedom)),
        p: optional(p),
        significance: significance.into(),
        permutations,
        most_contested_goal_id: contested.map(|(goal, _)| said.ranked_goals[goal].clone()).unwrap_or_default(),
        most_contested_deviation: optional(contested.map(|(_, deviation)| deviation)),
        least_aligned_partner_id: least.map(|(it, _)| it.partner_id.to_owned()).unwrap_or_default(),
        least_aligned_with_partner_id: least.map(|(it, _)| it.with_partner_id.to_owned()).unwrap_or_default(),
        least_aligned_tau_b: optional(least.map(|(_, tau)| tau)),
        not_ranked_partner_ids: not_ranked.into_iter().map(|it| it.partner_id.clone()).collect(),
        summary: words::goals(raters.len(), said.ranked_goals.len(), concordance.as_ref(), pairs, p.zip(by)),
    }
}

fn ranks(ranking: &Ranking) -> Ranks {
    let tiers: Vec<u16> = ranking.tiers.iter().map(|it| if *it == 0 { LEFT_OUT } else { *it }).collect();
    Ranks::of_tiers(&tiers)
}

/// Of two raters that of their tau-b, of more that of W.
fn by_chance(raters: &[Ranks], pairs: &[Pair<'_>]) -> Option<(f64, measures::Significance)> {
    match (raters, pairs) {
        ([one, other], [Pair { tau, .. }]) => Some(measures::tau_by_chance(one, other, tau.as_ref()?)),
        _ => measures::by_chance(raters),
    }
}

fn named(by: measures::Significance) -> (Significance, u32) {
    match by {
        measures::Significance::Exact => (Significance::Exact, 0),
        measures::Significance::Permutation(drawn) => (Significance::Permutation, drawn),
        measures::Significance::ChiSquare => (Significance::ChiSquare, 0),
        measures::Significance::Normal => (Significance::Normal, 0),
    }
}

/// The first of those whose ranks differ most; none where all rank alike.
fn most_contested(raters: &[Ranks]) -> Option<(usize, f64)> {
    let deviations = Concordance::contested(raters).into_iter().enumerate().filter(|(_, it)| *it != 0.0);
    deviations.reduce(|a, b| if a.1 < b.1 { b } else { a })
}
