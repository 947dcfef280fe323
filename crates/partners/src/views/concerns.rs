//! Concerns with all that was said to them, and when.

use contract::{
    common::{Sealed, Standing},
    log::{Envelope, envelope::Fact},
    partners::{
        Concern, ConcernRaised, ConcernResponse, ConcernState, ConcernStep, Escalation, Event as Heard, ListConcerns,
        ListConcernsResponse, Terms, event::Kind as Event,
    },
};
use jiff::Timestamp;
use runtime::{
    keys::Reader,
    views::{Fold, View},
};

use super::place;
use crate::{
    concern::states::{after, confirm_by, has_ended},
    sealing,
};

/// In the place of a partnership's id: the confidential channel that its charter names.
const CHANNEL: &str = "channel";
/// The log keeps all.
const STEPS_MAX: usize = 100;

pub(super) struct Concerns;

/// What an event says to a concern: (partnership, concern, who, what, or what is sealed).
type Word<'e> = (&'e str, &'e str, &'e str, &'e str, Option<&'e Sealed>);

impl View for Concerns {
    fn name(&self) -> &'static str {
        super::CONCERNS
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        if let Some(terms) = agreed(event) {
            let confidential_channel = terms.map(|it| it.confidential_channel.clone()).unwrap_or_default();
            fold.put(place(CHANNEL, &fact.partnership), Concern { confidential_channel, ..Default::default() });
        }
        let channel = |fold: &mut Fold<'_>| {
            let charter: Option<Concern> = fold.get(place(CHANNEL, &fact.partnership));
            charter.unwrap_or_default().confidential_channel
        };
        if let Event::ConcernRaised(it) = event {
            let confidential_channel = channel(fold);
            let concern = Concern { confidential_channel, ..raised(it, fact) };
            fold.put(place(&it.partnership_id, &it.concern_id), concern);
        }
        if let Some((partnership_id, concern_id, who, text, sealed)) = word(event) {
            let confidential_channel = channel(fold);
            fold.change(place(partnership_id, concern_id), |concern: &mut Concern| {
                concern.confidential_channel = confidential_channel;
                hear(concern, event, fact);
                step(concern, who, (text, sealed), fact);
            });
        }
    }
}

pub fn is_asked_for(question: &ListConcerns, concern: &Concern) -> bool {
    let in_state = question.state() == ConcernState::Unspecified || question.state() == concern.state();
    let who = &question.partner_id;
    let is_between = who.is_empty() || concern.raised_by == *who || concern.about.contains(who);
    in_state && is_between && !(question.open_only && has_ended(concern.state()))
}

/// What was there while the reader was, and what was taken to it to mediate: that alone where it is nothing but a mediator.
pub fn show(concern: &mut Concern, raised_at: Timestamp, reader: &Reader) -> bool {
    let is_within = reader.stands() != Standing::Mediator && reader.was_there(raised_at);
    let is_shown = is_within || reader.is(&concern.mediator_partner_id);
    if is_shown {
        open(concern, reader);
    }
    is_shown
}

/// Opens what was said: what all members read, and what was said between the sides, for them and for the mediator it
/// was taken to.
fn open(concern: &mut Concern, reader: &Reader) {
    let Concern { text, sealed, redacted, steps, mediator_partner_id, .. } = concern;
    let is_mediator = reader.is(mediator_partner_id);
    // Between sides there is always another one to name.
    let may_read = |it: &Option<Sealed>| is_mediator || it.as_ref().is_some_and(|it| it.audience.is_empty());
    sealing::show(reader, may_read(sealed), text, sealed, redacted);
    for ConcernStep { text, sealed, redacted, .. } in steps {
        sealing::show(reader, may_read(sealed), text, sealed, redacted);
    }
}

/// A list tells where each concern is; what was said is for who opens one.
pub fn page(mut concerns: Vec<Concern>, next_page_token: String) -> ListConcernsResponse {
    concerns.iter_mut().for_each(|it| it.steps.clear());
    ListConcernsResponse { as_of: vec![], concerns, next_page_token }
}

