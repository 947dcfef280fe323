//! Saying that what was promised is done, and looking whether it is.

use contract::{
    goals::{
        ConfirmFulfilment, FulfilUndertaking, FulfilmentConfirmed, FulfilmentReturned, ReturnFulfilment,
        UndertakingFulfilled, UndertakingState,
    },
    partners::Evidence,
};
use kernel::{
    Context, Decide, Decision, Invalid, Members,
    document::{Document, EVIDENCE},
    parse,
};

use super::{
    super::{rejection::Rejection, state::Given, state::Undertaking},
    quantity,
};

impl Decide<FulfilUndertaking> for Undertaking {
    type Known = Members;

    fn target(command: &FulfilUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &FulfilUndertaking, members: &Members, context: &Context) -> Decision<Self> {
        let fulfilled = fulfilled(command, context)?;
        let given = self.given()?;
        if given.given_by != context.partner {
            return Err(Rejection::NotTheGiver);
        }
        given.check_done(&fulfilled)?;
        match &given.fulfilled {
            Some(it)
                if *it
                    == (UndertakingFulfilled {
                        asked_to_confirm: it.asked_to_confirm.clone(),
                        ..fulfilled.clone()
                    }) =>
            {
                Ok(vec![])
            }
            None if given.state == UndertakingState::Open => {
                Ok(vec![UndertakingFulfilled { asked_to_confirm: given.receivers(members), ..fulfilled }.into()])
            }
            _ => Err(Rejection::State { state: given.state }),
        }
    }
}

fn fulfilled(command: &FulfilUndertaking, context: &Context) -> Result<UndertakingFulfilled, Invalid> {
    let FulfilUndertaking {
        command_id: _,
        validate_only: _,
        partnership_id,
        undertaking_id,
        fulfilled_on,
        note,
        evidence,
        delivered,
    } = command;
    let fulfilled_on = parse::date("fulfilled_on", fulfilled_on)?;
    if context.today() < fulfilled_on {
        return Err(Invalid::new("fulfilled_on", format!("is {fulfilled_on}, which is still to come")));
    }
    if let Some(Evidence { uri, sha256, size_bytes, media_type }) = evidence {
        Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(&EVIDENCE)?;
    }
    Ok(UndertakingFulfilled {
        partnership_id: partnership_id.clone(),
        undertaking_id: undertaking_id.clone(),
        fulfilled_by: context.partner.clone(),
        fulfilled_on: fulfilled_on.to_string(),
        note: note.trim().to_owned(),
        evidence: evidence.clone(),
        delivered: quantity("delivered", delivered)?,
        asked_to_confirm: vec![],
    })
}

impl Given {
    fn check_done(&self, fulfilled: &UndertakingFulfilled) -> Result<(), Invalid> {
        let UndertakingFulfilled { fulfilled_on, delivered, .. } = fulfilled;
        let given_on = &self.at_first.given_on;
        match () {
            () if fulfilled_on < given_on => {
                let problem = format!("is {fulfilled_on}, before it was promised on {given_on}");
                Err(Invalid::new("fulfilled_on", problem))
            }
            () if !delivered.is_empty() && self.quantity.is_empty() => {
                Err(Invalid::new("delivered", "is given, but no quantity was promised: say it in the note"))
            }
            () => Ok(()),
        }
    }
}

impl Decide<ConfirmFulfilment> for Undertaking {
    type Known = Members;

    fn target(command: &ConfirmFulfilment) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &ConfirmFulfilment, members: &Members, context: &Context) -> Decision<Self> {
        // The desk has compared the revision.
        let ConfirmFulfilment { command_id: _, validate_only: _, partnership_id, undertaking_id, expected_revision: _ } =
            command;
        let given = self.given()?;
        given.check_receiver(&context.partner, members)?;
        match (given.state, &given.fulfilled) {
            (UndertakingState::Confirmed, _) => Ok(vec![]),
            (UndertakingState::Fulfilled, Some(fulfilled)) => Ok(vec![
                FulfilmentConfirmed {
                    partnership_id: partnership_id.clone(),
                    undertaking_id: undertaking_id.clone(),
                    confirmed_by: context.partner.clone(),
                    given_by: given.given_by.clone(),
                    fulfilled_on: fulfilled.fulfilled_on.clone(),
                    due_on: given.due_on.clone(),
                    first_due_on: given.at_first.due_on.clone(),
                }
                .into(),
            ]),
            (state, _) => Err(Rejection::State { state }),
        }
    }
}

impl Decide<ReturnFulfilment> for Undertaking {
    type Known = Members;

    fn target(command: &ReturnFulfilment) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &ReturnFulfilment, members: &Members, context: &Context) -> Decision<Self> {
        let ReturnFulfilment {
            command_id: _,
            validate_only: _,
            partnership_id,
            undertaking_id,
            reason,
            expected_revision: _,
        } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let given = self.given()?;
        given.check_receiver(&context.partner, members)?;
        let returned_by = context.partner.clone();
        match given.state {
            UndertakingState::Fulfilled => Ok(vec![
                FulfilmentReturned {
                    partnership_id: partnership_id.clone(),
                    undertaking_id: undertaking_id.clone(),
                    returned_by,
                    reason,
                    given_by: given.given_by.clone(),
                    due_on: given.due_on.clone(),
                }
                .into(),
            ]),
            UndertakingState::Open if given.returned == Some((returned_by, reason)) => Ok(vec![]),
            state => Err(Rejection::State { state }),
        }
    }
}
