//! Which undertakings are open until when, ordered by time, so that the clock looks at what has come and no further.

use std::collections::{BTreeMap, BTreeSet};

use contract::{goals::event::Kind as Event, moment, partners::event::Kind as Heard};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Undertakings {
    /// Those that are not over.
    open: BTreeMap<Place, Due>,
    /// Those of them that will be overdue.
    by_time: BTreeSet<(Timestamp, Place)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    pub partnership_id: String,
    pub undertaking_id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Due {
    due_on: String,
    /// It is known already that the day has passed.
    is_said: bool,
}

/// An undertaking whose day is over, since when.
#[derive(Debug, Clone, PartialEq)]
pub struct Lapsed<'m> {
    pub place: &'m Place,
    pub due_on: &'m str,
    pub at: Timestamp,
}

impl Undertakings {
    /// Those that are overdue by now, and not known to be, the earliest first.
    pub(super) fn lapsed(&self, now: Timestamp) -> impl Iterator<Item = Lapsed<'_>> {
        let come = self.by_time.iter().take_while(move |(at, _)| *at <= now);
        come.filter_map(|(at, place)| Some(Lapsed { place, due_on: &self.open.get(place)?.due_on, at: *at }))
    }

    pub(super) fn own(&mut self, event: &Event) {
        match event {
            Event::UndertakingGiven(it) => self.wait(place(&it.partnership_id, &it.undertaking_id), &it.due_on),
            Event::UndertakingRenegotiated(it) => {
                self.wait(place(&it.partnership_id, &it.undertaking_id), &it.due_on);
            }
            Event::UndertakingFulfilled(it) => self.pause(&place(&it.partnership_id, &it.undertaking_id)),
            Event::FulfilmentReturned(it) => self.resume(place(&it.partnership_id, &it.undertaking_id)),
            Event::UndertakingOverdue(it) => {
                let place = place(&it.partnership_id, &it.undertaking_id);
                self.pause(&place);
                self.open.entry(place).and_modify(|due| due.is_said = true);
            }
            Event::FulfilmentConfirmed(it) => self.end(&place(&it.partnership_id, &it.undertaking_id)),
            Event::UndertakingReleased(it) => self.end(&place(&it.partnership_id, &it.undertaking_id)),
            _ => (),
        }
    }

    pub(super) fn heard(&mut self, event: &Heard) {
        if let Heard::PartnershipClosed(it) = event {
            self.over(&it.partnership_id);
        }
    }

    fn wait(&mut self, place: Place, due_on: &str) {
        self.pause(&place);
        self.open.insert(place.clone(), Due { due_on: due_on.to_owned(), is_said: false });
        self.resume(place);
    }

    fn pause(&mut self, place: &Place) {
        if let Some(at) = self.open.get(place).and_then(|it| it.due_on.parse().ok()).and_then(moment::end_of) {
            self.by_time.remove(&(at, place.clone()));
        }
    }

    fn resume(&mut self, place: Place) {
        let due = self.open.get(&place).filter(|it| !it.is_said);
        if let Some(at) = due.and_then(|it| it.due_on.parse().ok()).and_then(moment::end_of) {
            self.by_time.insert((at, place));
        }
    }

    fn end(&mut self, place: &Place) {
        self.pause(place);
        self.open.remove(place);
    }

    /// Nothing falls due any more in a partnership that has ended.
    fn over(&mut self, partnership_id: &str) {
        let from = place(partnership_id, "");
        let here = self.open.range(from..).map(|(it, _)| it).take_while(|it| it.partnership_id == partnership_id);
        for place in here.cloned().collect::<Vec<_>>() {
            self.end(&place);
        }
    }
}

fn place(partnership_id: &str, undertaking_id: &str) -> Place {
    Place { partnership_id: partnership_id.to_owned(), undertaking_id: undertaking_id.to_owned() }
}
