//! Commands come before copies: while callers crowd, what follows a log lets them by, unless somebody waits for it.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

/// So many callers served in one go, on average over the last few, come together.
const CALLERS_MIN: u64 = 16;
const GOES: u64 = 8;
/// They are a crowd where they also keep the threads that serve them busy for such a part of the time. Callers at a steady
/// pace come together too, where the machine is slow or was held up; what follows their log has to keep up with them, and
/// can. Measured on two processors that the callers share, followers letting them by: 256 keep the threads busy for 55 % to
/// 70 % of the time, 64 for some 45 %, and a pace of half of what the 256 come to for 39 % to 47 % on average.
const BUSY_MIN_PERCENT: u64 = 50;
/// Over so long.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(100);
/// It is over when for so long no callers were served.
const OVER_AFTER: Duration = Duration::from_millis(50);
/// Followers let it by for so long, and then come to the end of what they follow first.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often those who let it by look up.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// How long the threads that serve callers have been at work since they began, all together.
pub(crate) struct Work {
    busy: Duration,
    threads: usize,
}

impl Work {
    pub(crate) fn of(callers: &Handle) -> Self {
        let metrics = callers.metrics();
        let threads = metrics.num_workers();
        Work { busy: (0..threads).map(|it| metrics.worker_total_busy_duration(it)).sum(), threads }
    }

    /// Of one thread that never rests.
    #[cfg(test)]
    pub(crate) fn without_rest() -> Self {
        Work { busy: Duration::from_millis(millis()), threads: 1 }
    }
}

/// The callers of one service. Times are milliseconds of this process; 0: never.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    /// In one go, on average: as many goes' worth.
    callers: AtomicU64,
    /// When any came last.
    came: AtomicU64,
    /// When the threads' work was looked at last, and how many milliseconds it came to then.
    looked_at: AtomicU64,
    worked: AtomicU64,
    is_busy: AtomicBool,
    /// When there was a crowd last.
    seen: AtomicU64,
}

impl Crowd {
    /// So many callers were served in one go; told by one who serves at a time.
    pub(crate) fn came(&self, callers: usize, work: impl FnOnce() -> Work) {
        self.came_at(millis(), callers, work);
    }

    fn came_at(&self, now: u64, callers: usize, work: impl FnOnce() -> Work) {
        let before = if is_lately(&self.came, now) { self.callers.load(Ordering::Relaxed) } else { 0 };
        let callers = before - before / GOES + callers as u64;
        self.callers.store(callers, Ordering::Relaxed);
        self.came.store(now, Ordering::Relaxed);
        let passed = now.saturating_sub(self.looked_at.load(Ordering::Relaxed));
        if LOOKED_AT_EVERY.as_millis() as u64 <= passed {
            self.look(now, passed, work());
        }
        if CALLERS_MIN * GOES <= callers && self.is_busy.load(Ordering::Relaxed) {
            self.seen.store(now, Ordering::Relaxed);
        }
    }

    fn look(&self, now: u64, passed: u64, work: Work) {
        let worked = work.busy.as_millis() as u64;
        let since = worked.saturating_sub(self.worked.swap(worked, Ordering::Relaxed));
        self.is_busy.store(BUSY_MIN_PERCENT * passed * work.threads as u64 <= 100 * since, Ordering::Relaxed);
        self.looked_at.store(now, Ordering::Relaxed);
    }

    pub(crate) fn is_here(&self) -> bool {
        self.is_here_at(millis())
    }

    fn is_here_at(&self, now: u64) -> bool {
        is_lately(&self.seen, now)
    }
}

fn is_lately(time: &AtomicU64, now: u64) -> bool {
    let time = time.load(Ordering::Relaxed);
    time != 0 && now.saturating_sub(time) <= OVER_AFTER.as_millis() as u64
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

    /// A second in which so many callers come every millisecond, one go after the other, and two threads work for such a
    /// part of the time: whether they were a crowd at its end, and 2 s after.
    fn a_second_of(goes: &[usize], busy_percent: u64) -> (bool, bool) {
        let crowd = Crowd::default();
        let work = |now: u64| Work { busy: Duration::from_millis(2 * now * busy_percent / 100), threads: 2 };
        for now in 1..=1_000 {
            goes.iter().for_each(|callers| crowd.came_at(now, *callers, || work(now)));
        }
        let at_the_end = crowd.is_here_at(1_000);
        crowd.came_at(3_000, 1, || work(3_000));
        (at_the_end, crowd.is_here_at(3_000))
    }

    #[test]
    fn many_callers_together_are_a_crowd_and_as_many_one_after_the_other_are_none() {
        assert_eq!(a_second_of(&[32], 60), (true, false));
        assert_eq!(a_second_of(&[1; 32], 60), (false, false));
        assert_eq!(a_second_of(&[1, 1, 1, 1, 1, 1, 1, 25], 60), (false, false), "one go is not many");
    }

    #[test]
    fn callers_who_leave_the_threads_that_serve_them_time_are_no_crowd() {
        assert_eq!(a_second_of(&[32], 49), (false, false));
        assert_eq!(a_second_of(&[32], 100), (true, false));
    }

    #[test]
    fn a_crowd_is_over_as_soon_as_its_callers_rest() {
        let crowd = Crowd::default();
        let busy_until = |now: u64| Work { busy: Duration::from_millis(now.min(500)), threads: 1 };
        for now in 1..=1_000 {
            crowd.came_at(now, 32, || busy_until(now));
            // Their work is looked at every 100 ms, and a crowd is over 50 ms later.
            match now {
                200..=500 => assert!(crowd.is_here_at(now), "{now}"),
                700.. => assert!(!crowd.is_here_at(now), "{now}"),
                _ => (),
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn threads_that_compute_are_at_work_and_those_that_wait_are_not() {
        let (callers, pause) = (Handle::current(), Duration::from_millis(200));
        let began = Work::of(&callers);
        tokio::time::sleep(pause).await;
        let rested = Work::of(&callers);
        assert_eq!(rested.threads, 2);
        assert!(rested.busy - began.busy < pause);
        let compute = async move {
            let began = Instant::now();
            while began.elapsed() < pause {
                std::hint::spin_loop();
            }
        };
        tokio::spawn(compute).await.unwrap();
        let told = async {
            while Work::of(&callers).busy - rested.busy < pause {
                tokio::time::sleep(TICK).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), told).await.expect("a thread tells when it rests");
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
