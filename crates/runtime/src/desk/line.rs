//! The line before the desk: who wants something decided waits its turn, and all who wait are served in one go.
//!
//! The state is changed by whoever serves alone, where callers are served: reactions and what is heard take their turns too
//! instead of holding a lock on threads that give way to others. And a decision that follows on another finds in the
//! processor's caches what that one needed.

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use contract::common::Receipt;
use tokio::{runtime::Handle, sync::oneshot};
use tonic::Code;

use super::{Core, Outcome, Shared, log_stopped};
use crate::{crowd::Work, refusal::Refused, service::Service};

/// Callers served in one go; questions, which look at the state too, come in between.
const TURNS_MAX: usize = 64;
/// Followers give way to callers. So many entries they may be behind by that: what they were measured to catch up with,
/// callers gone, in the 5 s that a question waits for what it has to know, after the benchmark's crowd of ten seconds.
/// They are further behind while views are built for the first time.
const BEHIND_MAX: u64 = 200_000;
/// For so long no caller is served then, after each go with callers.
const PAUSE: Duration = Duration::from_millis(10);
/// How often followers get their turn in such a pause.
const TICK: Duration = Duration::from_millis(1);

/// What a command came to, once all that its decision saw is on disk.
pub(super) type Answer = Result<Receipt, Refused>;

type Ask<S> = Box<dyn FnMut(&mut Core<S>) -> Outcome + Send>;
type Step<S> = Box<dyn FnOnce(&mut Core<S>) + Send>;

enum Turn<S: Service> {
    /// A command's. Asked again where the same one was still on its way to disk.
    Command { ask: Ask<S>, answer: oneshot::Sender<Answer> },
    /// Of something that waits for the disk itself.
    Step(Step<S>),
}

pub(super) struct Line<S: Service> {
    waiting: Mutex<Waiting<S>>,
    /// Where it is served.
    callers: Handle,
    is_slowed_down: AtomicBool,
}

struct Waiting<S: Service> {
    callers: VecDeque<Turn<S>>,
    /// Of those that follow the log: first, because callers may have to wait for them.
    followers: Vec<Step<S>>,
    is_served: bool,
    /// Before that no caller is served.
    callers_from: Option<Instant>,
}

/// Whose turn it is.
enum Next<S: Service> {
    Some {
        followers: Vec<Step<S>>,
        callers: Vec<Turn<S>>,
    },
    /// There are callers alone, and none may be served yet.
    Later,
    /// Nobody waits: whoever comes next has the line served again.
    Nobody,
}

impl<S: Service> Line<S> {
    pub(super) fn new(callers: Handle) -> Self {
        let waiting = Waiting { callers: VecDeque::new(), followers: vec![], is_served: false, callers_from: None };
        Line { waiting: Mutex::new(waiting), callers, is_slowed_down: AtomicBool::new(false) }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<S>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Next<S> {
        let mut waiting = self.waiting();
        waiting.callers_from.take_if(|it| *it <= Instant::now());
        let count = if waiting.callers_from.is_none() { waiting.callers.len().min(TURNS_MAX) } else { 0 };
        if !waiting.followers.is_empty() || count != 0 {
            let followers = std::mem::take(&mut waiting.followers);
            return Next::Some { followers, callers: waiting.callers.drain(..count).collect() };
        }
        waiting.is_served = !waiting.callers.is_empty();
        if waiting.is_served { Next::Later } else { Next::Nobody }
    }
}

impl<S: Service> Shared<S> {
    /// Has a command decided; the answer comes when it is on disk, or never where the service ends before. A caller that
    /// has gone away before its turn loses it.
    pub(super) fn stand_in_line(
        self: &Arc<Self>,
        ask: impl FnMut(&mut Core<S>) -> Outcome + Send + 'static,
    ) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        self.join(|waiting| waiting.callers.push_back(Turn::Command { ask: Box::new(ask), answer }));
        answered
    }

    /// Does something of a caller's with the state when its turn comes; None where the service ends before, or it panicked.
    pub(super) fn turn_of_a_caller<R: Send + 'static, F: FnOnce(&mut Core<S>) -> R + Send + 'static>(
        self: &Arc<Self>,
        step: F,
    ) -> impl Future<Output = Option<R>> + Send + use<S, R, F> {
        let (step, done) = told(step);
        self.join(|waiting| waiting.callers.push_back(Turn::Step(step)));
        async { done.await.ok() }
    }

    /// The same of something that follows the log.
    pub(crate) fn turn<R: Send + 'static, F: FnOnce(&mut Core<S>) -> R + Send + 'static>(
        self: &Arc<Self>,
        step: F,
    ) -> impl Future<Output = Option<R>> + Send + use<S, R, F> {
        let (step, done) = told(step);
        self.join(|waiting| waiting.followers.push(step));
        async { done.await.ok() }
    }

    /// Where callers are served, and what follows the log may do what they wait for.
    pub(crate) fn callers(&self) -> &Handle {
        &self.line.callers
    }

    fn join(self: &Arc<Self>, place: impl FnOnce(&mut Waiting<S>)) {
        let mut waiting = self.line.waiting();
        place(&mut waiting);
        let is_served = std::mem::replace(&mut waiting.is_served, true);
        drop(waiting);
        if !is_served {
            self.line.callers.spawn(serve(Serving { shared: self.clone(), is_over: false }));
        }
    }

    /// Whether what follows the log lets callers by now: nobody waits for it, and nothing has to be gone from disk.
    pub(crate) fn is_crowded(&self) -> bool {
        self.log.crowd().is_here()
            && !(self.horizon.is_waited_for() || self.views.is_waited_for() || self.keys.is_any_doomed())
            && !self.line.is_slowed_down.load(Ordering::Relaxed)
    }

