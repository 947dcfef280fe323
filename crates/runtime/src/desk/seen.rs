//! Twice is once: which commands were carried out, and where in the log their receipts can be made from.

use std::collections::VecDeque;

use hashbrown::HashTable;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The newest commands that are remembered; at 10,000 a day, more than three months.
const COMMANDS_MAX: usize = 1_000_000;

/// Some 23 bytes a command.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Kept<VecDeque<Command>>")]
pub(super) struct Seen {
    /// The oldest first.
    commands: VecDeque<Command>,
    /// The position of the last.
    newest: u64,
    /// How many came before those.
    forgotten: u32,
    /// By its hash, the how-manieth a command is of all: wraps around, long after the first was forgotten.
    places: HashTable<u32>,
}

/// A key's hash, and the log position that proves it, of which the lower half tells them all apart: a million commands do
/// not lie four thousand million entries apart. Where they did, one would be taken for new.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Command {
    /// In two halves: a whole number of 64 bits would take as many more for its place.
    hash: [u32; 2],
    position: u32,
}

/// What stands in a snapshot.
#[derive(Serialize, Deserialize)]
struct Kept<C> {
    commands: C,
    newest: u64,
}

/// What a command is looked up by: made of caller and id once a command.
#[derive(Clone, Copy)]
pub(super) struct Key(u64);

impl Key {
    /// The same in every run, as it stands in the snapshot; a collision is found out at the log's entry.
    pub(super) fn of(partner: &str, command_id: Uuid) -> Key {
        let digest = Sha256::new().chain_update(command_id.as_bytes()).chain_update(partner).finalize();
        Key(u64::from_be_bytes(std::array::from_fn(|place| digest[place])))
    }
}

impl Seen {
    /// The position of the command's first entry, to be checked against the entry itself.
    pub(super) fn position(&self, Key(hash): Key) -> Option<u64> {
        let place = self.places.find(hash, |place| self.command(*place).hash() == hash)?;
        let behind = (self.newest as u32).wrapping_sub(self.command(*place).position);
        Some(self.newest.saturating_sub(behind.into()))
    }

    pub(super) fn remember(&mut self, Key(hash): Key, position: u64) {
        self.commands.push_back(Command { hash: [(hash >> 32) as u32, hash as u32], position: position as u32 });
        self.newest = position;
        self.place(self.commands.len() - 1);
        if COMMANDS_MAX < self.commands.len() {
            self.forget_one();
        }
    }

    /// Makes the command at that index of `commands` to be found. The newer of two with one hash is: a retry of the
    /// other is told from it by the log's entry, and is taken for new.
    fn place(&mut self, index: usize) {
        let Seen { commands, forgotten, places, .. } = self;
        let at = |place: &u32| commands[place.wrapping_sub(*forgotten) as usize].hash();
        let hash = commands[index].hash();
        let place = forgotten.wrapping_add(index as u32);
        match places.find_mut(hash, |place| at(place) == hash) {
            Some(older) => *older = place,
            None => drop(places.insert_unique(hash, place, at)),
        }
    }

    fn forget_one(&mut self) {
        let Some(oldest) = self.commands.pop_front() else { return };
        if let Ok(oldest) = self.places.find_entry(oldest.hash(), |place| *place == self.forgotten) {
            oldest.remove();
        }
        self.forgotten = self.forgotten.wrapping_add(1);
    }

    fn command(&self, place: u32) -> Command {
        self.commands[place.wrapping_sub(self.forgotten) as usize]
    }
}

impl Command {
    fn hash(self) -> u64 {
        let [upper, lower] = self.hash;
        u64::from(upper) << 32 | u64::from(lower)
    }
}

impl From<Kept<VecDeque<Command>>> for Seen {
    fn from(Kept { commands, newest }: Kept<VecDeque<Command>>) -> Self {
        let mut seen = Seen { places: HashTable::with_capacity(commands.len()), commands, newest, forgotten: 0 };
        (0..seen.commands.len()).for_each(|index| seen.place(index));
        seen
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Kept { commands: &self.commands, newest: self.newest }.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_million_commands_are_found_and_older_ones_forgotten() {
        let mut seen = Seen::default();
        let key = |partner, number: u64| Key::of(partner, Uuid::from_u128(number.into()));
        let end = COMMANDS_MAX as u64 + 1_000;
        for number in 1..=end {
            seen.remember(key("a partner", number), number);
        }
        let found = |number| seen.position(key("a partner", number));
        assert!((1..=1_000).all(|number| found(number).is_none()));
        assert!((1_001..=end).step_by(97).chain([1_001, end]).all(|number| found(number) == Some(number)));
        assert_eq!(seen.position(key("another", end)), None);
    }

    #[test]
    fn a_command_is_found_where_it_stands_however_long_the_log_is() {
        let key = |number: u128| Key::of("a partner", Uuid::from_u128(number));
        let end = 1 << 32;
        for positions in [[1, 2], [1, end], [end - 1, end], [end - 1, end + 7], [5 * end - 2, 6 * end - 3]] {
            let mut seen = Seen::default();
            (1..).zip(positions).for_each(|(number, position)| seen.remember(key(number), position));
            assert_eq!([1, 2].map(|number| seen.position(key(number))), positions.map(Some));
        }
    }

    #[test]
    fn what_was_seen_is_the_same_after_a_snapshot() {
        let mut seen = Seen::default();
        let key = |number: u64| Key::of("a partner", Uuid::from_u128(number.into()));
        for number in 1..=5_000_u64 {
            seen.remember(key(number), number);
        }
        let again: Seen = postcard::from_bytes(&postcard::to_stdvec(&seen).unwrap()).unwrap();
        for number in 0..=5_001_u64 {
            assert_eq!(again.position(key(number)), seen.position(key(number)), "{number}");
        }
    }
}
