//! What a request to comment leads to.

use contract::partners::{CommentPosted, PostComment, Thing};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{rejection::Rejection, state::Comment};
use crate::{references, sealing::WritingKey, words::Words};

impl Decide<PostComment> for Comment {
    type Known = WritingKey;

    fn target(command: &PostComment) -> (&str, &str) {
        (&command.partnership_id, &command.comment_id)
    }

    fn decide(&self, command: &PostComment, key: &WritingKey, context: &Context) -> Decision<Self> {
        let posted = posted(command, context)?;
        match &self.posted {
            Some(already) if is_same(already, &posted, key) => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => {
                let Words { text, sealed } = Words::written(posted.text.clone(), &[], key, context);
                Ok(vec![CommentPosted { text, sealed, ..posted }.into()])
            }
        }
    }
}

fn is_same(already: &CommentPosted, posted: &CommentPosted, key: &WritingKey) -> bool {
    let words = Words::recorded(&already.text, already.sealed.as_ref());
    words.are(&posted.text, key)
        && CommentPosted { text: posted.text.clone(), sealed: None, ..already.clone() } == *posted
}

fn posted(command: &PostComment, context: &Context) -> Result<CommentPosted, Invalid> {
    let PostComment { command_id: _, validate_only: _, partnership_id, comment_id, about, about_id, text } = command;
    if command.about() == Thing::Unspecified {
        return Err(Invalid::new("about", "is missing: say what kind of thing the comment is on"));
    }
    references::thing(command.about(), ("about_id", about_id))?;
    Ok(CommentPosted {
        partnership_id: partnership_id.clone(),
        comment_id: context.or_fresh(comment_id, Comment::KIND),
        posted_by: context.partner.clone(),
        about: *about,
        about_id: about_id.clone(),
        text: parse::filled("text", text)?.to_owned(),
        sealed: None,
    })
}
