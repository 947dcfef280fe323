//! How far each member took part in a decision, in its own eyes.

use contract::partners::{ParticipationRated, RateParticipation};
use kernel::{Context, Decide, Decision, Invalid};

use super::super::{
    rejection::Rejection,
    state::{End, Proposal},
};

impl Decide<RateParticipation> for Proposal {
    type Known = ();

    fn target(command: &RateParticipation) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    /// Whoever was eligible at the opening, also if it recused itself: to be kept out is what some would rate.
    fn decide(&self, command: &RateParticipation, _: &(), context: &Context) -> Decision<Self> {
        let rated = rating(command, context)?;
        let opened = self.opened()?;
        if !opened.motion.eligible.contains(&context.partner) {
            return Err(Rejection::NotEligible);
        }
        match opened.ended {
            None => return Err(Rejection::NotDecided),
            Some(End::Withdrawn) => return Err(Rejection::Closed),
            Some(End::Decided) => (),
        }
        if opened.ratings.get(&context.partner) == Some(&rated) { Ok(vec![]) } else { Ok(vec![rated.into()]) }
    }
}

fn rating(command: &RateParticipation, context: &Context) -> Result<ParticipationRated, Invalid> {
    let RateParticipation {
        command_id: _,
        validate_only: _,
        partnership_id,
        proposal_id,
        actual,
        desired,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    Ok(ParticipationRated {
        partnership_id: partnership_id.clone(),
        proposal_id: proposal_id.clone(),
        partner_id: context.partner.clone(),
        actual: said("actual", *actual)?,
        desired: said("desired", *desired)?,
    })
}

/// Nothing said is not zero.
fn said(field: &'static str, value: Option<u32>) -> Result<u32, Invalid> {
    value.ok_or_else(|| Invalid::new(field, "is missing: say 0 for not informed, up to 4 for in the lead"))
}
