//! A batch of facts folded in memory: each key is read once and written once.

use std::{any::Any, collections::BTreeMap};

use contract::log::Envelope;
use jiff::Timestamp;
use prost::Message;
use redb::{ReadableTable, StorageError, Table};

use super::stored;

/// The changed answers of one view, before they are written.
pub struct Fold<'t> {
    table: Table<'t, &'static [u8], &'static [u8]>,
    slots: BTreeMap<Vec<u8>, Slot>,
    /// When the fact under way was written down.
    now: Timestamp,
    /// A read that failed; the follower stops on it.
    failed: Option<StorageError>,
}

enum Slot {
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
    fn encoded(&self) -> Vec<u8>;
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<M: Message + 'static> Answer for M {
    fn encoded(&self) -> Vec<u8> {
        self.encode_to_vec()
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<'t> Fold<'t> {
    pub(super) fn of(table: Table<'t, &'static [u8], &'static [u8]>) -> Self {
        Fold { table, slots: BTreeMap::new(), now: Timestamp::MAX, failed: None }
    }

    /// What comes to be from here on, comes of that fact.
    pub(super) fn begin(&mut self, fact: &Envelope) {
        self.now = stored::moment(fact);
    }

    /// Stands instead of whatever was there, and since when that did.
    pub fn put<M: Message + 'static>(&mut self, key: Vec<u8>, answer: M) {
        let since = match self.slots.get(&key) {
            Some(Slot::Present(since, _)) => *since,
            Some(Slot::Absent | Slot::Removed) => Since::At(self.now),
            None => Since::IfNew(self.now),
        };
        self.slots.insert(key, Slot::Present(since, Box::new(answer)));
    }

    /// Changes what is there; does nothing where nothing is.
    pub fn change<M: Message + Default + 'static>(&mut self, key: Vec<u8>, change: impl FnOnce(&mut M)) {
        if let Some(answer) = self.slot::<M>(key) {
            change(answer);
        }
    }

    /// Changes what is there, or an empty answer.
    pub fn upsert<M: Message + Default + 'static>(&mut self, key: Vec<u8>, change: impl FnOnce(&mut M)) {
        if self.slot::<M>(key.clone()).is_none() {
            self.put(key.clone(), M::default());
        }
        self.change(key, change);
    }

    pub fn get<M: Message + Default + Clone + 'static>(&mut self, key: Vec<u8>) -> Option<M> {
        self.slot::<M>(key).cloned()
    }

    pub fn remove(&mut self, key: Vec<u8>) {
        self.slots.insert(key, Slot::Removed);
    }

    pub(super) fn finish(mut self) -> Result<(), StorageError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        for (key, slot) in self.slots {
            match slot {
                Slot::Absent => (),
                Slot::Present(since, answer) => {
                    let came_at = match since {
                        Since::At(at) => at,
                        Since::IfNew(at) => self.table.get(&key[..])?.map_or(at, |it| stored::unpack(it.value()).0),
                    };
                    self.table.insert(&key[..], &stored::pack(came_at, &answer.encoded())[..])?;
                }
                Slot::Removed => drop(self.table.remove(&key[..])?),
            }
        }
        Ok(())
    }

    fn slot<M: Message + Default + 'static>(&mut self, key: Vec<u8>) -> Option<&mut M> {
        if !self.slots.contains_key(&key) {
            let slot = self.load::<M>(&key);
            self.slots.insert(key.clone(), slot);
        }
        match self.slots.get_mut(&key) {
            Some(Slot::Present(_, answer)) => (**answer).as_any_mut().downcast_mut::<M>(),
            _ => None,
        }
    }

    fn load<M: Message + Default + 'static>(&mut self, key: &[u8]) -> Slot {
        match self.table.get(key) {
            Ok(Some(found)) => {
                let (came_at, message) = stored::unpack(found.value());
                match M::decode(message) {
                    Ok(answer) => Slot::Present(Since::At(came_at), Box::new(answer)),
                    // Written by another build in a way this one cannot read: the fold starts afresh.
                    Err(_) => Slot::Absent,
                }
            }
            Ok(None) => Slot::Absent,
            Err(error) => {
                self.failed = Some(error);
                Slot::Absent
            }
        }
    }
}
