//! The orders of a file, draft by draft, its activities read again when their turn comes.

mod form;
mod goals;
mod indicators;
mod measurements;
mod participants;
mod periods;
mod plans;
mod publications;
mod transactions;

use std::{
    collections::{HashMap, VecDeque},
    fs::File,
    io::BufReader,
    path::Path,
    sync::Arc,
};

use super::{
    activity::Activity,
    drafts::{Draft, Head},
    error::Error,
    ids,
    index::Index,
    reader,
    report::Report,
};
use crate::importing::Order;

/// Of one draft, as they stand in the file; what is beyond is read again for each kind of order.
const KEPT_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Yields orders until the first error. Whoever sends them stops there: the rest comes with the next import.
#[derive(Debug)]
pub struct Orders<'p> {
    index: &'p Index,
    input: BufReader<File>,
    /// Which draft, which of its phases, and how many of its activities are done in that phase.
    draft: usize,
    phase: usize,
    done: usize,
    ready: VecDeque<Order>,
    /// Activities of the draft that were read already, as long as they are small together.
    kept: HashMap<usize, Arc<Activity>>,
    kept_bytes: u64,
    /// The participants of the draft so far, with their names.
    listed: HashMap<String, String>,
    report: Report,
    is_broken: bool,
}

/// Where an activity's things go.
struct Within<'d> {
    partnership_id: &'d str,
    /// None for the programme's own.
    activity_id: Option<String>,
}

type Make = fn(&mut Orders<'_>, &Within<'_>, &Activity) -> Vec<Order>;

/// What is made of a draft's activities, one kind after the other, so that each finds what it names.
const PHASES: [Make; 6] = [
    |orders, within, activity| participants::of(within, activity, &mut orders.listed, &mut orders.report),
    |orders, within, activity| plans::of(within, activity, &mut orders.report),
    |orders, within, activity| transactions::of(within, activity, &mut orders.report),
    |orders, within, activity| publications::of(within, activity, &mut orders.report),
    |orders, within, activity| goals::of(within, activity, &mut orders.report),
    |orders, within, activity| measurements::of(within, activity, &mut orders.report),
];

impl<'p> Orders<'p> {
    pub(super) fn new(path: &Path, index: &'p Index, report: Report) -> Result<Self, Error> {
        Ok(Orders {
            index,
            input: reader::opened(path)?,
            draft: 0,
            phase: 0,
            done: 0,
            ready: VecDeque::new(),
            kept: HashMap::new(),
            kept_bytes: 0,
            listed: HashMap::new(),
            report,
            is_broken: false,
        })
    }

    pub(super) fn into_report(self) -> Report {
        self.report
    }

    /// Makes more orders ready; false where there are no more.
    fn proceed(&mut self) -> Result<bool, Error> {
        let Some(draft) = self.index.drafts.get(self.draft) else { return Ok(false) };
        if self.phase == 0 {
            let form = self.form(draft)?;
            self.ready.push_back(Order::FormPartnership(form));
            (self.phase, self.done) = (1, 0);
            return Ok(true);
        }
        let (Some(make), entry) = (PHASES.get(self.phase - 1), draft.activity(self.done)) else {
            self.listed.clear();
            self.kept.clear();
            self.kept_bytes = 0;
            (self.draft, self.phase) = (self.draft + 1, 0);
            return Ok(true);
        };
        match entry {
            Some(entry) => {
                let activity = self.activity(entry)?;
                let partnership_id = ids::id("partnership", &draft.identifier);
                let is_component = draft.programme() != Some(entry);
                let activity_id =
                    is_component.then(|| ids::known_as(activity.own_id.as_ref(), "activity", &activity.identifier));
                let within = Within { partnership_id: &partnership_id, activity_id };
                let made = make(self, &within, &activity);
                self.ready.extend(made);
                self.done += 1;
            }
            None => (self.phase, self.done) = (self.phase + 1, 0),
        }
        Ok(true)
    }

    fn form(&mut self, draft: &Draft) -> Result<contract::partners::FormPartnership, Error> {
        let currency = form::currency(draft, &self.index.entries);
        Ok(match &draft.head {
            Head::Programme(entry) => {
                let activity = self.activity(*entry)?;
                form::of_programme(&activity, currency, &mut self.report)
            }
            Head::Named { by, title } => {
                let at = self.index.entries[*by].beginning.at;
                form::of_name(&draft.identifier, title, at, currency, &mut self.report)
            }
        })
    }

    fn activity(&mut self, place: usize) -> Result<Arc<Activity>, Error> {
        if let Some(kept) = self.kept.get(&place) {
            return Ok(kept.clone());
        }
        let entry = &self.index.entries[place];
        let (activity, size_bytes) = reader::activity_at(&mut self.input, entry.beginning)?;
        if activity.identifier != entry.identifier {
            return Err(Error::Changed { at: entry.beginning.at });
        }
        let activity = Arc::new(activity);
        if self.kept_bytes + size_bytes <= KEPT_BYTES_MAX {
            self.kept_bytes += size_bytes;
            self.kept.insert(place, activity.clone());
        }
        Ok(activity)
    }
}

impl Iterator for Orders<'_> {
    type Item = Result<Order, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.is_broken {
            match self.proceed() {
                Ok(true) => (),
                Ok(false) => return None,
                Err(error) => {
                    self.is_broken = true;
                    return Some(Err(error));
                }
            }
        }
        let order = self.ready.pop_front()?;
        self.report.count(&order);
        Some(Ok(order))
    }
}

impl Draft {
    fn programme(&self) -> Option<usize> {
        match self.head {
            Head::Programme(entry) => Some(entry),
            Head::Named { .. } => None,
        }
    }

    /// The programme first, then its components.
    fn activity(&self, place: usize) -> Option<usize> {
        self.programme().into_iter().chain(self.components.iter().copied()).nth(place)
    }
}
