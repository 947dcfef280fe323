//! What we remember of one comment: what was said.

use contract::partners::{CommentPosted, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Comment {
    pub posted: Option<CommentPosted>,
}

impl Aggregate for Comment {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "comment";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::CommentPosted(it) = event {
            self.posted = Some(it.clone());
        }
    }
}
