//! How what decisions ask for is looked up.

mod publication;

use contract::resources::RecordTransaction;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{Resources, transaction::decisions::Parties};

impl Recall<Resources, RecordTransaction> for Parties {
    fn recall(room: &Room<Resources>, command: &RecordTransaction, _: &Context) -> Self {
        let RecordTransaction { partnership_id, activity_id, .. } = command;
        let partnership = room.standing.partnership(partnership_id);
        Parties {
            is_formed: partnership.is_some(),
            voices: partnership.iter().flat_map(|it| it.voices()).map(|it| it.partner_id.clone()).collect(),
            knows_activity: activity_id.is_empty() || room.memory.knows_activity(partnership_id, activity_id),
        }
    }
}
