//! Texts that the members are asked to take out of the record, and what they decide.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{ConcludeRedaction, Event as Heard, Matter, RedactionProposed, Subject, Thing, event::Kind as Event},
};
use kernel::Aggregate;

use super::motions::OURSELVES;
use crate::{Memory, redaction::Redaction};

/// What is to be taken out stands where it was written, for those that may read it: the motion repeats none of it.
pub(super) fn motion(memory: &Memory, it: &RedactionProposed) -> (Matter, String, String) {
    let place = match it.about() {
        Thing::Meeting => "in the minutes of a meeting",
        Thing::CheckIn => "in a check-in",
        Thing::Update => "in an update",
        Thing::Concern => "in a concern",
        _ => "in a comment",
    };
    let title = format!("Take out of the record what {} wrote {place}", memory.name(&it.written_by));
    let text = format!(
        "{} asks for it: {}\nIt stands under {}. Once it is taken out, nobody reads it again, in no copy of the record; that \
         something stood there, whose and when, stays.",
        memory.name(&it.proposed_by),
        it.reason,
        it.about_id,
    );
    (Matter::Other, title, text)
}

/// A redaction that the members have decided, or could not be asked about.
pub(super) fn conclusion(fact: &Envelope) -> Option<ConcludeRedaction> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    let (subject, adopted, why) = match event {
        Event::ProposalAdopted(it) => (&it.subject, true, &it.why),
        Event::ProposalRejected(it) => (&it.subject, false, &it.why),
        Event::ProposalRefused(it) => (&it.subject, false, &it.why),
        Event::ProposalWithdrawn(it) => (&it.subject, false, &it.why),
        _ => return None,
    };
    let Subject { service: _, stream, event_id: _ } = subject.as_ref().filter(|it| it.service == OURSELVES)?;
    let (partnership_id, rest) = stream.split_once('/')?;
    let (_, redaction_id) = rest.split_once('/').filter(|(kind, _)| *kind == Redaction::KIND)?;
    Some(ConcludeRedaction {
        partnership_id: partnership_id.to_owned(),
        redaction_id: redaction_id.to_owned(),
        adopted,
        why: why.clone(),
        ..Default::default()
    })
}
