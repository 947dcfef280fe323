//! Correcting one's own value: the old one is kept, and what was verified has to be verified anew.

use std::collections::HashMap;

use contract::evaluation::{CorrectMeasurement, MeasurementCorrected, MeasurementReported};
use kernel::{Context, Decide, Decision, Members, parse, seal::Key};

use super::{
    super::{
        content::{Asked, Content},
        rejection::Rejection,
        sealing::{self, Kept, Verifiers},
        state::Measurement,
    },
    Around,
};
use crate::indicator::Definition;

/// A view has room for so many earlier values; whose figures change more often has another trouble.
pub const CORRECTIONS_MAX: u32 = 20;

/// All that a correction may be decided beside: which indicator and period it is of, only the measurement itself says.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Everything {
    /// By indicator.
    pub definitions: HashMap<String, Definition>,
    /// Spans of days that are closed.
    pub locked: Vec<(String, String)>,
    pub people_minimum: u32,
    pub members: Members,
    /// For what is sealed.
    pub keys: Kept,
    pub verifiers: Verifiers,
}

impl Decide<CorrectMeasurement> for Measurement {
    type Known = Everything;

    fn target(command: &CorrectMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(&self, command: &CorrectMeasurement, known: &Everything, context: &Context) -> Decision<Self> {
        let reported = self.own(context)?;
        let sealing = known.sealing(reported)?;
        let key = sealing.as_ref().map(|it| it.0);
        let corrected = self.corrected_to(command, reported, &known.around(reported), key)?;
        let is_for_the_same = || sealing.as_ref().is_none_or(|(_, audience)| self.is_sealed_for(audience));
        let corrected_last = self.corrected.as_deref().and_then(|it| sealing::as_corrected(it, key));
        match corrected_last {
            Some(last) if is_the_same(&last, &corrected) && is_for_the_same() => Ok(vec![]),
            _ if CORRECTIONS_MAX <= self.correction() => Err(Rejection::TooManyCorrections),
            _ => match (&reported.sealed, sealing) {
                (Some(under), Some((key, audience))) => {
                    Ok(vec![sealing::corrected(corrected, under, key, &audience, context).into()])
                }
                _ => Ok(vec![corrected.into()]),
            },
        }
    }
}

/// The last correction once more, which leads to none of its own.
fn is_the_same(last: &MeasurementCorrected, corrected: &MeasurementCorrected) -> bool {
    let MeasurementCorrected { correction, indicator_version, after_lock, .. } = *last;
    MeasurementCorrected { correction, indicator_version, after_lock, ..corrected.clone() } == *last
}

impl Everything {
    fn around(&self, reported: &MeasurementReported) -> Around {
        Around {
            definition: self.definitions.get(&reported.indicator_id).cloned(),
            people_minimum: self.people_minimum,
            is_locked: is_within(&self.locked, &reported.period_end),
            members: self.members.clone(),
            sealing: None,
        }
    }

    /// Where it is sealed: under which key, and who verifies it now.
    fn sealing(&self, reported: &MeasurementReported) -> Result<Option<(&Key, Vec<String>)>, Rejection> {
        let Some(sealed) = &reported.sealed else { return Ok(None) };
        let audience = self.verifiers.of(&reported.indicator_id, &reported.period_end);
        Ok(Some((self.keys.of(sealed)?, audience)))
    }
}

/// Whether a period ends within one of the spans; dates of one form compare as text.
pub fn is_within(locked: &[(String, String)], period_end: &str) -> bool {
    locked.iter().any(|(from, until)| from.as_str() <= period_end && period_end <= until.as_str())
}

impl Measurement {
    fn own(&self, context: &Context) -> Result<&MeasurementReported, Rejection> {
        let reported = self.reported.as_deref().ok_or(Rejection::NotFound)?;
        match () {
            () if !reported.source.is_empty() => Err(Rejection::AsPublished),
            () if reported.partner_id != context.partner => Err(Rejection::NotTheReporter),
            () => Ok(reported),
        }
    }

    /// What holds now is sealed to these already.
    fn is_sealed_for(&self, audience: &[String]) -> bool {
        self.sealed.last().is_some_and(|it| it.audience == audience)
    }

    fn corrected_to(
        &self,
        command: &CorrectMeasurement,
        reported: &MeasurementReported,
        around: &Around,
        key: Option<&Key>,
    ) -> Result<MeasurementCorrected, Rejection> {
        let CorrectMeasurement {
            command_id: _,
            validate_only: _,
            partnership_id,
            measurement_id,
            value,
            numerator,
            denominator,
            parts,
            jointly_with,
            taken_from,
            narrative,
            comment,
            reason,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let definition = around.definition.as_ref().ok_or(Rejection::NoIndicator)?;
        let asked = Asked { value, numerator, denominator, parts, jointly_with, comment };
        let Content { value, numerator, denominator, parts, jointly_with, comment, outside_limits } =
            asked.checked(definition, around, &reported.partner_id, &self.told(key)?)?;
        Ok(MeasurementCorrected {
            partnership_id: partnership_id.clone(),
            measurement_id: measurement_id.clone(),
            indicator_id: reported.indicator_id.clone(),
            partner_id: reported.partner_id.clone(),
            period_start: reported.period_start.clone(),
            period_end: reported.period_end.clone(),
            correction: self.correction() + 1,
            value,
            numerator,
            denominator,
            parts,
            jointly_with,
            taken_from: taken_from.trim().to_owned(),
            narrative: narrative.trim().to_owned(),
            comment,
            outside_limits,
            reason: parse::filled("reason", reason)?.to_owned(),
            indicator_version: definition.version(),
            after_lock: around.is_locked,
            sealed: None,
        })
    }
}
