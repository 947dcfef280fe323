//! What we remember of one finding.

use contract::evaluation::{FindingLink, FindingRecorded, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Finding {
    /// None: there is none.
    pub recorded: Option<Box<FindingRecorded>>,
    /// What was linked afterwards.
    pub links: Vec<FindingLink>,
    pub is_withdrawn: bool,
}

impl Aggregate for Finding {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "finding";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::FindingRecorded(it) => self.recorded = Some(Box::new(it.clone())),
            Event::FindingLinked(it) => self.links.extend(it.links.clone()),
            Event::FindingWithdrawn(_) => self.is_withdrawn = true,
            _ => (),
        }
    }
}
