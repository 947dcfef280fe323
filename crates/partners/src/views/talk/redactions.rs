//! What was taken out of the record, or was asked to be.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Redaction, RedactionProposed, RedactionState, TextRedacted, event::Kind as Event},
};
use runtime::views::{Fold, View};

use crate::views::place;

pub(super) struct Redactions;

impl View for Redactions {
    fn name(&self) -> &'static str {
        super::REDACTIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        let at = fact.recorded_at;
        match event {
            Event::RedactionProposed(it) => {
                fold.put(place(&it.partnership_id, &it.redaction_id), Redaction { at, ..proposed(it) });
            }
            Event::TextRedacted(it) => {
                fold.upsert(place(&it.partnership_id, &it.redaction_id), |had: &mut Redaction| {
                    *had = Redaction { proposed_by: std::mem::take(&mut had.proposed_by), at, ..redacted(it) };
                });
            }
            Event::RedactionDeclined(it) => {
                fold.change(place(&it.partnership_id, &it.redaction_id), |had: &mut Redaction| {
                    had.set_state(RedactionState::Declined);
                    (had.why, had.at) = (it.why.clone(), at);
                });
            }
            _ => (),
        }
    }
}

fn proposed(it: &RedactionProposed) -> Redaction {
    let RedactionProposed {
        partnership_id: _,
        redaction_id,
        about,
        about_id,
        written_by,
        proposed_by,
        reason,
        key_id: _,
    } = it.clone();
    let state = RedactionState::Proposed.into();
    Redaction { redaction_id, state, about, about_id, written_by, proposed_by, reason, ..Default::default() }
}

fn redacted(it: &TextRedacted) -> Redaction {
    let TextRedacted { partnership_id: _, redaction_id, about, about_id, written_by, reason, key_id: _, decided: why } =
        it.clone();
    let state = RedactionState::Redacted.into();
    Redaction { redaction_id, state, about, about_id, written_by, reason, why, ..Default::default() }
}
