//! Who stands how in a partnership, and what is agreed there: what decisions on offers and needs ask for.

use std::collections::BTreeMap;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Members {
    /// Those with a voice.
    pub voices: Vec<String>,
    /// The organisation of each that is part of another one.
    pub organisations: BTreeMap<String, String>,
}

/// What must be known of the partnership to begin something in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_active: bool,
    pub members: Members,
    /// ISO 4217.
    pub currency: String,
    /// In minor units of the currency; None: the charter has none.
    pub funds_threshold: Option<i64>,
    /// Whether the goal named is one of the partnership's; true where none is named.
    pub knows_goal: bool,
    /// Likewise the activity.
    pub knows_activity: bool,
}

impl Members {
    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices.iter().any(|it| it == partner_id)
    }

    /// They are one partner, or parts of one organisation.
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        self.organisation(one) == self.organisation(other)
    }

    /// The one at the head of its affiliations: itself where it has none.
    pub fn organisation<'m>(&'m self, partner_id: &'m str) -> &'m str {
        self.organisations.get(partner_id).map_or(partner_id, String::as_str)
    }
}
