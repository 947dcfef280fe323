//! What is said of a condition: that it is met, that it is not, that it need not be.

use contract::{
    partners::Evidence,
    resources::{
        ConditionContested, ConditionMet, ConditionState, ConditionWaived, ContestCondition, MeetCondition,
        WaiveCondition,
    },
};
use kernel::{
    Context, Decide, Decision, Invalid,
    document::{Document, EVIDENCE},
    parse,
};

use super::super::{
    rejection::Rejection,
    state::{Disbursement, Planned, Stand},
};

/// The partnership's verifiers.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Verifiers(pub Vec<String>);

impl Decide<MeetCondition> for Disbursement {
    type Known = Verifiers;

    fn target(command: &MeetCondition) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    /// What the service itself has heard meets a condition that is open, and nothing else.
    fn decide(&self, command: &MeetCondition, verifiers: &Verifiers, context: &Context) -> Decision<Self> {
        let met = met(command, context)?;
        let planned = self.planned()?;
        let by = &context.partner;
        let sides = [&planned.at_first.provider_partner_id, &planned.at_first.receiver_partner_id];
        if !context.is_service() && !sides.contains(&by) && !verifiers.0.contains(by) {
            return Err(Rejection::NotInvolved);
        }
        let stand = planned.standing(&command.condition_id)?;
        match stand.state() {
            _ if context.is_service() && (planned.is_cancelled || !stand.is_open()) => Ok(vec![]),
            _ if planned.is_cancelled => Err(Rejection::Cancelled),
            ConditionState::Open | ConditionState::Unspecified => Ok(vec![met.into()]),
            ConditionState::Met if stand.met.as_ref() == Some(&met) => Ok(vec![]),
            state => Err(Rejection::Condition { state }),
        }
    }
}

impl Decide<ContestCondition> for Disbursement {
    type Known = ();

    fn target(command: &ContestCondition) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    fn decide(&self, command: &ContestCondition, _: &(), context: &Context) -> Decision<Self> {
        let ContestCondition { command_id: _, validate_only: _, partnership_id, disbursement_id, condition_id, reason } =
            command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let planned = self.planned()?;
        planned.check_provider(context)?;
        let stand = planned.standing(condition_id)?;
        let met = match (&stand.met, planned.is_cancelled) {
            (_, true) => return Err(Rejection::Cancelled),
            (Some(met), false) if !stand.is_waived => met,
            _ => return Err(Rejection::Condition { state: stand.state() }),
        };
        Ok(vec![
            ConditionContested {
                partnership_id: partnership_id.clone(),
                disbursement_id: disbursement_id.clone(),
                condition_id: condition_id.clone(),
                partner_id: context.partner.clone(),
                reason,
                was_met_by: met.partner_id.clone(),
                was_met_on: met.met_on.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<WaiveCondition> for Disbursement {
    type Known = ();

    fn target(command: &WaiveCondition) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    fn decide(&self, command: &WaiveCondition, _: &(), context: &Context) -> Decision<Self> {
        let WaiveCondition { command_id: _, validate_only: _, partnership_id, disbursement_id, condition_id, reason } =
            command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let planned = self.planned()?;
        let stand = planned.standing(condition_id)?;
        match stand.state() {
            // The provider has set all conditions of its payment.
            _ if planned.check_provider(context).is_err() => Err(Rejection::NotYourCondition),
            _ if planned.is_cancelled => Err(Rejection::Cancelled),
            ConditionState::Waived => Ok(vec![]),
            state @ ConditionState::Met => Err(Rejection::Condition { state }),
            ConditionState::Open | ConditionState::Unspecified => Ok(vec![
                ConditionWaived {
                    partnership_id: partnership_id.clone(),
                    disbursement_id: disbursement_id.clone(),
                    condition_id: condition_id.clone(),
                    partner_id: context.partner.clone(),
                    waived_on: context.today().to_string(),
                    reason,
                }
                .into(),
            ]),
        }
    }
}

impl Planned {
    fn standing(&self, condition_id: &str) -> Result<&Stand, Rejection> {
        self.condition(condition_id).ok_or(Rejection::ConditionNotFound)
    }
}

impl Stand {
    fn state(&self) -> ConditionState {
        match (self.is_waived, &self.met) {
            (true, _) => ConditionState::Waived,
            (false, Some(_)) => ConditionState::Met,
            (false, None) => ConditionState::Open,
        }
    }
}

fn met(command: &MeetCondition, context: &Context) -> Result<ConditionMet, Invalid> {
    let MeetCondition {
        command_id: _,
        validate_only: _,
        partnership_id,
        disbursement_id,
        condition_id,
        met_on,
        note,
        evidence,
    } = command;
    let met_on = parse::date("met_on", met_on)?;
    if context.today() < met_on {
        return Err(Invalid::new("met_on", format!("is {met_on}, which is still to come")));
    }
    if let Some(Evidence { uri, sha256, size_bytes, media_type }) = evidence {
        Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(&EVIDENCE)?;
    }
    Ok(ConditionMet {
        partnership_id: partnership_id.clone(),
        disbursement_id: disbursement_id.clone(),
        condition_id: condition_id.clone(),
        met_on: met_on.to_string(),
        partner_id: if context.is_service() { String::new() } else { context.partner.clone() },
        note: parse::filled("note", note)?.to_owned(),
        evidence: evidence.clone(),
    })
}
