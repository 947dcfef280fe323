//! What has changed in a partnership since: its facts in this service's log, as they stand there.

use contract::{
    Fact,
    common::Standing,
    log::{Envelope, ListChanges, ListChangesResponse, Written},
    moment,
};
use jiff::Timestamp;
use prost::Message;
use tonic::{Request, Response};

use super::{Answered, Desk, full_name};
use crate::{caller::Caller, log::Index, operations::cut, pages::question, refusal::Refused, service::Service};

impl<S: Service> Desk<S> {
    /// A page of a partnership's facts, in order of sequence.
    pub(crate) async fn changes(&self, request: Request<ListChanges>) -> Answered<ListChangesResponse> {
        let asked = self.ask(request).await?;
        let ListChanges { partnership_id, since, service, .. } = &asked.question;
        if service != <S::Event as Fact>::SERVICE {
            return Err(Refused::not_found("service", service).into());
        }
        let bound = question(full_name::<ListChanges>(), &asked.caller.partner, &[], &asked.filter);
        let now = self.shared.core().now();
        let index = self.shared.views.index();
        let after = match (asked.page_token.as_str(), since.as_ref().map(|it| moment::read(Some(it)))) {
            ("", None) => 0,
            ("", Some(since)) => before(index, partnership_id, since.ok_or_else(out_of_range)?)?,
            (token, _) => sequence(&self.shared.pages.open(&bound, token, now)?),
        };
        let mut read = index.read_partnership(partnership_id, after, asked.page_size + 1).map_err(Refused::internal)?;
        let found = read.len();
        read.truncate(asked.page_size);
        cut(&mut read);
        let more = read.len() < found;
        let mut changes: Vec<Envelope> =
            read.iter().map(|it| Envelope::decode(&it[..]).map_err(Refused::internal)).collect::<Result<_, _>>()?;
        // They are in order of time: once one has left, the rest came later too.
        let was_there = |it: &Envelope| asked.reader.was_there(it.recorded().unwrap_or_default());
        let readable = changes.iter().take_while(|it| was_there(it)).count();
        let more = more && readable == changes.len();
        changes.truncate(readable);
        let last = changes.last().filter(|_| more);
        let next_page_token = match last {
            Some(last) => self.shared.pages.seal(&bound, &last.sequence.to_be_bytes(), now)?,
            None => String::new(),
        };
        changes.retain(|it| is_told(it.fact.as_ref().and_then(S::Event::of), &asked.caller, asked.reader.stands()));
        let written = |it: &Envelope| {
            let written = S::written(S::Event::of(it.fact.as_ref()?)?, &asked.reader)?;
            Some(Written { event_id: it.event_id.clone(), ..written })
        };
        let written = changes.iter().filter_map(written).collect();
        Ok(Response::new(ListChangesResponse { as_of: asked.as_of, changes, next_page_token, written }))
    }
}

/// No more than queries tell: what is said among members stays there, and what is said among partners too.
fn is_told<E: Fact>(event: Option<&E>, caller: &Caller, stands: Standing) -> bool {
    let Some(event) = event else { return true };
    match stands {
        Standing::Member | Standing::Former => true,
        _ if caller.is_operator() => !event.is_among_partners(),
        _ => !event.is_among_members(),
    }
}

/// The last sequence before that time; what is written down is in order of time, so halving finds it.
fn before(index: &Index, partnership: &str, since: Timestamp) -> Result<u64, Refused> {
    let is_before = |sequence: u64| -> Result<bool, Refused> {
        let read = index.read_partnership(partnership, sequence - 1, 1).map_err(Refused::internal)?;
        let Some(fact) = read.first() else { return Ok(false) };
        let fact = Envelope::decode(&fact[..]).map_err(Refused::internal)?;
        Ok(fact.recorded().is_some_and(|at| at < since))
    };
    let mut far = 1;
    while is_before(far)? {
        far *= 2;
    }
    // The one sought is at `low`, or between it and `far`, which is none.
    let mut low = far / 2;
    while low + 1 < far {
        let middle = low + (far - low) / 2;
        if is_before(middle)? {
            low = middle;
        } else {
            far = middle;
        }
    }
    Ok(low)
}

/// Only our own tokens open, and they hold eight bytes.
fn sequence(last: &[u8]) -> u64 {
    last.try_into().map_or(u64::MAX, u64::from_be_bytes)
}

fn out_of_range() -> Refused {
    Refused::invalid(vec![("since".into(), "is no moment from year -9999 to 9999".into())])
}
