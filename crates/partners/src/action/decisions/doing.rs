//! Saying that an action is done, and looking whether it is.

use contract::partners::{
    ActionCompleted, ActionReturned, ActionState, ActionVerified, CompleteAction, ReturnAction, VerifyAction,
};
use kernel::{Context, Decide, Decision, parse};

use super::super::{
    rejection::Rejection,
    state::{Action, Assigned},
};
use crate::{members::Members, references};

impl Decide<CompleteAction> for Action {
    type Known = Members;

    fn target(command: &CompleteAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    fn decide(&self, command: &CompleteAction, members: &Members, context: &Context) -> Decision<Self> {
        let CompleteAction { command_id: _, validate_only: _, partnership_id, action_id, note, evidence } = command;
        let (note, evidence) =
            (note.trim().to_owned(), references::document(&references::EVIDENCE, evidence.as_ref())?);
        let assigned = self.assigned()?;
        if !assigned.is_to_be_done_by(&context.partner) {
            return Err(Rejection::NotTheAssignee);
        }
        match &assigned.completed {
            Some(it) if (&it.note, &it.evidence) == (&note, &evidence) => Ok(vec![]),
            Some(_) => Err(Rejection::State { state: assigned.state }),
            None => Ok(vec![
                ActionCompleted {
                    partnership_id: partnership_id.clone(),
                    action_id: action_id.clone(),
                    completed_by: context.partner.clone(),
                    note,
                    evidence,
                    asked_to_verify: assigned.asked_to_verify(members),
                }
                .into(),
            ]),
        }
    }
}

impl Decide<VerifyAction> for Action {
    type Known = ();

    fn target(command: &VerifyAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    fn decide(&self, command: &VerifyAction, _: &(), context: &Context) -> Decision<Self> {
        let VerifyAction { command_id: _, validate_only: _, partnership_id, action_id } = command;
        let assigned = self.assigned()?;
        if assigned.is_to_be_done_by(&context.partner) {
            return Err(Rejection::OwnAction);
        }
        match assigned.state {
            ActionState::Verified => Ok(vec![]),
            ActionState::Done => Ok(vec![
                ActionVerified {
                    partnership_id: partnership_id.clone(),
                    action_id: action_id.clone(),
                    verified_by: context.partner.clone(),
                }
                .into(),
            ]),
            state => Err(Rejection::State { state }),
        }
    }
}

impl Decide<ReturnAction> for Action {
    type Known = ();

    fn target(command: &ReturnAction) -> (&str, &str) {
        (&command.partnership_id, &command.action_id)
    }

    fn decide(&self, command: &ReturnAction, _: &(), context: &Context) -> Decision<Self> {
        let ReturnAction { command_id: _, validate_only: _, partnership_id, action_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let assigned = self.assigned()?;
        if assigned.is_to_be_done_by(&context.partner) {
            return Err(Rejection::OwnAction);
        }
        let returned_by = context.partner.clone();
        match assigned.state {
            ActionState::Done => {
                let (partnership_id, action_id) = (partnership_id.clone(), action_id.clone());
                let (assigned_to, due_on) = (assigned.asked.assigned_to.clone(), assigned.due_on.clone());
                Ok(vec![ActionReturned { partnership_id, action_id, returned_by, reason, assigned_to, due_on }.into()])
            }
            ActionState::Open if assigned.returned == Some((returned_by, reason)) => Ok(vec![]),
            state => Err(Rejection::State { state }),
        }
    }
}

impl Assigned {
    /// Whoever asked; the other members where that one has gone, or asked itself.
    fn asked_to_verify(&self, members: &Members) -> Vec<String> {
        let (asked_by, doer) = (&self.asked.assigned_by, &self.asked.assigned_to);
        match asked_by != doer && members.has_voice(asked_by) {
            true => vec![asked_by.clone()],
            false => members.voices_without(doer),
        }
    }
}
