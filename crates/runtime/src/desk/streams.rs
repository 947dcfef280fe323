//! Which streams there are, nearly: what is surely new needs no looking up.

use fastbloom::BloomFilter;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Streams of the first filter; each further one has twice as many. A new stream is looked for in all of them: four hold a
/// million.
const STREAMS_FIRST: u64 = 70_000;
/// So many of the new streams are looked up all the same, at most, each for longer than deciding takes: the first filter
/// takes half of them for known, each further one half as many as the one before.
const MISTAKEN: f64 = 0.001;

/// What a stream is looked up by: made of its name once a command. By half of SHA-256, so that nobody finds two streams
/// with the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mark(u128);

impl Mark {
    /// The same in every run, as it stands in the snapshot.
    pub(super) fn of(stream: &str) -> Mark {
        let digest = Sha256::digest(stream);
        Mark(u128::from_be_bytes(std::array::from_fn(|place| digest[place])))
    }

    /// Enough for a filter, which is mistaken now and then anyway.
    fn hash(self) -> u64 {
        (self.0 >> 64) as u64
    }
}

/// Some three bytes a stream.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Streams {
    filters: Vec<BloomFilter>,
    /// How many more the last filter takes.
    left: u64,
}

impl Streams {
    /// False where the stream has no facts; true where it has, and seldom where it has none.
    pub(super) fn may_have(&self, mark: Mark) -> bool {
        self.filters.iter().any(|it| it.contains_hash(mark.hash()))
    }

    pub(super) fn begin(&mut self, mark: Mark) {
        if self.left == 0 {
            self.left = STREAMS_FIRST << self.filters.len();
            let mistaken = MISTAKEN * 0.5_f64.powi(self.filters.len() as i32 + 1);
            self.filters.push(BloomFilter::with_false_pos(mistaken).seed(&0).expected_items(self.left as usize));
        }
        self.left -= 1;
        if let Some(last) = self.filters.last_mut() {
            last.insert_hash(mark.hash());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stream_is_known_and_few_others_are_taken_for_known() {
        let mut streams = Streams::default();
        let mark = |number: u32| Mark::of(&format!("p/offer/{number}"));
        (0..200_000).for_each(|number| streams.begin(mark(number)));
        assert!((0..200_000).all(|number| streams.may_have(mark(number))));
        let mistaken = (200_000..300_000).filter(|number| streams.may_have(mark(*number))).count();
        assert!(mistaken < 150, "{mistaken} of 100,000");
        let again: Streams = postcard::from_bytes(&postcard::to_stdvec(&streams).unwrap()).unwrap();
        assert!((0..200_000).all(|number| again.may_have(mark(number))));
    }
}
