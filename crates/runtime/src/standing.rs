//! Who is a member of what, in which role, under which charter: one fold of partners' facts behind every permission check.

mod members;
mod terms;

use std::collections::HashMap;

use contract::{
    common::Standing as Stands,
    log::{Envelope, envelope::Fact},
    partners::{DecisionRule, Founder, Stage, event::Kind as Event},
};
use jiff::Timestamp;
use kernel::Members;
use serde::{Deserialize, Serialize};

pub use terms::Terms;

/// Nobody can be affiliated in a circle; a bound ends it all the same.
const AFFILIATIONS_MAX: usize = 64;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Every registered partner, with the one it is affiliated to; empty: none.
    partners: HashMap<String, String>,
    partnerships: HashMap<String, Partnership>,
}

/// What every service remembers of a partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    pub is_active: bool,
    /// ISO 4217.
    pub currency: String,
    pub charter_version: u32,
    pub rules: Vec<RuleFor>,
    pub terms: Terms,
    pub members: Vec<Member>,
    /// To whom concerns were taken.
    pub mediators: Vec<String>,
    pub from_source: bool,
    /// It settles what is open, and starts nothing more.
    pub is_closing: bool,
    pub is_closed: bool,
}

/// The charter's rule for a matter; numbers are those of the contract's enums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleFor {
    pub matter: i32,
    pub rule: i32,
    pub quorum_percent: u32,
    pub days_open: u32,
    pub fallback: i32,
    pub hidden: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub partner_id: String,
    pub roles: Vec<i32>,
    /// 0: not accepted yet.
    pub accepted_version: u32,
    /// A number of accord.common.v1.Standing.
    pub standing: i32,
    /// Of who has left or was removed, when; it reads up to then.
    pub left_at: Option<Timestamp>,
}

impl Standing {
    pub fn is_registered(&self, partner_id: &str) -> bool {
        self.partners.contains_key(partner_id)
    }

    /// The partner at the head of its affiliations: itself where it has none. Affiliates share one voice.
    pub fn organisation<'a>(&'a self, partner_id: &'a str) -> &'a str {
        self.affiliations(partner_id).last().unwrap_or(partner_id)
    }

    /// The partner and those above it, upwards.
    pub fn affiliations<'a>(&'a self, partner_id: &'a str) -> impl Iterator<Item = &'a str> {
        let above = |it: &&'a str| self.partners.get(*it).map(String::as_str).filter(|it| !it.is_empty());
        std::iter::successors(Some(partner_id), above).take(AFFILIATIONS_MAX)
    }

    /// How many partners stand below one, in the longest line of affiliations that leads to it.
    pub fn affiliated_below(&self, partner_id: &str) -> usize {
        let up = |it| self.affiliations(it).position(|above| above == partner_id);
        self.partners.keys().filter_map(|it| up(it.as_str())).max().unwrap_or(0)
    }

    /// Whether both have accepted the charter of one partnership, whatever they do in it, or have left it since.
    pub fn share_a_partnership(&self, one: &str, other: &str) -> bool {
        let both = |id: &String| self.takes_part(id, one) && self.takes_part(id, other);
        self.partnerships.keys().any(both)
    }

    /// Whether both belong to one partnership now.
    pub fn works_with(&self, one: &str, other: &str) -> bool {
        let belongs = |id: &String, it: &str| self.takes_part(id, it) && self.of(id, it) != Stands::Former;
        self.partnerships.keys().any(|id| belongs(id, one) && belongs(id, other))
    }

    /// Whether the partner is, or was, more than invited there.
    pub fn takes_part(&self, partnership_id: &str, partner_id: &str) -> bool {
        let outside = [Stands::Unspecified, Stands::Invited, Stands::Mediator];
        !outside.contains(&self.of(partnership_id, partner_id))
    }

    pub fn partnership(&self, partnership_id: &str) -> Option<&Partnership> {
        self.partnerships.get(partnership_id)
    }

