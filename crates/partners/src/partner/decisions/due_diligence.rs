//! Looking into another organisation, on some basis, until some day.

use contract::partners::{DueDiligenceRecorded, RecordDueDiligence};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{rejection::Rejection, state::Partner};
use crate::references;

impl Decide<RecordDueDiligence> for Partner {
    type Known = ();

    fn target(command: &RecordDueDiligence) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &RecordDueDiligence, _: &(), context: &Context) -> Decision<Self> {
        if command.partner_id == context.partner {
            return Err(Rejection::AboutItself);
        }
        let recorded = recorded(command, context)?;
        match self.registered()?.due_diligence.contains(&recorded) {
            true => Ok(vec![]),
            false => Ok(vec![recorded.into()]),
        }
    }
}

fn recorded(command: &RecordDueDiligence, context: &Context) -> Result<DueDiligenceRecorded, Invalid> {
    let RecordDueDiligence { command_id: _, validate_only: _, partner_id, basis, valid_until, evidence } = command;
    let last = parse::date("valid_until", valid_until)?;
    let today = context.today();
    if last < today {
        return Err(Invalid::new("valid_until", format!("is {last}, before today, {today} UTC")));
    }
    Ok(DueDiligenceRecorded {
        partner_id: partner_id.clone(),
        recorded_by: context.partner.clone(),
        basis: *basis,
        valid_until: last.to_string(),
        evidence: Some(references::evidence(evidence.as_ref())?),
    })
}
