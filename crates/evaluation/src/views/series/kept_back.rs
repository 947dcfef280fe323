//! Totals of a sensitive indicator, for who may not read all of its values: a whole period's at a time, and moving only in steps
//! in which nobody's value shows, neither in one answer nor as what two answers differ by.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    common::Sealed,
    evaluation::{GetTotals, NotAdded, SealedValue, Total, Totals},
};
use kernel::Members;
use runtime::{keys::Reader, sealed::open};

use super::{
    cells::{Cell, Change, Point, is_within},
    totals::{self, Adding, Value},
};
use crate::{measurement::state::Figures, views::sealed::Opens};

/// So many organisations make a total that tells of none of them.
const ORGANISATIONS_MIN: usize = 3;

/// Who reads: what it may open, and what can be opened at all, which totals are made of.
pub struct Sight<'r> {
    pub own: Opens<'r>,
    pub all: Opens<'r>,
}

pub fn answer_for(question: &GetTotals, cells: Vec<Cell>, members: &Members, reader: &Reader) -> Totals {
    let sight = Sight { own: &|it| reader.key_for(it, false), all: &|it| reader.key_for(it, true) };
    answer(question, cells, members, &sight)
}

pub fn answer(question: &GetTotals, mut cells: Vec<Cell>, members: &Members, sight: &Sight<'_>) -> Totals {
    cells.iter_mut().for_each(|it| it.open(sight.own));
    let points = cells.iter().filter_map(|it| it.point.as_ref()).filter(|it| totals::is_asked(question, it));
    let closed: BTreeSet<String> = points.filter(|it| it.is_sealed()).map(|it| it.partner_id.clone()).collect();
    if closed.is_empty() {
        return totals::answer(question, cells);
    }
    // Of some of the partners: what is left of all would be the others'.
    let released = match question.partner_ids.is_empty() {
        true => Steps { members, sight }.released(question, &cells),
        false => None,
    };
    let told = totals::answer(question, cells);
    let (released_period_end, reported) = released.unwrap_or_else(|| (String::new(), withheld()));
    Totals {
        verified: Some(withheld()),
        reported: Some(reported),
        partners: told.partners.into_iter().filter(|it| !closed.contains(&it.partner_id)).collect(),
        parts: vec![],
        reported_spread: None,
        released_period_end,
        ..told
    }
}

fn withheld() -> Total {
    Total { why: NotAdded::Sealed.into(), ..Default::default() }
}

struct Steps<'s> {
    members: &'s Members,
    sight: &'s Sight<'s>,
}

/// What a partner says of the period.
#[derive(Clone)]
struct Told<'c> {
    measurement_id: &'c str,
    numerator: String,
    denominator: String,
    /// Who reads the answer may read it.
    is_read: bool,
}

/// By partner; None: it was given back.
type Pending<'c> = BTreeMap<&'c str, Option<Told<'c>>>;
type Released<'c> = BTreeMap<&'c str, Told<'c>>;

impl Steps<'_> {
    /// Of the last period asked for that has a total: its last day, and the total.
    fn released<'c>(&self, question: &GetTotals, cells: &'c [Cell]) -> Option<(String, Total)> {
        let mut periods: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        let changes = cells.iter().filter_map(|it| it.change.as_ref());
        let is_asked = |it: &&Change| is_within(&it.period_end, &question.from, &question.until);
        changes.filter(is_asked).for_each(|it| periods.entry(&it.period_end).or_default().push(it));
        periods.into_iter().rev().find_map(|(period_end, changes)| {
            let value = |(partner_id, told): (&'c str, Told<'_>)| {
                let (numerator, denominator) = (told.numerator.parse().ok()?, told.denominator.parse().ok()?);
                Some(Value { partner_id, period_end, numerator, denominator })
            };
            let values: Vec<Value<'_>> = self.walked(&changes).into_iter().filter_map(value).collect();
            (!values.is_empty()).then(|| (period_end.to_owned(), Adding::of(cells).total(&values)))
        })
    }

    /// The changes of a period, in their order, let out in steps.
    fn walked<'c>(&self, changes: &[&'c Change]) -> Released<'c> {
        let (mut released, mut pending) = (Released::new(), Pending::new());
        for change in changes {
            self.take_in(change, &mut pending, &mut released);
            let differs = pending.iter().map(|(partner_id, now)| {
                let both = [now.as_ref(), released.get(partner_id)];
                (*partner_id, both.into_iter().flatten().all(|it| it.is_read))
            });
            if !self.hides(differs) {
                continue;
            }
            let after = after(&released, &pending);
            if self.hides(after.iter().map(|(partner_id, it)| (*partner_id, it.is_read))) {
                released = after;
                pending.clear();
            }
        }
        released
    }

    fn take_in<'c>(&self, change: &'c Change, pending: &mut Pending<'c>, released: &mut Released<'c>) {
        let partner_id = change.partner_id.as_str();
        match change.sealed.as_ref() {
            Some(sealed) => {
                let Some(told) = self.told(&change.measurement_id, sealed) else { return };
                let figures = |it: &Told<'_>| (it.numerator.clone(), it.denominator.clone());
                match released.get_mut(partner_id) {
                    // Said again, and by no figure otherwise: it makes no step larger.
                    Some(stands) if figures(stands) == figures(&told) => {
                        *stands = told;
                        pending.remove(partner_id);
                    }
                    _ => drop(pending.insert(partner_id, Some(told))),
                }
            }
            None => {
                let latest = pending.get(partner_id).map_or_else(|| released.get(partner_id), Option::as_ref);
                if latest.is_some_and(|it| it.measurement_id == change.measurement_id) {
                    match released.contains_key(partner_id) {
                        true => pending.insert(partner_id, None),
                        false => pending.remove(partner_id),
                    };
                }
            }
        }
    }

    /// None where its key is lost.
    fn told<'c>(&self, measurement_id: &'c str, sealed: &Sealed) -> Option<Told<'c>> {
        let SealedValue { value, numerator, denominator, parts, .. } = open(&(self.sight.all)(sealed)?, sealed)?;
        let figures = Figures { value: &value, numerator: &numerator, denominator: &denominator, parts: &parts };
        let (numerator, denominator) = figures.counted();
        let (numerator, denominator) = (numerator.to_owned(), denominator.to_owned());
        Some(Told { measurement_id, numerator, denominator, is_read: (self.sight.own)(sealed).is_some() })
    }

    /// They are of enough organisations, and not all but one of them are read already.
    fn hides<'p>(&self, partners: impl Iterator<Item = (&'p str, bool)>) -> bool {
        let (mut all, mut closed) = (BTreeSet::new(), BTreeSet::new());
        for (partner_id, is_read) in partners {
            let organisation = self.members.organisation(partner_id).to_owned();
            if !is_read {
                closed.insert(organisation.clone());
            }
            all.insert(organisation);
        }
        ORGANISATIONS_MIN <= all.len() && closed.len() != 1
    }
}

fn after<'c>(released: &Released<'c>, pending: &Pending<'c>) -> Released<'c> {
    let mut after = released.clone();
    for (partner_id, now) in pending {
        match now {
            Some(told) => drop(after.insert(partner_id, told.clone())),
            None => drop(after.remove(partner_id)),
        }
    }
    after
}

impl Point {
    /// Something of it is closed to who reads.
    pub(super) fn is_sealed(&self) -> bool {
        [&self.reported, &self.verified].into_iter().flatten().any(|it| it.sealed.is_some())
    }
}
