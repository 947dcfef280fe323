//! Flags of a partnership, for its members.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, Flag, FlagContested, FlagRenewed, FlagState, ListFlags, PartnerFlagged, event::Kind as Event,
    },
};
use jiff::Timestamp;
use runtime::{
    keys::Reader,
    views::{Fold, View},
};

use super::place;

pub(super) struct Flags;

impl View for Flags {
    fn name(&self) -> &'static str {
        super::FLAGS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        if fact.partnership.is_empty() {
            return;
        }
        match event {
            Event::PartnerFlagged(it) => fold.put(place(&it.partnership_id, &it.flag_id), raised(it, fact)),
            Event::FlagContested(it) => fold.change(place(&it.partnership_id, &it.flag_id), |flag| contest(flag, it)),
            Event::FlagRenewed(it) => fold.change(place(&it.partnership_id, &it.flag_id), |flag| renew(flag, it)),
            Event::FlagCleared(it) => fold.change(place(&it.partnership_id, &it.flag_id), |flag| {
                end(flag, FlagState::Cleared, fact);
                flag.cleared_because = it.reason.clone();
            }),
            Event::FlagLapsed(it) => fold.change(place(&it.partnership_id, &it.flag_id), |flag| {
                end(flag, FlagState::Lapsed, fact);
            }),
            _ => (),
        }
    }
}

pub fn is_asked_for(question: &ListFlags, flag: &Flag) -> bool {
    let in_state = question.state() == FlagState::Unspecified || question.state() == flag.state();
    in_state && (question.partner_id.is_empty() || question.partner_id == flag.partner_id)
}

/// Who has left reads, beside what was there, what is said of it and what it says itself: it may contest or clear it.
pub fn show(flag: &mut Flag, raised_at: Timestamp, reader: &Reader) -> bool {
    reader.is(&flag.partner_id) || reader.is(&flag.raised_by) || reader.was_there(raised_at)
}

pub(super) fn raised(it: &PartnerFlagged, fact: &Envelope) -> Flag {
    let PartnerFlagged { partnership_id, flag_id, partner_id, raised_by, category, statement, evidence, review_on } =
        it.clone();
    Flag {
        flag_id,
        partnership_id,
        partner_id,
        raised_by,
        category,
        statement,
        evidence,
        review_on,
        review: String::new(),
        contest: String::new(),
        state: FlagState::Open.into(),
        raised_at: fact.recorded_at,
        ended_at: None,
        cleared_because: String::new(),
    }
}

pub(super) fn contest(flag: &mut Flag, it: &FlagContested) {
    flag.contest = it.statement.clone();
}

pub(super) fn renew(flag: &mut Flag, it: &FlagRenewed) {
    flag.review_on = it.review_on.clone();
    flag.review = it.statement.clone();
}

fn end(flag: &mut Flag, state: FlagState, fact: &Envelope) {
    flag.set_state(state);
    flag.ended_at = fact.recorded_at;
}
