//! Comments, under what they are on, in the order they were made: a conversation is read from its beginning.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Comment, CommentPosted, Event as Heard, event::Kind as Event},
};
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use crate::sealing;

pub(super) struct Comments;

impl View for Comments {
    fn name(&self) -> &'static str {
        super::COMMENTS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(Event::CommentPosted(it)) })) = &fact.fact else { return };
        let about = it.about().as_str_name();
        let CommentPosted { partnership_id, comment_id, posted_by, about: _, about_id, text, sealed } = it.clone();
        let place = key(&[&partnership_id, about, &about_id, &format!("{:020}", fact.number)]);
        let posted_at = fact.recorded_at;
        fold.put(place, Comment { comment_id, posted_by, text, posted_at, sealed, redacted: false });
    }
}

/// Who may ask for it may read it.
pub fn open(comment: &mut Comment, reader: &Reader) {
    let Comment { text, sealed, redacted, .. } = comment;
    sealing::show(reader, true, text, sealed, redacted);
}
