//! Ranked ballots: how many prefer what to what, what clears its bar against the default, and Schulze's winners.
//!
//! Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
//! election method" (2011), with defeats compared by winning votes, then by fewer losing ones, as the Debian
//! constitution does (A.6); its quorum and majority against the default option are the bar here. Undefined nowhere:
//! where nothing beats the rest there are several winners, and the caller says so instead of drawing lots.

use std::cmp::Reverse;

/// How many ballots rank one option above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beats(Vec<Vec<u32>>);

/// What an option must reach against the default to stay in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The option that stands for "none of these".
    pub default: usize,
    /// At least so many ballots rank it above the default.
    pub quorum: u32,
    /// By option: more than so many times as many as rank it below. 1 where the list ends: a plain majority.
    pub ratios: Vec<u32>,
}

/// A defeat: the more winning votes the stronger; as many, the fewer losing ones. None: there is no such defeat.
type Strength = Option<(u32, Reverse<u32>)>;

impl Beats {
    /// A ballot holds one rank an option, 1 first; 0 or missing is unranked: last, together with all others unranked.
    pub fn of<'b>(options: usize, ballots: impl IntoIterator<Item = &'b [u32]>) -> Self {
        let mut above = vec![vec![0; options]; options];
        for ballot in ballots {
            let rank = |option: usize| ballot.get(option).copied().filter(|it| *it != 0).unwrap_or(u32::MAX);
            for (this, row) in above.iter_mut().enumerate() {
                for (that, count) in row.iter_mut().enumerate() {
                    *count += u32::from(rank(this) < rank(that));
                }
            }
        }
        Beats(above)
    }

    /// The matrix: a row an option, how many rank it above the option of each column.
    pub fn rows(&self) -> &[Vec<u32>] {
        &self.0
    }

    pub fn above(&self, this: usize, that: usize) -> u32 {
        self.0[this][that]
    }

    /// The options that clear the bar; the default is not among them.
    pub fn clearing(&self, bar: &Bar) -> Vec<usize> {
        let clears = |option: &usize| self.reaches_quorum(*option, bar) && self.has_majority(*option, bar);
        (0..self.0.len()).filter(|it| *it != bar.default).filter(clears).collect()
    }

    pub fn reaches_quorum(&self, option: usize, bar: &Bar) -> bool {
        bar.quorum <= self.above(option, bar.default)
    }

    /// Strictly more: a tie with the default is no majority.
    pub fn has_majority(&self, option: usize, bar: &Bar) -> bool {
        let ratio = u64::from(bar.ratios.get(option).copied().unwrap_or(1));
        ratio * u64::from(self.above(bar.default, option)) < u64::from(self.above(option, bar.default))
    }

    /// Those of some options that no other one beats by a stronger path; more than one where they are tied.
    pub fn winners(&self, among: &[usize]) -> Vec<usize> {
        let paths = self.strongest_paths(among);
        let is_unbeaten = |this: usize| (0..among.len()).all(|that| paths[that][this] <= paths[this][that]);
        (0..among.len()).filter(|it| is_unbeaten(*it)).map(|it| among[it]).collect()
    }

    /// The winners among the default and what clears the bar.
    pub fn winners_over(&self, bar: &Bar) -> Vec<usize> {
        let mut among = self.clearing(bar);
        among.push(bar.default);
        among.sort_unstable();
        self.winners(&among)
    }

    fn strongest_paths(&self, among: &[usize]) -> Vec<Vec<Strength>> {
        let row = |this: &usize| among.iter().map(|that| self.defeat(*this, *that)).collect();
        let mut paths: Vec<Vec<Strength>> = among.iter().map(row).collect();
        for over in 0..among.len() {
            for from in 0..among.len() {
                for to in 0..among.len() {
                    let detour = paths[from][over].min(paths[over][to]);
                    paths[from][to] = paths[from][to].max(detour);
                }
            }
        }
        paths
    }

    fn defeat(&self, this: usize, that: usize) -> Strength {
        let (won, lost) = (self.above(this, that), self.above(that, this));
        (lost < won).then_some((won, Reverse(lost)))
    }
}
