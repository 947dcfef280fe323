//! What keeping a publication asks of the partnership.

use contract::resources::KeepPublication;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{Resources, publication::decisions::Ground};

impl Recall<Resources, KeepPublication> for Ground {
    fn recall(room: &Room<Resources>, command: &KeepPublication, _: &Context) -> Self {
        Ground { is_formed: room.standing.partnership(&command.partnership_id).is_some() }
    }
}
