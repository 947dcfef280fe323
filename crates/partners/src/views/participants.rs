//! Organisations that sources name: listed, and nothing else.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Participant, ParticipantListed, event::Kind as Event},
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Participants;

impl View for Participants {
    fn name(&self) -> &'static str {
        super::PARTICIPANTS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Partners(Heard { kind: Some(Event::ParticipantListed(it)) })) = &fact.fact {
            fold.put(place(&it.partnership_id, &it.participant_id), participant(it));
        }
    }
}

fn participant(it: &ParticipantListed) -> Participant {
    let ParticipantListed { partnership_id: _, participant_id, name, reference, role, source, kind } = it.clone();
    Participant { participant_id, name, reference, role, source, kind }
}
