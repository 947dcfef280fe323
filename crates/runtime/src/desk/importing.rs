//! Commands by the stream: checked, decided and answered in three steps beside each other, in the order they are sent.

use std::{pin::Pin, sync::Arc, time::Duration};

use contract::{
    common::{Outcome as Told, Receipt, Refusal, WrongField, outcome},
    rules,
};
use futures::{Stream, stream};
use kernel::Decide;
use prost::{Message, Name};
use tokio::sync::mpsc;
use tonic::{Code, Request, Response, Status, Streaming};
use tracing::Instrument;

use super::{
    Acting, Answered, Core, Desk, Outcome, full_name, line::or_panicked, log_stopped, no_room, read_tokens, stopping,
    tokens,
};
use crate::{
    as_of::Token,
    caller::Caller,
    refusal::Refused,
    service::{Command, Recall, Service},
    telemetry,
};

/// Batches under way between two steps: while one is written, the next is decided and one more checked.
const UNDER_WAY_MAX: usize = 2;
/// Streams of a service at a time: what they hold that is not on disk yet stays far below what the log lets wait.
pub(super) const STREAMS_MAX: usize = 8;
/// Decided in one turn; other callers come in between.
const DECIDED_MAX: usize = 128;
/// A stream on which nothing comes for longer is ended.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// So many problems of one command are told.
const FIELDS_MAX: usize = 16;

/// A stream of commands in the contract: each of its messages holds some, and is answered by one.
pub trait Import: Send + 'static {
    type Command: Command;
    type Message: Message + Name + Default + 'static;
    type Answer: Send + 'static;

    /// The field that holds the commands; the contract says how many at most.
    const FIELD: &'static str;

    /// What must have been heard before they are decided, and the commands.
    fn parts(message: Self::Message) -> (Vec<String>, Vec<Self::Command>);

    fn answer(answers: Answers) -> Self::Answer;
}

/// What became of a batch.
#[derive(Debug)]
pub struct Answers {
    /// The place of its first command among all of the stream: from 1.
    pub first: u64,
    pub as_of: Vec<String>,
    pub outcomes: Vec<Told>,
}

pub type Answering<R> = Pin<Box<dyn Stream<Item = Result<R, Status>> + Send>>;

/// Commands, and of each who acts by it, or why it may not be decided. They stay where they were read: they are big, and
/// there are many.
struct Checked<C> {
    commands: Vec<C>,
    acting: Vec<Result<Acting, Refused>>,
}

/// What a command came to, with who acted, or why it was not decided at all.
type Came = Result<(Acting, Outcome), Refused>;

/// Everything that it saw is on disk when `end` is.
struct Decided<C> {
    end: u64,
    commands: Vec<C>,
    outcomes: Vec<Came>,
}

