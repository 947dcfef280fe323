//! The entries of a partnership, and how they stand to each other: what is linked, what fulfils a promise, what pays.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::resources::ResourceKind;
use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    entries::{Change, Step},
    entry::{Entry, Id, Meaning, State, Value},
};

/// Two reports of one transfer are dated so far apart at most, to be suggested.
const ALIKE_DAYS_MAX: i64 = 10;
/// So many are suggested beside one.
const ALIKE_MAX: usize = 20;

/// What two reports of one transfer have in common: giver, receiver, kind, currency and amount.
type Alike = (Id, Id, Meaning, Value);

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Books {
    entries: BTreeMap<Id, Entry>,
    /// By what is kept, the reports linked to it.
    linked: HashMap<Id, BTreeSet<Id>>,
    /// By the promise, payment or line they name, the entries that do.
    naming: HashMap<Id, BTreeSet<Id>>,
    /// By value date.
    alike: HashMap<Alike, BTreeSet<(Date, Id)>>,
}

/// How far something is paid, in the minor units of its currency.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// As one side reports it and nobody disputes.
    pub reported: i64,
    /// Of that, what the receiver has confirmed.
    pub confirmed: i64,
    /// The day on which what is confirmed came to the whole.
    pub wholly_on: Option<Date>,
}

