//! Twice is once: which commands were carried out, and where in the log their receipts can be made from.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The newest commands that are remembered; at 10,000 a day, more than three months.
const COMMANDS_MAX: usize = 1_000_000;

/// Sixteen bytes a command: a hash of caller and id, and the log position that proves it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    positions: HashMap<u64, u64>,
    order: VecDeque<u64>,
}

impl Seen {
    /// The position of the command's first entry, to be checked against the entry itself.
    pub(super) fn position(&self, partner: &str, command_id: Uuid) -> Option<u64> {
        self.positions.get(&hash(partner, command_id)).copied()
    }

    pub(super) fn remember(&mut self, partner: &str, command_id: Uuid, position: u64) {
        let hash = hash(partner, command_id);
        if self.positions.insert(hash, position).is_none() {
            self.order.push_back(hash);
        }
        if COMMANDS_MAX < self.order.len()
            && let Some(oldest) = self.order.pop_front()
        {
            self.positions.remove(&oldest);
        }
    }
}

/// The same in every run, as it stands in the snapshot; a collision is found out at the log's entry.
fn hash(partner: &str, command_id: Uuid) -> u64 {
    let digest = Sha256::new().chain_update(command_id.as_bytes()).chain_update(partner).finalize();
    u64::from_be_bytes(std::array::from_fn(|place| digest[place]))
}
