//! Reactions: follows the log, and carries out what each fact asks of this service, exactly once.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use contract::log::{Envelope, ReactionParked};
use jiff::Timestamp;
use kernel::clipped;
use prost::Message;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    caller::Caller,
    crowd::{self, Patience},
    desk::{Acting, Cause, Core, Follows, Outcome, Shared},
    log::{Entry, Stored},
    refusal::Refused,
    service::{Reaction, Service},
    telemetry,
};
use contract::Fact;

const ENTRIES_MAX: usize = 256;
const BYTES_MAX: usize = 1 << 20;
const ATTEMPTS_MAX: u32 = 3;
const WHY_BYTES_MAX: usize = 1_000;

/// How far reactions have come; in the same commit as what they did.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Marker {
    #[prost(uint64, tag = "1")]
    pub(crate) reacted: u64,
}

/// Follows the log from `after` until the service stops.
pub(crate) async fn run<S: Service>(shared: Arc<Shared<S>>, mut after: u64, stop: CancellationToken) {
    let _follows = Follows(&shared);
    let mut moved = shared.log.watch();
    let (end, numbers) = start(&shared);
    let mut numbers = Some(numbers);
    let mut patience = Patience::default();
    loop {
        if end <= after
            && let Some(numbers) = numbers.take()
        {
            shared.horizon.reach(after, numbers);
        }
        while patience.lasts(shared.is_crowded()) {
            if stop.run_until_cancelled(tokio::time::sleep(crowd::TICK)).await.is_none() {
                return;
            }
        }
        match step(&shared, after).await {
            Ok(Some(Reacted { through, on_disk, is_all })) => {
                if shared.log.durable(on_disk).await.is_err() {
                    return;
                }
                after = through;
                if is_all {
                    patience.renew();
                }
                continue;
            }
            Ok(None) => patience.renew(),
            Err(refused) => return tracing::error!(message = refused.message, after, "reactions have stopped"),
        }
        match stop.run_until_cancelled(moved.changed()).await {
            Some(Ok(())) => (),
            _ => return,
        }
    }
}

/// What had been heard and written when the service started: reached once the log up to that end is reacted to.
fn start<S: Service>(shared: &Shared<S>) -> (u64, Vec<(String, u64)>) {
    let core = shared.core();
    let (number, bulk_number, _) = core.numbers();
    let mut numbers = core.all_heard();
    numbers.push((shared.origin.clone(), number));
    numbers.push((shared.bulk_origin.clone(), bulk_number));
    (shared.log.durable_end(), numbers)
}

struct Reacted {
    /// How far that came.
    through: u64,
    /// The position that must be on disk before it counts.
    on_disk: u64,
    /// There were no more entries.
    is_all: bool,
}

/// Reacts to some entries; None where there are none.
async fn step<S: Service>(shared: &Arc<Shared<S>>, after: u64) -> Result<Option<Reacted>, Refused> {
    let end = shared.log.durable_end();
    let entries = shared.log.read(after, ENTRIES_MAX, BYTES_MAX).map_err(Refused::internal)?;
    let Some(last) = entries.last().map(|it| it.position) else { return Ok(None) };
    let facts: Vec<Arc<Envelope>> = entries.iter().filter_map(Stored::fact).collect();
    destroy_keys(shared, &facts).await?;
    let numbers = newest(&facts);
    let log = shared.log.clone();
    let reacted = shared.turn(move |core| {
        let mut reacted = false;
        for fact in &facts {
            reacted |= react(core, fact)?;
        }
        if reacted {
            core.stage(Entry::marker(Marker { reacted: last }.encode_to_vec()));
        }
        core.flush()?;
        // The facts are let go of here, not where callers are served.
        Ok((if reacted { log.queued_end() } else { last }, facts))
    });
    let (on_disk, _facts) = reacted.await.ok_or_else(|| Refused::internal("reacting broke off"))??;
    shared.horizon.reach(last, numbers);
    Ok(Some(Reacted { through: last, on_disk, is_all: end <= last }))
}

