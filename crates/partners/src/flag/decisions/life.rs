//! What becomes of a flag: contested by whom it warns of, renewed or cleared by who raised it, lapsed by the clock.

use contract::partners::{
    ClearFlag, ContestFlag, FlagCleared, FlagContested, FlagLapsed, FlagRenewed, LapseFlag, RenewFlag,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::Flag},
    Sight, review_on,
};

impl Decide<ContestFlag> for Flag {
    type Known = Sight;

    fn target(command: &ContestFlag) -> (&str, &str) {
        (&command.partnership_id, &command.flag_id)
    }

    fn decide(&self, command: &ContestFlag, sight: &Sight, context: &Context) -> Decision<Self> {
        let ContestFlag { command_id: _, validate_only: _, partnership_id, flag_id, statement } = command;
        let raised = self.seen(sight)?;
        if raised.flagged.partner_id != context.partner {
            return Err(Rejection::NotTheFlagged);
        }
        let statement = parse::filled("statement", statement)?.to_owned();
        if raised.contest.as_ref() == Some(&statement) {
            return Ok(vec![]);
        }
        if raised.is_over(context) {
            return Err(Rejection::Ended);
        }
        let (partnership_id, flag_id) = (partnership_id.clone(), flag_id.clone());
        Ok(vec![FlagContested { partnership_id, flag_id, partner_id: context.partner.clone(), statement }.into()])
    }
}

impl Decide<RenewFlag> for Flag {
    type Known = Sight;

    fn target(command: &RenewFlag) -> (&str, &str) {
        (&command.partnership_id, &command.flag_id)
    }

    fn decide(&self, command: &RenewFlag, sight: &Sight, context: &Context) -> Decision<Self> {
        let RenewFlag { command_id: _, validate_only: _, partnership_id, flag_id, review_on: asked, statement } =
            command;
        let raised = self.seen(sight)?;
        if raised.flagged.raised_by != context.partner {
            return Err(Rejection::NotTheFlagger);
        }
        if raised.is_over(context) {
            return Err(Rejection::Ended);
        }
        let renewed = FlagRenewed {
            partnership_id: partnership_id.clone(),
            flag_id: flag_id.clone(),
            partner_id: raised.flagged.partner_id.clone(),
            review_on: review_on(asked, context)?.to_string(),
            statement: parse::filled("statement", statement)?.to_owned(),
        };
        match raised.renewed.as_ref() == Some(&renewed) {
            true => Ok(vec![]),
            false => Ok(vec![renewed.into()]),
        }
    }
}

impl Decide<ClearFlag> for Flag {
    type Known = Sight;

    fn target(command: &ClearFlag) -> (&str, &str) {
        (&command.partnership_id, &command.flag_id)
    }

    fn decide(&self, command: &ClearFlag, sight: &Sight, context: &Context) -> Decision<Self> {
        let ClearFlag { command_id: _, validate_only: _, partnership_id, flag_id, reason } = command;
        let raised = self.seen(sight)?;
        if !context.is_operator() && raised.flagged.raised_by != context.partner {
            return Err(Rejection::NotTheFlagger);
        }
        let reason = reason.trim();
        if context.is_operator() && reason.is_empty() {
            return Err(Invalid::new("reason", "is missing: the operator says why it clears another's flag").into());
        }
        // Ended is what was asked for, however it came about.
        if raised.is_ended {
            return Ok(vec![]);
        }
        Ok(vec![
            FlagCleared {
                partnership_id: partnership_id.clone(),
                flag_id: flag_id.clone(),
                partner_id: raised.flagged.partner_id.clone(),
                cleared_by: context.partner.clone(),
                reason: reason.to_owned(),
            }
            .into(),
        ])
    }
}

impl Decide<LapseFlag> for Flag {
    type Known = ();

    fn target(command: &LapseFlag) -> (&str, &str) {
        (&command.partnership_id, &command.flag_id)
    }

    fn decide(&self, command: &LapseFlag, _: &(), context: &Context) -> Decision<Self> {
        let LapseFlag { command_id: _, validate_only: _, partnership_id, flag_id } = command;
        let raised = self.seen(&Sight { is_given: true })?;
        if raised.is_ended {
            return Ok(vec![]);
        }
        if !raised.is_over(context) {
            return Err(Rejection::Stands { review_on: raised.review_on });
        }
        let (partnership_id, flag_id) = (partnership_id.clone(), flag_id.clone());
        Ok(vec![FlagLapsed { partnership_id, flag_id, partner_id: raised.flagged.partner_id.clone() }.into()])
    }
}
