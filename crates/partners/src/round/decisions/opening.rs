//! Opening a round, closing it at its deadline, and answering what it said.

use contract::{
    moment,
    partners::{CloseRound, FeedbackResponded, OpenRound, RespondToFeedback, RoundOpened},
};
use jiff::SignedDuration;
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::Round},
    SealingKey, UNATTRIBUTED_RATERS_MIN, Voices,
};
use crate::proposal::voices::voices as voice_count;

impl Decide<OpenRound> for Round {
    type Known = Voices;

    fn target(command: &OpenRound) -> (&str, &str) {
        (&command.partnership_id, &command.round_id)
    }

    fn decide(&self, command: &OpenRound, voices: &Voices, context: &Context) -> Decision<Self> {
        let round = round(command, &voices.partner_ids, context)?;
        if let Round::Opened(opened) = self {
            return if is_same(&opened.round, &round) { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        if !voices.partner_ids.contains(&context.partner) {
            return Err(Rejection::NotAMember);
        }
        // What its own affiliates say of a member, the member knows: it is rated by the others.
        let raters = (voice_count(&voices.shared, &voices.partner_ids) as usize).saturating_sub(1);
        match command.unattributed && raters < UNATTRIBUTED_RATERS_MIN {
            true => Err(Rejection::TooFewRaters { raters, needed: UNATTRIBUTED_RATERS_MIN }),
            false => Ok(vec![round.into()]),
        }
    }
}

impl Decide<CloseRound> for Round {
    type Known = SealingKey;

    fn target(command: &CloseRound) -> (&str, &str) {
        (&command.partnership_id, &command.round_id)
    }

    fn decide(&self, _: &CloseRound, key: &SealingKey, context: &Context) -> Decision<Self> {
        let opened = self.opened()?;
        if opened.is_released {
            return Ok(vec![]);
        }
        match opened.closes_at <= context.now {
            true => opened.released(key),
            false => Err(Rejection::StillOpen { closes_at: opened.closes_at }),
        }
    }
}

impl Decide<RespondToFeedback> for Round {
    type Known = ();

    fn target(command: &RespondToFeedback) -> (&str, &str) {
        (&command.partnership_id, &command.round_id)
    }

    fn decide(&self, command: &RespondToFeedback, _: &(), context: &Context) -> Decision<Self> {
        let RespondToFeedback { command_id: _, validate_only: _, partnership_id, round_id, text } = command;
        let text = parse::filled("text", text)?.to_owned();
        let opened = self.opened()?;
        if !opened.round.raters.contains(&context.partner) {
            return Err(Rejection::NotARater);
        }
        if !opened.is_released {
            return Err(Rejection::StillOpen { closes_at: opened.closes_at });
        }
        if opened.responses.get(&context.partner) == Some(&text) {
            return Ok(vec![]);
        }
        let (partnership_id, round_id) = (partnership_id.clone(), round_id.clone());
        Ok(vec![FeedbackResponded { partnership_id, round_id, partner_id: context.partner.clone(), text }.into()])
    }
}

fn round(command: &OpenRound, voices: &[String], context: &Context) -> Result<RoundOpened, Invalid> {
    let OpenRound { command_id: _, validate_only: _, partnership_id, round_id, title, days_open, unattributed } =
        command;
    Ok(RoundOpened {
        partnership_id: partnership_id.clone(),
        round_id: context.or_fresh(round_id, Round::KIND),
        title: parse::filled("title", title)?.to_owned(),
        opened_by: context.partner.clone(),
        raters: voices.to_vec(),
        closes_at: Some(moment::on_wire(context.now + SignedDuration::from_hours(24 * i64::from(*days_open)))),
        unattributed: *unattributed,
    })
}

/// The same round by the same partner, whoever has joined since.
fn is_same(opened: &RoundOpened, round: &RoundOpened) -> bool {
    let RoundOpened { title, opened_by, unattributed, .. } = round;
    (title, opened_by, unattributed) == (&opened.title, &opened.opened_by, &opened.unattributed)
}
