//! A batch of facts folded in memory: each key is read once and written once.

use std::{any::Any, collections::BTreeMap};

use prost::Message;
use redb::{ReadableTable, StorageError, Table};

/// The changed answers of one view, before they are written.
pub struct Fold<'t> {
    table: Table<'t, &'static [u8], &'static [u8]>,
    slots: BTreeMap<Vec<u8>, Slot>,
    /// A read that failed; the follower stops on it.
    failed: Option<StorageError>,
}

enum Slot {
    Absent,
    Present(Box<dyn Answer>),
    Removed,
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
        Fold { table, slots: BTreeMap::new(), failed: None }
    }

    /// Stands instead of whatever was there.
    pub fn put<M: Message + 'static>(&mut self, key: Vec<u8>, answer: M) {
        self.slots.insert(key, Slot::Present(Box::new(answer)));
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
                Slot::Present(answer) => drop(self.table.insert(&key[..], &answer.encoded()[..])?),
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
            Some(Slot::Present(answer)) => (**answer).as_any_mut().downcast_mut::<M>(),
            _ => None,
        }
    }

    fn load<M: Message + Default + 'static>(&mut self, key: &[u8]) -> Slot {
        match self.table.get(key) {
            Ok(Some(stored)) => match M::decode(stored.value()) {
                Ok(answer) => Slot::Present(Box::new(answer)),
                // Written by another build in a way this one cannot read: the fold starts afresh.
                Err(_) => Slot::Absent,
            },
            Ok(None) => Slot::Absent,
            Err(error) => {
                self.failed = Some(error);
                Slot::Absent
            }
        }
    }
}
