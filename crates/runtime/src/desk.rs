//! Where commands are carried out and questions answered: check, wait, decide, append, reply.

mod aggregates;
mod core;
mod digests;
mod importing;
mod ledger;
mod line;
mod queries;
mod record;
mod seen;
mod snapshot;
mod streams;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use contract::common::{Reason, Receipt};
use futures::future::BoxFuture;
use jiff::Timestamp;
use kernel::Decide;
use tokio::{
    runtime::Handle,
    sync::{Semaphore, oneshot},
};
use tonic::{Request, Response, Status};
use tracing::{Instrument, Span};
use uuid::Uuid;

use crate::{
    as_of::{Horizon, Token},
    caller::{self, Caller},
    full_name::full_name,
    keys::Keys,
    limits::{self, Head},
    log::Log,
    pages::Pages,
    refusal::Refused,
    service::{Command, Recall, Service},
    telemetry,
    views::Views,
};

pub use self::core::{Acting, Cause, Core, Done, Outcome};
use self::digests::Digests;
pub use self::importing::{Answering, Answers, Import};
pub use self::ledger::Cursor;
use self::line::Line;
pub(crate) use self::snapshot::{load, save};

pub type Reply = Result<Response<Receipt>, Status>;
pub type Answered<M> = Result<Response<M>, Status>;

/// A service's desk: cheap to clone, one for all callers.
pub struct Desk<S: Service> {
    pub(crate) shared: Arc<Shared<S>>,
}

impl<S: Service> Clone for Desk<S> {
    fn clone(&self) -> Self {
        Desk { shared: self.shared.clone() }
    }
}

/// What callers, reactions, the clock and the inbox share.
pub struct Shared<S: Service> {
    /// One decision at a time: callers racing on one stream are put in order, never refused.
    line: Line<S>,
    /// Set when reactions or views have ended, however they did: nobody waits for them any more.
    is_left: AtomicBool,
    /// Changed by whoever serves the line alone.
    core: Mutex<Core<S>>,
    pub(crate) log: Log,
    pub(crate) horizon: Horizon,
    pub(crate) views: Views,
    pub(crate) pages: Pages,
    digests: Digests,
    /// Places for streams of commands.
    imports: Arc<Semaphore>,
    pub(crate) keys: Keys,
    /// node/service, and the same for facts that count apart.
    pub(crate) origin: String,
    pub(crate) bulk_origin: String,
}

impl<S: Service> Shared<S> {
    /// Decisions are taken on the runtime `callers`.
    pub(crate) fn new(core: Core<S>, log: Log, views: Views, secret: &[u8; 32], callers: Handle) -> Self {
        let keys = core.room().keys.clone();
        let (origin, bulk_origin) = (core.origin().to_owned(), core.bulk_origin().to_owned());
        Shared {
            line: Line::new(callers),
            is_left: AtomicBool::new(false),
            core: Mutex::new(core),
            log,
            horizon: Horizon::new(origin.clone()),
            views,
            pages: Pages::new(secret),
            digests: Digests::new(secret),
            imports: Arc::new(Semaphore::new(importing::STREAMS_MAX)),
            keys,
            origin,
            bulk_origin,
        }
    }

    /// Whether reactions and views still follow the log.
    fn is_followed(&self) -> bool {
        !self.is_left.load(Ordering::Relaxed)
    }

    /// The state as of the queued end. A panic in a decision happens before anything is changed.
    pub(crate) fn core(&self) -> MutexGuard<'_, Core<S>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Held by what follows the log while it does.
pub(crate) struct Follows<'s, S: Service>(pub(crate) &'s Shared<S>);

impl<S: Service> Drop for Follows<'_, S> {
    fn drop(&mut self) {
        self.0.is_left.store(true, Ordering::Relaxed);
    }
}

impl<S: Service> Desk<S> {
    pub(crate) fn new(shared: Arc<Shared<S>>) -> Self {
        Desk { shared }
    }

    /// The moment at which a decision would be taken now.
    pub fn now(&self) -> Timestamp {
        self.shared.core().now()
    }

    /// Carries a command out, and answers when it is on disk. What waits for the disk is small: there are many.
    pub fn carry_out<A, C>(&self, request: Request<C>) -> impl Future<Output = Reply> + Send + use<A, C, S>
    where
        A: Decide<C, Event = S::Event>,
        <A as Decide<C>>::Known: Recall<S, C>,
        C: Command,
    {
        let (span, traceparent) = telemetry::span(C::NAME, &telemetry::traceparent(request.metadata()));
        let stood = span.in_scope(|| self.stand_in_line::<A, C>(request, traceparent, &span));
        let answer = async {
            let answered = match stood? {
                Stood::InLine(answered) => answered,
                Stood::Waiting(waiting) => waiting.await?,
            };
            Ok(Response::new(answered.await.map_err(|_| stopping())??))
        };
        answer.instrument(span)
    }

