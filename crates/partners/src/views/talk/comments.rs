//! Comments, under what they are on, in the order they were made: a conversation is read from its beginning.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Comment, CommentPosted, Event as Heard, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

pub(super) struct Comments;

impl View for Comments {
    fn name(&self) -> &'static str {
        super::COMMENTS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(Event::CommentPosted(it)) })) = &fact.fact else { return };
        let about = it.about().as_str_name();
        let CommentPosted { partnership_id, comment_id, posted_by, about: _, about_id, text } = it.clone();
        let place = key(&[&partnership_id, about, &about_id, &format!("{:020}", fact.number)]);
        fold.put(place, Comment { comment_id, posted_by, text, posted_at: fact.recorded_at });
    }
}
