//! Read what you wrote, anywhere: tokens of facts, and waiting until they are heard, reacted to and in the views.

use std::{collections::HashMap, fmt, future, sync::RwLock, time::Duration};

use contract::common::Reason;
use tokio::{sync::watch, time::Instant};

use crate::refusal::Refused;

const WAIT_MAX: Duration = Duration::from_secs(5);
const WAITERS_MAX: usize = 1_000;

/// A place in a service's own facts: node/service@number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// node/service, or node/service.bulk for the facts that count apart.
    pub origin: String,
    pub number: u64,
}

impl Token {
    pub fn parse(text: &str) -> Option<Self> {
        let (origin, number) = text.split_once('@')?;
        let (node, service) = origin.split_once('/')?;
        let named = !node.is_empty() && !service.is_empty() && !service.contains('/');
        Some(Token { origin: origin.to_owned(), number: number.parse().ok()? }).filter(|_| named)
    }

    /// Bulk facts are not heard by other services.
    fn is_bulk(&self) -> bool {
        self.origin.ends_with(BULK)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.origin, self.number)
    }
}

const BULK: &str = ".bulk";

/// node/service
pub fn origin(node: &str, service: &str) -> String {
    format!("{node}/{service}")
}

/// node/service.bulk
pub fn bulk_origin(node: &str, service: &str) -> String {
    format!("{node}/{service}{BULK}")
}

/// Whether any call waits until a service has come further.
#[derive(Debug, Clone)]
pub struct Waiting(watch::Receiver<usize>);

impl Waiting {
    pub fn nobody() -> Self {
        Waiting(watch::channel(0).1)
    }

    pub fn is_any(&self) -> bool {
        *self.0.borrow() != 0
    }

    /// Never ready where nobody ever does.
    pub async fn any(&mut self) {
        if self.0.wait_for(|it| *it != 0).await.is_err() {
            future::pending().await
        }
    }
}

/// How far a service has come with each origin, and who waits for it.
pub struct Horizon {
    own: String,
    reached: RwLock<HashMap<String, u64>>,
    moved: watch::Sender<u64>,
    waiting: watch::Sender<usize>,
}

impl Horizon {
    pub fn new(own: String) -> Self {
        Horizon { own, reached: RwLock::default(), moved: watch::Sender::new(0), waiting: watch::Sender::new(0) }
    }

    /// Moves on: the log up to `position` has been reacted to, which reached these numbers.
    pub fn reach(&self, position: u64, numbers: impl IntoIterator<Item = (String, u64)>) {
        if let Ok(mut reached) = self.reached.write() {
            for (origin, number) in numbers {
                let newest = reached.entry(origin).or_default();
                *newest = number.max(*newest);
            }
        }
        self.moved.send_replace(position);
    }

    pub fn position(&self) -> u64 {
        *self.moved.borrow()
    }

    pub(crate) fn is_waited_for(&self) -> bool {
        *self.waiting.borrow() != 0
    }

    /// Those who wait here.
    pub fn waiting(&self) -> Waiting {
        Waiting(self.waiting.subscribe())
    }

    /// Waits until all tokens are reached; UNAVAILABLE with what is missing when that takes too long.
    pub async fn wait_for(&self, tokens: &[Token], deadline: Option<Duration>) -> Result<(), Refused> {
        if self.missing(tokens).is_empty() {
            return Ok(());
        }
        let _place = self.place()?;
        let until = Instant::now() + deadline.unwrap_or(WAIT_MAX).min(WAIT_MAX);
        let mut moved = self.moved.subscribe();
        loop {
            let missing = self.missing(tokens);
            if missing.is_empty() {
                return Ok(());
            }
            if tokio::time::timeout_at(until, moved.changed()).await.is_err() {
                return Err(not_caught_up(&missing));
            }
        }
    }

    fn missing(&self, tokens: &[Token]) -> Vec<String> {
        let Ok(reached) = self.reached.read() else { return vec![] };
        let is_reached = |it: &&Token| reached.get(&it.origin).is_some_and(|number| it.number <= *number);
        let is_ours = |it: &&Token| !it.is_bulk() || it.origin.strip_suffix(BULK) == Some(&self.own);
        tokens.iter().filter(is_ours).filter(|it| !is_reached(it)).map(Token::to_string).collect()
    }

    fn place(&self) -> Result<Place<'_>, Refused> {
        let place = Place(&self.waiting);
        let mut before = 0;
        self.waiting.send_modify(|it| before = std::mem::replace(it, *it + 1));
        match before < WAITERS_MAX {
            true => Ok(place),
            false => Err(Refused::overloaded(format!("{WAITERS_MAX} calls already wait for facts to arrive"))),
        }
    }
}

struct Place<'h>(&'h watch::Sender<usize>);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|it| *it -= 1);
    }
}

fn not_caught_up(missing: &[String]) -> Refused {
    let missing = missing.join(",");
    let message = format!("not here yet: {missing}");
    Refused::unavailable(Reason::NotCaughtUp, message, Duration::from_secs(1)).with("missing", missing)
}
