//! Standing proxies: who speaks for a member while it is away, until its last day, or until either of the two goes.

use std::collections::BTreeMap;

use contract::{
    common::Standing,
    partners::{ProxyGranted, event::Kind as Event},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::partnership::roles::standing_by;

/// By the member that gave it: one of each.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proxies(BTreeMap<String, Granted>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Granted {
    pub holder_id: String,
    /// Numbers of accord.partners.v1.Matter; empty: all.
    pub matters: Vec<i32>,
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
}

impl Proxies {
    pub fn of(&self, partner_id: &str) -> Option<&Granted> {
        self.0.get(partner_id)
    }

    /// With who gave it; those that are over too.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Granted)> {
        self.0.iter()
    }

    pub(crate) fn evolve(&mut self, event: &Event) {
        match event {
            Event::ProxyGranted(it) => drop(self.0.insert(it.partner_id.clone(), Granted::from(it))),
            Event::ProxyRevoked(it) => drop(self.0.remove(&it.partner_id)),
            event => {
                if let Some(partner_id) = silenced(event) {
                    self.0.retain(|giver, it| giver != partner_id && it.holder_id != partner_id);
                }
            }
        }
    }
}

impl Granted {
    /// Whether it lets its holder speak on a matter on that day.
    pub fn is_in_force(&self, matter: i32, on: Date) -> bool {
        self.covers(on) && (self.matters.is_empty() || self.matters.contains(&matter))
    }

    pub fn covers(&self, day: Date) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }
}

impl From<&ProxyGranted> for Granted {
    /// Decided here with days; without them it would never be in force.
    fn from(it: &ProxyGranted) -> Self {
        Granted {
            holder_id: it.holder_id.clone(),
            matters: it.matters.clone(),
            starts_on: it.starts_on.parse().unwrap_or(Date::MAX),
            ends_on: it.ends_on.parse().unwrap_or(Date::MIN),
        }
    }
}

/// The member that has no voice any more, and so neither speaks for others nor has others speak for it. What it gave is
/// not there again when it comes back.
pub(crate) fn silenced(event: &Event) -> Option<&str> {
    Some(match event {
        Event::MemberSuspended(it) => &it.partner_id,
        Event::MemberRemoved(it) => &it.partner_id,
        Event::MemberLeft(it) => &it.partner_id,
        Event::RoleChanged(it) if standing_by(&it.roles) != Standing::Member => &it.partner_id,
        _ => return None,
    })
}
