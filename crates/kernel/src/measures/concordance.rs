//! How much several rankings of the same things agree: Kendall's W, with ties.
//!
//! Source: M. G. Kendall and B. Babington Smith, "The problem of m rankings" (1939); ties as in Kendall and Gibbons,
//! "Rank Correlation Methods" (5th ed., 1990), chapter 6. W = 12·S / (m²(n³ − n) − m·ΣT), T_j = Σ(t³ − t) over the ties of
//! rater j: 0 to 1, 1 where all rank alike. Two opposed blocs also give a W near 0: it is read beside the pairs (`tau`).

/// One rater's ranks of n things: twice the mid-rank of each, so that what is tied has whole numbers too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranks(Vec<u32>);

/// W and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    pub raters: usize,
    pub items: usize,
    pub w: f64,
    /// m(n − 1)·W: Friedman's statistic with ties.
    pub chi_square: f64,
    pub degrees_of_freedom: usize,
}

impl Ranks {
    /// Of tiers, the lowest number first; those with the same number are tied, whatever numbers there are between.
    pub fn of_tiers(tiers: &[u16]) -> Self {
        let mut order: Vec<usize> = (0..tiers.len()).collect();
        order.sort_unstable_by_key(|it| tiers[*it]);
        let mut ranks = vec![0; tiers.len()];
        let mut first = 1;
        for tied in order.chunk_by(|a, b| tiers[*a] == tiers[*b]) {
            let last = first + tied.len() as u32 - 1;
            tied.iter().for_each(|it| ranks[*it] = first + last);
            first = last + 1;
        }
        Ranks(ranks)
    }

    pub fn doubled(&self) -> &[u32] {
        &self.0
    }

    /// Σ(t³ − t) over its ties.
    fn ties(&self) -> i128 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.chunk_by(|a, b| a == b).map(|tied| tied.len() as i128).map(|t| t * t * t - t).sum()
    }
}

impl Concordance {
    /// Undefined for fewer than two raters or two things, and where everybody ties everything.
    pub fn of(raters: &[Ranks]) -> Option<Self> {
        let (m, n) = (raters.len() as i128, raters.first()?.0.len() as i128);
        if m < 2 || n < 2 {
            return None;
        }
        let ties: i128 = raters.iter().map(Ranks::ties).sum();
        let most = m * m * (n * n * n - n) - m * ties;
        if most == 0 {
            return None;
        }
        let w = (3 * spread(&sums(raters), raters.len())) as f64 / most as f64;
        let degrees = (n - 1) as f64;
        Some(Concordance {
            raters: raters.len(),
            items: raters[0].0.len(),
            w,
            chi_square: m as f64 * degrees * w,
            degrees_of_freedom: (n - 1) as usize,
        })
    }

    /// By thing, the standard deviation of its ranks over the raters, divided by their number: they are all there are.
    pub fn contested(raters: &[Ranks]) -> Vec<f64> {
        let items = raters.first().map_or(0, |it| it.0.len());
        let m = raters.len() as u64;
        let deviation = |item: usize| {
            let ranks = raters.iter().map(|it| u64::from(it.0[item]));
            let (sum, squares) = ranks.fold((0, 0), |(sum, squares), it| (sum + it, squares + it * it));
            // Of doubled ranks, in whole numbers: m·Σx² − (Σx)².
            ((m * squares - sum * sum) as f64).sqrt() / (2 * m) as f64
        };
        (0..items).map(deviation).collect()
    }
}

/// By thing, the sum of its doubled ranks.
pub(super) fn sums(raters: &[Ranks]) -> Vec<u32> {
    let items = raters.first().map_or(0, |it| it.0.len());
    (0..items).map(|item| raters.iter().map(|it| it.0[item]).sum()).collect()
}

/// 4·S: the squared deviations of doubled rank sums from their mean m(n + 1).
pub(super) fn spread(sums: &[u32], raters: usize) -> i128 {
    let mean = (raters * (sums.len() + 1)) as i64;
    sums.iter().map(|it| i64::from(*it) - mean).map(|it| i128::from(it * it)).sum()
}