/// What is on disk now is never read again; after a crash it is destroyed anew.
async fn destroy_keys<S: Service>(shared: &Arc<Shared<S>>, facts: &[Arc<Envelope>]) -> Result<(), Refused> {
    let own = facts.iter().filter(|it| it.service == <S::Event as Fact>::SERVICE);
    let doomed = own.filter_map(|it| S::Event::of(it.fact.as_ref()?)?.destroys());
    let doomed: Vec<String> = doomed.map(str::to_owned).collect();
    if doomed.is_empty() {
        return Ok(());
    }
    let keys = shared.keys.clone();
    // It holds what every decision needs, and so does not give way to others.
    let destroyed = shared.callers().spawn_blocking(move || doomed.iter().try_for_each(|it| keys.destroy(it)));
    destroyed.await.map_err(Refused::internal)?.map_err(Refused::internal)
}

/// The origins of these facts, each with the number of its newest.
pub(crate) fn newest(facts: &[Arc<Envelope>]) -> HashMap<String, u64> {
    let of_one = |a: &Arc<Envelope>, b: &Arc<Envelope>| (&a.node, &a.service, a.bulk) == (&b.node, &b.service, b.bulk);
    facts.chunk_by(of_one).filter_map(<[_]>::last).map(|it| (origin_of(it), it.number)).collect()
}

pub(crate) fn origin_of(fact: &Envelope) -> String {
    match fact.bulk {
        true => crate::as_of::bulk_origin(&fact.node, &fact.service),
        false => crate::as_of::origin(&fact.node, &fact.service),
    }
}

fn react<S: Service>(core: &mut Core<S>, fact: &Envelope) -> Result<bool, Refused> {
    let reactions = match catch_unwind(AssertUnwindSafe(|| S::react(&core.room(), fact))) {
        Ok(reactions) => reactions,
        Err(_) => return park(core, fact, "", "reacting to it panicked", 1),
    };
    let any = !reactions.is_empty();
    for (place, reaction) in reactions.iter().enumerate() {
        follow(core, fact, reaction, place)?;
    }
    Ok(any)
}

/// Carries a reaction out; where it is refused, what it says to do instead.
fn follow<S: Service>(
    core: &mut Core<S>,
    fact: &Envelope,
    reaction: &Reaction<S>,
    place: usize,
) -> Result<(), Refused> {
    let mut why = String::new();
    for attempt in 1..=ATTEMPTS_MAX {
        let (span, traceparent) = telemetry::span(reaction.command, &fact.traceparent);
        let _entered = span.entered();
        let acting = Acting { traceparent, ..acting(fact, reaction.command, place, <S::Event as Fact>::SERVICE) };
        match catch_unwind(AssertUnwindSafe(|| (reaction.run)(core, &acting))) {
            Ok(Outcome::Done(_)) => return Ok(()),
            // Only what the same process has just queued can be pending, and that is this very reaction.
            Ok(Outcome::Pending) => return Ok(()),
            Ok(Outcome::Refused(refused)) if !is_broken(&refused) => {
                return match &reaction.otherwise {
                    Some(otherwise) => {
                        follow(core, fact, &otherwise(&clipped(&refused.message, WHY_BYTES_MAX)), place + 100)
                    }
                    None => park(core, fact, reaction.command, &refused.message, attempt).map(drop),
                };
            }
            Ok(Outcome::Refused(refused)) => why = refused.message,
            Err(_) => why = "it panicked".into(),
        }
        core.unbroken()?;
    }
    park(core, fact, reaction.command, &why, ATTEMPTS_MAX).map(drop)
}

/// What came of something that fell due.
pub(crate) enum Fell {
    /// It led to facts.
    Changed,
    /// The same is on its way to disk.
    Pending,
    /// It was refused, is broken, or was so already.
    Nothing,
}

