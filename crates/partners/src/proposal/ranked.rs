//! What rankings add up to: the option chosen, if one is, and whether the silent can still change it.

use contract::partners::Ranking;
use kernel::measures::{Bar, Beats};

#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// "None of these" is not among them: it comes last in the matrix.
    pub options: Vec<String>,
    /// How many ranked.
    pub ballots: u32,
    pub beats: Beats,
}

/// Why no option is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoChoice {
    /// No option is ranked above "none of these" by more than rank it below.
    NonePreferred,
    /// So many options are tied, and nobody draws lots.
    Tied(usize),
}

impl Ranked {
    pub fn of<'r>(options: &[String], rankings: impl IntoIterator<Item = &'r [Ranking]>) -> Self {
        let size = options.len() + 1;
        let ballots: Vec<Vec<u32>> = rankings.into_iter().map(|it| ballot(it, size)).collect();
        Ranked {
            options: options.to_vec(),
            ballots: u32::try_from(ballots.len()).unwrap_or(u32::MAX),
            beats: Beats::of(size, ballots.iter().map(Vec::as_slice)),
        }
    }

    /// The place of the option chosen, from 0.
    pub fn chosen(&self) -> Result<usize, NoChoice> {
        match self.beats.winners_over(&self.bar()).as_slice() {
            [one] if *one == self.none() => Err(NoChoice::NonePreferred),
            [one] => Ok(*one),
            // What clears the bar beats "none of these", so that is never among several.
            several => Err(NoChoice::Tied(several.len())),
        }
    }

    /// How many rank an option above "none of these", and below.
    pub fn against_none(&self, option: usize) -> (u32, u32) {
        (self.beats.above(option, self.none()), self.beats.above(self.none(), option))
    }

    /// No ballots to come change which option is chosen. Sufficient, not necessary: the chosen one beats each other
    /// option by more than there are silent, so that whatever they rank it beats them all; trying every ranking of the
    /// silent would find some more cases, and with twenty options never end.
    pub fn is_sure(&self, silent: u32) -> bool {
        let margin = |this, that| i64::from(self.beats.above(this, that)) - i64::from(self.beats.above(that, this));
        let beats_all = |it: usize| (0..=self.none()).all(|that| that == it || i64::from(silent) < margin(it, that));
        silent == 0 || self.chosen().is_ok_and(beats_all)
    }

    /// No ballots to come lift any option above "none of these".
    pub fn is_lost(&self, silent: u32) -> bool {
        (0..self.none()).all(|it| {
            let (above, below) = self.against_none(it);
            above + silent <= below
        })
    }

    fn none(&self) -> usize {
        self.options.len()
    }

    /// The quorum counts all who spoke, not each option's.
    fn bar(&self) -> Bar {
        Bar { default: self.none(), quorum: 0, ratios: vec![] }
    }
}

/// One rank an option, "none of these" last; 0 where it is not ranked.
fn ballot(rankings: &[Ranking], size: usize) -> Vec<u32> {
    let mut ranks = vec![0; size];
    for Ranking { option, rank } in rankings {
        // Options count from 1 in the motion; 0 is "none of these".
        let place = (*option as usize).checked_sub(1).unwrap_or(size - 1);
        if let Some(had) = ranks.get_mut(place) {
            *had = *rank;
        }
    }
    ranks
}
