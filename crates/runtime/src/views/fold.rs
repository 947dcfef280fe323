//! A batch of facts folded in memory: each answer is read once and written once.

use std::{
    any::Any,
    collections::{BTreeMap, btree_map::Entry},
};

use contract::log::Envelope;
use jiff::Timestamp;
use prost::Message;
use redb::{ReadableTable, StorageError};

use super::stored;
use crate::derived::{Change, Opened, change};

/// The changed answers of one view, before they are written.
pub struct Fold<'t> {
    table: Opened<'t>,
    slots: BTreeMap<Vec<u8>, Slot>,
    /// When the fact under way was written down.
    now: Timestamp,
    /// A read that failed; the follower stops on it.
    failed: Option<StorageError>,
}

enum Slot {
    /// Nothing stands there, and nothing is to.
    Absent,
    Present(Since, Box<dyn Answer>),
    Removed,
}

/// When an answer came to be.
#[derive(Clone, Copy)]
enum Since {
    At(Timestamp),
    /// It was put without a look at what stands there: if nothing does, then.
    IfNew(Timestamp),
}

/// A message in a slot, whatever its type.
trait Answer: Any + Send {
    fn encode_to(&self, stored: &mut Vec<u8>);
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<M: Message + 'static> Answer for M {
    fn encode_to(&self, stored: &mut Vec<u8>) {
        // A vector grows as it must.
        let _ = self.encode(stored);
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<'t> Fold<'t> {
    pub(super) fn of(table: Opened<'t>) -> Self {
        Fold { table, slots: BTreeMap::new(), now: Timestamp::MAX, failed: None }
    }

    /// What comes to be from here on, comes of that fact.
    pub(super) fn begin(&mut self, fact: &Envelope) {
        self.now = stored::moment(fact);
    }

    /// Stands instead of whatever was there, and since when that did.
    pub fn put<M: Message + 'static>(&mut self, key: Vec<u8>, answer: M) {
        let (now, answer) = (self.now, Box::new(answer));
        match self.slots.entry(key) {
            Entry::Vacant(free) => drop(free.insert(Slot::Present(Since::IfNew(now), answer))),
            Entry::Occupied(mut taken) => {
                let since = match taken.get() {
                    Slot::Present(since, _) => *since,
                    Slot::Absent | Slot::Removed => Since::At(now),
                };
                taken.insert(Slot::Present(since, answer));
            }
        }
    }

    /// Changes what is there; does nothing where nothing is.
    pub fn change<M: Message + Default + 'static>(&mut self, key: Vec<u8>, change: impl FnOnce(&mut M)) {
        if let Some(answer) = self.slot::<M>(key).answer() {
            change(answer);
        }
    }

    /// Changes what is there, or an empty answer.
    pub fn upsert<M: Message + Default + 'static>(&mut self, key: Vec<u8>, change: impl FnOnce(&mut M)) {
        let now = self.now;
        let slot = self.slot::<M>(key);
        if slot.answer::<M>().is_none() {
            *slot = Slot::Present(Since::At(now), Box::new(M::default()));
        }
        if let Some(answer) = slot.answer() {
            change(answer);
        }
    }

    pub fn get<M: Message + Default + Clone + 'static>(&mut self, key: Vec<u8>) -> Option<M> {
        self.slot::<M>(key).answer().cloned()
    }

    pub fn remove(&mut self, key: Vec<u8>) {
        self.slots.insert(key, Slot::Removed);
    }

    pub(super) fn finish(mut self) -> Result<(), redb::Error> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        let changed = self.slots.into_iter().filter(|(_, slot)| !matches!(slot, Slot::Absent));
        change(&mut self.table, changed)
    }

    fn slot<M: Message + Default + 'static>(&mut self, key: Vec<u8>) -> &mut Slot {
        match self.slots.entry(key) {
            Entry::Occupied(taken) => taken.into_mut(),
            Entry::Vacant(free) => {
                let loaded = load::<M>(&self.table, free.key()).unwrap_or_else(|error| {
                    self.failed = Some(error);
                    Slot::Absent
                });
                free.insert(loaded)
            }
        }
    }
}

fn load<M: Message + Default + 'static>(table: &Opened<'_>, key: &[u8]) -> Result<Slot, StorageError> {
    let Some(found) = table.get(key)? else { return Ok(Slot::Absent) };
    let (came_at, message) = stored::unpack(found.value());
    // What another build has written in a way that this one cannot read is begun afresh.
    Ok(M::decode(message).map_or(Slot::Absent, |answer| Slot::Present(Since::At(came_at), Box::new(answer))))
}

impl Slot {
    fn answer<M: 'static>(&mut self) -> Option<&mut M> {
        match self {
            Slot::Present(_, answer) => (**answer).as_any_mut().downcast_mut(),
            Slot::Absent | Slot::Removed => None,
        }
    }
}

impl Change for Slot {
    fn write(&self, before: Option<&[u8]>, value: &mut Vec<u8>) -> bool {
        let Slot::Present(since, answer) = self else { return false };
        let came_at = match since {
            Since::At(at) => *at,
            Since::IfNew(at) => before.map_or(*at, |it| stored::unpack(it).0),
        };
        stored::begin(came_at, value);
        answer.encode_to(value);
        true
    }
}
