//! What a request about a need leads to.

use contract::resources::{NeedRevised, NeedStated, NeedWithdrawn, ResourceKind, ReviseNeed, StateNeed, WithdrawNeed};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    rejection::Rejection,
    state::{Need, Stated},
};
use crate::{
    around::Around,
    offer::decisions::{field_of, unit_of},
    quantity::Quantity,
};

impl Decide<StateNeed> for Need {
    type Known = Around;

    fn target(command: &StateNeed) -> (&str, &str) {
        (&command.partnership_id, &command.need_id)
    }

    fn decide(&self, command: &StateNeed, around: &Around, context: &Context) -> Decision<Self> {
        let StateNeed {
            command_id: _,
            validate_only: _,
            partnership_id,
            need_id,
            kind,
            unit,
            title,
            field,
            quantity,
            place,
            needed_from,
            needed_until,
            terms,
            goal_id,
            activity_id,
        } = command;
        let unit = unit_of(command.kind(), unit)?;
        let content = Content { title, field, quantity, place, needed_from, needed_until, goal_id, activity_id };
        let said = content.said(command.kind())?;
        let stated = NeedStated {
            partnership_id: partnership_id.clone(),
            need_id: context.or_fresh(need_id, Need::KIND),
            partner_id: context.partner.clone(),
            kind: *kind,
            unit,
            title: said.title,
            field: said.field,
            quantity: said.quantity,
            place: said.place,
            needed_from: said.needed_from,
            needed_until: said.needed_until,
            terms: *terms,
            goal_id: said.goal_id,
            activity_id: said.activity_id,
        };
        match self {
            Need::None => {
                check_around(around)?;
                Ok(vec![stated.into()])
            }
            Need::Stated(already) if already.at_first == stated => Ok(vec![]),
            Need::Stated(_) => Err(Rejection::IdTaken),
        }
    }
}

impl Decide<ReviseNeed> for Need {
    type Known = Around;

    fn target(command: &ReviseNeed) -> (&str, &str) {
        (&command.partnership_id, &command.need_id)
    }

    fn decide(&self, command: &ReviseNeed, around: &Around, context: &Context) -> Decision<Self> {
        // The desk has compared the revision.
        let ReviseNeed {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            need_id: _,
            title,
            field,
            quantity,
            place,
            needed_from,
            needed_until,
            terms,
            goal_id,
            activity_id,
            expected_revision: _,
        } = command;
        let need = self.stated(&context.partner)?;
        let content = Content { title, field, quantity, place, needed_from, needed_until, goal_id, activity_id };
        let revised = NeedRevised {
            partnership_id: need.at_first.partnership_id.clone(),
            need_id: need.at_first.need_id.clone(),
            partner_id: need.at_first.partner_id.clone(),
            terms: *terms,
            ..content.said(need.at_first.kind())?
        };
        match need.withdrawn {
            _ if need.says() == revised => Ok(vec![]),
            Some(_) => Err(Rejection::Withdrawn),
            None => {
                check_around(around)?;
                Ok(vec![revised.into()])
            }
        }
    }
}

impl Decide<WithdrawNeed> for Need {
    type Known = ();

    fn target(command: &WithdrawNeed) -> (&str, &str) {
        (&command.partnership_id, &command.need_id)
    }

    fn decide(&self, command: &WithdrawNeed, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawNeed { command_id: _, validate_only: _, partnership_id, need_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let need = self.stated(&context.partner)?;
        match &need.withdrawn {
            Some(already) if already == reason => Ok(vec![]),
            Some(_) => Err(Rejection::Withdrawn),
            None => Ok(vec![
                NeedWithdrawn {
                    partnership_id: partnership_id.clone(),
                    need_id: need_id.clone(),
                    partner_id: context.partner.clone(),
                    reason: reason.to_owned(),
                }
                .into(),
            ]),
        }
    }
}

/// What a need says, at first and when it is revised.
struct Content<'c> {
    title: &'c str,
    field: &'c str,
    quantity: &'c str,
    place: &'c str,
    needed_from: &'c str,
    needed_until: &'c str,
    goal_id: &'c str,
    activity_id: &'c str,
}

impl Content<'_> {
    /// Checked, and written in one way; whose it is and on which terms is left empty.
    fn said(self, kind: ResourceKind) -> Result<NeedRevised, Invalid> {
        let from = parse::date("needed_from", self.needed_from)?;
        let until = parse::date("needed_until", self.needed_until)?;
        parse::in_order("needed_until", Some(from), Some(until))?;
        Ok(NeedRevised {
            title: parse::filled("title", self.title)?.to_owned(),
            field: field_of(kind, self.field)?,
            quantity: Quantity::above_zero("quantity", self.quantity)?.to_string(),
            place: self.place.trim().to_owned(),
            needed_from: from.to_string(),
            needed_until: until.to_string(),
            goal_id: self.goal_id.to_owned(),
            activity_id: self.activity_id.to_owned(),
            ..Default::default()
        })
    }
}

impl Need {
    fn stated(&self, by: &str) -> Result<&Stated, Rejection> {
        match self {
            Need::None => Err(Rejection::NotFound),
            Need::Stated(it) if it.at_first.partner_id != by => Err(Rejection::NotYours),
            Need::Stated(it) => Ok(it),
        }
    }
}

impl Stated {
    /// All of it, as it stands now.
    fn says(&self) -> NeedRevised {
        let it = &self.at_first;
        self.revised.clone().unwrap_or_else(|| NeedRevised {
            partnership_id: it.partnership_id.clone(),
            need_id: it.need_id.clone(),
            partner_id: it.partner_id.clone(),
            title: it.title.clone(),
            field: it.field.clone(),
            quantity: it.quantity.clone(),
            place: it.place.clone(),
            needed_from: it.needed_from.clone(),
            needed_until: it.needed_until.clone(),
            terms: it.terms,
            goal_id: it.goal_id.clone(),
            activity_id: it.activity_id.clone(),
        })
    }
}

fn check_around(around: &Around) -> Result<(), Rejection> {
    match () {
        () if !around.is_active => Err(Rejection::PartnershipNotActive),
        () if !around.knows_goal => Err(Rejection::GoalNotFound),
        () if !around.knows_activity => Err(Rejection::ActivityNotFound),
        () => Ok(()),
    }
}
