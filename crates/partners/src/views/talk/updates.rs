//! Updates, and who has taken note.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Update, UpdatePosted, event::Kind as Event},
};
use runtime::{
    keys::Reader,
    views::{Fold, View},
};

use crate::{sealing, views::place};

pub(super) struct Updates;

impl View for Updates {
    fn name(&self) -> &'static str {
        super::UPDATES
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::UpdatePosted(it) => {
                let update = Update { posted_at: fact.recorded_at, ..posted(it) };
                fold.put(place(&it.partnership_id, &it.update_id), update);
            }
            Event::UpdateAcknowledged(it) => {
                fold.change(place(&it.partnership_id, &it.update_id), |update: &mut Update| {
                    update.acknowledged_by.push(it.partner_id.clone());
                });
            }
            _ => (),
        }
    }
}

/// Who may ask for it may read it.
pub fn open(update: &mut Update, reader: &Reader) {
    let Update { what, sealed, redacted, .. } = update;
    sealing::show(reader, true, what, sealed, redacted);
}

fn posted(it: &UpdatePosted) -> Update {
    let UpdatePosted {
        partnership_id: _,
        update_id,
        posted_by,
        what,
        affects,
        about,
        about_id,
        acknowledge_by,
        sealed,
    } = it.clone();
    Update { update_id, posted_by, what, affects, about, about_id, acknowledge_by, sealed, ..Default::default() }
}
