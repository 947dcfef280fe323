//! What sources say of partnerships and activities, as they say it now.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Event as Heard, Publication, PublicationKept, event::Kind as Event},
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Publications;

impl View for Publications {
    fn name(&self) -> &'static str {
        super::PUBLICATIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Resources(Heard { kind: Some(Event::PublicationKept(it)) })) = &fact.fact {
            fold.put(place(&it.partnership_id, &it.publication_id), publication(it));
        }
    }
}

fn publication(it: &PublicationKept) -> Publication {
    let PublicationKept { partnership_id: _, publication_id, activity_id, identifier, part, parts, elements, source } =
        it.clone();
    Publication { publication_id, activity_id, identifier, part, parts, elements, source }
}
