//! What the partners have agreed on, and under which rule that may be changed.

mod content;
mod strictness;
pub mod words;

use contract::partners::{CharterAmended, DecisionRule, DraftRevised, Matter, PartnershipFormed, Terms};

pub use content::Named;
pub(super) use content::{agreed, one_rule_a_matter};
pub use strictness::strictest;

/// All that a charter has rules for.
pub(crate) const MATTERS: [Matter; 7] = [
    Matter::Charter,
    Matter::Admission,
    Matter::Removal,
    Matter::Goal,
    Matter::Funds,
    Matter::Dissolution,
    Matter::Other,
];

/// The charter at one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Charter {
    pub version: u32,
    pub title: String,
    pub purpose: String,
    /// ISO 4217. Only a draft can change it: what is in the record is told in it.
    pub currency: String,
    pub rules: Vec<DecisionRule>,
    pub terms: Terms,
}

impl Charter {
    /// Whether it says the same, whatever the version.
    pub fn says(&self, other: &Charter) -> bool {
        Charter { version: other.version, ..self.clone() } == *other
    }

    pub(super) fn revise(&mut self, it: &DraftRevised) {
        let DraftRevised { partnership_id: _, charter_version, title, purpose, currency, rules, terms } = it.clone();
        let terms = terms.unwrap_or_default();
        *self = Charter { version: charter_version, title, purpose, currency, rules, terms };
    }

    pub(super) fn amend(&mut self, it: &CharterAmended) {
        let CharterAmended { partnership_id: _, charter_version, title, purpose, rules, terms, change_event_id: _ } =
            it.clone();
        let (terms, currency) = (terms.unwrap_or_default(), std::mem::take(&mut self.currency));
        *self = Charter { version: charter_version, title, purpose, currency, rules, terms };
    }
}

impl From<&PartnershipFormed> for Charter {
    fn from(draft: &PartnershipFormed) -> Self {
        Charter {
            version: draft.charter_version,
            title: draft.title.clone(),
            purpose: draft.purpose.clone(),
            currency: draft.currency.clone(),
            rules: draft.rules.clone(),
            terms: draft.terms.clone().unwrap_or_default(),
        }
    }
}
