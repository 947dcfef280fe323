//! What a request to take a text out of the record leads to: at once for one's own, by decision for another's.

use contract::partners::{ConcludeRedaction, RedactText, RedactionDeclined, RedactionProposed, TextRedacted, Thing};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{rejection::Rejection, state::Redaction};
use crate::sealing::Written;

/// What must be known of the text, and of who asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// None where nothing can be taken out of such a thing.
    pub written: Option<Written>,
    /// Whether who asks is a member with a voice.
    pub has_voice: bool,
    /// The redaction by which the members are asked already.
    pub asked_by: Option<String>,
}

impl Decide<RedactText> for Redaction {
    type Known = Place;

    fn target(command: &RedactText) -> (&str, &str) {
        (&command.partnership_id, &command.redaction_id)
    }

    fn decide(&self, command: &RedactText, place: &Place, context: &Context) -> Decision<Self> {
        let asked = asked(command, context)?;
        match &self.asked {
            Some(had) if *had == (RedactionProposed { key_id: had.key_id.clone(), ..asked.clone() }) => {
                return Ok(vec![]);
            }
            Some(_) => return Err(Rejection::IdTaken),
            None => (),
        }
        // Minutes are written by one and agreed by all.
        let is_own = asked.written_by == context.partner && command.about() != Thing::Meeting;
        // Before it is looked at: who may not ask learns nothing of what others wrote.
        if !is_own && !place.has_voice {
            return Err(Rejection::NoVoice);
        }
        let key_id = match place.written.as_ref().ok_or(Rejection::NotRedactable)? {
            Written::Kept { key_id } => key_id.clone(),
            Written::TakenOut => return Ok(vec![]),
            Written::Nothing => return Err(Rejection::NothingWritten { partner_id: asked.written_by }),
        };
        let asked = RedactionProposed { key_id, ..asked };
        if is_own {
            return Ok(vec![redacted(asked, String::new()).into()]);
        }
        match &place.asked_by {
            Some(redaction_id) => Err(Rejection::AlreadyProposed { redaction_id: redaction_id.clone() }),
            None => Ok(vec![asked.into()]),
        }
    }
}

impl Decide<ConcludeRedaction> for Redaction {
    type Known = ();

    fn target(command: &ConcludeRedaction) -> (&str, &str) {
        (&command.partnership_id, &command.redaction_id)
    }

    /// Also where its writer has taken it out meanwhile: the members did decide.
    fn decide(&self, command: &ConcludeRedaction, _: &(), _: &Context) -> Decision<Self> {
        let ConcludeRedaction { command_id: _, validate_only: _, partnership_id, redaction_id, adopted, why } = command;
        match &self.asked {
            None => Err(Rejection::NotFound),
            Some(_) if self.is_settled => Ok(vec![]),
            Some(asked) if *adopted => Ok(vec![redacted(asked.clone(), why.clone()).into()]),
            Some(_) => {
                let (partnership_id, redaction_id) = (partnership_id.clone(), redaction_id.clone());
                Ok(vec![RedactionDeclined { partnership_id, redaction_id, why: why.clone() }.into()])
            }
        }
    }
}

fn redacted(asked: RedactionProposed, decided: String) -> TextRedacted {
    let RedactionProposed { partnership_id, redaction_id, about, about_id, written_by, proposed_by: _, reason, key_id } =
        asked;
    TextRedacted { partnership_id, redaction_id, about, about_id, written_by, reason, key_id, decided }
}

fn asked(command: &RedactText, context: &Context) -> Result<RedactionProposed, Invalid> {
    let RedactText {
        command_id: _,
        validate_only: _,
        partnership_id,
        redaction_id,
        about,
        about_id,
        written_by,
        reason,
    } = command;
    Ok(RedactionProposed {
        partnership_id: partnership_id.clone(),
        redaction_id: context.or_fresh(redaction_id, Redaction::KIND),
        about: *about,
        about_id: about_id.clone(),
        written_by: if written_by.is_empty() { context.partner.clone() } else { written_by.clone() },
        proposed_by: context.partner.clone(),
        reason: parse::filled("reason", reason)?.to_owned(),
        key_id: String::new(),
    })
}
