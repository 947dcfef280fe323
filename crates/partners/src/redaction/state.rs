//! What we remember of one redaction: what is to be taken out, and whether that is settled.

use contract::partners::{RedactionProposed, TextRedacted, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Redaction {
    /// As it was asked for, of the members or by its writer.
    pub asked: Option<RedactionProposed>,
    /// Taken out, or left where it is.
    pub is_settled: bool,
}

impl Aggregate for Redaction {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "redaction";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::RedactionProposed(it) => self.asked = Some(it.clone()),
            Event::TextRedacted(it) => {
                self.asked.get_or_insert_with(|| taken_back(it));
                self.is_settled = true;
            }
            Event::RedactionDeclined(_) => self.is_settled = true,
            _ => (),
        }
    }
}

/// What its writer took out without asking.
fn taken_back(it: &TextRedacted) -> RedactionProposed {
    let TextRedacted { partnership_id, redaction_id, about, about_id, written_by, reason, key_id, decided: _ } =
        it.clone();
    let proposed_by = written_by.clone();
    RedactionProposed { partnership_id, redaction_id, about, about_id, written_by, proposed_by, reason, key_id }
}
