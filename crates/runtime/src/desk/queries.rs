//! Questions: checked and permitted like commands, answered from the views, with what the answer has seen.

mod knowing;

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use contract::Answer;
use jiff::Timestamp;
use prost::Message;
use tonic::{Request, Response, Status};

use super::{Answered, Desk, full_name, log_stopped, timeout, tokens};
use crate::{
    caller::Caller,
    keys::Reader,
    limits,
    pages::question,
    permission,
    refusal::Refused,
    service::{Command, Room, Service},
    views::Store,
};

const PAGE_SIZE_DEFAULT: usize = 50;
/// Items that one scan reads; more is refused, not cut.
const SCAN_MAX: usize = 10_000;
/// So much more it may look at that is over, or came later than who has left reads.
const SCAN_PASSED_MAX: usize = 100_000;
/// Items that one page passes over because they are not asked for; the next page goes on from there.
const PASSED_MAX: usize = 2_000;
/// A page ends before it holds more, though it never is without an item: a caller takes 4 MiB where it says nothing else.
const PAGE_BYTES_MAX: usize = 3 << 20;
const WAIT_MAX: Duration = Duration::from_secs(5);

/// A question that may be answered.
pub(super) struct Asked<Q> {
    pub(super) question: Q,
    pub(super) caller: Caller,
    pub(super) reader: Reader,
    store: std::sync::Arc<Store>,
    pub(super) as_of: Vec<String>,
    pub(super) page_size: usize,
    pub(super) page_token: String,
    /// The question without its page: what a token is bound to.
    pub(super) filter: Vec<u8>,
}

impl<S: Service> Desk<S> {
    /// One answer, by its key; NOT_FOUND names the field.
    pub async fn get<Q, M>(
        &self,
        request: Request<Q>,
        view: &'static str,
        field: &'static str,
        key: impl Fn(&Q, &Caller) -> Vec<u8>,
    ) -> Answered<M>
    where
        Q: Command,
        M: Message + Answer + Default,
    {
        self.get_opened(request, view, field, key, |_, _| ()).await
    }

    /// The same, where something in the answer is sealed: `open` opens what the caller may read.
    pub async fn get_opened<Q, M>(
        &self,
        request: Request<Q>,
        view: &'static str,
        field: &'static str,
        key: impl Fn(&Q, &Caller) -> Vec<u8>,
        open: impl Fn(&mut M, &Reader),
    ) -> Answered<M>
    where
        Q: Command,
        M: Message + Answer + Default,
    {
        self.get_shown(request, view, field, key, opened_while_there(open)).await
    }

    /// The same, where `show` says by the answer, when it came to be and who reads whether that one reads it at all.
    pub async fn get_shown<Q, M>(
        &self,
        request: Request<Q>,
        view: &'static str,
        field: &'static str,
        key: impl Fn(&Q, &Caller) -> Vec<u8>,
        show: impl Fn(&mut M, Timestamp, &Reader) -> bool,
    ) -> Answered<M>
    where
        Q: Command,
        M: Message + Answer + Default,
    {
        let asked = self.ask(request).await?;
        let found = read::<M>(&asked.store, view, &key(&asked.question, &asked.caller))?;
        let shown = found.and_then(|(at, mut it)| show(&mut it, at, &asked.reader).then_some(it));
        let mut answer = shown.ok_or_else(|| Refused::not_found(field, &named(&asked.question, field)))?;
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// A page of answers under a prefix, in key order. Where few are asked for of many, a page may hold fewer than its
    /// size, or none, and lead to a next one all the same.
    pub async fn list<Q, I, R>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q, &Caller) -> Vec<u8>,
        keep: impl Fn(&Q, &I) -> bool,
        answer: impl Fn(Vec<I>, String) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        self.list_opened(request, view, prefix, keep, |_, _| (), answer).await
    }

    /// The same, where something in the items is sealed: `open` opens what the caller may read.
    pub async fn list_opened<Q, I, R>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q, &Caller) -> Vec<u8>,
        keep: impl Fn(&Q, &I) -> bool,
        open: impl Fn(&mut I, &Reader),
        answer: impl Fn(Vec<I>, String) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        self.list_shown(request, view, prefix, keep, opened_while_there(open), answer).await
    }

    /// The same, where `show` says by an item, when it came to be and who reads whether that one reads it at all.
    pub async fn list_shown<Q, I, R>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q, &Caller) -> Vec<u8>,
        keep: impl Fn(&Q, &I) -> bool,
        show: impl Fn(&mut I, Timestamp, &Reader) -> bool,
        answer: impl Fn(Vec<I>, String) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let prefix = prefix(&asked.question, &asked.caller);
        let kept = |asked: &Asked<Q>, item: &mut I, at| keep(&asked.question, item) && show(item, at, &asked.reader);
        self.page_of(asked, view, &prefix, kept, answer)
    }

    /// Everything under a prefix made into one answer: for who has left, everything that was there by then.
    pub async fn scan<Q, I, R>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q, &Caller) -> Vec<u8>,
        answer: impl Fn(&Q, Vec<I>) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let prefix = prefix(&asked.question, &asked.caller);
        let all = knowing::everything(&asked, view, &prefix, |_| true)?;
        let mut answer = answer(&asked.question, all);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// An answer made of what is at hand, where decisions and queries need the same of it: `look` takes it out while nothing
    /// moves, `make` makes the answer of it. All that it saw is on disk first. NOT_FOUND names the field.
    pub async fn recall<Q, K, M>(
        &self,
        request: Request<Q>,
        field: &'static str,
        look: impl Fn(&Room<S>, &Q) -> Option<K>,
        make: impl Fn(Q, K) -> M,
    ) -> Answered<M>
    where
        Q: Command,
        M: Answer,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question)).await?;
        let known = known.ok_or_else(|| Refused::not_found(field, &named(&asked.question, field)))?;
        let mut answer = make(asked.question, known);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    pub(super) async fn ask<Q: Command>(&self, request: Request<Q>) -> Result<Asked<Q>, Status> {
        self.checked(request).await.map_err(Status::from)
    }

    async fn checked<Q: Command>(&self, request: Request<Q>) -> Result<Asked<Q>, Refused> {
        let caller = Caller::from_metadata(request.metadata())?;
        let until = Instant::now() + timeout(&request).unwrap_or(WAIT_MAX).min(WAIT_MAX);
        let encoded = request.get_ref().encode_to_vec();
        let head = limits::check(full_name::<Q>(), &encoded)?;
        let tokens = tokens(&request, &head.as_of)?;
        if !tokens.is_empty() {
            self.shared.horizon.wait_for(&tokens, Some(left(until))).await?;
            let end = self.shared.log.queued_end();
            self.shared.views.wait_for(end, left(until)).await?;
        }
        let reader = self.admitted(full_name::<Q>(), &caller, head.partnership_id)?;
        // In this order: views that are rebuilt in between have seen at least as much as the tokens say.
        let as_of = self.shared.views.as_of().to_vec();
        let store = self.shared.views.current()?;
        let page_size = if head.page_size == 0 { PAGE_SIZE_DEFAULT } else { head.page_size as usize };
        let page_token = head.page_token.to_owned();
        let filter = limits::without_page(full_name::<Q>(), &encoded);
        Ok(Asked { question: request.into_inner(), caller, reader, store, as_of, page_size, page_token, filter })
    }

    /// Who may ask, as a reader.
    fn admitted(&self, request: &str, caller: &Caller, partnership: &str) -> Result<Reader, Refused> {
        let core = self.shared.core();
        core.unbroken()?;
        permission::check(request, caller, partnership, core.standing())?;
        let until = permission::reads_until(request, caller, partnership, core.standing());
        let stands = core.standing().of(partnership, &caller.partner);
        let (shared, partner) = (self.shared.clone(), caller.partner.clone());
        let works_with = move |other: &str| shared.core().standing().works_with(&partner, other);
        Ok(self.shared.keys.reader(&caller.partner, stands, until, works_with))
    }
}

