//! The keys that partners write under: one for each that writes and what it writes in.

use contract::partners::{
    AnswerConcern, AppointRepresentative, ConfirmResolved, EraseContact, EscalateConcern, PostComment, PostUpdate,
    RaiseConcern, RecordCheckIn, RecordMinutes, RedactText, ReopenConcern, WithdrawConcern,
};
use kernel::{Aggregate, Context};
use runtime::{Recall, Room};

use crate::{
    Partners,
    check_in::CheckIn,
    comment::Comment,
    concern::Concern,
    meeting::Meeting,
    partner::decisions::ContactKeys,
    redaction::{decisions::Place, held_in},
    sealing::{self, WritingKey, Written},
    update::Update,
};

/// What persons are kept under, who stand in no partnership.
const PERSON: &str = "person";

macro_rules! writes {
    ($($command:ident in $thing:ident by $id:ident;)*) => {$(
        impl Recall<Partners, $command> for WritingKey {
            fn recall(room: &Room<Partners>, command: &$command, context: &Context) -> Self {
                let id = context.or_fresh(&command.$id, $thing::KIND);
                sealing::writing_key(room.keys, &command.partnership_id, $thing::KIND, &id, &context.partner)
            }
        }
    )*};
}

writes! {
    PostComment in Comment by comment_id;
    PostUpdate in Update by update_id;
    RecordMinutes in Meeting by meeting_id;
    RecordCheckIn in CheckIn by check_in_id;
    RaiseConcern in Concern by concern_id;
    AnswerConcern in Concern by concern_id;
    EscalateConcern in Concern by concern_id;
    ConfirmResolved in Concern by concern_id;
    WithdrawConcern in Concern by concern_id;
    ReopenConcern in Concern by concern_id;
}

impl Recall<Partners, AppointRepresentative> for ContactKeys {
    fn recall(room: &Room<Partners>, command: &AppointRepresentative, _: &Context) -> Self {
        let AppointRepresentative { partner_id, person, deputy, contact, deputy_contact, .. } = command;
        let key = |person: &str| sealing::writing_key(room.keys, "", PERSON, person, partner_id);
        ContactKeys {
            person: contact.as_ref().map(|_| key(person)),
            deputy: deputy_contact.as_ref().map(|_| key(deputy)),
        }
    }
}

impl Recall<Partners, EraseContact> for Written {
    fn recall(room: &Room<Partners>, command: &EraseContact, _: &Context) -> Self {
        sealing::written(room.keys, "", PERSON, &command.person, &command.partner_id)
    }
}

impl Recall<Partners, RedactText> for Place {
    fn recall(room: &Room<Partners>, command: &RedactText, context: &Context) -> Self {
        let RedactText { partnership_id, about_id, written_by, .. } = command;
        let writer = if written_by.is_empty() { &context.partner } else { written_by };
        let partnership = room.standing.partnership(partnership_id);
        let written =
            held_in(command.about()).map(|kind| sealing::written(room.keys, partnership_id, kind, about_id, writer));
        let asked_by = match &written {
            Some(Written::Kept { key_id }) => room.memory.redaction_asking(key_id),
            _ => None,
        };
        Place {
            asked_by: asked_by.cloned(),
            written,
            has_voice: partnership.is_some_and(|it| it.has_voice(&context.partner)),
        }
    }
}