/// What a charter says beside its rules, where the event makes a version of one.
fn agreed(event: &Event) -> Option<Option<&Terms>> {
    match event {
        Event::PartnershipFormed(it) => Some(it.terms.as_ref()),
        Event::DraftRevised(it) => Some(it.terms.as_ref()),
        Event::CharterAmended(it) => Some(it.terms.as_ref()),
        _ => None,
    }
}

fn raised(it: &ConcernRaised, fact: &Envelope) -> Concern {
    let ConcernRaised {
        partnership_id,
        concern_id,
        raised_by,
        about,
        about_all: _,
        audience,
        severity,
        thing_kind,
        thing_id,
        text,
        sealed,
    } = it.clone();
    let silent = |it: &String| ConcernResponse { partner_id: it.clone(), ..Default::default() };
    Concern {
        partnership_id,
        concern_id,
        responses: about.iter().map(silent).collect(),
        raised_by,
        about,
        audience,
        severity,
        thing_kind,
        thing_id,
        text,
        sealed,
        state: ConcernState::Raised.into(),
        raised_at: fact.recorded_at,
        ..Default::default()
    }
}

fn hear(concern: &mut Concern, event: &Event, fact: &Envelope) {
    let at = fact.recorded_at;
    let state = after(concern.state(), event);
    concern.confirm_by = confirm_by(state, concern.confirm_by, event);
    concern.set_state(state);
    match event {
        Event::ConcernAcknowledged(it) => {
            respond(concern, &it.partner_id, |it| it.acknowledged_at = it.acknowledged_at.or(at))
        }
        Event::ConcernAnswered(it) => {
            concern.last_answered_at = at;
            respond(concern, &it.partner_id, |it| {
                it.acknowledged_at = it.acknowledged_at.or(at);
                it.answered_at = it.answered_at.or(at);
            });
        }
        Event::ConcernEscalated(it) if it.to() == Escalation::Mediator => {
            concern.mediator_partner_id = it.mediator_partner_id.clone();
        }
        Event::ConcernDecided(_) => concern.last_answered_at = at,
        Event::ConcernResolved(it) => {
            if concern.confirmed_at.is_none() {
                (concern.confirmed_at, concern.confirmed_after) = (at, concern.last_answered_at);
            }
            (concern.ended_at, concern.reopen_by) = (at, it.reopen_by);
        }
        Event::ConcernWithdrawn(_) => concern.ended_at = at,
        Event::ConcernClosedUnresolved(it) => (concern.ended_at, concern.reopen_by) = (at, it.reopen_by),
        Event::ConcernReopened(_) => {
            (concern.ended_at, concern.reopen_by, concern.last_answered_at) = (None, None, None);
        }
        _ => (),
    }
}

fn respond(concern: &mut Concern, partner_id: &str, change: impl FnOnce(&mut ConcernResponse)) {
    concern.responses.iter_mut().find(|it| it.partner_id == partner_id).map(change);
}

fn step(concern: &mut Concern, who: &str, (text, sealed): (&str, Option<&Sealed>), fact: &Envelope) {
    if STEPS_MAX <= concern.steps.len() {
        concern.steps.remove(0);
    }
    concern.steps.push(ConcernStep {
        partner_id: who.to_owned(),
        state: concern.state,
        text: text.to_owned(),
        at: fact.recorded_at,
        sealed: sealed.cloned(),
        redacted: false,
    });
}

fn word(event: &Event) -> Option<Word<'_>> {
    match event {
        Event::ConcernAcknowledged(it) => Some((&it.partnership_id, &it.concern_id, &it.partner_id, "", None)),
        Event::ConcernAnswered(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.partner_id, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernMediated(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.partner_id, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernResolved(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernReopened(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernWithdrawn(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernEscalated(it) => {
            Some((&it.partnership_id, &it.concern_id, &it.escalated_by, &it.text, it.sealed.as_ref()))
        }
        Event::ConcernDecided(it) => Some((&it.partnership_id, &it.concern_id, "", &it.why, None)),
        Event::ConcernClosedUnresolved(it) => Some((&it.partnership_id, &it.concern_id, &it.closed_by, "", None)),
        _ => None,
    }
}
