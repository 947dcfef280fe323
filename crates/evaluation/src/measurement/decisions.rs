//! What may be asked of measurements: reporting here, the rest next door.

mod correcting;
mod judging;

use contract::evaluation::{MeasurementReported, ReportMeasurement};
use jiff::civil::Date;
use kernel::{
    Context, Decide, Decision, Invalid, Members, parse,
    source::{self, SourceIsTheOperators},
};

use super::{
    content::{Asked, Content},
    rejection::Rejection,
    sealing::{self, Sealing},
    state::Measurement,
};
use crate::indicator::Definition;

pub use correcting::{CORRECTIONS_MAX, Everything, is_within};

/// Where the charter says nothing.
pub const PEOPLE_MINIMUM: u32 = 10;

/// What a value is reported, or corrected, beside.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    /// None: there is no such indicator.
    pub definition: Option<Definition>,
    /// The smallest group of people that may be reported.
    pub people_minimum: u32,
    /// The period is closed.
    pub is_locked: bool,
    pub members: Members,
    /// Of a sensitive indicator.
    pub sealing: Option<Sealing>,
}

impl Decide<ReportMeasurement> for Measurement {
    type Known = Around;

    fn target(command: &ReportMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(&self, command: &ReportMeasurement, around: &Around, context: &Context) -> Decision<Self> {
        source::is_given(&command.source, context)?;
        let definition = around.definition.as_ref().ok_or(Rejection::NoIndicator)?;
        let sealing = around.sealing(definition, context)?;
        let reported = self.content(command, definition, around, context)?;
        let key = sealing.map(Sealing::key).transpose()?;
        let is_it = |it: &MeasurementReported| sealing::as_reported(it, key).is_some_and(|it| it == reported);
        match self.reported.as_deref() {
            Some(existing) if is_it(existing) => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None if around.is_locked => Err(Rejection::PeriodLocked),
            None => match sealing {
                Some(sealing) => Ok(vec![sealing.reported(reported, context)?.into()]),
                None => Ok(vec![reported.into()]),
            },
        }
    }
}

impl Around {
    /// Of a sensitive indicator, whose values are told by members alone.
    fn sealing(&self, definition: &Definition, context: &Context) -> Result<Option<&Sealing>, Rejection> {
        match definition.is_sensitive() {
            false => Ok(None),
            true if context.is_operator() => Err(Rejection::SensitiveNotPublished),
            true => Ok(Some(self.sealing.as_ref().ok_or(Rejection::SealingKeyLost)?)),
        }
    }
}

impl Measurement {
    fn content(
        &self,
        command: &ReportMeasurement,
        definition: &Definition,
        around: &Around,
        context: &Context,
    ) -> Result<MeasurementReported, Rejection> {
        let ReportMeasurement {
            command_id: _,
            validate_only: _,
            partnership_id,
            measurement_id: _,
            indicator_id,
            period_start,
            period_end,
            value,
            numerator,
            denominator,
            taken_from,
            narrative,
            source,
            parts,
            jointly_with,
            comment,
            participant_id,
        } = command;
        if !participant_id.is_empty() && !context.is_operator() {
            return Err(SourceIsTheOperators { field: "participant_id" }.into());
        }
        let (period_start, period_end) = period(period_start, period_end, context.today())?;
        let asked = Asked { value, numerator, denominator, parts, jointly_with, comment };
        let Content { value, numerator, denominator, parts, jointly_with, comment, outside_limits } =
            asked.checked(definition, around, &context.partner, &[])?;
        Ok(MeasurementReported {
            partnership_id: partnership_id.clone(),
            measurement_id: Self::thing(command, context),
            indicator_id: indicator_id.clone(),
            // Empty for the operator: a source reports for nobody here.
            partner_id: context.partner.clone(),
            period_start: period_start.to_string(),
            period_end: period_end.to_string(),
            value,
            numerator,
            denominator,
            taken_from: taken_from.trim().to_owned(),
            narrative: narrative.trim().to_owned(),
            source: source.clone(),
            // What was reported under an older version keeps it, and is still the same when repeated.
            indicator_version: self.reported.as_ref().map_or(definition.version(), |it| it.indicator_version),
            parts,
            jointly_with,
            comment,
            outside_limits,
            participant_id: participant_id.clone(),
            sealed: None,
        })
    }
}

fn period(start: &str, end: &str, today: Date) -> Result<(Date, Date), Invalid> {
    let start = parse::date("period_start", start)?;
    let end = parse::date("period_end", end)?;
    parse::in_order("period_end", Some(start), Some(end))?;
    if today < end {
        return Err(Invalid::new("period_end", format!("is {end}, in the future: report a period once it is over")));
    }
    Ok((start, end))
}
