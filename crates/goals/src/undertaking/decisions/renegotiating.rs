//! Asking the other side for other terms, and its answer. What was agreed stands until then.

use contract::goals::{
    AgreeRenegotiation, DeclineRenegotiation, RenegotiateUndertaking, RenegotiationDeclined, RenegotiationProposed,
    RenegotiationState, RenegotiationWithdrawn, UndertakingRenegotiated, UndertakingState, WithdrawRenegotiation,
};
use kernel::{Context, Decide, Decision, Invalid, Members, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Given, Renegotiation, Undertaking},
    },
    not_past, quantity,
};

/// All of them are kept, and shown together.
pub const RENEGOTIATIONS_MAX: usize = 100;

impl Decide<RenegotiateUndertaking> for Undertaking {
    type Known = Members;

    fn target(command: &RenegotiateUndertaking) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn thing(command: &RenegotiateUndertaking, context: &Context) -> String {
        context.or_fresh(&command.renegotiation_id, "renegotiation")
    }

    fn decide(&self, command: &RenegotiateUndertaking, members: &Members, context: &Context) -> Decision<Self> {
        let asked = asked(command, Self::thing(command, context), context)?;
        let given = self.given()?;
        let of = match given.given_by == context.partner {
            true => given.receivers(members),
            false => {
                given.check_receiver(&context.partner, members)?;
                vec![given.given_by.clone()]
            }
        };
        if let Some(it) = given.renegotiation(&asked.renegotiation_id) {
            return if is_same(&it.asked, &asked) {
                Ok(vec![])
            } else {
                Err(Rejection::IdTaken { field: "renegotiation_id" })
            };
        }
        given.check_may_be_renegotiated()?;
        if asked.release && given.given_by != context.partner {
            return Err(Invalid::new("release", "is for its giver to ask: whom it was given to releases it").into());
        }
        if !asked.release {
            not_past(&asked.due_on, context)?;
        }
        let asked = given.completed(RenegotiationProposed { asked: of, ..asked })?;
        Ok(vec![asked.into()])
    }
}

/// As it was asked: what is left out is as agreed.
fn asked(
    command: &RenegotiateUndertaking,
    renegotiation_id: String,
    context: &Context,
) -> Result<RenegotiationProposed, Invalid> {
    let RenegotiateUndertaking {
        command_id: _,
        validate_only: _,
        partnership_id,
        undertaking_id,
        renegotiation_id: _,
        due_on,
        what,
        quantity: how_much,
        reason,
        release,
    } = command;
    Ok(RenegotiationProposed {
        partnership_id: partnership_id.clone(),
        undertaking_id: undertaking_id.clone(),
        renegotiation_id,
        proposed_by: context.partner.clone(),
        was_due_on: String::new(),
        due_on: parse::date("due_on", due_on)?.to_string(),
        what: what.trim().to_owned(),
        quantity: quantity("quantity", how_much)?,
        reason: parse::filled("reason", reason)?.to_owned(),
        asked: vec![],
        release: *release,
    })
}

fn is_same(before: &RenegotiationProposed, now: &RenegotiationProposed) -> bool {
    let is_left_out_or = |now: &String, before: &String| now.is_empty() || now == before;
    let of = |it: &RenegotiationProposed| (it.proposed_by.clone(), it.reason.clone(), it.release);
    of(before) == of(now)
        && (now.release || before.due_on == now.due_on)
        && is_left_out_or(&now.what, &before.what)
        && is_left_out_or(&now.quantity, &before.quantity)
}

impl Given {
    fn check_may_be_renegotiated(&self) -> Result<(), Rejection> {
        match self.open_renegotiation() {
            _ if self.state != UndertakingState::Open => Err(Rejection::State { state: self.state }),
            Some(Renegotiation { asked, .. }) => {
                Err(Rejection::RenegotiationOpen { renegotiation_id: asked.renegotiation_id.clone() })
            }
            None if RENEGOTIATIONS_MAX <= self.renegotiations.len() => {
                Err(Rejection::TooManyRenegotiations(RENEGOTIATIONS_MAX))
            }
            None => Ok(()),
        }
    }

    /// With what is agreed where nothing else is asked for.
    fn completed(&self, asked: RenegotiationProposed) -> Result<RenegotiationProposed, Invalid> {
        if !asked.quantity.is_empty() && self.quantity.is_empty() {
            return Err(Invalid::new("quantity", "is given, but none was promised: say it in what is promised"));
        }
        let or = |asked: String, agreed: &String| if asked.is_empty() { agreed.clone() } else { asked };
        let (what, quantity) = (or(asked.what, &self.what), or(asked.quantity, &self.quantity));
        if asked.release {
            let (due_on, was_due_on) = (self.due_on.clone(), self.due_on.clone());
            let (what, quantity) = (self.what.clone(), self.quantity.clone());
            return Ok(RenegotiationProposed { was_due_on, due_on, what, quantity, ..asked });
        }
        if (&asked.due_on, &what, &quantity) == (&self.due_on, &self.what, &self.quantity) {
            return Err(Invalid::new("due_on", "is the day agreed, and nothing else is asked for"));
        }
        Ok(RenegotiationProposed { was_due_on: self.due_on.clone(), what, quantity, ..asked })
    }