/// What came to be after a former member had left is not shown to it; the rest is, opened as far as it may be read.
fn opened_while_there<M>(open: impl Fn(&mut M, &Reader)) -> impl Fn(&mut M, Timestamp, &Reader) -> bool {
    move |answer, came_at, reader| {
        let is_shown = reader.was_there(came_at);
        if is_shown {
            open(answer, reader);
        }
        is_shown
    }
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

struct Page<I> {
    items: Vec<I>,
    /// The last key of this page, where there is another page.
    more_after: Option<Vec<u8>>,
}

/// How many items a page holds, how many it passes over, and how large they are together, at most.
struct Most {
    items: usize,
    passed: usize,
    bytes: usize,
}

fn page<I: Message + Default>(
    store: &Store,
    view: &'static str,
    prefix: &[u8],
    from: Option<Vec<u8>>,
    most: Most,
    keep: impl Fn(&mut I, Timestamp) -> bool,
) -> Result<Page<I>, Refused> {
    let start = from.unwrap_or_else(|| prefix.to_vec());
    let mut page = Page { items: Vec::new(), more_after: None };
    let mut last = Vec::new();
    let mut unreadable = None;
    let (mut passed, mut bytes) = (0, 0);
    let walked = store.walk(view, &start, |key, came_at, answer| {
        if !key.starts_with(prefix) {
            return ControlFlow::Break(());
        }
        let decoded = I::decode(answer).map(|mut item| keep(&mut item, came_at).then_some(item));
        match decoded {
            Ok(None) => {
                passed += 1;
                if passed < most.passed {
                    return ControlFlow::Continue(());
                }
                page.more_after = Some(key.to_vec());
            }
            Ok(Some(_)) if page.items.len() == most.items => page.more_after = Some(std::mem::take(&mut last)),
            Ok(Some(_)) if !page.items.is_empty() && most.bytes < bytes + answer.len() => {
                page.more_after = Some(std::mem::take(&mut last));
            }
            Ok(Some(item)) => {
                bytes += answer.len();
                page.items.push(item);
                last = key.to_vec();
                return ControlFlow::Continue(());
            }
            Err(error) => unreadable = Some(error),
        }
        ControlFlow::Break(())
    });
    walked.map_err(Refused::internal)?;
    unreadable.map_or(Ok(page), |error| Err(Refused::internal(error)))
}

/// An answer, and when it came to be.
fn read<M: Message + Default>(
    store: &Store,
    view: &'static str,
    key: &[u8],
) -> Result<Option<(Timestamp, M)>, Refused> {
    let found = store.get(view, key).map_err(Refused::internal)?;
    found.map(|(at, answer)| Ok((at, M::decode(&answer[..]).map_err(Refused::internal)?))).transpose()
}

/// The field's value, for the message.
fn named<Q: Command>(question: &Q, field: &str) -> String {
    limits::text_of(full_name::<Q>(), &question.encode_to_vec(), field).unwrap_or_default()
}
