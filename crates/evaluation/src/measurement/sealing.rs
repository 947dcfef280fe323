//! Sealing what is said of a sensitive indicator's value: for its reporter and who verifies it, and for nobody else.

use std::{collections::HashMap, mem::take};

use contract::{
    common::{Sealed, Text},
    evaluation::{
        MeasuredPart, MeasurementCorrected, MeasurementReported, MeasurementReturned, MeasurementVerified, SealedValue,
    },
};
use kernel::{Context, seal::Key};
use runtime::sealed::{open, seal};

use super::{
    rejection::Rejection,
    state::{Measurement, tell},
};

/// What a partner's values of one indicator are sealed under, and for whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealing {
    pub key_id: String,
    /// None: it is lost.
    pub key: Option<Key>,
    pub verifiers: Verifiers,
}

/// The keys that values of a partnership are sealed under, by their ids.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Kept(pub HashMap<String, Key>);

/// Who verifies what a partner reports.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Verifiers {
    /// Of spans of periods, as they were assigned.
    pub named: Vec<Named>,
    /// Where nobody is named.
    pub by_role: Vec<String>,
}

/// Who was named to verify what is reported of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub indicator_id: String,
    pub from_on: String,
    /// Empty: without end.
    pub until_on: String,
    pub verifier_partner_id: String,
}

impl Kept {
    /// The key that something is sealed under.
    pub(super) fn of(&self, sealed: &Sealed) -> Result<&Key, Rejection> {
        self.0.get(&sealed.key_id).ok_or(Rejection::SealingKeyLost)
    }
}

impl Verifiers {
    /// Dates of one form compare as text.
    pub fn of(&self, indicator_id: &str, period_end: &str) -> Vec<String> {
        let is_it = |it: &&Named| {
            let is_over = !it.until_on.is_empty() && it.until_on.as_str() < period_end;
            it.indicator_id == indicator_id && it.from_on.as_str() <= period_end && !is_over
        };
        match self.named.iter().find(is_it) {
            Some(named) => vec![named.verifier_partner_id.clone()],
            None => self.by_role.clone(),
        }
    }
}

impl Sealing {
    pub(super) fn key(&self) -> Result<&Key, Rejection> {
        self.key.as_ref().ok_or(Rejection::SealingKeyLost)
    }

    pub(super) fn reported(
        &self,
        mut it: MeasurementReported,
        context: &Context,
    ) -> Result<MeasurementReported, Rejection> {
        let said = SealedValue {
            value: take(&mut it.value),
            numerator: take(&mut it.numerator),
            denominator: take(&mut it.denominator),
            parts: take(&mut it.parts),
            taken_from: take(&mut it.taken_from),
            narrative: take(&mut it.narrative),
            comment: take(&mut it.comment),
            outside_limits: take(&mut it.outside_limits),
            reason: String::new(),
        };
        let audience = self.verifiers.of(&it.indicator_id, &it.period_end);
        it.sealed = Some(seal(self.key()?, &self.key_id, &audience, &said, context));
        Ok(it)
    }
}

/// As it was said; None where the key does not open it.
pub(super) fn as_reported(it: &MeasurementReported, key: Option<&Key>) -> Option<MeasurementReported> {
    let Some(sealed) = &it.sealed else { return Some(it.clone()) };
    let SealedValue { value, numerator, denominator, parts, taken_from, narrative, comment, outside_limits, reason: _ } =
        open(key?, sealed)?;
    Some(MeasurementReported {
        value,
        numerator,
        denominator,
        parts,
        taken_from,
        narrative,
        comment,
        outside_limits,
        sealed: None,
        ..it.clone()
    })
}

