//! Releasing an undertaking, taking it over, and what becomes of it by decision, at an exit and with time.

use contract::goals::{
    EndUndertaking, GoalState, LapseUndertaking, ReleaseUndertaking, SettleUndertaking, TakeOverUndertaking,
    UndertakingHandedOver, UndertakingMoved, UndertakingOverdue, UndertakingReleased, UndertakingSettlement,
    UndertakingState, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, Members, parse};

use super::super::{
    rejection::Rejection,
    state::{Given, Undertaking},
};
use crate::tree::is_worked_on;

/// The goal that an undertaking is to go on towards, as it stands now; None: there is none, or none is named.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Towards(pub Option<GoalState>);

impl Decide<ReleaseUndertaking> for Undertaking {
    type Known = Members;

    fn target(command: &ReleaseUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &ReleaseUndertaking, members: &Members, context: &Context) -> Decision<Self> {
        let ReleaseUndertaking { command_id: _, validate_only: _, partnership_id: _, undertaking_id: _, reason } =
            command;
        let reason = parse::filled("reason", reason)?;
        let given = self.given()?;
        let by = &context.partner;
        match () {
            () if members.are_one(by, &given.given_by) => return Err(Rejection::OwnUndertaking),
            () if given.to_partner_id.is_empty() => return Err(Rejection::PromisedToAll),
            () if given.to_partner_id != *by => return Err(Rejection::NotTheReceiver),
            () => (),
        }
        match (given.state, &given.released) {
            (UndertakingState::Open, _) => Ok(vec![given.released(by, reason)]),
            (_, Some(it)) if (it.released_by.as_str(), it.reason.as_str()) == (by, reason) => Ok(vec![]),
            (state, _) => Err(Rejection::State { state }),
        }
    }
}

impl Decide<TakeOverUndertaking> for Undertaking {
    type Known = Members;

    fn target(command: &TakeOverUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    /// Whom it was given to is not asked: it is owed the same as before, by one that stays, and may release that one.
    fn decide(&self, command: &TakeOverUndertaking, members: &Members, context: &Context) -> Decision<Self> {
        let TakeOverUndertaking { command_id: _, validate_only: _, partnership_id: _, undertaking_id: _, reason } =
            command;
        let given = self.given()?;
        let by = &context.partner;
        match given.state {
            _ if given.given_by == *by => Ok(vec![]),
            _ if given.is_to(by, members) => Err(Rejection::PromisedToTaker),
            UndertakingState::Open if members.stays(&given.given_by) => Err(Rejection::GiverStays),
            UndertakingState::Open => Ok(vec![given.handed_over(by, &given.to_partner_id, reason.trim())]),
            state => Err(Rejection::State { state }),
        }
    }
}

impl Decide<SettleUndertaking> for Undertaking {
    type Known = Members;

    fn target(command: &SettleUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    /// What is over, or the leaver's no longer, is left as it is. What would be owed by its own receiver is released. Who
    /// takes over had its place when partners settled it, whatever has become of it since.
    fn decide(&self, command: &SettleUndertaking, members: &Members, context: &Context) -> Decision<Self> {
        let SettleUndertaking {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            undertaking_id: _,
            how: _,
            partner_id,
            to_partner_id: to,
            why,
        } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let given = self.given()?;
        let leaver = if partner_id.is_empty() { &given.given_by } else { partner_id };
        let is_givers = given.given_by == *leaver;
        if given.is_over() || !is_givers && given.to_partner_id != *leaver {
            return Ok(vec![]);
        }
        let is_named = || parse::filled("to_partner_id", to).map(drop);
        let other_side = if is_givers { &given.to_partner_id } else { &given.given_by };
        match command.how() {
            UndertakingSettlement::Released => Ok(vec![given.released("", why)]),
            UndertakingSettlement::HandedOver => {
                is_named()?;
                match () {
                    () if to == leaver => Ok(vec![]),
                    () if members.are_one(to, other_side) => Ok(vec![given.released("", why)]),
                    () if is_givers => Ok(vec![given.handed_over(to, other_side, why)]),
                    () => Ok(vec![given.handed_over(other_side, to, why)]),
                }
            }
            UndertakingSettlement::Unspecified => {
                Err(Invalid::new("how", "is neither released nor handed over").into())
            }
        }
    }
}

impl Decide<EndUndertaking> for Undertaking {
    type Known = Towards;

