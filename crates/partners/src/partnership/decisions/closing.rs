//! What follows when members go: a draft becomes active, a partnership closes, what concerns nobody any more ends.

use contract::partners::{
    ClosePartnership, PartnershipActivated, PartnershipClosed, PartnershipDissolved, Stage, event::Kind as Event,
};
use kernel::{Context, Decide, Decision};

use super::{
    super::{
        rejection::Rejection,
        state::{Formed, Partnership, Pending},
    },
    Outstanding,
    conclusion::rejected,
};

impl Decide<ClosePartnership> for Partnership {
    type Known = Outstanding;

    fn target(command: &ClosePartnership) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ClosePartnership, outstanding: &Outstanding, context: &Context) -> Decision<Self> {
        let ClosePartnership { command_id: _, validate_only: _, partnership_id } = command;
        let formed = self.formed()?;
        if formed.stage == Stage::Closed {
            return Ok(vec![]);
        }
        formed.at(Stage::Closing, "closing")?;
        match context.is_operator() {
            true if formed.voices().next().is_some() => return Err(Rejection::MembersClose),
            true => (),
            false => formed.heard(context)?,
        }
        let exits = formed.exits.iter().filter(|it| !it.is_over).count();
        match (outstanding.proposals.len(), exits) {
            (0, 0) => Ok(vec![PartnershipClosed { partnership_id: partnership_id.clone() }.into()]),
            (proposals, exits) => Err(Rejection::StillOpen { proposals, exits }),
        }
    }
}

/// Events that are decided, and the partnership as they leave it.
pub(super) struct Aftermath {
    events: Vec<Event>,
    after: Formed,
}

impl Aftermath {
    pub(super) fn of(before: &Formed, events: Vec<Event>) -> Self {
        Aftermath { events: Vec::new(), after: before.clone() }.and(events)
    }

    pub(super) fn after(&self) -> &Formed {
        &self.after
    }

    pub(super) fn and(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        events.into_iter().for_each(|it| self.push(it));
        self
    }

    /// With all that follows from them.
    pub(super) fn events(mut self) -> Vec<Event> {
        self.follow();
        self.end_what_cannot_be();
        self.events
    }

    fn follow(&mut self) {
        let partnership_id = self.after.id().to_owned();
        match self.after.stage {
            Stage::Forming if self.after.waits_only_for("") => {
                let charter_version = self.after.charter.version;
                self.push(PartnershipActivated { partnership_id, charter_version }.into());
            }
            Stage::Active if self.after.voices().count() < 2 => {
                let why = "fewer than two members with a voice are left".into();
                self.push(PartnershipDissolved { partnership_id, why, change_event_id: String::new() }.into());
            }
            _ => (),
        }
    }

    /// Once it closes, nothing is changed any more; before that, what is about a partner that has gone is over.
    fn end_what_cannot_be(&mut self) {
        let pending = std::mem::take(&mut self.after.pending);
        for pending in pending {
            match why_not(&self.after, &pending) {
                Some(why) => self.events.push(rejected(&self.after, &pending, why)),
                None => self.after.pending.push(pending),
            }
        }
    }

    fn push(&mut self, event: Event) {
        self.after.evolve(&event, "");
        self.events.push(event);
    }
}

fn why_not(after: &Formed, pending: &Pending) -> Option<&'static str> {
    let concerns = pending.change.concerns();
    match after.stage {
        Stage::Closing | Stage::Closed => Some("the partnership is closing"),
        _ if concerns.is_empty() || pending.change.is_admission_of(concerns) => None,
        _ if after.member(concerns).is_none() => Some("the member it is about has left"),
        _ => None,
    }
}
