//! How likely rankings made at random would agree as much: small means "not random", never "agreed".
//!
//! Of W: exactly, over all orders of every rater's own ranks, where few enough come of them; else from orders drawn with a
//! fixed seed, so that every node gets the same, where chi-square is known to be poor (Kendall and Gibbons: n ≤ 7, and few
//! raters); else by chi-square with n − 1 degrees of freedom. Of tau-b as SciPy does: exactly without ties, for few things
//! or nearly equal orders, else by the normal distribution with the variance for ties (Kendall and Gibbons, chapter 4).

use std::collections::BTreeMap;

use statrs::function::{erf::erfc, gamma::gamma_ur};

use super::{
    Concordance, Ranks, Tau,
    concordance::{spread, sums},
};

/// How a probability was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Significance {
    Exact,
    /// So many orders were drawn.
    Permutation(u32),
    ChiSquare,
    Normal,
}

/// Additions of one rater's order to what came of those before: a bound on the work, not on the orders.
const STEPS_MAX: usize = 60_000;
/// With more things, one rater alone has more orders than are worth writing down.
const EXACT_ITEMS_MAX: usize = 7;
const DRAWN: u32 = 9_999;
const DRAWN_ITEMS_MAX: usize = 7;
const DRAWN_RATERS_MAX: usize = 20;
const SEED: u64 = 0x0061_6363_6f72_6421;
/// SciPy's bound, and ours: above it, and without nearly equal orders, the normal distribution is as good.
const TAU_EXACT_ITEMS_MAX: usize = 33;

/// Of W: undefined where W is.
pub fn by_chance(raters: &[Ranks]) -> Option<(f64, Significance)> {
    let concordance = Concordance::of(raters)?;
    if let Some(p) = exactly(raters) {
        return Some((p, Significance::Exact));
    }
    if concordance.items <= DRAWN_ITEMS_MAX && concordance.raters <= DRAWN_RATERS_MAX {
        return Some((drawn(raters), Significance::Permutation(DRAWN)));
    }
    let p = chi_square(concordance.chi_square, concordance.degrees_of_freedom);
    Some((p, Significance::ChiSquare))
}

/// Of tau-b, two-sided.
pub fn tau_by_chance(one: &Ranks, other: &Ranks, tau: &Tau) -> (f64, Significance) {
    let n = tau.items;
    let pairs = (n * (n - 1) / 2) as i64;
    let is_tied = |it: &Ranks| (1..=n as u32).any(|rank| !it.doubled().contains(&(2 * rank)));
    let opposite = usize::try_from((pairs - tau.agreeing.abs()) / 2).unwrap_or(0);
    if !is_tied(one) && !is_tied(other) && (n <= TAU_EXACT_ITEMS_MAX || opposite <= 1) {
        return (tau_exactly(n, opposite), Significance::Exact);
    }
    let z = tau.agreeing as f64 / variance(one, other, n as f64).sqrt();
    (erfc(z.abs() / std::f64::consts::SQRT_2), Significance::Normal)
}

fn chi_square(x: f64, degrees: usize) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(degrees as f64 / 2.0, x / 2.0) }
}

/// The rank sums that come of each rater's orders, as likely as they are, in any order of the things: S is blind to that,
/// and so the first rater's order may stay as it is.
fn exactly(raters: &[Ranks]) -> Option<f64> {
    let (first, others) = raters.split_first()?;
    let items = first.doubled().len();
    if EXACT_ITEMS_MAX < items {
        return None;
    }
    let mut start = [0; EXACT_ITEMS_MAX];
    start[..items].copy_from_slice(&sorted(first.doubled().to_vec()));
    let mut steps = 0;
    let mut likely = BTreeMap::from([(start, 1.0)]);
    for rater in others {
        let orders = orders(rater.doubled());
        steps += likely.len() * orders.len();
        if STEPS_MAX < steps {
            return None;
        }
        let part = 1.0 / orders.len() as f64;
        let mut next = BTreeMap::new();
        for (so_far, p) in &likely {
            for order in &orders {
                let mut sums = *so_far;
                sums.iter_mut().zip(order).for_each(|(sum, rank)| *sum += rank);
                sums[..items].sort_unstable();
                *next.entry(sums).or_insert(0.0) += p * part;
            }
        }
        likely = next;
    }
    let seen = spread(&sums(raters), raters.len());
    let as_much = likely.iter().filter(|(sums, _)| seen <= spread(&sums[..items], raters.len()));
    Some(as_much.map(|(_, p)| p).sum::<f64>().min(1.0))
}