impl Books {
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Reported(id, entry) => self.report(id, *entry),
            Change::Became(id, step) => self.step(id, step),
        }
    }

    pub fn entry(&self, id: Id) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// Those in figures, those as published, and those in dispute: not what is linked or taken back.
    pub fn counted(&self) -> impl Iterator<Item = (Id, &Entry)> {
        self.entries.iter().filter(|(_, it)| it.counts()).map(|(id, it)| (*id, it))
    }

    pub fn linked_to(&self, id: Id) -> impl Iterator<Item = Id> {
        self.linked.get(&id).into_iter().flatten().copied()
    }

    /// What of a promise is outstanding: less what confirmed transfers fulfil, never below 0 for a promise above it.
    pub fn outstanding(&self, id: Id) -> i64 {
        let Some(value) = self.entry(id).and_then(|it| it.value) else { return 0 };
        let reports = std::iter::once(id).chain(self.linked_to(id));
        let fulfilled = self.transfers(reports).filter(|it| it.is_confirmed() && it.currency() == Some(value.currency));
        let fulfilled: i64 = fulfilled.map(Entry::minor).fold(0, i64::saturating_add);
        if value.minor <= 0 { value.minor } else { value.minor.saturating_sub(fulfilled).max(0) }
    }

    /// How far a planned payment of that amount is paid.
    pub fn paid(&self, disbursement: Id, amount: i64) -> Paid {
        let mut made: Vec<&Entry> = self.transfers([disbursement]).filter(|it| it.state != State::Disputed).collect();
        made.sort_by_key(|it| it.on);
        let mut paid = Paid::default();
        for entry in made {
            paid.reported = paid.reported.saturating_add(entry.minor());
            if entry.is_confirmed() {
                paid.confirmed = paid.confirmed.saturating_add(entry.minor());
                if paid.wholly_on.is_none() && amount <= paid.confirmed {
                    paid.wholly_on = Some(entry.on);
                }
            }
        }
        paid
    }

    /// What is spent from a line of the budget, in one currency.
    pub fn spent(&self, line: Id, currency: &str) -> i64 {
        let spent = self.transfers([line]).filter(|it| it.state != State::Disputed);
        let spent = spent.filter(|it| it.value.is_some_and(|it| it.currency.as_str() == currency));
        spent.map(Entry::minor).fold(0, i64::saturating_add)
    }

    /// Other reports that might be of the same transfer: a suggestion.
    pub fn perhaps_same_as(&self, id: Id) -> Vec<Id> {
        let Some(entry) = self.entry(id).filter(|it| it.counts()) else { return vec![] };
        let Some(alike) = entry.alike().and_then(|it| self.alike.get(&it)) else { return vec![] };
        let days = SignedDuration::from_hours(24 * ALIKE_DAYS_MAX);
        let (from, until) = (entry.value_date.saturating_sub(days), entry.value_date.saturating_add(days));
        let near = alike.range((from, Id::default())..).take_while(|(on, _)| *on <= until).map(|(_, other)| *other);
        near.filter(|it| *it != id && self.entry(*it).is_some_and(Entry::counts)).take(ALIKE_MAX).collect()
    }

    /// The same of all entries that have any.
    pub fn all_perhaps_same(&self) -> BTreeMap<Id, Vec<Id>> {
        let several = self.alike.values().filter(|it| 1 < it.len()).flatten();
        let suggested = several.map(|(_, id)| (*id, self.perhaps_same_as(*id)));
        suggested.filter(|(_, others)| !others.is_empty()).collect()
    }

    /// What entries name that are touched by a change of one: payments whose figures move.
    pub fn disbursements_of(&self, id: Id) -> BTreeSet<Id> {
        let kept = self.entry(id).and_then(|it| it.same_as).unwrap_or(id);
        let reports = [id, kept].into_iter().chain(self.linked_to(kept));
        let named = reports.filter_map(|it| self.entry(it)).map(|it| it.disbursement);
        named.filter(|it| !it.is_none()).collect()
    }

    /// The transfers that name one of these, each once however many reports of it there are, by a first-hand report.
    fn transfers(&self, named: impl IntoIterator<Item = Id>) -> impl Iterator<Item = &Entry> {
        let naming = named.into_iter().flat_map(|it| self.naming.get(&it).into_iter().flatten().copied());
        let kept: BTreeSet<Id> = naming.filter_map(|id| Some(self.entry(id)?.same_as.unwrap_or(id))).collect();
        let kept = kept.into_iter().filter_map(|it| self.entry(it));
        kept.filter(|it| it.counts() && it.state != State::AsPublished)
    }

    fn report(&mut self, id: Id, entry: Entry) {
        for named in [entry.disbursement, entry.commitment, entry.budget_line].into_iter().filter(|it| !it.is_none()) {
            self.naming.entry(named).or_default().insert(id);
        }
        if let Some(alike) = entry.alike() {
            self.alike.entry(alike).or_default().insert((entry.value_date, id));
        }
        self.entries.insert(id, entry);
    }

    fn step(&mut self, id: Id, step: Step) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        match step {
            Step::Confirmed => entry.state = State::Confirmed,
            Step::Agreed(value) => {
                entry.state = State::Confirmed;
                entry.value = value;
            }
            Step::Disputed => entry.state = State::Disputed,
            Step::Withdrawn => entry.state = State::Withdrawn,
            Step::Linked { to, confirms } => {
                entry.same_as = Some(to);
                self.linked.entry(to).or_default().insert(id);
                if let Some(kept) = self.entries.get_mut(&to) {
                    kept.confirming_links += u32::from(confirms);
                }
            }
            Step::Unlinked { confirmed } => {
                let Some(kept) = entry.same_as.take() else { return };
                if let Some(linked) = self.linked.get_mut(&kept) {
                    linked.remove(&id);
                }
                if let Some(kept) = self.entries.get_mut(&kept) {
                    kept.confirming_links -= u32::from(confirmed).min(kept.confirming_links);
                }
            }
        }
    }
}

impl Entry {
    fn minor(&self) -> i64 {
        self.value.map_or(0, |it| it.minor)
    }

    fn currency(&self) -> Option<super::Code> {
        self.value.map(|it| it.currency)
    }

    /// Of funds only: each delivery in kind has one report.
    fn alike(&self) -> Option<Alike> {
        let value = self.value.filter(|_| self.kind() == ResourceKind::Funds)?;
        Some((self.giver, self.receiver, self.meaning, value))
    }
}