/// Under the key that was reported under, for who verifies now.
pub(super) fn corrected(
    mut it: MeasurementCorrected,
    under: &Sealed,
    key: &Key,
    audience: &[String],
    context: &Context,
) -> MeasurementCorrected {
    let said = SealedValue {
        value: take(&mut it.value),
        numerator: take(&mut it.numerator),
        denominator: take(&mut it.denominator),
        parts: take(&mut it.parts),
        taken_from: take(&mut it.taken_from),
        narrative: take(&mut it.narrative),
        comment: take(&mut it.comment),
        outside_limits: take(&mut it.outside_limits),
        reason: take(&mut it.reason),
    };
    it.sealed = Some(seal(key, &under.key_id, audience, &said, context));
    it
}

/// As it was said; None where the key does not open it.
pub(super) fn as_corrected(it: &MeasurementCorrected, key: Option<&Key>) -> Option<MeasurementCorrected> {
    let Some(sealed) = &it.sealed else { return Some(it.clone()) };
    let SealedValue { value, numerator, denominator, parts, taken_from, narrative, comment, outside_limits, reason } =
        open(key?, sealed)?;
    Some(MeasurementCorrected {
        value,
        numerator,
        denominator,
        parts,
        taken_from,
        narrative,
        comment,
        outside_limits,
        reason,
        sealed: None,
        ..it.clone()
    })
}

/// A verification of a sealed value: what was found is sealed beside it.
pub(super) fn verified(
    mut it: MeasurementVerified,
    value: &Sealed,
    key: &Key,
    context: &Context,
) -> MeasurementVerified {
    let note = take(&mut it.note);
    it.sealed_note = (!note.is_empty()).then(|| beside(value, key, note, context));
    it
}

/// As it was said; None where the key does not open it.
pub(super) fn as_verified(it: &MeasurementVerified, key: Option<&Key>) -> Option<MeasurementVerified> {
    let Some(sealed) = &it.sealed_note else { return Some(it.clone()) };
    let Text { text: note } = open(key?, sealed)?;
    Some(MeasurementVerified { note, sealed_note: None, ..it.clone() })
}

/// A sealed value given back: what is wrong with it is sealed beside it.
pub(super) fn returned(
    mut it: MeasurementReturned,
    value: &Sealed,
    key: &Key,
    context: &Context,
) -> MeasurementReturned {
    let reason = take(&mut it.reason);
    it.sealed_reason = Some(beside(value, key, reason, context));
    it
}

/// As it was said; None where the key does not open it.
pub(super) fn as_returned(it: &MeasurementReturned, key: Option<&Key>) -> Option<MeasurementReturned> {
    let Some(sealed) = &it.sealed_reason else { return Some(it.clone()) };
    let Text { text: reason } = open(key?, sealed)?;
    Some(MeasurementReturned { reason, sealed_reason: None, ..it.clone() })
}

/// A verifier's words, for all who read the value.
fn beside(value: &Sealed, key: &Key, text: String, context: &Context) -> Sealed {
    let readers = [&value.writer].into_iter().chain(&value.audience).filter(|it| **it != context.partner);
    let audience: Vec<String> = readers.cloned().collect();
    seal(key, &value.key_id, &audience, &Text { text }, context)
}

impl Measurement {
    /// Every part that was ever told, as it was told last.
    pub(super) fn told(&self, key: Option<&Key>) -> Result<Vec<MeasuredPart>, Rejection> {
        let mut told = self.told.clone();
        for sealed in &self.sealed {
            let said: SealedValue = key.and_then(|key| open(key, sealed)).ok_or(Rejection::SealingKeyLost)?;
            tell(&mut told, &said.parts);
        }
        Ok(told)
    }

    /// What holds now, where it is sealed, with its key; it is verified and given back by whom it is sealed to.
    pub(super) fn judged<'m>(
        &'m self,
        kept: &'m Kept,
        context: &Context,
    ) -> Result<Option<(&'m Sealed, &'m Key)>, Rejection> {
        let Some(sealed) = self.sealed.last() else { return Ok(None) };
        match sealed.audience.contains(&context.partner) {
            true => Ok(Some((sealed, kept.of(sealed)?))),
            false => Err(Rejection::NotItsVerifier),
        }
    }
}
