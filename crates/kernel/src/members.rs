//! Who stands how in a partnership: what a decision between two of its members asks for.

use std::collections::BTreeMap;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Members {
    /// Those with a voice.
    pub voices: Vec<String>,
    /// Those that belong without one: verifiers, observers, suspended members.
    pub others: Vec<String>,
    /// Those that have announced that they leave.
    pub leaving: Vec<String>,
    /// The organisation of each that is part of another one.
    pub organisations: BTreeMap<String, String>,
}

impl Members {
    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices.iter().any(|it| it == partner_id)
    }

    pub fn belongs(&self, partner_id: &str) -> bool {
        self.voices.iter().chain(&self.others).any(|it| it == partner_id)
    }

    /// It belongs, and has not announced that it leaves.
    pub fn stays(&self, partner_id: &str) -> bool {
        self.belongs(partner_id) && !self.leaving.iter().any(|it| it == partner_id)
    }

    /// They are one partner, or parts of one organisation.
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        self.organisation(one) == self.organisation(other)
    }

    /// All with a voice outside a partner's organisation.
    pub fn voices_without(&self, partner_id: &str) -> Vec<String> {
        self.voices.iter().filter(|it| !self.are_one(it, partner_id)).cloned().collect()
    }

    /// The one that a partner is part of; itself where it is part of none.
    pub fn organisation<'m>(&'m self, partner_id: &'m str) -> &'m str {
        self.organisations.get(partner_id).map_or(partner_id, String::as_str)
    }
}