    /// The terms asked for, if they are for that partner to answer.
    fn asked_of(
        &self,
        renegotiation_id: &str,
        partner_id: &str,
        members: &Members,
    ) -> Result<&Renegotiation, Rejection> {
        let it = self.renegotiation(renegotiation_id).ok_or(Rejection::RenegotiationNotFound)?;
        let is_asked_by_giver = it.asked.proposed_by == self.given_by;
        let is_other_side = match is_asked_by_giver {
            true => self.check_receiver(partner_id, members).is_ok(),
            false => partner_id == self.given_by,
        };
        if is_other_side { Ok(it) } else { Err(Rejection::OwnRenegotiation) }
    }
}

impl Decide<AgreeRenegotiation> for Undertaking {
    type Known = Members;

    fn target(command: &AgreeRenegotiation) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &AgreeRenegotiation, members: &Members, context: &Context) -> Decision<Self> {
        let AgreeRenegotiation { command_id: _, validate_only: _, partnership_id, undertaking_id, renegotiation_id } =
            command;
        let given = self.given()?;
        let Renegotiation { asked, state, .. } = given.asked_of(renegotiation_id, &context.partner, members)?;
        match state {
            RenegotiationState::Agreed => Ok(vec![]),
            RenegotiationState::Open if asked.release => {
                Ok(vec![given.released_for(renegotiation_id, &context.partner, &asked.reason)])
            }
            RenegotiationState::Open if not_past(&asked.due_on, context).is_err() => {
                Err(Rejection::DayPassed { due_on: asked.due_on.clone() })
            }
            RenegotiationState::Open => Ok(vec![
                UndertakingRenegotiated {
                    partnership_id: partnership_id.clone(),
                    undertaking_id: undertaking_id.clone(),
                    renegotiation_id: renegotiation_id.clone(),
                    proposed_by: asked.proposed_by.clone(),
                    agreed_by: context.partner.clone(),
                    was_due_on: given.due_on.clone(),
                    due_on: asked.due_on.clone(),
                    what: asked.what.clone(),
                    quantity: asked.quantity.clone(),
                    reason: asked.reason.clone(),
                    given_by: given.given_by.clone(),
                }
                .into(),
            ]),
            state => Err(Rejection::RenegotiationState { state: *state }),
        }
    }
}

impl Decide<DeclineRenegotiation> for Undertaking {
    type Known = Members;

    fn target(command: &DeclineRenegotiation) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &DeclineRenegotiation, members: &Members, context: &Context) -> Decision<Self> {
        let DeclineRenegotiation {
            command_id: _,
            validate_only: _,
            partnership_id,
            undertaking_id,
            renegotiation_id,
            reason,
        } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let given = self.given()?;
        let Renegotiation { state, declined, .. } = given.asked_of(renegotiation_id, &context.partner, members)?;
        let declined_by = context.partner.clone();
        match state {
            RenegotiationState::Open => {
                let (partnership_id, undertaking_id) = (partnership_id.clone(), undertaking_id.clone());
                let renegotiation_id = renegotiation_id.clone();
                Ok(vec![
                    RenegotiationDeclined { partnership_id, undertaking_id, renegotiation_id, declined_by, reason }
                        .into(),
                ])
            }
            RenegotiationState::Declined if *declined == Some((declined_by, reason)) => Ok(vec![]),
            state => Err(Rejection::RenegotiationState { state: *state }),
        }
    }
}

impl Decide<WithdrawRenegotiation> for Undertaking {
    type Known = ();

    fn target(command: &WithdrawRenegotiation) -> (&str, &str) {
        (&command.partnership_id, &command.undertaking_id)
    }

    fn decide(&self, command: &WithdrawRenegotiation, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawRenegotiation { command_id: _, validate_only: _, partnership_id, undertaking_id, renegotiation_id } =
            command;
        let given = self.given()?;
        let it = given.renegotiation(renegotiation_id).ok_or(Rejection::RenegotiationNotFound)?;
        if it.asked.proposed_by != context.partner {
            return Err(Rejection::NotTheAsker);
        }
        match it.state {
            RenegotiationState::Open => Ok(vec![
                RenegotiationWithdrawn {
                    partnership_id: partnership_id.clone(),
                    undertaking_id: undertaking_id.clone(),
                    renegotiation_id: renegotiation_id.clone(),
                    withdrawn_by: context.partner.clone(),
                }
                .into(),
            ]),
            RenegotiationState::Withdrawn => Ok(vec![]),
            state => Err(Rejection::RenegotiationState { state }),
        }
    }
}
