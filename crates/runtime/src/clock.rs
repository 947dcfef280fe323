//! Time is a caller too: where now comes from, and the loop that turns what falls due into commands.

mod put_off;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use self::put_off::PutOff;
use crate::{
    desk::{Core, Shared},
    reactor::{self, Fell},
    service::Service,
};

/// How often what falls due is looked for.
const TICK: Duration = Duration::from_millis(500);
/// At most so many in one step, so that callers get their turn between. What came to nothing waits, and takes no place.
const DUE_MAX: usize = 64;

/// Where now comes from.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Set by hand: in tests, and where a year is played in a minute. Milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn set_to(at: Timestamp) -> Self {
        Clock::Set(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Set(millis) => {
                Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// Moves a clock that is set by hand; the system's is nobody's to move.
    pub fn advance_to(&self, at: Timestamp) {
        if let Clock::Set(millis) = self {
            millis.fetch_max(at.as_millisecond(), Ordering::SeqCst);
        }
    }
}

/// Carries out what falls due until the service stops.
pub(crate) async fn run<S: Service>(shared: Arc<Shared<S>>, stop: CancellationToken) {
    let mut put_off = PutOff::default();
    while stop.run_until_cancelled(tokio::time::sleep(TICK)).await.is_some() {
        loop {
            let log = shared.log.clone();
            let step = shared.turn(move |core| {
                let changed = step(core, &mut put_off);
                (put_off, changed.then(|| log.queued_end()))
            });
            // By a panic: nothing is known any more of what waits.
            let (kept, position) = step.await.unwrap_or_default();
            put_off = kept;
            let Some(position) = position else { break };
            if shared.log.durable(position).await.is_err() {
                return;
            }
        }
    }
}

/// Some of what is due; whether anything came of it.
fn step<S: Service>(core: &mut Core<S>, put_off: &mut PutOff) -> bool {
    let now = core.now();
    let due = S::due(&core.room(), now).into_iter();
    let due: Vec<_> = due.filter_map(|it| it.occurrence.map(|(occurrence, at)| (occurrence, at, it))).collect();
    put_off.keep(&due.iter().map(|(occurrence, ..)| *occurrence).collect());
    let mut changed = false;
    let tried_at = Instant::now();
    let its_turn = due.iter().filter(|(occurrence, ..)| put_off.is_its_turn(occurrence, tried_at));
    for (occurrence, at, reaction) in its_turn.take(DUE_MAX).collect::<Vec<_>>() {
        match reactor::fall_due(core, reaction, *occurrence, *at) {
            Fell::Changed => changed = true,
            Fell::Pending => (),
            Fell::Nothing => put_off.put_off(*occurrence, tried_at),
        }
        if core.broken().is_some() {
            break;
        }
    }
    if let Err(refused) = core.flush() {
        tracing::error!(message = refused.message, "what fell due could not be queued");
        return false;
    }
    changed
}
