//! Concerns with all that was said to them, and when.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Concern, ConcernRaised, ConcernResponse, ConcernState, ConcernStep, Event as Heard, ListConcerns,
        ListConcernsResponse, Terms, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;
use crate::concern::states::{after, confirm_by, has_ended};

/// In the place of a partnership's id: the confidential channel that its charter names.
const CHANNEL: &str = "channel";
/// The log keeps all.
const STEPS_MAX: usize = 100;

pub(super) struct Concerns;

/// What an event says to a concern: (partnership, concern, who, what).
type Word<'e> = (&'e str, &'e str, &'e str, &'e str);

impl View for Concerns {
    fn name(&self) -> &'static str {
        super::CONCERNS
    }

    fn version(&self) -> u32 {
        1
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
        if let Some((partnership_id, concern_id, who, text)) = word(event) {
            let confidential_channel = channel(fold);
            fold.change(place(partnership_id, concern_id), |concern: &mut Concern| {
                concern.confidential_channel = confidential_channel;
                hear(concern, event, fact);
                step(concern, who, text, fact);
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

fn step(concern: &mut Concern, who: &str, text: &str, fact: &Envelope) {
    if STEPS_MAX <= concern.steps.len() {
        concern.steps.remove(0);
    }
    concern.steps.push(ConcernStep {
        partner_id: who.to_owned(),
        state: concern.state,
        text: text.to_owned(),
        at: fact.recorded_at,
    });
}

fn word(event: &Event) -> Option<Word<'_>> {
    match event {
        Event::ConcernAcknowledged(it) => Some((&it.partnership_id, &it.concern_id, &it.partner_id, "")),
        Event::ConcernAnswered(it) => Some((&it.partnership_id, &it.concern_id, &it.partner_id, &it.text)),
        Event::ConcernResolved(it) => Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text)),
        Event::ConcernReopened(it) => Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text)),
        Event::ConcernWithdrawn(it) => Some((&it.partnership_id, &it.concern_id, &it.raised_by, &it.text)),
        Event::ConcernEscalated(it) => Some((&it.partnership_id, &it.concern_id, &it.escalated_by, &it.text)),
        Event::ConcernDecided(it) => Some((&it.partnership_id, &it.concern_id, "", &it.why)),
        Event::ConcernClosedUnresolved(it) => Some((&it.partnership_id, &it.concern_id, &it.closed_by, "")),
        _ => None,
    }
}
