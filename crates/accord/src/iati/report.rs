//! What was read, what it became, and what was left out and why.

mod rows;

use std::collections::{BTreeMap, HashSet};

use contract::{partners::MemberRole, resources::TransactionType};

use super::{error::Place, values, wording};
use crate::importing::{Order, Remarks};

/// Names of elements that are told one by one.
const NAMES_MAX: usize = 100;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub version: String,
    pub activities: usize,
    pub programmes: usize,
    pub components: usize,
    pub activities_skipped: usize,
    /// Partnership drafts; those whose programme is only named in the file count here and below.
    pub drafts: usize,
    pub drafts_named: usize,
    /// Once each draft, organisation and role.
    pub participants: usize,
    pub roles: BTreeMap<MemberRole, usize>,
    /// Entries that name a category of organisations; kept as labels of activities.
    pub channel_labels: usize,
    pub channel_labels_implementing: usize,
    /// All of them kept as published: given and received by nobody.
    pub transactions: BTreeMap<TransactionType, usize>,
    pub results: usize,
    pub goals: usize,
    pub indicators: usize,
    pub targets: usize,
    pub measurements: usize,
    /// Said of programmes, for which the contract has no labels.
    pub labels_of_programmes: usize,
    /// Parts of activities that are kept so that they can be published again.
    pub publications: usize,
    /// Elements that cannot be published again in 2.03.
    pub misfits: Remarks,
    /// Elements that are not taken in, by name.
    pub left_out: BTreeMap<String, usize>,
    pub orders: usize,
    pub skipped: Remarks,
    pub notes: Remarks,
    pub(super) organisations: HashSet<String>,
    pub(super) implementers: HashSet<String>,
}

impl Report {
    /// Real organisations, each once, whatever their roles.
    pub fn organisations(&self) -> usize {
        self.organisations.len()
    }

    /// Real organisations that implement, each once.
    pub fn named_implementers(&self) -> usize {
        self.implementers.len()
    }

    pub fn transactions_kept(&self) -> usize {
        self.transactions.values().sum()
    }

    /// A source makes nobody a member.
    pub fn members(&self) -> usize {
        0
    }

    pub(super) fn skip(&mut self, what: &str, at: Place, why: impl Into<String>) {
        self.skipped.add(what, at, why.into());
    }

    pub(super) fn skip_activity(&mut self, what: &str, at: Place, why: &str) {
        self.activities_skipped += 1;
        self.skip(if what.is_empty() { "an activity" } else { what }, at, why);
    }

    /// What is taken in as far as it goes, but cannot be published again.
    pub(super) fn skip_publishing(&mut self, what: &str, at: Place, why: &str) {
        self.misfits.add(what, at, why.to_owned());
    }

    pub(super) fn note(&mut self, what: &str, at: Place, why: impl Into<String>) {
        self.notes.add(what, at, why.into());
    }

    pub(super) fn note_on<'r>(&'r mut self, what: &'r str, at: Place) -> Note<'r> {
        Note { report: self, what, at }
    }

    pub(super) fn leave_out(&mut self, names: &[String]) {
        for name in names {
            let name = wording::visible(values::start(name));
            let is_listed = self.left_out.contains_key(&name) || self.left_out.len() < NAMES_MAX;
            *self.left_out.entry(if is_listed { name } else { "others".into() }).or_default() += 1;
        }
    }

    pub(super) fn count_organisation(&mut self, key: String, role: MemberRole) {
        if role == MemberRole::Implementing {
            self.implementers.insert(key.clone());
        }
        self.organisations.insert(key);
    }

    pub(super) fn count(&mut self, order: &Order) {
        self.orders += 1;
        match order {
            Order::FormPartnership(_) => self.drafts += 1,
            Order::ListParticipant(it) => {
                self.participants += 1;
                *self.roles.entry(it.role()).or_default() += 1;
            }
            // Sources offer nothing, and have no rates of their own.
            Order::PlanActivity(_) | Order::OfferResource(_) | Order::LoadRates(_) => (),
            Order::RecordTransaction(it) => *self.transactions.entry(it.r#type()).or_default() += 1,
            Order::KeepPublication(_) => self.publications += 1,
            Order::DefineIndicator(_) => self.indicators += 1,
            Order::ProposeGoal(it) => {
                self.goals += 1;
                self.targets += it.targets.len();
            }
            Order::ReportMeasurement(_) => self.measurements += 1,
        }
    }
}

/// Where notes about one thing go.
#[derive(Debug)]
pub(super) struct Note<'r> {
    report: &'r mut Report,
    what: &'r str,
    at: Place,
}

impl Note<'_> {
    pub(super) fn say(&mut self, why: impl Into<String>) {
        self.report.note(self.what, self.at, why);
    }

    /// As much of the words as the contract takes; that some are cut off is noted.
    pub(super) fn cut(&mut self, field: &str, words: &str, bytes_max: usize) -> String {
        let Some(beginning) = wording::cut(words, bytes_max) else { return words.to_owned() };
        self.say(format!("its {field} has {} bytes, and is cut to the first {bytes_max}", words.len()));
        beginning.to_owned()
    }
}
