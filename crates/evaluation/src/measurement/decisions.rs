//! What may be asked of measurements, and what each request leads to.

use contract::evaluation::{MeasurementReported, MeasurementVerified, ReportMeasurement, ValueKind, VerifyMeasurement};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision, Invalid, parse, source};
use rust_decimal::Decimal;

use super::{rejection::Rejection, state::Measurement};
use crate::{indicator::Definition, numbers};

impl Decide<ReportMeasurement> for Measurement {
    /// The indicator's definition; none: there is no such indicator.
    type Known = Option<Definition>;

    fn target(command: &ReportMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(&self, command: &ReportMeasurement, known: &Option<Definition>, context: &Context) -> Decision<Self> {
        source::is_given(&command.source, context)?;
        let definition = known.as_ref().ok_or(Rejection::NoIndicator)?;
        let reported = self.content(command, definition, context)?;
        match &self.reported {
            Some(existing) if **existing == reported => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => Ok(vec![reported.into()]),
        }
    }
}

impl Measurement {
    fn content(
        &self,
        command: &ReportMeasurement,
        definition: &Definition,
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
            value: _,
            numerator: _,
            denominator: _,
            taken_from,
            narrative,
            source,
        } = command;
        let (period_start, period_end) = period(period_start, period_end, context.today())?;
        let Figures { value, numerator, denominator } = figures(command, definition.value_kind())?;
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

/// As the event carries them: of a number the value, of a ratio the other two.
struct Figures {
    value: String,
    numerator: String,
    denominator: String,
}

fn figures(command: &ReportMeasurement, takes: ValueKind) -> Result<Figures, Rejection> {
    let ReportMeasurement { value, numerator, denominator, .. } = command;
    let given = [("value", value), ("numerator", numerator), ("denominator", denominator)];
    let (wanted, unwanted) = match takes {
        ValueKind::Ratio => (&given[1..], &given[..1]),
        ValueKind::Number | ValueKind::Score | ValueKind::Unspecified => (&given[..1], &given[1..]),
    };
    let misfit = wanted.iter().find(|(_, it)| it.is_empty()).or(unwanted.iter().find(|(_, it)| !it.is_empty()));
    if let Some((field, _)) = misfit {
        return Err(Rejection::ValueKind { field, takes });
    }
    let number =
        |field, given: &str| if given.is_empty() { Ok(String::new()) } else { numbers::rewritten(field, given) };
    let figures = Figures {
        value: number("value", value)?,
        numerator: number("numerator", numerator)?,
        denominator: number("denominator", denominator)?,
    };
    let over = parse::decimal_or_none("denominator", denominator)?;
    if over.is_some_and(|it| it <= Decimal::ZERO) {
        return Err(Invalid::new("denominator", "is not above zero").into());
    }
    Ok(figures)
}

impl Decide<VerifyMeasurement> for Measurement {
    type Known = ();

    fn target(command: &VerifyMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(&self, command: &VerifyMeasurement, _: &(), context: &Context) -> Decision<Self> {
        let VerifyMeasurement { command_id: _, validate_only: _, partnership_id: _, measurement_id: _, basis, note } =
            command;
        let reported = self.reported.as_deref().ok_or(Rejection::NotFound)?;
        if !reported.source.is_empty() {
            return Err(Rejection::AsPublished);
        }
        if reported.partner_id == context.partner {
            return Err(Rejection::Own);
        }
        let verified = verified(reported, &context.partner, *basis, note.trim());
        match &self.verified {
            Some(existing) if **existing == verified => Ok(vec![]),
            Some(_) => Err(Rejection::AlreadyVerified),
            None => Ok(vec![verified.into()]),
        }
    }
}

fn verified(reported: &MeasurementReported, verified_by: &str, basis: i32, note: &str) -> MeasurementVerified {
    let is_number = reported.denominator.is_empty();
    let (numerator, denominator) = match is_number {
        true => (reported.value.clone(), "1".to_owned()),
        false => (reported.numerator.clone(), reported.denominator.clone()),
    };
    MeasurementVerified {
        partnership_id: reported.partnership_id.clone(),
        measurement_id: reported.measurement_id.clone(),
        indicator_id: reported.indicator_id.clone(),
        partner_id: reported.partner_id.clone(),
        verified_by: verified_by.to_owned(),
        basis,
        note: note.to_owned(),
        period_start: reported.period_start.clone(),
        period_end: reported.period_end.clone(),
        numerator,
        denominator,
    }
}