    /// Reactions or views are further behind the log than they may be, and come nearer when callers wait.
    fn is_behind(&self) -> bool {
        let followed = self.horizon.position().min(self.views.position());
        let behind = self.log.durable_end().saturating_sub(followed);
        let is_behind = BEHIND_MAX < behind && self.is_followed();
        if self.line.is_slowed_down.swap(is_behind, Ordering::Relaxed) != is_behind {
            match is_behind {
                true => tracing::warn!(behind, "callers are slowed down until views and reactions have caught up"),
                false => tracing::info!(behind, "callers are no longer slowed down"),
            }
        }
        is_behind
    }
}

fn told<S: Service, R: Send + 'static>(
    step: impl FnOnce(&mut Core<S>) -> R + Send + 'static,
) -> (Step<S>, oneshot::Receiver<R>) {
    let (done, waiting) = oneshot::channel();
    // Who asked may have gone away.
    (Box::new(move |core| drop(done.send(step(core)))), waiting)
}

/// However serving ends, the line is not left to nobody: who waits in it learns that nothing came of it.
struct Serving<S: Service> {
    shared: Arc<Shared<S>>,
    /// By the last look nobody waited, and another may serve already.
    is_over: bool,
}

impl<S: Service> Drop for Serving<S> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut waiting = self.shared.line.waiting();
        let left = (std::mem::take(&mut waiting.callers), std::mem::take(&mut waiting.followers));
        waiting.is_served = false;
        drop(waiting);
        // They wake those who wait, who may come again at once.
        drop(left);
    }
}

/// Until nobody waits any more.
async fn serve<S: Service>(mut serving: Serving<S>) {
    let shared = serving.shared.clone();
    loop {
        // Whoever is about to join does so first: the more are served in one go, the less each costs.
        tokio::task::yield_now().await;
        match shared.line.next() {
            Next::Some { followers, callers } => {
                let any_callers = !callers.is_empty();
                if any_callers {
                    shared.log.crowd().came(callers.len(), || Work::of(&shared.line.callers));
                }
                let (served, end) = serve_some(&shared, followers, callers);
                if !served.is_empty() {
                    tokio::spawn(answer(shared.clone(), served, end));
                }
                if any_callers && shared.is_behind() {
                    shared.line.waiting().callers_from = Some(Instant::now() + PAUSE);
                }
            }
            Next::Later => tokio::time::sleep(TICK).await,
            Next::Nobody => break,
        }
    }
    serving.is_over = true;
}

struct Served<S: Service> {
    told: Told<S>,
    answer: oneshot::Sender<Answer>,
}

enum Told<S: Service> {
    Answer(Answer),
    /// Nothing yet: asked once more when it is on disk what the same command came to.
    Again(Ask<S>),
}

/// The commands among them, decided, and the position that must be on disk before they are answered.
fn serve_some<S: Service>(shared: &Shared<S>, followers: Vec<Step<S>>, callers: Vec<Turn<S>>) -> (Vec<Served<S>>, u64) {
    let mut served = Vec::with_capacity(callers.len());
    let is_followed = !shared.is_crowded();
    let mut core = shared.core();
    core.set_followed(is_followed);
    // Who waits for a step learns of a panic by getting no answer.
    let take = |step: Step<S>, core: &mut Core<S>| drop(catch_unwind(AssertUnwindSafe(|| step(core))));
    followers.into_iter().for_each(|step| take(step, &mut core));
    for turn in callers {
        match turn {
            Turn::Command { answer, .. } if answer.is_closed() => (),
            Turn::Command { mut ask, answer } => {
                let outcome = or_panicked(|| ask(&mut core));
                core.end_group();
                // What asked is freed here, while its memory is at hand.
                let told = match outcome {
                    Outcome::Done(done) => Told::Answer(Ok(done.receipt)),
                    Outcome::Refused(refused) => Told::Answer(Err(refused)),
                    Outcome::Pending => Told::Again(ask),
                };
                served.push(Served { told, answer });
            }
            Turn::Step(step) => take(step, &mut core),
        }
    }
    // A step flushes for itself: it may have failed to before.
    if let Err(refused) = core.flush() {
        // Whoever broke it off is told that, and not to come again.
        let others =
            served.iter_mut().filter(|it| !matches!(&it.told, Told::Answer(Err(why)) if why.code == Code::Internal));
        others.for_each(|it| it.told = Told::Answer(Err(refused.clone())));
    }
    (served, shared.log.queued_end())
}

/// A panic in a decision happens before anything is changed: it is that command's alone. After one while its facts are
/// remembered nothing more is decided.
pub(super) fn or_panicked(decide: impl FnOnce() -> Outcome) -> Outcome {
    let outcome = catch_unwind(AssertUnwindSafe(decide));
    outcome.unwrap_or_else(|_| Outcome::Refused(Refused::internal("deciding it panicked")))
}

/// Whatever the answer, all that its decision saw is on disk first.
async fn answer<S: Service>(shared: Arc<Shared<S>>, served: Vec<Served<S>>, end: u64) {
    let on_disk = shared.log.durable(end).await.map_err(|stopped| log_stopped(&stopped));
    for Served { told, answer } in served {
        let told = match (&on_disk, told) {
            (Err(refused), _) => Err(refused.clone()),
            (Ok(()), Told::Answer(told)) => told,
            // The first of two equal commands was still on its way to disk; now it is known.
            (Ok(()), Told::Again(ask)) => {
                shared.join(|waiting| waiting.callers.push_back(Turn::Command { ask, answer }));
                continue;
            }
        };
        // The caller may have gone away; what it asked for is on disk all the same.
        let _ = answer.send(told);
    }
}
