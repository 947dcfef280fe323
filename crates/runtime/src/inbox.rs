//! Hearing: what another service says goes, as the very bytes received, into our own log, in its order and once.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use futures::StreamExt;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::{
    crowd::{self, Patience},
    desk::Shared,
    origin::{Batch, Origin, OriginError},
    service::Service,
};

const RETRY_FIRST: Duration = Duration::from_millis(100);
/// Short beside the ten seconds within which all is to be heard once an origin is back.
const RETRY_MAX: Duration = Duration::from_secs(2);

/// What comes after a pause is written at once; what goes on coming, so that writing takes at most this part of the time.
/// Every commit costs callers some of theirs, and the more facts share one, the less.
const PAUSES_A_WRITE: u32 = 20;
const PAUSE_MAX: Duration = Duration::from_millis(100);
/// Who lags further behind makes no pauses.
const LAG_MAX: SignedDuration = SignedDuration::from_millis(250);

/// What keeps which origin from being heard; empty when all is well.
pub type Troubles = Arc<RwLock<HashMap<String, String>>>;

/// Hears one origin until the service stops, or its record turns out to be rewritten.
pub(crate) async fn run<S: Service>(
    shared: Arc<Shared<S>>,
    origin: Arc<dyn Origin>,
    troubles: Troubles,
    stop: CancellationToken,
) {
    let mut retry = RETRY_FIRST;
    loop {
        let ended = stop.run_until_cancelled(hear(&shared, &*origin, &troubles, &mut retry)).await;
        let Some(Err(error)) = ended else { return };
        note(&troubles, &origin.name(), Some(&error));
        if matches!(error, OriginError::Rewritten { .. }) {
            return tracing::error!(origin = origin.name(), %error, "hearing has stopped: a person has to look into it");
        }
        tracing::warn!(origin = origin.name(), %error, "an origin cannot be heard; trying again");
        if stop.run_until_cancelled(tokio::time::sleep(retry)).await.is_none() {
            return;
        }
        retry = (retry * 2).min(RETRY_MAX);
    }
}

/// Ends well only when this service's own log has stopped.
async fn hear<S: Service>(
    shared: &Arc<Shared<S>>,
    origin: &dyn Origin,
    troubles: &Troubles,
    retry: &mut Duration,
) -> Result<(), OriginError> {
    let name = origin.name();
    let cursor = shared.core().heard(&name);
    let mut batches = origin.read(cursor, shared.horizon.waiting());
    let mut patience = Patience::default();
    loop {
        while patience.lasts(origin.is_crowded() && !shared.horizon.is_waited_for()) {
            tokio::time::sleep(crowd::TICK).await;
        }
        let Some(batch) = batches.next().await else { break };
        let Batch { facts, heard } = batch?;
        if facts.is_empty() {
            *retry = RETRY_FIRST;
            note(troubles, &name, None);
            patience.renew();
            continue;
        }
        let began = Instant::now();
        let mut unreadable = None;
        let readable = facts.into_iter().map_while(|it| it.read().map_err(|error| unreadable = Some(error)).ok());
        let facts: Vec<_> = readable.collect();
        let (log, from) = (shared.log.clone(), name.clone());
        let heard_now = shared.turn(move |core| {
            let taken = core.hear(&from, facts);
            core.flush().map_err(|refused| OriginError::Broken(refused.message))?;
            let newest = taken.map_err(OriginError::broken)?;
            Ok((log.queued_end(), newest.map_or(SignedDuration::ZERO, |it| core.now().duration_since(it))))
        });
        let Some(heard_now) = heard_now.await else { return Err(OriginError::Broken("hearing it broke off".into())) };
        let (end, lag) = heard_now?;
        if let Some(error) = unreadable {
            return Err(OriginError::Broken(format!("a fact that cannot be read: {error}")));
        }
        if shared.log.durable(end).await.is_err() {
            return Ok(());
        }
        if let Some(heard) = heard {
            // Nobody waits any more where the stream was given up meanwhile.
            let _ = heard.send(());
        }
        *retry = RETRY_FIRST;
        note(troubles, &name, None);
        if lag < LAG_MAX {
            patience.renew();
            tokio::time::sleep((began.elapsed() * PAUSES_A_WRITE).min(PAUSE_MAX)).await;
        }
    }
    Err(OriginError::Broken("the origin's stream ended".into()))
}

fn note(troubles: &Troubles, origin: &str, error: Option<&OriginError>) {
    let Ok(mut troubles) = troubles.write() else { return };
    match error {
        Some(error) => drop(troubles.insert(origin.to_owned(), error.to_string())),
        None => drop(troubles.remove(origin)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use contract::log::{Envelope, ReactionParked};
    use futures::stream;

    use super::*;
    use crate::{
        as_of::{Token, Waiting},
        bare::{Bare, Crowding, acting},
        desk::Cursor,
        origin::{Batches, LogOrigin},
    };

    /// Has nothing to say, and cannot be heard at first.
    #[derive(Default)]
    struct Quiet {
        is_back: Arc<AtomicBool>,
    }

    impl Origin for Quiet {
        fn name(&self) -> String {
            "theirs/goals".into()
        }

        fn read(&self, _: Cursor, _: Waiting) -> Batches {
            if !self.is_back.load(Ordering::SeqCst) {
                return stream::iter([Err(OriginError::Broken("away".into()))]).boxed();
            }
            stream::iter([Ok(Batch { facts: vec![], heard: None })]).chain(stream::pending()).boxed()
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_trouble_with_an_origin_is_over_when_it_is_back_though_it_says_nothing_new() {
        let (ours, _data) = Bare::start("ours");
        let origin = Quiet::default();
        let is_back = origin.is_back.clone();
        ours.hear(Arc::new(origin));
        let until = async |is_trouble: bool| {
            while ours.status().heard.iter().any(|it| !it.trouble.is_empty()) != is_trouble {
                tokio::time::sleep(crowd::TICK).await;
            }
        };
        let patience = Duration::from_secs(60);
        tokio::time::timeout(patience, until(true)).await.expect("it is told");
        is_back.store(true, Ordering::SeqCst);
        tokio::time::timeout(patience, until(false)).await.expect("it is over");
        ours.stop().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_somebody_waits_for_is_heard_though_callers_crowd_where_it_is_written() {
        let ((theirs, _their_data), (ours, _our_data)) = (Bare::start("theirs"), Bare::start("ours"));
        ours.hear(Arc::new(LogOrigin(theirs.source())));
        let (origin, hearer) = (theirs.desk().shared, ours.desk().shared);
        let crowd = Crowding::at(&origin);
        for number in 1..=20 {
            let written = origin.turn(move |core| {
                let parked = ReactionParked { event_id: number.to_string(), ..Default::default() };
                core.park(&Envelope::default(), parked, &acting())?;
                core.flush()
            });
            written.await.unwrap().unwrap();
            let written = [Token { origin: "theirs/goals".into(), number }];
            hearer.horizon.wait_for(&written, None).await.unwrap();
        }
        drop(crowd);
        ours.stop().await;
        theirs.stop().await;
    }
}
