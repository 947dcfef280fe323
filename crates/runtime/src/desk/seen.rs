//! Twice is once: which commands were carried out, and where in the log their receipts can be made from.

use std::collections::VecDeque;

use hashbrown::HashTable;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The newest commands that are remembered; at 10,000 a day, more than three months.
const COMMANDS_MAX: usize = 1_000_000;

/// Some 27 bytes a command.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "VecDeque<Command>")]
pub(super) struct Seen {
    /// The oldest first.
    commands: VecDeque<Command>,
    /// How many came before those.
    forgotten: u32,
    /// By its hash, the how-manieth a command is of all: wraps around, long after the first was forgotten.
    places: HashTable<u32>,
}

/// A hash of caller and id, and the log position that proves it.
type Command = (u64, u64);

impl Seen {
    /// The position of the command's first entry, to be checked against the entry itself.
    pub(super) fn position(&self, partner: &str, command_id: Uuid) -> Option<u64> {
        let hash = hash(partner, command_id);
        let place = self.places.find(hash, |place| self.command(*place).0 == hash)?;
        Some(self.command(*place).1)
    }

    pub(super) fn remember(&mut self, partner: &str, command_id: Uuid, position: u64) {
        self.commands.push_back((hash(partner, command_id), position));
        self.place(self.commands.len() - 1);
        if COMMANDS_MAX < self.commands.len() {
            self.forget_one();
        }
    }

    /// Makes the command at that index of `commands` to be found. The newer of two with one hash is: a retry of the
    /// other is told from it by the log's entry, and is taken for new.
    fn place(&mut self, index: usize) {
        let Seen { commands, forgotten, places } = self;
        let at = |place: &u32| commands[place.wrapping_sub(*forgotten) as usize].0;
        let hash = commands[index].0;
        let place = forgotten.wrapping_add(index as u32);
        match places.find_mut(hash, |place| at(place) == hash) {
            Some(older) => *older = place,
            None => drop(places.insert_unique(hash, place, at)),
        }
    }

    fn forget_one(&mut self) {
        let Some((hash, _)) = self.commands.pop_front() else { return };
        if let Ok(oldest) = self.places.find_entry(hash, |place| *place == self.forgotten) {
            oldest.remove();
        }
        self.forgotten = self.forgotten.wrapping_add(1);
    }

    fn command(&self, place: u32) -> Command {
        self.commands[place.wrapping_sub(self.forgotten) as usize]
    }
}

impl From<VecDeque<Command>> for Seen {
    fn from(commands: VecDeque<Command>) -> Self {
        let mut seen = Seen { places: HashTable::with_capacity(commands.len()), commands, forgotten: 0 };
        (0..seen.commands.len()).for_each(|index| seen.place(index));
        seen
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.commands.serialize(serializer)
    }
}

/// The same in every run, as it stands in the snapshot; a collision is found out at the log's entry.
fn hash(partner: &str, command_id: Uuid) -> u64 {
    let digest = Sha256::new().chain_update(command_id.as_bytes()).chain_update(partner).finalize();
    u64::from_be_bytes(std::array::from_fn(|place| digest[place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_million_commands_are_found_and_older_ones_forgotten() {
        let mut seen = Seen::default();
        let id = |number: u64| Uuid::from_u128(number.into());
        let end = COMMANDS_MAX as u64 + 1_000;
        for number in 1..=end {
            seen.remember("a partner", id(number), number);
        }
        let found = |number| seen.position("a partner", id(number));
        assert!((1..=1_000).all(|number| found(number).is_none()));
        assert!((1_001..=end).step_by(97).chain([1_001, end]).all(|number| found(number) == Some(number)));
        assert_eq!(seen.position("another", id(end)), None);
    }

    #[test]
    fn what_was_seen_is_the_same_after_a_snapshot() {
        let mut seen = Seen::default();
        for number in 1..=5_000_u64 {
            seen.remember("a partner", Uuid::from_u128(number.into()), number);
        }
        let again: Seen = postcard::from_bytes(&postcard::to_stdvec(&seen).unwrap()).unwrap();
        for number in 0..=5_001_u64 {
            let id = Uuid::from_u128(number.into());
            assert_eq!(again.position("a partner", id), seen.position("a partner", id), "{number}");
        }
    }
}
