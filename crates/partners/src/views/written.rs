//! What partners wrote, read in the facts themselves.

use contract::{
    common::{Sealed, Text},
    log::Written,
    partners::{CheckInWords, event::Kind as Event},
};
use runtime::keys::Reader;

use crate::sealing::{self, Seen};

/// What a fact holds sealed that the reader may read.
pub fn written(event: &Event, reader: &Reader) -> Option<Written> {
    let seen = match event {
        Event::CheckInRecorded(it) => match sealing::seen(reader, it.sealed.as_ref()?, true) {
            Seen::Said(words) => Seen::Said(in_a_row(words)),
            Seen::Closed => Seen::Closed,
            Seen::TakenOut => Seen::TakenOut,
        },
        event => {
            let (sealed, may_read) = text(event)?;
            sealing::seen::<Text>(reader, sealed?, may_read)
        }
    };
    match seen {
        Seen::Said(Text { text }) => Some(Written { text, ..Default::default() }),
        Seen::TakenOut => Some(Written { redacted: true, ..Default::default() }),
        Seen::Closed => None,
    }
}

/// A text, and whether all may read it that read the record.
fn text(event: &Event) -> Option<(Option<&Sealed>, bool)> {
    let sealed = match event {
        Event::CommentPosted(it) => return Some((it.sealed.as_ref(), true)),
        Event::UpdatePosted(it) => return Some((it.sealed.as_ref(), true)),
        Event::MinutesRecorded(it) => return Some((it.sealed.as_ref(), true)),
        Event::ConcernRaised(it) => it.sealed.as_ref(),
        Event::ConcernAnswered(it) => it.sealed.as_ref(),
        Event::ConcernMediated(it) => it.sealed.as_ref(),
        Event::ConcernResolved(it) => it.sealed.as_ref(),
        Event::ConcernReopened(it) => it.sealed.as_ref(),
        Event::ConcernWithdrawn(it) => it.sealed.as_ref(),
        Event::ConcernEscalated(it) => it.sealed.as_ref(),
        _ => return None,
    };
    // Between sides there is always another one to name.
    Some((sealed, sealed.is_some_and(|it| it.audience.is_empty())))
}

fn in_a_row(it: CheckInWords) -> Text {
    let CheckInWords { going_well, troubles, help_wanted } = it;
    let said = [going_well, troubles].into_iter().chain(help_wanted).filter(|it| !it.is_empty());
    Text { text: said.collect::<Vec<_>>().join("; ") }
}