    /// Checks the command, and has it decided: at once, or when what it has to know is here.
    fn stand_in_line<A, C>(&self, request: Request<C>, traceparent: String, span: &Span) -> Result<Stood, Refused>
    where
        A: Decide<C, Event = S::Event>,
        <A as Decide<C>>::Known: Recall<S, C>,
        C: Command,
    {
        let caller = Caller::from_metadata(request.metadata())?;
        let deadline = timeout(&request);
        let tokens = tokens(&request, &[])?;
        let command = request.into_inner();
        let acting = self.check(&command, Arc::new(caller), traceparent)?;
        if !self.shared.log.has_room() {
            return Err(no_room());
        }
        let span = span.clone();
        let ask = move |core: &mut Core<S>| span.in_scope(|| core.carry_out::<A, C>(&command, &acting));
        if tokens.is_empty() {
            return Ok(Stood::InLine(self.shared.stand_in_line(ask)));
        }
        let shared = self.shared.clone();
        Ok(Stood::Waiting(Box::pin(async move {
            shared.horizon.wait_for(&tokens, deadline).await?;
            Ok(shared.stand_in_line(ask))
        })))
    }

    /// Who acts by a command that keeps the contract's limits.
    fn check<C: Command>(&self, command: &C, who: Arc<Caller>, traceparent: String) -> Result<Acting, Refused> {
        let encoded = command.encode_to_vec();
        let head = limits::check(full_name::<C>(), &encoded)?;
        let live = head.validate_only.then(|| limits::as_live(full_name::<C>(), &encoded));
        let digest = self.shared.digests.of(C::NAME, live.as_deref().unwrap_or(&encoded));
        Ok(acting(who, &head, digest, traceparent))
    }
}

/// Where a command is that has been checked.
enum Stood {
    InLine(oneshot::Receiver<line::Answer>),
    /// For what it has to know.
    Waiting(BoxFuture<'static, Result<oneshot::Receiver<line::Answer>, Refused>>),
}

fn acting(who: Arc<Caller>, head: &Head, digest: [u8; 16], traceparent: String) -> Acting {
    let given = Uuid::parse_str(head.command_id).ok();
    Acting {
        who,
        is_call: true,
        command_id: given.unwrap_or_else(Uuid::now_v7),
        digest,
        validate_only: head.validate_only,
        expected_revision: head.expected_revision,
        traceparent,
        cause: None,
        occurred_on: None,
    }
}

/// The tokens in the request's metadata and in its field.
pub(crate) fn tokens<R>(request: &Request<R>, field: &[&str]) -> Result<Vec<Token>, Refused> {
    let metadata = match request.metadata().get(caller::AS_OF).map(|it| it.to_str()) {
        None => "",
        Some(Ok(text)) => text,
        Some(Err(_)) => return Err(Refused::malformed(format!("{} is not plain text", caller::AS_OF))),
    };
    read_tokens(metadata.split(',').map(str::trim).chain(field.iter().copied()))
}

fn read_tokens<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Vec<Token>, Refused> {
    const TOKENS_MAX: usize = 64;
    let tokens: Vec<_> = texts
        .filter(|it| !it.is_empty())
        .map(|text| {
            Token::parse(text).ok_or_else(|| Refused::malformed(format!("{text:?} is no token node/service@number")))
        })
        .collect::<Result<_, _>>()?;
    match tokens.len() <= TOKENS_MAX {
        true => Ok(tokens),
        false => Err(Refused::malformed(format!("{} tokens are given; at most {TOKENS_MAX} are taken", tokens.len()))),
    }
}

/// Nine tenths of the caller's grpc-timeout: waiting ends, and is answered for, before the caller gives up.
pub(crate) fn timeout<R>(request: &Request<R>) -> Option<Duration> {
    grpc_timeout(request.metadata().get("grpc-timeout")?.to_str().ok()?).map(|it| it / 10 * 9)
}

/// What a grpc-timeout header says.
pub(crate) fn grpc_timeout(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u64 = number.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(number.saturating_mul(3600))),
        "M" => Some(Duration::from_secs(number.saturating_mul(60))),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

pub(crate) fn log_stopped(stopped: &impl std::fmt::Display) -> Refused {
    tracing::error!(%stopped, "the log is stopped");
    Refused::unavailable(
        Reason::LogUnavailable,
        "the log cannot be written; nothing was changed that is not on disk",
        RETRY,
    )
}

fn stopping() -> Refused {
    Refused::unavailable(Reason::LogUnavailable, "the service is stopping; send the same command again", RETRY)
}

fn no_room() -> Refused {
    Refused::unavailable(
        Reason::LogUnavailable,
        "the disk is nearly full: commands are refused until there is room",
        RETRY,
    )
}

const RETRY: Duration = Duration::from_secs(5);
