//! Asking a member to do something by a day, and agreeing to another day.

use contract::partners::{
    ActionAssigned, ActionRenegotiated, ActionState, AssignAction, AssignAgreedAction, RenegotiateAction, Thing,
};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    state::{Action, Assigned},
};
use crate::{members::Members, references};

impl Decide<AssignAction> for Action {
    type Known = Members;

    fn target(command: &AssignAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    fn decide(&self, command: &AssignAction, members: &Members, context: &Context) -> Decision<Self> {
        let asked = asked(command, context)?;
        match self {
            Action::Assigned(it) if it.asked == asked => Ok(vec![]),
            Action::Assigned(_) => Err(Rejection::IdTaken),
            Action::Unassigned if !members.has_voice(&asked.assigned_to) => {
                Err(Rejection::NotAMember { partner_id: asked.assigned_to })
            }
            Action::Unassigned => Ok(vec![asked.into()]),
        }
    }
}

impl Decide<AssignAgreedAction> for Action {
    type Known = ();

    fn target(command: &AssignAgreedAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    /// Those who agreed have looked at who does it and by when: a day that has passed meanwhile is one it is late by.
    fn decide(&self, command: &AssignAgreedAction, _: &(), _: &Context) -> Decision<Self> {
        let AssignAgreedAction {
            command_id: _,
            validate_only: _,
            partnership_id,
            action_id,
            review_id,
            proposed_by,
            what,
            assigned_to,
            due_on,
        } = command.clone();
        let asked = ActionAssigned {
            partnership_id,
            action_id,
            assigned_by: proposed_by,
            what,
            assigned_to,
            due_on,
            arising_from: Thing::Review.into(),
            arising_from_id: review_id,
        };
        match self {
            Action::Assigned(it) if it.asked == asked => Ok(vec![]),
            Action::Assigned(_) => Err(Rejection::IdTaken),
            Action::Unassigned => Ok(vec![asked.into()]),
        }
    }
}

impl Decide<RenegotiateAction> for Action {
    type Known = Members;

    fn target(command: &RenegotiateAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    fn decide(&self, command: &RenegotiateAction, members: &Members, context: &Context) -> Decision<Self> {
        let RenegotiateAction {
            command_id: _,
            validate_only: _,
            partnership_id,
            action_id,
            due_on,
            reason,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let due_on = not_past(due_on, context)?;
        let assigned = self.assigned()?;
        if !assigned.may_be_put_off_by(&context.partner, members) {
            return Err(Rejection::NotTheAssigner);
        }
        match assigned.state {
            state if state != ActionState::Open => Err(Rejection::State { state }),
            _ if assigned.due_on == due_on => Ok(vec![]),
            _ => Ok(vec![
                ActionRenegotiated {
                    partnership_id: partnership_id.clone(),
                    action_id: action_id.clone(),
                    agreed_by: context.partner.clone(),
                    was_due_on: assigned.due_on.clone(),
                    due_on,
                    reason: reason.trim().to_owned(),
                    assigned_to: assigned.asked.assigned_to.clone(),
                }
                .into(),
            ]),
        }
    }
}

impl Assigned {
    /// Whoever asked; any other member where that one has gone, or asked itself.
    fn may_be_put_off_by(&self, partner_id: &str, members: &Members) -> bool {
        let ActionAssigned { assigned_by, assigned_to, .. } = &self.asked;
        let asker_decides = assigned_by != assigned_to && members.has_voice(assigned_by);
        if asker_decides { assigned_by == partner_id } else { assigned_to != partner_id }
    }
}

fn asked(command: &AssignAction, context: &Context) -> Result<ActionAssigned, Invalid> {
    let AssignAction {
        command_id: _,
        validate_only: _,
        partnership_id,
        action_id,
        what,
        assigned_to,
        due_on,
        arising_from,
        arising_from_id,
    } = command;
    references::thing(command.arising_from(), ("arising_from_id", arising_from_id))?;
    Ok(ActionAssigned {
        partnership_id: partnership_id.clone(),
        action_id: context.or_fresh(action_id, Action::KIND),
        assigned_by: context.partner.clone(),
        what: parse::filled("what", what)?.to_owned(),
        assigned_to: assigned_to.clone(),
        due_on: not_past(due_on, context)?,
        arising_from: *arising_from,
        arising_from_id: arising_from_id.clone(),
    })
}

fn not_past(due_on: &str, context: &Context) -> Result<String, Invalid> {
    match parse::date("due_on", due_on)? {
        day if day < context.today() => Err(Invalid::new("due_on", format!("is {day}, which is past"))),
        day => Ok(day.to_string()),
    }
}
