//! Questions that need both: answers as they are stored, and what is at hand now, such as figures of what goes on around them.

use contract::Answer;
use jiff::Timestamp;
use prost::Message;
use tonic::{Request, Response, Status};

use super::{
    Answered, Asked, Desk, Most, PAGE_BYTES_MAX, PASSED_MAX, Refused, SCAN_MAX, SCAN_PASSED_MAX, full_name,
    log_stopped, named, page, question, read,
};
use crate::{
    caller::Caller,
    keys::Reader,
    service::{Command, Room, Service},
};

impl<S: Service> Desk<S> {
    /// One answer by its key, finished with what is known.
    pub async fn get_knowing<Q, M, K>(
        &self,
        request: Request<Q>,
        view: &'static str,
        field: &'static str,
        key: impl Fn(&Q) -> Vec<u8>,
        look: impl Fn(&Room<S>, &Q) -> K,
        finish: impl Fn(&mut M, &K),
    ) -> Answered<M>
    where
        Q: Command,
        M: Message + Answer + Default,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question)).await?;
        let found = read::<M>(&asked.store, view, &key(&asked.question))?;
        let shown = found.filter(|(at, _)| asked.reader.was_there(*at)).map(|(_, it)| it);
        let mut answer = shown.ok_or_else(|| Refused::not_found(field, &named(&asked.question, field)))?;
        finish(&mut answer, &known);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// A page of answers under a prefix, each finished with what is known before `keep` says whether it is asked for.
    pub async fn list_knowing<Q, I, R, K>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q) -> Vec<u8>,
        look: impl Fn(&Room<S>, &Q) -> K,
        keep: impl Fn(&Q, &mut I, &K) -> bool,
        answer: impl Fn(Vec<I>, String) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question)).await?;
        let prefix = prefix(&asked.question);
        let kept =
            |asked: &Asked<Q>, item: &mut I, at| asked.reader.was_there(at) && keep(&asked.question, item, &known);
        self.page_of(asked, view, &prefix, kept, answer)
    }

    /// Everything under a prefix made into one answer with what is known.
    pub async fn scan_knowing<Q, I, R, K>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q) -> Vec<u8>,
        look: impl Fn(&Room<S>, &Q) -> K,
        answer: impl Fn(&Q, Vec<I>, K) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        self.scan_for(request, view, prefix, look, |q, items, known, _| answer(q, items, known)).await
    }

    /// The same, where something in it is sealed: the answer is for who reads it.
    pub async fn scan_for<Q, I, R, K>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q) -> Vec<u8>,
        look: impl Fn(&Room<S>, &Q) -> K,
        answer: impl Fn(&Q, Vec<I>, K, &Reader) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question)).await?;
        let all = everything(&asked, view, &prefix(&asked.question), |_| true)?;
        let mut answer = answer(&asked.question, all, known, &asked.reader);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// What is wanted of everything under a prefix in two views, the other read after the one, made into one answer with
    /// what is known.
    pub async fn scan_both<Q, I, J, R, K>(
        &self,
        request: Request<Q>,
        (one, is_wanted): (&'static str, impl Fn(&I) -> bool),
        (other, is_wanted_too): (&'static str, impl Fn(&J) -> bool),
        prefix: impl Fn(&Q) -> Vec<u8>,
        look: impl Fn(&Room<S>, &Q) -> K,
        answer: impl Fn(&Q, (Vec<I>, Vec<J>), K) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        J: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question)).await?;
        let prefix = prefix(&asked.question);
        let both = (everything(&asked, one, &prefix, is_wanted)?, everything(&asked, other, &prefix, is_wanted_too)?);
        let mut answer = answer(&asked.question, both, known);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// The first answer under a prefix from a key on that the caller may read, finished for who reads, where there is one and
    /// where there is none.
    pub async fn first<Q, I, R>(
        &self,
        request: Request<Q>,
        view: &'static str,
        prefix: impl Fn(&Q) -> Vec<u8>,
        from: impl Fn(&Q) -> Vec<u8>,
        answer: impl Fn(&Q, Option<I>, &Reader) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let asked = self.ask(request).await?;
        let (prefix, from) = (prefix(&asked.question), Some(from(&asked.question)));
        let most = Most { items: 1, passed: SCAN_MAX, bytes: usize::MAX };
        let found = page(&asked.store, view, &prefix, from, most, |_, at| asked.reader.was_there(at))?;
        let mut answer = answer(&asked.question, found.items.into_iter().next(), &asked.reader);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// An answer made of what is at hand, as far as the caller reads it; NOT_FOUND names the field.
    pub async fn recall_for<Q, K, M>(
        &self,
        request: Request<Q>,
        field: &'static str,
        look: impl Fn(&Room<S>, &Q, &Caller) -> Option<K>,
        make: impl Fn(Q, K) -> M,
    ) -> Answered<M>
    where
        Q: Command,
        M: Answer,
    {
        let asked = self.ask(request).await?;
        let known = self.known(|room| look(room, &asked.question, &asked.caller)).await?;
        let known = known.ok_or_else(|| Refused::not_found(field, &named(&asked.question, field)))?;
        let mut answer = make(asked.question, known);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }

    /// What is at hand, taken out while nothing moves; all that was seen is on disk then.
    pub(in crate::desk) async fn known<K>(&self, look: impl FnOnce(&Room<S>) -> K) -> Result<K, Status> {
        let (known, end) = {
            let core = self.shared.core();
            core.unbroken().map_err(Status::from)?;
            (look(&core.room()), self.shared.log.queued_end())
        };
        self.shared.log.durable(end).await.map_err(|stopped| Status::from(log_stopped(&stopped)))?;
        Ok(known)
    }

    /// The page that was asked for.
    pub(super) fn page_of<Q, I, R>(
        &self,
        asked: Asked<Q>,
        view: &'static str,
        prefix: &[u8],
        keep: impl Fn(&Asked<Q>, &mut I, Timestamp) -> bool,
        answer: impl Fn(Vec<I>, String) -> R,
    ) -> Answered<R>
    where
        Q: Command,
        I: Message + Default,
        R: Answer,
    {
        let bound = question(full_name::<Q>(), &asked.caller.partner, prefix, &asked.filter);
        let now = self.now();
        let after = match asked.page_token.is_empty() {
            true => None,
            false => Some(self.shared.pages.open(&bound, &asked.page_token, now)?),
        };
        // The least key after one is the same with a zero byte behind it.
        let from = after.map(|mut key| {
            key.push(0);
            key
        });
        let most = Most { items: asked.page_size, passed: PASSED_MAX, bytes: PAGE_BYTES_MAX };
        let page = page(&asked.store, view, prefix, from, most, |item, at| keep(&asked, item, at))?;
        let token = match &page.more_after {
            Some(last) => self.shared.pages.seal(&bound, last, now)?,
            None => String::new(),
        };
        let mut answer = answer(page.items, token);
        answer.set_as_of(asked.as_of);
        Ok(Response::new(answer))
    }
}

/// What is wanted of everything under a prefix: for who has left, of everything that was there by then.
pub(super) fn everything<Q, I: Message + Default>(
    asked: &Asked<Q>,
    view: &'static str,
    prefix: &[u8],
    is_wanted: impl Fn(&I) -> bool,
) -> Result<Vec<I>, Refused> {
    let most = Most { items: SCAN_MAX, passed: SCAN_PASSED_MAX, bytes: usize::MAX };
    let keep = |item: &mut I, at| asked.reader.was_there(at) && is_wanted(item);
    let all = page(&asked.store, view, prefix, None, most, keep)?;
    match all.more_after {
        Some(_) => Err(Refused::overloaded(format!(
            "there are more than {SCAN_MAX}, or more than {SCAN_PASSED_MAX} that are over: list them in pages"
        ))),
        None => Ok(all.items),
    }
}
