//! What a request about an update leads to: telling it, and taking note of it.

use contract::{
    moment,
    partners::{AcknowledgeUpdate, PostUpdate, UpdateAcknowledged, UpdatePosted},
};
use jiff::SignedDuration;
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{rejection::Rejection, state::Update};
use crate::{members::Members, references, sealing::WritingKey, words::Words};

/// How long those it affects have to take note.
pub const ACKNOWLEDGED_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Decide<PostUpdate> for Update {
    type Known = (Members, WritingKey);

    fn target(command: &PostUpdate) -> (&str, &str) {
        (&command.partnership_id, &command.update_id)
    }

    fn decide(&self, command: &PostUpdate, (members, key): &Self::Known, context: &Context) -> Decision<Self> {
        let posted = posted(command, members, context)?;
        match &self.posted {
            Some(already) if is_same(already, &posted, key) => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => match posted.affects.iter().find(|it| !members.belongs(it)) {
                Some(stranger) => Err(Rejection::NotAMember { partner_id: stranger.clone() }),
                None => {
                    let Words { text: what, sealed } = Words::written(posted.what.clone(), &[], key, context);
                    Ok(vec![UpdatePosted { what, sealed, ..posted }.into()])
                }
            },
        }
    }
}

impl Decide<AcknowledgeUpdate> for Update {
    type Known = ();

    fn target(command: &AcknowledgeUpdate) -> (&str, &str) {
        (&command.partnership_id, &command.update_id)
    }

    fn decide(&self, command: &AcknowledgeUpdate, _: &(), context: &Context) -> Decision<Self> {
        let AcknowledgeUpdate { command_id: _, validate_only: _, partnership_id, update_id } = command;
        let posted = self.posted.as_ref().ok_or(Rejection::NotFound)?;
        if !posted.affects.contains(&context.partner) {
            return Err(Rejection::NotAffected);
        }
        if self.acknowledged_by.contains(&context.partner) {
            return Ok(vec![]);
        }
        let (partnership_id, update_id) = (partnership_id.clone(), update_id.clone());
        Ok(vec![UpdateAcknowledged { partnership_id, update_id, partner_id: context.partner.clone() }.into()])
    }
}

fn posted(command: &PostUpdate, members: &Members, context: &Context) -> Result<UpdatePosted, Invalid> {
    let PostUpdate { command_id: _, validate_only: _, partnership_id, update_id, what, affects, about, about_id } =
        command;
    references::named_once("affects", affects)?;
    references::thing(command.about(), ("about_id", about_id))?;
    if affects.contains(&context.partner) {
        return Err(Invalid::new("affects", "names your own organisation, which knows already"));
    }
    Ok(UpdatePosted {
        partnership_id: partnership_id.clone(),
        update_id: context.or_fresh(update_id, Update::KIND),
        posted_by: context.partner.clone(),
        what: parse::filled("what", what)?.to_owned(),
        affects: if affects.is_empty() { members.voices_without(&context.partner) } else { affects.clone() },
        about: *about,
        about_id: about_id.clone(),
        acknowledge_by: Some(moment::on_wire(context.now + ACKNOWLEDGED_WITHIN)),
        sealed: None,
    })
}

/// The same words to the same partners, whenever they are repeated.
fn is_same(already: &UpdatePosted, posted: &UpdatePosted, key: &WritingKey) -> bool {
    let words = Words::recorded(&already.what, already.sealed.as_ref());
    words.are(&posted.what, key)
        && UpdatePosted { what: posted.what.clone(), sealed: None, ..already.clone() }
            == UpdatePosted { acknowledge_by: already.acknowledge_by, ..posted.clone() }
}