impl<S: Service> Desk<S> {
    /// Carries out each command of a stream for itself: what is refused keeps nothing else back. Each step waits for the
    /// one after it, so a stream takes no more memory however long it is.
    pub fn import<A, I>(&self, request: Request<Streaming<I::Message>>) -> Answered<Answering<I::Answer>>
    where
        A: Decide<I::Command, Event = S::Event>,
        <A as Decide<I::Command>>::Known: Recall<S, I::Command>,
        I: Import,
    {
        let caller = Arc::new(Caller::from_metadata(request.metadata())?);
        let (span, traceparent) = telemetry::span(I::Command::NAME, &telemetry::traceparent(request.metadata()));
        let heard = tokens(&request, &[])?;
        let place = self.shared.imports.clone().try_acquire_owned().map_err(|_| full())?;
        let (checked, to_decide) = mpsc::channel(UNDER_WAY_MAX);
        let (decided, to_answer) = mpsc::channel(UNDER_WAY_MAX);
        let checking = check_all::<S, I>(self.clone(), request.into_inner(), heard, (caller, traceparent), checked);
        tokio::spawn(checking.instrument(span));
        tokio::spawn(decide_all::<S, A, _>(self.clone(), to_decide, decided));
        let desk = self.clone();
        let answers = stream::unfold((to_answer, 1), move |(mut to_answer, first)| {
            // Given back when the answers end, or nobody waits for them any more.
            let _place = &place;
            let desk = desk.clone();
            async move {
                let told = match to_answer.recv().await? {
                    Ok(decided) => answered::<S, A, _>(&desk, decided, first).await.map_err(Status::from),
                    Err(status) => Err(status),
                };
                let after = first + told.as_ref().map_or(0, |it| it.outcomes.len() as u64);
                Some((told.map(I::answer), (to_answer, after)))
            }
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

/// Until the stream ends, its caller goes away, or a message cannot be taken; what came before that is still answered.
async fn check_all<S: Service, I: Import>(
    desk: Desk<S>,
    mut stream: Streaming<I::Message>,
    mut heard: Vec<Token>,
    (caller, traceparent): (Arc<Caller>, String),
    checked: mpsc::Sender<Result<Checked<I::Command>, Status>>,
) {
    loop {
        let batch = match tokio::time::timeout(IDLE_MAX, stream.message()).await {
            Ok(Ok(None)) => return,
            Ok(Ok(Some(message))) => {
                let checked = check::<S, I>(&desk, message, &mut heard, &caller, &traceparent).await;
                checked.map_err(Status::from)
            }
            Ok(Err(status)) => Err(status),
            Err(_) => Err(idle().into()),
        };
        let is_last = batch.is_err();
        if checked.send(batch).await.is_err() || is_last {
            return;
        }
    }
}

async fn check<S: Service, I: Import>(
    desk: &Desk<S>,
    message: I::Message,
    heard: &mut Vec<Token>,
    caller: &Arc<Caller>,
    traceparent: &str,
) -> Result<Checked<I::Command>, Refused> {
    let (as_of, commands) = I::parts(message);
    heard.extend(read_tokens(as_of.iter().map(String::as_str))?);
    desk.shared.horizon.wait_for(&std::mem::take(heard), None).await?;
    if !desk.shared.log.has_room() {
        return Err(no_room());
    }
    let most = rules().items_max(full_name::<I::Message>(), I::FIELD).unwrap_or_default();
    let count = commands.len();
    if count == 0 || (most as usize) < count {
        let problem = format!("has {count} items; from 1 to {most} are taken in a message");
        return Err(Refused::invalid(vec![(I::FIELD.to_owned(), problem)]));
    }
    let acting = commands.iter().map(|it| desk.check(it, caller.clone(), traceparent.to_owned())).collect();
    Ok(Checked { commands, acting })
}

async fn decide_all<S, A, C>(
    desk: Desk<S>,
    mut checked: mpsc::Receiver<Result<Checked<C>, Status>>,
    decided: mpsc::Sender<Result<Decided<C>, Status>>,
) where
    S: Service,
    A: Decide<C, Event = S::Event>,
    <A as Decide<C>>::Known: Recall<S, C>,
    C: Command,
{
    // The ends of the two batches before: the first is on disk before the next is decided.
    let mut ends = [0, 0];
    while let Some(batch) = checked.recv().await {
        let batch = match batch {
            Ok(batch) => decide_after::<S, A, C>(&desk, ends[0], batch).await.map_err(Status::from),
            Err(status) => Err(status),
        };
        ends = [ends[1], batch.as_ref().map_or(0, |it| it.end)];
        let is_last = batch.is_err();
        if decided.send(batch).await.is_err() || is_last {
            return;
        }
    }
}

async fn decide_after<S, A, C>(desk: &Desk<S>, end: u64, batch: Checked<C>) -> Result<Decided<C>, Refused>
where
    S: Service,
    A: Decide<C, Event = S::Event>,
    <A as Decide<C>>::Known: Recall<S, C>,
    C: Command,
{
    desk.shared.log.durable(end).await.map_err(|stopped| log_stopped(&stopped))?;
    let Checked { mut commands, acting } = batch;
    let mut outcomes = Vec::with_capacity(commands.len());
    let mut acting = acting.into_iter();
    while outcomes.len() < commands.len() {
        let decided = desk.shared.turn_of_a_caller(move |core| {
            let some = commands[outcomes.len()..].iter().zip(acting.by_ref()).take(DECIDED_MAX);
            let decided = some.map(|(command, acting)| {
                let acting = acting?;
                let outcome = or_panicked(|| core.carry_out::<A, C>(command, &acting));
                core.end_group();
                Ok((acting, outcome))
            });
            outcomes.extend(decided.collect::<Vec<_>>());
            // Whoever broke it off is told that, and not to come again.
            core.flush().map_err(|stopped| outcomes.iter().find_map(broken_off).unwrap_or(stopped))?;
            Ok::<_, Refused>((commands, acting, outcomes))
        });
        (commands, acting, outcomes) = decided.await.ok_or_else(stopping)??;
    }
    Ok(Decided { end: desk.shared.log.queued_end(), commands, outcomes })
}

fn broken_off(decided: &Result<(Acting, Outcome), Refused>) -> Option<Refused> {
    match decided {
        Ok((_, Outcome::Refused(why))) if why.code == Code::Internal => Some(why.clone()),
        _ => None,
    }
}

async fn answered<S, A, C>(desk: &Desk<S>, decided: Decided<C>, first: u64) -> Result<Answers, Refused>
where
    S: Service,
    A: Decide<C, Event = S::Event>,
    <A as Decide<C>>::Known: Recall<S, C>,
    C: Command,
{
    let Decided { end, commands, outcomes } = decided;
    desk.shared.log.durable(end).await.map_err(|stopped| log_stopped(&stopped))?;
    let mut answers = Answers { first, as_of: vec![], outcomes: Vec::with_capacity(outcomes.len()) };
    for (command, outcome) in commands.iter().zip(outcomes) {
        let came = match outcome {
            Ok((_, Outcome::Done(done))) => Ok(done.receipt),
            Ok((_, Outcome::Refused(refused))) | Err(refused) => Err(refused),
            // An equal one before it was still on its way to disk; now it is known.
            Ok((acting, Outcome::Pending)) => {
                let command = command.clone();
                let ask = move |core: &mut Core<S>| core.carry_out::<A, C>(&command, &acting);
                desk.shared.stand_in_line(ask).await.unwrap_or_else(|_| Err(stopping()))
            }
        };
        answers.add(came);
    }
    Ok(answers)
}

impl Answers {
    fn add(&mut self, came: Result<Receipt, Refused>) {
        let outcome = match came {
            Ok(receipt) => {
                receipt.as_of.iter().for_each(|it| self.see(it));
                outcome::Outcome::Receipt(receipt)
            }
            Err(refused) => outcome::Outcome::Refusal(refusal(refused)),
        };
        self.outcomes.push(Told { outcome: Some(outcome) });
    }

    /// Of each origin the newest stands for those before it.
    fn see(&mut self, token: &str) {
        let Some(new) = Token::parse(token) else { return };
        let of = |it: &String| Token::parse(it).filter(|it| it.origin == new.origin).map(|it| it.number);
        match self.as_of.iter_mut().find_map(|it| of(it).map(|number| (number, it))) {
            Some((number, it)) if number < new.number => token.clone_into(it),
            Some(_) => (),
            None => self.as_of.push(token.to_owned()),
        }
    }
}

fn refusal(refused: Refused) -> Refusal {
    let Refused { code, reason, message, mut fields, metadata, .. } = refused;
    if fields.is_empty() {
        // What else is refused for what a field says.
        let named = metadata.into_iter().filter(|(key, _)| *key == "field");
        fields.extend(named.map(|(_, path)| (path, message.clone())));
    }
    let fields = fields.into_iter().take(FIELDS_MAX).map(|(path, problem)| WrongField { path, problem });
    Refusal { code: code as u32, reason: reason.into(), message, fields: fields.collect() }
}

fn full() -> Refused {
    Refused::overloaded(format!("{STREAMS_MAX} imports are under way")).with("limit", STREAMS_MAX.to_string())
}

fn idle() -> Refused {
    use contract::common::Reason;
    let message = format!("nothing came for {} s: send what was not answered again", IDLE_MAX.as_secs());
    Refused::new(Code::DeadlineExceeded, Reason::Cancelled, message)
}
