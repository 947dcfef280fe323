//! A command that was carried out before: the same receipt, made from the log itself.

use bytes::Bytes;
use contract::{
    common::{Reason, Receipt},
    log::Envelope,
};
use kernel::Decide;
use prost::Message;

use super::{Acting, Core, Done, Key, Outcome};
use crate::{
    log::{Kind, Stored},
    refusal::Refused,
    service::{Command, Service},
};

/// No command leads to more events.
const EVENTS_MAX: usize = 256;

/// What stands in the log for an accepted command that changed nothing, so that its retry changes nothing either.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Answered {
    #[prost(string, tag = "1")]
    pub(crate) partner: String,
    #[prost(string, tag = "2")]
    pub(crate) command_id: String,
    #[prost(bytes = "vec", tag = "3")]
    digest: Vec<u8>,
    #[prost(message, required, tag = "4")]
    receipt: Receipt,
}

pub(super) fn answered(acting: &Acting, receipt: &Receipt) -> Bytes {
    let answered = Answered {
        partner: acting.who.partner.clone(),
        command_id: acting.command_id.to_string(),
        digest: acting.digest.to_vec(),
        receipt: receipt.clone(),
    };
    answered.encode_to_vec().into()
}

impl<S: Service> Core<S> {
    /// None where the command is new.
    pub(super) fn earlier<A, C>(&mut self, key: Key, command: &C, acting: &Acting) -> Option<Outcome>
    where
        A: Decide<C, Event = S::Event>,
        C: Command,
    {
        let position = self.seen.position(key)?;
        if self.log.durable_end() < position {
            return Some(Outcome::Pending);
        }
        match self.recorded::<A, C>(command, acting, position) {
            Ok(receipt) => receipt.map(|receipt| Outcome::Done(Done { receipt, changed: false })),
            Err(refused) => Some(Outcome::Refused(refused)),
        }
    }

    /// None where the position tells of another command, whose hash is the same.
    fn recorded<A, C>(&self, command: &C, acting: &Acting, position: u64) -> Result<Option<Receipt>, Refused>
    where
        A: Decide<C, Event = S::Event>,
        C: Command,
    {
        let entries = self.log.read(position - 1, EVENTS_MAX, usize::MAX).map_err(Refused::internal)?;
        let Some(first) = entries.first() else { return Ok(None) };
        if first.kind == Kind::Answered {
            let answered = Answered::decode(&first.bytes[..]).map_err(Refused::internal)?;
            let is_this =
                answered.partner == acting.who.partner && answered.command_id == acting.command_id.to_string();
            return if is_this { same(acting, &answered.digest).map(|()| Some(answered.receipt)) } else { Ok(None) };
        }
        let mut receipt = None;
        for envelope in entries.iter().map_while(own) {
            if envelope.partner != acting.who.partner || envelope.command_id != acting.command_id.to_string() {
                break;
            }
            same(acting, &envelope.command_digest)?;
            receipt = Some(self.receipt_of::<A, C>(command, acting, &envelope)?);
        }
        Ok(receipt)
    }

    fn receipt_of<A, C>(&self, command: &C, acting: &Acting, envelope: &Envelope) -> Result<Receipt, Refused>
    where
        A: Decide<C, Event = S::Event>,
        C: Command,
    {
        let id = A::thing(command, &self.context(acting)?);
        let origin = if envelope.bulk { self.bulk_origin() } else { self.origin() };
        Ok(Receipt { id, revision: envelope.revision, as_of: vec![format!("{origin}@{}", envelope.number)] })
    }
}

fn own(entry: &Stored) -> Option<Envelope> {
    (entry.kind == Kind::Own).then(|| Envelope::decode(&entry.bytes[..]).ok()).flatten()
}

/// A reaction may word its command anew in a later build; a caller may not.
fn same(acting: &Acting, digest: &[u8]) -> Result<(), Refused> {
    match !acting.is_call || acting.digest[..] == *digest {
        true => Ok(()),
        false => Err(Refused::exists(
            Reason::CommandIdReused,
            format!("command_id {} was used for another command; a new command takes a new id", acting.command_id),
        )),
    }
}
