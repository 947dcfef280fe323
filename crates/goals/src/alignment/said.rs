//! What the figures are made of: what the members have said, with one voice an organisation.

use std::collections::{BTreeMap, BTreeSet};

use contract::partners::ExpectationAnswer;

/// All that the figures of one partnership are made of, as it is now.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Said {
    /// In the order of ids.
    pub voices: Vec<Voice>,
    /// The goals that are adopted, in the order of ids.
    pub ranked_goals: Vec<String>,
    pub rankings: Vec<Ranking>,
    /// The goals whose approach can be rated, in the order of ids.
    pub approaches: Vec<Approach>,
    /// Expectations can be read.
    pub released: bool,
    pub asked: Vec<Asked>,
}

/// A member with a voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    pub partner_id: String,
    /// The partner at the head of its affiliations, or itself.
    pub organisation: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    pub partner_id: String,
    /// By goal, in the order of the ranked ones: 1 first; 0: left out.
    pub tiers: Vec<u16>,
    /// Greater where it was said later.
    pub given: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Approach {
    pub goal_id: String,
    pub ratings: Vec<Rating>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Rating {
    pub partner_id: String,
    pub rating: u32,
    pub given: u64,
}

/// An expectation, and one of those it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub expectation_id: String,
    pub partner_id: String,
    pub of_partner_id: String,
    /// Unspecified: none yet.
    pub answer: ExpectationAnswer,
}

impl Said {
    /// The rankings that count: of members with a voice, of an organisation the one given last; who has named none of the
    /// goals has not ranked them.
    pub fn counting_rankings(&self) -> Vec<&Ranking> {
        let named = self.rankings.iter().filter(|it| it.tiers.iter().any(|tier| *tier != 0));
        self.counting(named, |it| (&it.partner_id, it.given))
    }

    /// The ratings that count, likewise.
    pub fn counting_ratings<'a>(&'a self, approach: &'a Approach) -> Vec<&'a Rating> {
        self.counting(approach.ratings.iter(), |it| (&it.partner_id, it.given))
    }

    /// Members with a voice whose organisation has said nothing that counts.
    pub fn silent<'a>(&'a self, spoke: impl Iterator<Item = &'a str>) -> Vec<&'a Voice> {
        let organisations: BTreeSet<&str> = spoke.filter_map(|it| self.organisation(it)).collect();
        self.voices.iter().filter(|it| !organisations.contains(it.organisation.as_str())).collect()
    }

    /// In the order of ids.
    fn counting<'a, T>(
        &'a self,
        said: impl Iterator<Item = &'a T>,
        by: impl Fn(&'a T) -> (&'a str, u64),
    ) -> Vec<&'a T> {
        let mut last: BTreeMap<&str, &T> = BTreeMap::new();
        for this in said {
            let (partner_id, given) = by(this);
            let Some(organisation) = self.organisation(partner_id) else { continue };
            if last.get(organisation).is_none_or(|before| by(before).1 < given) {
                last.insert(organisation, this);
            }
        }
        let mut counting: Vec<&T> = last.into_values().collect();
        counting.sort_unstable_by_key(|it| by(it).0);
        counting
    }

    /// The partner's place among the voices; None where it has none.
    pub fn place(&self, partner_id: &str) -> Option<usize> {
        self.voices.binary_search_by(|it| it.partner_id.as_str().cmp(partner_id)).ok()
    }

    fn organisation(&self, partner_id: &str) -> Option<&str> {
        Some(&self.voices[self.place(partner_id)?].organisation)
    }
}
