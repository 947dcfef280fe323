//! What has been listed for a partner's latest exit sheet, and what of it has ended.

use std::collections::BTreeSet;

use contract::resources::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Leaver {
    /// The fact that opened the sheet.
    pub exit_event_id: String,
    pub listed: BTreeSet<String>,
    pub ended: BTreeSet<String>,
}

impl Aggregate for Leaver {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "leaver";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::OpenListed(it) => {
                // Another sheet begins empty.
                if self.exit_event_id != it.exit_event_id {
                    *self = Leaver { exit_event_id: it.exit_event_id.clone(), ..Default::default() };
                }
                self.listed.extend(it.items.iter().map(|it| it.thing_id.clone()));
            }
            Event::OpenEnded(it) => self.ended.extend(it.thing_ids.iter().cloned()),
            _ => (),
        }
    }
}
