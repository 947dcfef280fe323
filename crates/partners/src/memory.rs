//! What is always at hand: the names in the directory, what falls due when, who leaves, and who is to be reminded.

pub(crate) mod check_ins;
pub(crate) mod concerns;
mod exits;
mod expectations;
mod flags;
pub(crate) mod occasions;
mod redactions;
mod rounds;
pub(crate) mod tallies;
mod titles;

use std::collections::{BTreeMap, HashMap};

use contract::{
    log::{Envelope, envelope::Fact},
    moment,
    partners::{Event as Heard, event::Kind as Event},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::partnership::state::{Granted, Proxies};

use self::{
    check_ins::CheckIns,
    concerns::Concerns,
    exits::Exits,
    expectations::Expectations,
    flags::Flags,
    occasions::Occasions,
    redactions::Redactions,
    rounds::{OpenRound, Rounds},
    tallies::Tallies,
};
pub(crate) use exits::{Leaving, Listed};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Every partner's name, by its id.
    names: HashMap<String, String>,
    /// By stream: a proposal's id is its partnership's own.
    open: BTreeMap<String, Open>,
    pub flags: Flags,
    pub concerns: Concerns,
    exits: Exits,
    expectations: Expectations,
    rounds: Rounds,
    titles: titles::Titles,
    redactions: Redactions,
    occasions: Occasions,
    check_ins: CheckIns,
    pub(crate) tallies: Tallies,
    /// By partnership.
    proxies: BTreeMap<String, Proxies>,
}

/// An open proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    pub partnership_id: String,
    pub proposal_id: String,
    pub closes_at: Timestamp,
    pub title: String,
    pub proposed_by: String,
    pub hidden: bool,
}

impl Memory {
    /// Its name, or its id where it has none.
    pub fn name<'a>(&'a self, partner_id: &'a str) -> &'a str {
        self.names.get(partner_id).map_or(partner_id, String::as_str)
    }

    /// Words in which each id that is known to be a partner's, a goal's or an indicator's stands as what it is called.
    pub fn readable(&self, partnership_id: &str, words: &str) -> String {
        let called = |id: &str| {
            self.names.get(id).cloned().or_else(|| self.titles.of(partnership_id, id).map(|it| format!("“{it}”")))
        };
        titles::readable(words, called)
    }

    /// The open feedback rounds whose deadline has come, with their streams.
    pub(crate) fn rounds_due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &OpenRound)> {
        self.rounds.due(now)
    }

    /// The open proposals whose deadline has come, with their streams.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &Open)> {
        self.open.iter().filter(move |(_, it)| it.closes_at <= now)
    }

    /// Whether an open proposal hides what members say until its close.
    pub fn is_hidden(&self, partnership_id: &str, proposal_id: &str) -> bool {
        self.open.get(&format!("{partnership_id}/proposal/{proposal_id}")).is_some_and(|it| it.hidden)
    }

    /// The open proposals of one partnership, with their streams.
    pub fn open_in<'m>(&'m self, partnership_id: &'m str) -> impl Iterator<Item = (&'m String, &'m Open)> {
        // Streams start with their partnership, so its own stand together.
        let from = format!("{partnership_id}/");
        self.open.range(from..).take_while(move |(_, it)| it.partnership_id == partnership_id)
    }

    /// The exit sheets that this stands on unsettled.
    pub(crate) fn exits_with<'m>(&'m self, item_id: &'m str) -> impl Iterator<Item = &'m Listed> {
        self.exits.with(item_id)
    }

    /// Who has announced that it leaves a partnership.
    pub(crate) fn leaving<'m>(&'m self, partnership_id: &'m str) -> impl Iterator<Item = &'m Leaving> {
        self.exits.leaving(partnership_id)
    }

    /// Who leaves by now, with the name of the exit.
    pub(crate) fn leaving_by(&self, now: Timestamp) -> impl Iterator<Item = (&String, &Leaving)> {
        self.exits.due(now)
    }

    /// By which redaction the members are asked already to have that key destroyed.
    pub fn redaction_asking(&self, key_id: &str) -> Option<&String> {
        self.redactions.asking(key_id)
    }

    /// The standing proxy that a member has given.
    pub(crate) fn standing_proxy(&self, partnership_id: &str, partner_id: &str) -> Option<&Granted> {
        self.proxies.get(partnership_id)?.of(partner_id)
    }

    /// Who is still to be reminded of what.
    pub fn occasions(&self) -> &Occasions {
        &self.occasions
    }

    /// Who has checked in, and who is to.
    pub fn check_ins(&self) -> &CheckIns {
        &self.check_ins
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        self.titles.remember(fact);
        self.tallies.remember(fact);
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        self.flags.remember(event);
        self.concerns.remember(event, fact);
        self.occasions.remember(event, &fact.event_id);
        for expected in self.expectations.remember(event, &fact.event_id) {
            self.occasions.expect(expected, fact.recorded_at.as_ref());
        }
        self.check_ins.remember(event, fact.recorded_at.as_ref());
        match event {
            Event::PartnerRegistered(it) => {
                self.names.insert(it.partner_id.clone(), it.name.clone());
            }
            Event::ProfileRevised(it) => {
                self.names.insert(it.partner_id.clone(), it.name.clone());
            }
            Event::ProxyGranted(it) => self.proxies.entry(it.partnership_id.clone()).or_default().evolve(event),
            Event::ProposalOpened(it) => {
                let (partnership_id, proposal_id) = (it.partnership_id.clone(), it.proposal_id.clone());
                let closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                let (title, proposed_by) = (it.title.clone(), it.proposed_by.clone());
                let hidden = it.hidden;
                let open = Open { partnership_id, proposal_id, closes_at, title, proposed_by, hidden };
                self.open.insert(fact.stream.clone(), open);
            }
            Event::FallbackBegun(it) => {
                if let Some(open) = self.open.get_mut(&fact.stream) {
                    open.closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                }
            }
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) | Event::ProposalWithdrawn(_) => {
                self.open.remove(&fact.stream);
            }
            event => {
                if let Some(proxies) = self.proxies.get_mut(&fact.partnership) {
                    proxies.evolve(event);
                }
            }
        }
        self.exits.remember(event);
        self.rounds.remember(&fact.stream, event);
        self.redactions.remember(event);
    }
}
