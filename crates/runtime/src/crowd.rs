//! Commands come before copies: while callers crowd, what follows a log lets them by, unless somebody waits for it.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// So many callers served in one go, on average over the last few, are a crowd: they keep the machine busy by themselves.
const CALLERS_MIN: u64 = 16;
const GOES: u64 = 8;
/// It is over when for so long no callers were served.
const OVER_AFTER: Duration = Duration::from_millis(50);
/// Followers let it by for so long, and then come to the end of what they follow first.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often those who let it by look up.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// The callers of one service. Times are milliseconds of this process; 0: never.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    /// In one go, on average: as many goes' worth.
    callers: AtomicU64,
    /// When any came last.
    came: AtomicU64,
    /// When there was a crowd last.
    seen: AtomicU64,
}

impl Crowd {
    /// So many callers were served in one go; told by one who serves at a time.
    pub(crate) fn came(&self, callers: usize) {
        let before = if is_lately(&self.came) { self.callers.load(Ordering::Relaxed) } else { 0 };
        let now = before - before / GOES + callers as u64;
        self.callers.store(now, Ordering::Relaxed);
        self.came.store(millis(), Ordering::Relaxed);
        if CALLERS_MIN * GOES <= now {
            self.seen.store(millis(), Ordering::Relaxed);
        }
    }

    pub(crate) fn is_here(&self) -> bool {
        is_lately(&self.seen)
    }
}

fn is_lately(time: &AtomicU64) -> bool {
    let time = time.load(Ordering::Relaxed);
    time != 0 && millis().saturating_sub(time) <= OVER_AFTER.as_millis() as u64
}

/// Of one follower.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    since: Option<Instant>,
}

impl Patience {
    /// Whether to let callers by for another tick.
    pub(crate) fn lasts(&mut self, is_crowded: bool) -> bool {
        is_crowded && self.since.get_or_insert_with(Instant::now).elapsed() < PATIENCE
    }

    /// The follower has come to the end.
    pub(crate) fn renew(&mut self) {
        self.since = None;
    }
}

/// At least 1.
fn millis() -> u64 {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGAN.elapsed().as_millis() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_callers_together_are_a_crowd_and_as_many_one_after_the_other_are_none() {
        let (crowd, queue) = (Crowd::default(), Crowd::default());
        for _ in 0..10 * GOES {
            crowd.came(2 * CALLERS_MIN as usize);
            (0..2 * CALLERS_MIN).for_each(|_| queue.came(1));
        }
        assert!(crowd.seen.load(Ordering::Relaxed) != 0);
        assert!(!queue.is_here());
        queue.came(CALLERS_MIN as usize * 2);
        assert!(!queue.is_here(), "one go is not many");
        std::thread::sleep(2 * OVER_AFTER);
        assert!(!crowd.is_here(), "it is over");
        crowd.came(1);
        assert!(!crowd.is_here(), "and who comes later is alone");
    }

    #[test]
    fn a_follower_lets_a_crowd_by_but_not_without_end() {
        let mut patience = Patience::default();
        assert!(!patience.lasts(false));
        assert!(patience.lasts(true));
        patience.since = Some(Instant::now() - PATIENCE);
        assert!(!patience.lasts(true), "until it has come to the end");
        patience.renew();
        assert!(patience.lasts(true));
    }
}
