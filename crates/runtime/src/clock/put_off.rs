//! What fell due and came to nothing waits longer each time, so that others get their turn. Kept in memory alone: after a
//! restart all of it is tried at once.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use uuid::Uuid;

/// Doubled each time, up to the other.
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// Occurrences that came to nothing, and until when they are not tried again.
#[derive(Default)]
pub(super) struct PutOff {
    waiting: HashMap<Uuid, Wait>,
}

struct Wait {
    pause: Duration,
    until: Instant,
}

impl PutOff {
    /// Keeps in mind only what is still due.
    pub(super) fn keep(&mut self, due: &HashSet<Uuid>) {
        self.waiting.retain(|occurrence, _| due.contains(occurrence));
    }

    pub(super) fn is_its_turn(&self, occurrence: &Uuid, now: Instant) -> bool {
        self.waiting.get(occurrence).is_none_or(|it| it.until <= now)
    }

    pub(super) fn put_off(&mut self, occurrence: Uuid, now: Instant) {
        let pause = self.waiting.get(&occurrence).map_or(PAUSE_MIN, |it| PAUSE_MAX.min(2 * it.pause));
        self.waiting.insert(occurrence, Wait { pause, until: now + pause });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[test]
    fn each_time_it_waits_twice_as_long_up_to_a_minute() {
        let (mut put_off, mut now) = (PutOff::default(), Instant::now());
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            assert!(put_off.is_its_turn(&ONE, now));
            put_off.put_off(ONE, now);
            now += Duration::from_secs(seconds);
            assert!(!put_off.is_its_turn(&ONE, now - Duration::from_millis(1)), "after {seconds} s");
            assert!(put_off.is_its_turn(&OTHER, now), "another does not wait for it");
        }
    }

    #[test]
    fn what_is_due_no_longer_is_forgotten() {
        let (mut put_off, now) = (PutOff::default(), Instant::now());
        put_off.put_off(ONE, now);
        put_off.put_off(OTHER, now);
        put_off.keep(&HashSet::from([OTHER]));
        assert!(put_off.is_its_turn(&ONE, now) && !put_off.is_its_turn(&OTHER, now));
        assert_eq!(put_off.waiting.len(), 1);
    }
}
