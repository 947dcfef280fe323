//! What has been listed for a partner's latest exit sheet.

use std::collections::BTreeSet;

use contract::goals::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Leaver {
    /// The fact that opened the sheet.
    pub exit_event_id: String,
    pub listed: BTreeSet<String>,
}

impl Leaver {
    /// Another sheet begins empty.
    pub fn has_listed(&self, exit_event_id: &str, work_id: &str) -> bool {
        self.exit_event_id == exit_event_id && self.listed.contains(work_id)
    }
}

impl Aggregate for Leaver {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "leaver";

    fn evolve(&mut self, event: &Event, _: &str) {
        let Event::WorkListed(it) = event else { return };
        if self.exit_event_id != it.exit_event_id {
            self.exit_event_id.clone_from(&it.exit_event_id);
            self.listed.clear();
        }
        self.listed.extend(it.items.iter().map(|it| it.work_id.clone()));
    }
}