/// What fell due, as a command of the clock's.
pub(crate) fn fall_due<S: Service>(
    core: &mut Core<S>,
    reaction: &Reaction<S>,
    command_id: Uuid,
    at: Timestamp,
) -> Fell {
    let acting = Acting {
        who: Arc::new(Caller::service("", "", "clock")),
        is_call: false,
        command_id,
        digest: [0; 16],
        validate_only: false,
        expected_revision: None,
        traceparent: String::new(),
        cause: None,
        occurred_on: Some(at),
    };
    match catch_unwind(AssertUnwindSafe(|| (reaction.run)(core, &acting))) {
        Ok(Outcome::Done(done)) if done.changed => Fell::Changed,
        Ok(Outcome::Done(_)) => Fell::Nothing,
        Ok(Outcome::Pending) => Fell::Pending,
        Ok(Outcome::Refused(refused)) => {
            tracing::warn!(command = reaction.command, message = refused.message, "what fell due was refused");
            Fell::Nothing
        }
        Err(_) => {
            tracing::error!(command = reaction.command, "what fell due panicked");
            Fell::Nothing
        }
    }
}

/// The original partner and person, with the service as channel; the command's id follows from the fact's.
fn acting(fact: &Envelope, command: &str, place: usize, service: &str) -> Acting {
    let name = format!("{service}/{command}/{place}");
    let event_id = Uuid::parse_str(&fact.event_id).unwrap_or_default();
    let mut as_of = fact.as_of.clone();
    as_of.push(format!("{}@{}", origin_of(fact), fact.number));
    Acting {
        who: Arc::new(Caller::service(&fact.partner, &fact.person, &format!("reaction:{service}"))),
        is_call: false,
        command_id: kernel::name_based(&event_id, name.as_bytes()),
        digest: [0; 16],
        validate_only: false,
        expected_revision: None,
        traceparent: fact.traceparent.clone(),
        cause: Some(Cause { event_id: fact.event_id.clone(), as_of: merged(as_of) }),
        occurred_on: None,
    }
}

/// One token an origin, the highest.
fn merged(tokens: Vec<String>) -> Vec<String> {
    let mut merged = std::collections::BTreeMap::<String, u64>::new();
    for token in tokens.iter().filter_map(|it| crate::as_of::Token::parse(it)) {
        let number = merged.entry(token.origin).or_default();
        *number = token.number.max(*number);
    }
    merged.into_iter().map(|(origin, number)| format!("{origin}@{number}")).collect()
}

fn park<S: Service>(
    core: &mut Core<S>,
    fact: &Envelope,
    command: &str,
    why: &str,
    attempts: u32,
) -> Result<bool, Refused> {
    tracing::error!(event_id = fact.event_id, command, why, attempts, "a reaction was given up and parked");
    let parked = ReactionParked {
        event_id: fact.event_id.clone(),
        command: command.to_owned(),
        why: clipped(why, WHY_BYTES_MAX),
        attempts,
    };
    let acting = acting(fact, "ReactionParked", 0, <S::Event as Fact>::SERVICE);
    core.park(fact, parked, &acting).map(|()| true)
}

fn is_broken(refused: &Refused) -> bool {
    matches!(refused.code, tonic::Code::Internal | tonic::Code::Unavailable)
}

#[cfg(test)]
mod tests {
    use contract::goals::AcceptGoal;

    use super::*;
    use crate::bare::{BREAKS, Bare, Thing, at_the_desk};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_reaction_that_was_done_by_half_is_not_told_as_parked_nor_are_those_after_it() {
        at_the_desk(async |shared| {
            let fact =
                Envelope { event_id: Uuid::from_u128(1).to_string(), person: BREAKS.into(), ..Default::default() };
            let command = AcceptGoal { partnership_id: "p".into(), goal_id: "g".into(), ..Default::default() };
            let (refused, fell, parked) = shared
                .turn(move |core: &mut Core<Bare>| {
                    let reaction = Reaction::new::<Thing<1>, _>(command);
                    let refused = follow(core, &fact, &reaction, 0).map_err(|it| it.code);
                    let fell = fall_due(core, &reaction, Uuid::from_u128(2), Timestamp::UNIX_EPOCH);
                    (refused, fell, core.numbers().2)
                })
                .await
                .unwrap();
            assert_eq!((refused, parked), (Err(tonic::Code::Unavailable), 0));
            assert!(matches!(fell, Fell::Nothing), "nor does anything fall due");
            assert_eq!(shared.log.queued_end(), 0);
        })
        .await;
    }
}
