//! Drafts: who founds them, and who has stated what it expects.

use std::collections::HashMap;

use contract::partners::event::Kind as Event;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Forming {
    /// By partnership, until it is active.
    drafts: HashMap<String, Draft>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Draft {
    founders: Vec<String>,
    stated: Vec<String>,
}

impl Forming {
    /// Nobody where it is active.
    pub(super) fn founders(&self, partnership_id: &str) -> &[String] {
        self.drafts.get(partnership_id).map(|it| it.founders.as_slice()).unwrap_or_default()
    }

    /// The founders that have not stated yet what they expect.
    pub(super) fn unstated(&self, partnership_id: &str) -> Vec<String> {
        let Some(Draft { founders, stated }) = self.drafts.get(partnership_id) else { return vec![] };
        founders.iter().filter(|it| !stated.contains(it)).cloned().collect()
    }

    pub(super) fn remember(&mut self, event: &Event) {
        match event {
            Event::PartnershipFormed(it) => {
                let founders = it.founders.iter().map(|it| it.partner_id.clone()).collect();
                self.drafts.insert(it.partnership_id.clone(), Draft { founders, stated: vec![] });
            }
            Event::ExpectationStated(it) => {
                if let Some(draft) = self.drafts.get_mut(&it.partnership_id) {
                    draft.stated.push(it.partner_id.clone());
                }
            }
            Event::PartnershipActivated(it) => drop(self.drafts.remove(&it.partnership_id)),
            _ => (),
        }
    }
}
