//! What a request about a proposal leads to: open it here, decide it next door.

mod closing;
mod hearing;
mod objections;
mod opening;
mod positions;
mod proxies;
mod rating;
mod voices;

use std::collections::BTreeMap;

use contract::partners::{DecisionRule, Matter, ProposalOpened, Rule};
use kernel::Context;

use super::{
    Proposal, Rejection, rules,
    state::{End, Opened},
};
use crate::{partnership::state::Granted, sealing::SealingKey};

/// What taking a position asks for.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Speaking {
    /// What is hidden until the close is sealed under it.
    pub key: SealingKey,
    /// The standing proxy that the member spoken for has given, if it has.
    pub proxy: Option<Granted>,
}

/// The charter and its members at this moment, for a motion to be opened under.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Charter {
    pub is_active: bool,
    /// It settles what is open, and starts nothing more.
    pub is_closing: bool,
    /// Members with a voice: each one, however many roles it has and whatever it funds.
    pub voices: Vec<String>,
    /// Members that verify what others report, without a voice.
    pub verifiers: Vec<String>,
    pub rules: Vec<DecisionRule>,
    /// By partner, the organisation at the head of its affiliations; those on their own need not be here.
    pub organisations: BTreeMap<String, String>,
}

impl Charter {
    /// Matters not named are decided as MATTER_OTHER; that one not named: consent, half of the members, two weeks. A
    /// ranking is for MATTER_OTHER alone: the others are a yes or a no.
    pub(crate) fn rule_for(&self, matter: Matter) -> DecisionRule {
        let named = |matter: Matter| self.rules.iter().find(|it| it.matter == i32::from(matter)).copied();
        let others = named(Matter::Other).filter(|it| matter == Matter::Other || it.rule() != Rule::Ranked);
        named(matter).or(others).unwrap_or(DecisionRule {
            matter: Matter::Other.into(),
            rule: Rule::Consent.into(),
            quorum_percent: 50,
            days_open: 14,
            fallback: Rule::Unspecified.into(),
            hidden: false,
        })
    }

    /// The charter's rule, or the stricter of it and what a service asks for besides.
    fn rule_with(&self, matter: Matter, under: Option<&DecisionRule>) -> DecisionRule {
        let rule = self.rule_for(matter);
        under.map_or(rule, |under| rules::stricter(rule, *under))
    }

    fn organisation<'a>(&'a self, partner_id: &'a str) -> &'a str {
        self.organisations.get(partner_id).map_or(partner_id, String::as_str)
    }

    /// Who decides about a member: all with a voice but itself and its affiliates.
    fn voices_without(&self, concerned: &str) -> Vec<String> {
        let is_concerned = |it: &String| self.organisation(it) == self.organisation(concerned);
        self.voices.iter().filter(|it| concerned.is_empty() || !is_concerned(it)).cloned().collect()
    }

    /// Whether others than the proposer and its affiliates decide it: nobody decides on a member alone.
    fn has_others(&self, motion: &ProposalOpened) -> bool {
        let own = self.organisation(&motion.proposed_by);
        motion.eligible.iter().any(|it| self.organisation(it) != own)
    }
}

impl Proposal {
    fn opened(&self) -> Result<&Opened, Rejection> {
        match self {
            Proposal::Unopened => Err(Rejection::NotFound),
            Proposal::Refused => Err(Rejection::Refused),
            Proposal::Opened(opened) => Ok(opened),
        }
    }
}

impl Opened {
    /// The clock may be late with closing; the deadline is not.
    fn in_time(&self, context: &Context) -> Result<(), Rejection> {
        match self.ended {
            Some(End::Decided | End::Withdrawn) => Err(Rejection::Closed),
            None if self.closes_at <= context.now => Err(Rejection::Late { closes_at: self.closes_at }),
            None => Ok(()),
        }
    }

    /// Whether the caller has a voice in this.
    fn has_voice(&self, context: &Context) -> Result<(), Rejection> {
        if self.recused.contains(&self.voice_of(&context.partner)) {
            return Err(Rejection::Recused);
        }
        if self.is_eligible(&context.partner) { Ok(()) } else { Err(Rejection::NotEligible) }
    }
}