    /// Who stands how there; who is about to leave is the service's to say.
    pub fn members(&self, partnership_id: &str) -> Members {
        let Some(partnership) = self.partnership(partnership_id) else { return Members::default() };
        let standing = |wanted: &[Stands]| {
            let members = partnership.members.iter().filter(|it| wanted.contains(&it.stands()));
            members.map(|it| it.partner_id.clone()).collect()
        };
        let organisations =
            partnership.members.iter().map(|it| (it.partner_id.clone(), self.organisation(&it.partner_id).to_owned()));
        Members {
            voices: standing(&[Stands::Member]),
            others: standing(&[Stands::Verifier, Stands::Observer, Stands::Suspended]),
            leaving: vec![],
            organisations: organisations.filter(|(it, of)| it != of).collect(),
        }
    }

    /// How a partner stands in a partnership; unspecified where it has none, or there is no such partnership.
    pub fn of(&self, partnership_id: &str, partner_id: &str) -> Stands {
        let Some(partnership) = self.partnership(partnership_id) else { return Stands::Unspecified };
        match partnership.member(partner_id) {
            Some(member) => member.stands(),
            None if partnership.is_mediator(partner_id) => Stands::Mediator,
            None => Stands::Unspecified,
        }
    }

    /// Until when a partner reads what came to be in a partnership that it has left; None: as long as it stands in it.
    pub fn reads_until(&self, partnership_id: &str, partner_id: &str) -> Option<Timestamp> {
        self.partnership(partnership_id)?.member(partner_id)?.left_at
    }

    pub fn remember(&mut self, fact: &Envelope) {
        let Some(Fact::Partners(event)) = &fact.fact else { return };
        match &event.kind {
            Some(Event::PartnerRegistered(it)) => {
                self.partners.insert(it.partner_id.clone(), it.affiliated_to.clone());
            }
            Some(Event::ProfileRevised(it)) => {
                self.partners.insert(it.partner_id.clone(), it.affiliated_to.clone());
            }
            Some(Event::PartnershipFormed(it)) => {
                let founders =
                    it.founders.iter().map(|Founder { partner_id, roles }| Member::invited(partner_id, roles));
                self.partnerships.insert(
                    it.partnership_id.clone(),
                    Partnership {
                        is_active: false,
                        currency: it.currency.clone(),
                        charter_version: it.charter_version,
                        rules: it.rules.iter().map(RuleFor::from).collect(),
                        terms: Terms::from(it.terms.as_ref()),
                        members: founders.collect(),
                        mediators: Vec::new(),
                        from_source: !it.source.is_empty(),
                        is_closing: false,
                        is_closed: false,
                    },
                );
            }
            Some(event) => {
                if let Some(it) = members::partnership_of(event).and_then(|it| self.partnerships.get_mut(it)) {
                    it.remember(event, fact.recorded());
                }
            }
            None => (),
        }
    }
}

impl Partnership {
    pub fn member(&self, partner_id: &str) -> Option<&Member> {
        self.members.iter().find(|it| it.partner_id == partner_id)
    }

    /// Named in the charter, once that is in force, or asked to mediate already.
    fn is_mediator(&self, partner_id: &str) -> bool {
        let is_named = self.stage() != Stage::Forming && self.terms.mediator_partner_id == partner_id;
        !partner_id.is_empty() && is_named || self.mediators.iter().any(|it| it == partner_id)
    }

    /// Those with a voice.
    pub fn voices(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.stands() == Stands::Member)
    }

    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices().any(|it| it.partner_id == partner_id)
    }

    pub fn stage(&self) -> Stage {
        match (self.is_closed, self.is_closing, self.is_active) {
            (true, _, _) => Stage::Closed,
            (false, true, _) => Stage::Closing,
            (false, false, true) => Stage::Active,
            (false, false, false) => Stage::Forming,
        }
    }
}

impl Member {
    pub fn stands(&self) -> Stands {
        Stands::try_from(self.standing).unwrap_or(Stands::Unspecified)
    }
}

impl From<&DecisionRule> for RuleFor {
    fn from(it: &DecisionRule) -> Self {
        let DecisionRule { matter, rule, quorum_percent, days_open, fallback, hidden } = *it;
        RuleFor { matter, rule, quorum_percent, days_open, fallback, hidden }
    }
}

#[cfg(test)]
mod tests;
