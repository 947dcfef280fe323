//! A flag lapses on its review date: what nobody looked at again warns of nothing.

use contract::partners::LapseFlag;
use jiff::Timestamp;
use runtime::Reaction;

use crate::{Memory, Partners, flag::Flag};

pub(super) fn due(memory: &Memory, now: Timestamp) -> impl Iterator<Item = Reaction<Partners>> {
    memory.flags.due(now).map(|(partnership_id, flag_id, at)| {
        let lapse =
            LapseFlag { partnership_id: partnership_id.to_owned(), flag_id: flag_id.to_owned(), ..Default::default() };
        Reaction::new::<Flag, LapseFlag>(lapse).due(&format!("{partnership_id}/flag/{flag_id}"), "lapse", at)
    })
}
