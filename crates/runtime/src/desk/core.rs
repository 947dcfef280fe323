//! The state behind the desk: all that a decision may know, moved on in the same step as it decides.

mod hearing;
pub(super) mod retry;
mod staging;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use contract::{
    Fact as ServiceFact,
    common::{Reason, Receipt},
    evaluation,
    log::{Envelope, ReactionParked, envelope::Fact},
};
use jiff::Timestamp;
use kernel::{Aggregate, Context, Decide};
use uuid::Uuid;

use super::{
    aggregates::{Aggregates, evolve, history, stream},
    full_name,
    ledger::Ledger,
    seen::{Key, Seen},
    streams::Mark,
};
use crate::{
    as_of,
    caller::Caller,
    clock::Clock,
    keys::Keys,
    log::{ENTRY_BYTES_MAX, Entry, Index, Log},
    permission,
    refusal::{Refused, rejected},
    service::{Command, Memory, Recall, Room, Service},
    standing::Standing,
};

/// Where something panicked, or could not be read, while facts were remembered.
const HALF_DONE: Cow<'static, str> = Cow::Borrowed("facts were remembered by half, and are not on disk");

/// The rest of an entry is for the envelope around the fact.
const FACT_BYTES_MAX: usize = ENTRY_BYTES_MAX - 4 * 1024;

/// Decides, and stages what follows; `flush` puts it into the log's queue.
pub struct Core<S: Service> {
    node: String,
    origin: String,
    bulk_origin: String,
    clock: Clock,
    log: Log,
    index: Index,
    keys: Keys,
    pub(super) memory: S::Memory,
    pub(super) standing: Standing,
    pub(super) seen: Seen,
    pub(super) ledger: Ledger,
    aggregates: Aggregates,
    staged: Vec<Entry>,
    /// The last fact that nobody needs any more: its texts' memory serves the next.
    spent: Option<Arc<Envelope>>,
    /// Followers are not letting callers by: they will soon ask for what is staged.
    is_followed: bool,
    /// Why nothing more may be decided.
    broken: Option<Cow<'static, str>>,
}

/// Who acts, how, and why.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Of a service: for whom it acts, by which reaction.
    pub who: Arc<Caller>,
    /// False: the service itself, by reaction or clock.
    pub is_call: bool,
    pub command_id: Uuid,
    pub digest: [u8; 16],
    pub validate_only: bool,
    pub expected_revision: Option<u64>,
    pub traceparent: String,
    pub cause: Option<Cause>,
    pub occurred_on: Option<Timestamp>,
}

/// The fact that a reaction follows from.
#[derive(Debug, Clone, Default)]
pub struct Cause {
    pub event_id: String,
    pub as_of: Vec<String>,
}

pub enum Outcome {
    Done(Done),
    Refused(Refused),
    /// The same command is in the log's queue: ask again once that is on disk.
    Pending,
}

pub struct Done {
    pub receipt: Receipt,
    /// It led to events.
    pub changed: bool,
}

/// What a decision came to, before it is remembered.
struct Decided {
    stream: String,
    mark: Mark,
    partnership: String,
    thing: String,
    revision: u64,
    now: Timestamp,
}

