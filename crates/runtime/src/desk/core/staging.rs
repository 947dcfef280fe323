//! What a decision leads to on its way to the log's queue.

use std::sync::Arc;

use contract::{
    Fact as ServiceFact,
    log::{Envelope, envelope::Fact},
    moment,
};
use uuid::Uuid;

use super::{Acting, Core, Decided, is_bulk};
use crate::{desk::log_stopped, log::Entry, refusal::Refused, service::Service};

impl<S: Service> Core<S> {
    /// The next fact of the stream; `decided.revision` is the one before it.
    pub(super) fn envelope(&mut self, decided: &Decided, acting: &Acting, said: Fact) -> Arc<Envelope> {
        let is_bulk = is_bulk(&said);
        self.ledger.record(decided.now);
        let next = decided.revision + 1;
        if next == 1 {
            self.ledger.streams.begin(decided.mark);
        }
        // Caller and stream are part of the name: a command id is the caller's own, and only within a service.
        let name = [&*acting.who.partner, &decided.stream, &next.to_string()].join("/");
        let mut envelope = self.spent.take().unwrap_or_default();
        // All of them, so that none keeps what the fact before it said.
        let Envelope {
            event_id,
            node,
            service,
            number,
            partnership,
            sequence,
            stream,
            revision,
            recorded_at,
            occurred_on,
            partner,
            person,
            channel,
            command_id,
            caused_by,
            as_of,
            traceparent,
            command_digest,
            bulk,
            fact,
        } = Arc::make_mut(&mut envelope);
        write_id(event_id, &kernel::name_based(&acting.command_id, name.as_bytes()));
        node.clone_from(&self.node);
        write(service, <S::Event as ServiceFact>::SERVICE);
        *number = self.ledger.next_number(is_bulk);
        partnership.clone_from(&decided.partnership);
        *sequence = self.ledger.next_sequence(&decided.partnership);
        stream.clone_from(&decided.stream);
        *revision = next;
        *recorded_at = Some(moment::on_wire(decided.now));
        *occurred_on = acting.occurred_on.map(moment::on_wire);
        partner.clone_from(&acting.who.partner);
        person.clone_from(&acting.who.person);
        channel.clone_from(&acting.who.channel);
        write_id(command_id, &acting.command_id);
        let (cause, heard) = acting.cause.as_ref().map_or(("", &[][..]), |it| (&it.event_id, &it.as_of));
        write(caused_by, cause);
        as_of.clear();
        as_of.extend_from_slice(heard);
        traceparent.clone_from(&acting.traceparent);
        command_digest.clear();
        command_digest.extend_from_slice(&acting.digest);
        *bulk = is_bulk;
        *fact = Some(said);
        envelope
    }

    /// Whether what is staged from now on is followed closely.
    pub(crate) fn set_followed(&mut self, is_followed: bool) {
        self.is_followed = is_followed;
    }

    /// Where nobody follows closely the fact itself is not handed on, to be freed by another thread: its memory is at hand
    /// for the next.
    pub(super) fn stage_own(&mut self, entry: Entry, envelope: Arc<Envelope>) {
        if self.is_followed {
            return self.stage(entry.saying(envelope));
        }
        self.stage(entry);
        self.spent = Some(envelope);
    }

    pub(crate) fn stage(&mut self, entry: Entry) {
        self.staged.push(entry);
    }

    /// What is staged from now on stands for itself: a crash may leave what is staged already without it.
    pub(crate) fn end_group(&mut self) {
        self.staged.last_mut().into_iter().for_each(Entry::end_group);
    }

    /// All that is staged goes into the queue together, and so into one commit.
    pub(crate) fn flush(&mut self) -> Result<(), Refused> {
        let staged = std::mem::take(&mut self.staged);
        self.unbroken()?;
        if staged.is_empty() {
            return Ok(());
        }
        self.log.enqueue(staged).map(drop).map_err(|error| {
            // The state has moved on and the log has not.
            self.broken = Some(error.to_string().into());
            log_stopped(&error)
        })
    }

    /// Refused where nothing may be decided, nor told, by what is known here: it is not what the log holds.
    pub(crate) fn unbroken(&self) -> Result<(), Refused> {
        self.broken.as_ref().map_or(Ok(()), |why| Err(log_stopped(why)))
    }

    /// Why nothing more may be decided; None while all is well.
    pub(crate) fn broken(&self) -> Option<String> {
        self.broken.as_deref().map(str::to_owned)
    }

    pub(super) fn next_position(&self) -> u64 {
        self.log.queued_end() + self.staged.len() as u64 + 1
    }
}

fn write(text: &mut String, said: &str) {
    text.clear();
    text.push_str(said);
}

fn write_id(text: &mut String, id: &Uuid) {
    write(text, id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}
