//! What a request about a proposal leads to: open it here, decide it next door.

mod opening;
mod positions;

use contract::partners::{DecisionRule, Matter, Rule};

/// The charter and its members at this moment, for a motion to be opened under.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Charter {
    pub is_active: bool,
    /// Members with a voice: each one, however many roles it has and whatever it funds.
    pub voices: Vec<String>,
    /// Members that verify what others report, without a voice.
    pub verifiers: Vec<String>,
    pub rules: Vec<DecisionRule>,
}

impl Charter {
    /// Matters not named are decided as MATTER_OTHER; that one not named: consent, half of the members, two weeks.
    pub(crate) fn rule_for(&self, matter: Matter) -> DecisionRule {
        let named = |matter: Matter| self.rules.iter().find(|it| it.matter == i32::from(matter)).copied();
        named(matter).or_else(|| named(Matter::Other)).unwrap_or(DecisionRule {
            matter: Matter::Other.into(),
            rule: Rule::Consent.into(),
            quorum_percent: 50,
            days_open: 14,
        })
    }
}