impl<S: Service> Core<S> {
    pub(crate) fn new(node: &str, clock: Clock, index: Index, keys: Keys) -> Self {
        let service = <S::Event as ServiceFact>::SERVICE;
        Core {
            node: node.to_owned(),
            origin: as_of::origin(node, service),
            bulk_origin: as_of::bulk_origin(node, service),
            clock,
            log: index.log().clone(),
            index,
            keys,
            memory: S::Memory::default(),
            standing: Standing::default(),
            seen: Seen::default(),
            ledger: Ledger::default(),
            aggregates: Aggregates::default(),
            staged: Vec::new(),
            spent: None,
            is_followed: true,
            broken: None,
        }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn bulk_origin(&self) -> &str {
        &self.bulk_origin
    }

    pub fn room(&self) -> Room<'_, S> {
        Room { memory: &self.memory, standing: &self.standing, keys: &self.keys }
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The newest own numbers: ordinary, bulk; and how many reactions are parked.
    pub(crate) fn numbers(&self) -> (u64, u64, u64) {
        (self.ledger.number, self.ledger.bulk_number, self.ledger.parked)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ledger.now(self.clock.now()).unwrap_or_else(|| self.clock.now())
    }

    /// Carries a command out: the receipt of an earlier time, or permission, facts, decision, events.
    pub fn carry_out<A, C>(&mut self, command: &C, acting: &Acting) -> Outcome
    where
        A: Decide<C, Event = S::Event>,
        <A as Decide<C>>::Known: Recall<S, C>,
        C: Command,
    {
        if let Err(refused) = self.unbroken() {
            return Outcome::Refused(refused);
        }
        let key = Key::of(&acting.who.partner, acting.command_id);
        if let Some(outcome) = self.earlier::<A, C>(key, command, acting) {
            return outcome;
        }
        match self.decide::<A, C>(command, acting) {
            Ok((decided, events)) if acting.validate_only => self.would_be(decided, events.len()),
            Ok((decided, events)) => self.remember::<A>(key, decided, events, acting).unwrap_or_else(Outcome::Refused),
            Err(refused) => Outcome::Refused(refused),
        }
    }

    fn decide<A, C>(&mut self, command: &C, acting: &Acting) -> Result<(Decided, Vec<S::Event>), Refused>
    where
        A: Decide<C, Event = S::Event>,
        <A as Decide<C>>::Known: Recall<S, C>,
        C: Command,
    {
        let context = self.context(acting)?;
        let (partnership, id) = A::target(command);
        if acting.is_call {
            permission::check(full_name::<C>(), &acting.who, partnership, &self.standing)?;
        }
        let id = context.or_fresh(id, A::KIND);
        let partnership =
            if partnership.is_empty() && A::IS_THE_PARTNERSHIP { id.clone() } else { partnership.to_owned() };
        let stream = stream(&partnership, A::KIND, &id);
        self.keys.forget();
        let known = A::Known::recall(&self.room(), command, &context);
        let mut new = A::default();
        let mark = Mark::of(&stream);
        let (revision, aggregate) = match self.ledger.streams.may_have(mark) {
            false => (0, &mut new),
            true => {
                let (index, staged) = (&self.index, &self.staged);
                let remembered = self.aggregates.get::<A>(mark, || history(index, staged, &stream))?;
                (remembered.revision, remembered.aggregate::<A>()?)
            }
        };
        if let Some(expected) = acting.expected_revision.filter(|it| *it != revision) {
            return Err(Refused::mismatch(expected, revision));
        }
        let events = aggregate.decide(command, &known, &context).map_err(|it| rejected(&it))?;
        if let Some(bytes) = events.iter().map(ServiceFact::encoded_len).find(|it| FACT_BYTES_MAX < *it) {
            return Err(Refused::malformed(format!(
                "it would take {bytes} bytes to record; at most {FACT_BYTES_MAX} fit"
            )));
        }
        let thing = A::thing(command, &context);
        Ok((Decided { stream, mark, partnership, thing, revision, now: context.now }, events))
    }

    /// The answer to `validate_only`: nothing is remembered.
    fn would_be(&self, decided: Decided, events: usize) -> Outcome {
        let mut receipt = self.receipt(decided, false);
        receipt.revision += events as u64;
        Outcome::Done(Done { receipt, changed: false })
    }

    fn context(&self, acting: &Acting) -> Result<Context, Refused> {
        let now = self.ledger.now(self.clock.now()).ok_or_else(clock_behind)?;
        let service = match (acting.is_call, &acting.cause) {
            (true, _) => "",
            (false, Some(_)) => <S::Event as ServiceFact>::SERVICE,
            (false, None) => "clock",
        };
        Ok(Context {
            partner: acting.who.partner.clone(),
            person: acting.who.person.clone(),
            service: service.to_owned(),
            now,
            command_id: acting.command_id,
        })
    }

    /// Moves everything on as if the events were on disk: a failed commit ends the process.
    fn remember<A>(
        &mut self,
        key: Key,
        mut decided: Decided,
        events: Vec<S::Event>,
        acting: &Acting,
    ) -> Result<Outcome, Refused>
    where
        A: Aggregate<Event = S::Event>,
    {
        let changed = !events.is_empty();
        if changed {
            // Before any fact that is sealed under them: a fact that nobody can ever open would be worse than none.
            self.keys.keep().map_err(Refused::internal)?;
        }
        let first = self.next_position();
        let mut is_bulk = false;
        // Until all has moved on: what a number was taken for and is not there, or is there by half, would be waited for by
        // all who hear this service. The next start folds what the log holds.
        self.broken = Some(HALF_DONE);
        for event in events {
            let envelope = self.envelope(&decided, acting, event.into_fact());
            let entry = Entry::own(&envelope);
            (decided.revision, is_bulk) = (envelope.revision, envelope.bulk);
            self.apply::<A>(decided.mark, &envelope, entry.bytes())?;
            self.stage_own(entry, envelope);
        }
        let receipt = self.receipt(decided, is_bulk);
        if !changed && acting.is_call {
            self.stage(Entry::answered(retry::answered(acting, &receipt)));
        }
        if self.next_position() != first {
            self.seen.remember(key, first);
        }
        self.broken = None;
        Ok(Outcome::Done(Done { receipt, changed }))
    }

    fn apply<A: Aggregate<Event = S::Event>>(
        &mut self,
        mark: Mark,
        envelope: &Envelope,
        encoded: &Bytes,
    ) -> Result<(), Refused> {
        if envelope.bulk {
            // They come by the thousand, and few are asked for soon.
            self.aggregates.forget(mark);
        } else if envelope.revision == 1 {
            self.aggregates.begin(mark, encoded);
        } else {
            let (index, staged) = (&self.index, &self.staged);
            let before = || history(index, staged, &envelope.stream);
            let remembered = self.aggregates.get::<A>(mark, before)?;
            remembered.revision = envelope.revision;
            evolve(remembered.aggregate::<A>()?, envelope);
        }
        self.memory.remember(envelope);
        self.standing.remember(envelope);
        self.doom(envelope);
        Ok(())
    }

    /// What the fact destroys is gone for all that is decided after it.
    pub(super) fn doom(&mut self, envelope: &Envelope) {
        if let Some(key_id) = envelope.fact.as_ref().and_then(S::Event::of).and_then(ServiceFact::destroys) {
            self.keys.doom(key_id);
            self.ledger.destroyed.insert(key_id.to_owned());
        }
    }

    /// What facts have destroyed is not there, also where an older file of keys was put back.
    pub(crate) fn destroy_again(&self) -> std::io::Result<()> {
        for key_id in &self.ledger.destroyed {
            self.keys.doom(key_id);
            self.keys.destroy(key_id)?;
        }
        Ok(())
    }

    /// Names the newest fact that the command led to; where it led to none, the newest there is.
    fn receipt(&self, decided: Decided, is_bulk: bool) -> Receipt {
        let (origin, number) = match is_bulk {
            true => (&self.bulk_origin, self.ledger.bulk_number),
            false => (&self.origin, self.ledger.number),
        };
        let as_of = format!("{origin}@{number}");
        Receipt { id: decided.thing, revision: decided.revision, as_of: vec![as_of] }
    }

    /// A fact of the runtime itself: a reaction was given up.
    pub(crate) fn park(&mut self, cause: &Envelope, parked: ReactionParked, acting: &Acting) -> Result<(), Refused> {
        let now = self.ledger.now(self.clock.now()).ok_or_else(clock_behind)?;
        let stream = stream(&cause.partnership, "parked", &parked.event_id);
        let revision = history(&self.index, &self.staged, &stream)?.len() as u64;
        let partnership = cause.partnership.clone();
        let mark = Mark::of(&stream);
        let decided = Decided { stream, mark, partnership, thing: String::new(), revision, now };
        let envelope = self.envelope(&decided, acting, Fact::ReactionParked(parked));
        self.ledger.parked += 1;
        self.stage_own(Entry::own(&envelope), envelope);
        Ok(())
    }
}

fn clock_behind() -> Refused {
    let message = "this service's clock is more than 5 s behind its own log; its operator has to set it right";
    Refused::unavailable(Reason::ClockBehind, message, std::time::Duration::from_secs(5))
}

/// Whether the contract marks the fact as bulk: one case does, which a test of the contract holds, because looking it up
/// for every fact would take a tenth of the time of an import.
pub(crate) fn is_bulk(fact: &Fact) -> bool {
    matches!(fact, Fact::Evaluation(evaluation::Event { kind: Some(evaluation::event::Kind::MeasurementReported(_)) }))
}