fn sorted(mut sums: Vec<u32>) -> Vec<u32> {
    sums.sort_unstable();
    sums
}

/// All orders of some ranks, those that differ by tied ones only once.
fn orders(ranks: &[u32]) -> Vec<Vec<u32>> {
    let mut order = sorted(ranks.to_vec());
    let mut all = vec![order.clone()];
    // Narayana's next permutation.
    while let Some(place) = (1..order.len()).rev().find(|it| order[it - 1] < order[*it]) {
        let pivot = order[place - 1];
        let last = (place..order.len()).rev().find(|it| pivot < order[*it]).unwrap_or(place);
        order.swap(place - 1, last);
        order[place..].reverse();
        all.push(order.clone());
    }
    all
}

/// The part of drawn orders that agree as much; what was seen counts as one of them (Phipson and Smyth, 2010).
fn drawn(raters: &[Ranks]) -> f64 {
    let seen = spread(&sums(raters), raters.len());
    let mut random = SplitMix(SEED);
    let mut orders: Vec<Vec<u32>> = raters.iter().map(|it| it.doubled().to_vec()).collect();
    let mut as_much = 1;
    for _ in 0..DRAWN {
        orders.iter_mut().for_each(|it| random.shuffle(it));
        let sums: Vec<u32> = (0..orders[0].len()).map(|item| orders.iter().map(|it| it[item]).sum()).collect();
        as_much += u32::from(seen <= spread(&sums, raters.len()));
    }
    f64::from(as_much) / f64::from(DRAWN + 1)
}

/// Steele, Lea and Flood (2014): six lines whose numbers never change, which no library promises.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn shuffle(&mut self, ranks: &mut [u32]) {
        for last in (1..ranks.len()).rev() {
            let below = (u128::from(self.next()) * (last as u128 + 1)) >> 64;
            ranks.swap(last, below as usize);
        }
    }
}

/// Twice the part of all orders with no more opposite pairs: how many pairs are out of order in a random one is the sum
/// of one number from 0 to 0, one from 0 to 1, … and one from 0 to n − 1.
fn tau_exactly(items: usize, opposite: usize) -> f64 {
    let mut likely = vec![0.0; opposite + 1];
    likely[0] = 1.0;
    for choices in 2..=items {
        let mut window = 0.0;
        let before = likely.clone();
        for place in 0..=opposite {
            window += before[place];
            if choices <= place {
                window -= before[place - choices];
            }
            likely[place] = window / choices as f64;
        }
    }
    // Both halves hold the middle one.
    (2.0 * likely.iter().sum::<f64>()).min(1.0)
}

/// Of P − Q, where all orders of the tied ranks are as likely.
fn variance(one: &Ranks, other: &Ranks, n: f64) -> f64 {
    let [x1, y1] = [one, other].map(|it| over_ties(it, |t| t * (t - 1.0) * (2.0 * t + 5.0)));
    let [x2, y2] = [one, other].map(|it| over_ties(it, |t| t * (t - 1.0)));
    let [x3, y3] = [one, other].map(|it| over_ties(it, |t| t * (t - 1.0) * (t - 2.0)));
    let pairs = n * (n - 1.0);
    let of_threes = if n <= 2.0 { 0.0 } else { x3 * y3 / (9.0 * pairs * (n - 2.0)) };
    (pairs * (2.0 * n + 5.0) - x1 - y1) / 18.0 + x2 * y2 / (2.0 * pairs) + of_threes
}

fn over_ties(ranks: &Ranks, each: impl Fn(f64) -> f64) -> f64 {
    let sorted = sorted(ranks.doubled().to_vec());
    sorted.chunk_by(|a, b| a == b).map(|tied| each(tied.len() as f64)).sum()
}
