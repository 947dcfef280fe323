//! Who is a member of what, in which role, under which charter: one fold of partners' facts behind every permission check.

use std::collections::HashMap;

use contract::{
    common::Standing as Stands,
    log::{Envelope, envelope::Fact},
    partners::{DecisionRule, Founder, MemberRole, Stage, event::Kind as Event},
};
use serde::{Deserialize, Serialize};

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
    pub members: Vec<Member>,
    pub from_source: bool,
}

/// The charter's rule for a matter; numbers are those of the contract's enums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleFor {
    pub matter: i32,
    pub rule: i32,
    pub quorum_percent: u32,
    pub days_open: u32,
    pub fallback: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub partner_id: String,
    pub roles: Vec<i32>,
    /// 0: not accepted yet.
    pub accepted_version: u32,
    /// A number of accord.common.v1.Standing.
    pub standing: i32,
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

    pub fn partnership(&self, partnership_id: &str) -> Option<&Partnership> {
        self.partnerships.get(partnership_id)
    }

    /// How a partner stands in a partnership; unspecified where it has none, or there is no such partnership.
    pub fn of(&self, partnership_id: &str, partner_id: &str) -> Stands {
        self.partnership(partnership_id)
            .and_then(|it| it.member(partner_id))
            .map_or(Stands::Unspecified, |it| it.stands())
    }

    pub fn remember(&mut self, fact: &Envelope) {
        let Some(Fact::Partners(event)) = &fact.fact else { return };
        match &event.kind {
            Some(Event::PartnerRegistered(it)) => {
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
                        members: founders.collect(),
                        from_source: !it.source.is_empty(),
                    },
                );
            }
            Some(Event::PartnerInvited(it)) => {
                if let Some(partnership) = self.partnerships.get_mut(&it.partnership_id) {
                    partnership.members.retain(|member| member.partner_id != it.partner_id);
                    partnership.members.push(Member::invited(&it.partner_id, &it.roles));
                }
            }
            Some(Event::InvitationAccepted(it)) => {
                if let Some(partnership) = self.partnerships.get_mut(&it.partnership_id) {
                    partnership.accept(&it.partner_id, it.charter_version);
                }
            }
            Some(Event::PartnershipActivated(it)) => {
                if let Some(partnership) = self.partnerships.get_mut(&it.partnership_id) {
                    partnership.activate();
                }
            }
            _ => (),
        }
    }
}

impl Partnership {
    pub fn member(&self, partner_id: &str) -> Option<&Member> {
        self.members.iter().find(|it| it.partner_id == partner_id)
    }

    /// Those with a voice.
    pub fn voices(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.stands() == Stands::Member)
    }

    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices().any(|it| it.partner_id == partner_id)
    }

    pub fn stage(&self) -> Stage {
        if self.is_active { Stage::Active } else { Stage::Forming }
    }

    fn accept(&mut self, partner_id: &str, version: u32) {
        let is_active = self.is_active;
        if let Some(member) = self.members.iter_mut().find(|it| it.partner_id == partner_id) {
            member.accepted_version = version;
            if is_active {
                member.stand();
            }
        }
    }

    fn activate(&mut self) {
        self.is_active = true;
        self.members.iter_mut().filter(|it| it.accepted_version != 0).for_each(Member::stand);
    }
}

impl Member {
    pub fn stands(&self) -> Stands {
        Stands::try_from(self.standing).unwrap_or(Stands::Unspecified)
    }

    fn invited(partner_id: &str, roles: &[i32]) -> Self {
        Member {
            partner_id: partner_id.to_owned(),
            roles: roles.to_vec(),
            accepted_version: 0,
            standing: Stands::Invited.into(),
        }
    }

    /// The standing that its roles give a member that has accepted.
    fn stand(&mut self) {
        let is = |role: MemberRole| self.roles.contains(&role.into());
        let voices = [MemberRole::Funding, MemberRole::Accountable, MemberRole::Extending, MemberRole::Implementing];
        let stands = match () {
            () if voices.into_iter().any(is) => Stands::Member,
            () if is(MemberRole::Verifier) => Stands::Verifier,
            () => Stands::Observer,
        };
        self.standing = stands.into();
    }
}

impl From<&DecisionRule> for RuleFor {
    fn from(it: &DecisionRule) -> Self {
        let DecisionRule { matter, rule, quorum_percent, days_open, fallback } = *it;
        RuleFor { matter, rule, quorum_percent, days_open, fallback }
    }
}
