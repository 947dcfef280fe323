//! When each open feedback round falls due.

use std::collections::BTreeMap;

use contract::{moment, partners::event::Kind as Event};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rounds {
    /// By stream: a round's id is its partnership's own.
    open: BTreeMap<String, OpenRound>,
}

/// An open feedback round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OpenRound {
    pub(crate) partnership_id: String,
    pub(crate) round_id: String,
    pub(crate) closes_at: Timestamp,
}

impl Rounds {
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &OpenRound)> {
        self.open.iter().filter(move |(_, it)| it.closes_at <= now)
    }

    pub(super) fn remember(&mut self, stream: &str, event: &Event) {
        match event {
            Event::RoundOpened(it) => {
                let (partnership_id, round_id) = (it.partnership_id.clone(), it.round_id.clone());
                let closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
                self.open.insert(stream.to_owned(), OpenRound { partnership_id, round_id, closes_at });
            }
            Event::FeedbackReleased(_) => drop(self.open.remove(stream)),
            _ => (),
        }
    }
}
