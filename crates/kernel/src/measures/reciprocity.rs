//! How far giving is mutual: who is linked to whom, and how many of these links are answered.
//!
//! Source: Garlaschelli and Loffredo, "Patterns of link reciprocity in directed networks", Physical Review Letters 93,
//! 268701 (2004). r = answered links / links, 0 to 1; the density ā = links / (N·(N − 1)) is what r would be by chance;
//! ρ = (r − ā) / (1 − ā): above 0 links are answered more than by chance, below 0 less.

use std::collections::HashSet;
use std::hash::Hash;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reciprocity {
    pub members: u32,
    /// Ordered pairs of which the first is linked to the second.
    pub links: u32,
    /// Of these, those with a link back.
    pub answered: u32,
}

impl Reciprocity {
    /// Of links between members; one to itself is none, and one that is named twice is one.
    pub fn of<M: Copy + Eq + Hash>(members: usize, links: impl IntoIterator<Item = (M, M)>) -> Self {
        let links: HashSet<(M, M)> = links.into_iter().filter(|(from, to)| from != to).collect();
        let answered = links.iter().filter(|(from, to)| links.contains(&(*to, *from))).count();
        let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        Reciprocity { members: count(members), links: count(links.len()), answered: count(answered) }
    }

    /// Answered of all links, in hundredths of a percent, rounded half to even. Undefined without links.
    pub fn basis_points(&self) -> Option<u32> {
        rounded(self.answered.into(), self.links.into()).and_then(|it| u32::try_from(it).ok())
    }

    /// Links of all that there could be. Undefined for fewer than two members.
    pub fn density_basis_points(&self) -> Option<u32> {
        rounded(self.links.into(), self.possible()).and_then(|it| u32::try_from(it).ok())
    }

    /// ρ. Undefined without links, and where there are all that there could be: then nothing could be otherwise.
    pub fn rho_basis_points(&self) -> Option<i32> {
        let (links, answered, possible) = (i128::from(self.links), i128::from(self.answered), self.possible());
        // (a/L − L/P) / (1 − L/P), both parts times L·P.
        rounded(answered * possible - links * links, links * (possible - links)).and_then(|it| i32::try_from(it).ok())
    }

    fn possible(&self) -> i128 {
        let members = i128::from(self.members);
        members * (members - 1)
    }
}

/// A part of a whole in hundredths of a percent, half to even; None of nothing.
fn rounded(part: i128, whole: i128) -> Option<i128> {
    if whole <= 0 {
        return None;
    }
    let (floor, rest) = ((part * 10_000).div_euclid(whole), (part * 10_000).rem_euclid(whole));
    let is_up = whole < 2 * rest || whole == 2 * rest && floor % 2 != 0;
    Some(floor + i128::from(is_up))
}