    fn target(command: &EndUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    /// Where the goal that it is to go on towards has ended meanwhile, it stands on its own.
    fn decide(&self, command: &EndUndertaking, towards: &Towards, context: &Context) -> Decision<Self> {
        let EndUndertaking { command_id: _, validate_only: _, partnership_id, undertaking_id, to_goal_id, stands, why } =
            command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let given = self.given()?;
        let goal_id = if towards.0.is_some_and(is_worked_on) { to_goal_id } else { "" };
        match () {
            () if given.is_over() => Ok(vec![]),
            () if to_goal_id.is_empty() && !stands => Ok(vec![given.released("", why)]),
            () if given.goal_id == goal_id => Ok(vec![]),
            () => Ok(vec![
                UndertakingMoved {
                    partnership_id: partnership_id.clone(),
                    undertaking_id: undertaking_id.clone(),
                    goal_id: goal_id.to_owned(),
                    was_goal_id: given.goal_id.clone(),
                    why: why.clone(),
                }
                .into(),
            ]),
        }
    }
}

impl Decide<LapseUndertaking> for Undertaking {
    type Known = ();

    fn target(command: &LapseUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &LapseUndertaking, _: &(), context: &Context) -> Decision<Self> {
        let LapseUndertaking { command_id: _, validate_only: _, partnership_id, undertaking_id, due_on } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let given = self.given()?;
        // Fulfilled, renegotiated or said before: nothing is overdue, or not anew. Dates of one form compare as text.
        let is_open = given.state == UndertakingState::Open && given.due_on == *due_on;
        let is_past = given.due_on < context.today().to_string();
        if !is_open || !is_past || given.overdue_on == given.due_on {
            return Ok(vec![]);
        }
        Ok(vec![
            UndertakingOverdue {
                partnership_id: partnership_id.clone(),
                undertaking_id: undertaking_id.clone(),
                given_by: given.given_by.clone(),
                to_partner_id: given.to_partner_id.clone(),
                due_on: due_on.clone(),
                first_due_on: given.at_first.due_on.clone(),
            }
            .into(),
        ])
    }
}

impl Given {
    /// It was given to that partner, or to another part of its organisation.
    fn is_to(&self, partner_id: &str, members: &Members) -> bool {
        !self.to_partner_id.is_empty() && members.are_one(&self.to_partner_id, partner_id)
    }

    fn released(&self, released_by: &str, reason: &str) -> Event {
        self.released_for("", released_by, reason)
    }

    /// As its giver has asked, or unasked.
    pub(super) fn released_for(&self, renegotiation_id: &str, released_by: &str, reason: &str) -> Event {
        UndertakingReleased {
            renegotiation_id: renegotiation_id.to_owned(),
            partnership_id: self.at_first.partnership_id.clone(),
            undertaking_id: self.at_first.undertaking_id.clone(),
            released_by: released_by.to_owned(),
            reason: reason.to_owned(),
            given_by: self.given_by.clone(),
            to_partner_id: self.to_partner_id.clone(),
        }
        .into()
    }

    fn handed_over(&self, given_by: &str, to_partner_id: &str, why: &str) -> Event {
        UndertakingHandedOver {
            partnership_id: self.at_first.partnership_id.clone(),
            undertaking_id: self.at_first.undertaking_id.clone(),
            given_by: given_by.to_owned(),
            to_partner_id: to_partner_id.to_owned(),
            was_given_by: self.given_by.clone(),
            was_to_partner_id: self.to_partner_id.clone(),
            why: why.to_owned(),
        }
        .into()
    }
}
