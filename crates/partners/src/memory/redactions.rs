//! What the members are asked to take out of the record, by the key that would be destroyed.

use std::collections::BTreeMap;

use contract::partners::event::Kind as Event;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Redactions(BTreeMap<String, String>);

impl Redactions {
    /// By which redaction the members are asked already.
    pub(super) fn asking(&self, key_id: &str) -> Option<&String> {
        self.0.get(key_id)
    }

    pub(super) fn remember(&mut self, event: &Event) {
        match event {
            Event::RedactionProposed(it) => drop(self.0.insert(it.key_id.clone(), it.redaction_id.clone())),
            Event::TextRedacted(it) => drop(self.0.remove(&it.key_id)),
            Event::RedactionDeclined(it) => self.0.retain(|_, redaction_id| *redaction_id != it.redaction_id),
            _ => (),
        }
    }
}
