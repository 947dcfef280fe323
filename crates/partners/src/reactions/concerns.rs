//! Concerns put to the members, what they decide, and concerns that end without their raiser.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        CloseUnresolved, ConcernEscalated, ConcernSeverity, ConcludeEscalation, EscalationOutcome, Event as Heard,
        Matter, Subject, event::Kind as Event,
    },
};
use jiff::Timestamp;
use kernel::Aggregate;
use runtime::{Reaction, Room};

use super::motions::OURSELVES;
use crate::{Memory, Partners, concern::Concern, known::has_left};

/// What was said stays in the concern, where its audience reads it: the motion repeats none of it.
pub(super) fn motion(memory: &Memory, it: &ConcernEscalated) -> (Matter, String, String) {
    let about: Vec<_> = it.about.iter().map(|it| memory.name(it)).collect();
    let title = format!("Decide on a concern of {} about {}", memory.name(&it.raised_by), about.join(", "));
    let text = format!(
        "{} puts this {} concern to the members. What is asked of you stands in concern {}; so do what is the matter and \
         what was answered, unless they are between its sides alone. Whatever you decide, it ends only when {} says so.",
        memory.name(&it.escalated_by),
        severity(it.severity()),
        it.concern_id,
        memory.name(&it.raised_by),
    );
    (Matter::Other, title, text)
}

/// An escalation that the members have decided, or could not be asked about.
pub fn conclusion(fact: &Envelope) -> Option<ConcludeEscalation> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    let (subject, outcome, why) = match event {
        Event::ProposalAdopted(it) => (&it.subject, EscalationOutcome::Adopted, &it.why),
        Event::ProposalRejected(it) => (&it.subject, EscalationOutcome::Rejected, &it.why),
        Event::ProposalRefused(it) => (&it.subject, EscalationOutcome::NotPut, &it.why),
        Event::ProposalWithdrawn(it) => (&it.subject, EscalationOutcome::NotPut, &it.why),
        _ => return None,
    };
    let Subject { service: _, stream, event_id } = subject.as_ref().filter(|it| it.service == OURSELVES)?;
    let (partnership_id, rest) = stream.split_once('/')?;
    let (_, concern_id) = rest.split_once('/').filter(|(kind, _)| *kind == Concern::KIND)?;
    Some(ConcludeEscalation {
        partnership_id: partnership_id.to_owned(),
        concern_id: concern_id.to_owned(),
        escalation_event_id: event_id.clone(),
        outcome: outcome.into(),
        why: why.clone(),
        ..Default::default()
    })
}

/// Concerns whose raiser has fallen silent, or has left and said nothing for a while.
pub fn due(known: &Room<Partners>, now: Timestamp) -> Vec<Reaction<Partners>> {
    let has_left = |partnership_id: &str, partner_id: &str| has_left(known.standing, partnership_id, partner_id);
    let due = known.memory.concerns.due(now, has_left).map(|(partnership_id, concern_id, at)| {
        let (partnership_id, concern_id) = (partnership_id.to_owned(), concern_id.to_owned());
        let stream = format!("{partnership_id}/{}/{concern_id}", Concern::KIND);
        let close = CloseUnresolved { partnership_id, concern_id, ..Default::default() };
        Reaction::new::<Concern, CloseUnresolved>(close).due(&stream, "unresolved", at)
    });
    due.collect()
}

fn severity(severity: ConcernSeverity) -> &'static str {
    match severity {
        ConcernSeverity::Minor | ConcernSeverity::Unspecified => "minor",
        ConcernSeverity::Serious => "serious",
        ConcernSeverity::Grave => "grave",
    }
}
