//! The latest values of each indicator: of what is verified, what counts in a target that is opened only afterwards.

use std::collections::BTreeMap;

use contract::evaluation::{MeasurementCorrected, MeasurementReported, MeasurementVerified};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{measurement::state::Figures, numbers, target::state::Count};

/// Of each partner and indicator its latest periods, two years of months. A node may hold millions of measurements:
/// what is older doesn't count in a target that is opened, or starts earlier, only now.
pub const PERIODS_MAX: usize = 24;

/// Of one indicator: by partner, in the order of periods.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Values {
    partners: BTreeMap<String, Vec<Value>>,
}

/// Packed, because there are many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Value {
    period_end: Date,
    measurement_id: [u8; 16],
    correction: u32,
    numerator: [u8; 16],
    denominator: [u8; 16],
    /// A number of accord.evaluation.v1.Basis; 0: not verified.
    basis: u8,
}

/// A value as it was verified, or reported. Of one that is sealed only that it is there: 0 stands for what nobody reads here.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub partner_id: String,
    pub period_end: String,
    pub measurement_id: String,
    /// 0: as it was reported at first.
    pub correction: u32,
    pub numerator: String,
    pub denominator: String,
    /// A number of accord.evaluation.v1.Basis; 0: not verified.
    pub basis: i32,
}

impl Values {
    /// In place of what the partner said before of the same period.
    pub(super) fn insert(&mut self, it: &Said<'_>) {
        let Some(value) = Value::parse(it) else { return };
        let values = self.partners.entry(it.partner_id.to_owned()).or_default();
        match values.binary_search_by_key(&value.period_end, |it| it.period_end) {
            Ok(place) => values[place] = value,
            // Older than all that has room.
            Err(0) if PERIODS_MAX <= values.len() => (),
            Err(place) => values.insert(place, value),
        }
        if PERIODS_MAX < values.len() {
            values.remove(0);
        }
    }

    /// The measurement, and which correction of it, that counts for a partner and period; none: there is none, or it is too old.
    pub(super) fn counting(&self, partner_id: &str, period_end: &str) -> Option<(String, u32)> {
        let period_end: Date = period_end.parse().ok()?;
        let values = self.partners.get(partner_id)?;
        let value = values.iter().find(|it| it.period_end == period_end)?;
        Some((Uuid::from_bytes(value.measurement_id).to_string(), value.correction))
    }

    /// Every value, with its partner.
    pub(super) fn each(&self) -> impl Iterator<Item = Measured> {
        self.partners.iter().flat_map(|(partner_id, values)| values.iter().map(|it| it.unpacked(partner_id)))
    }

    /// How the value is verified as it stands; None: it is not.
    pub(super) fn basis(&self, reported: &Measured) -> Option<i32> {
        let values = self.partners.get(&reported.partner_id)?;
        let period_end: Date = reported.period_end.parse().ok()?;
        let value = &values[values.binary_search_by_key(&period_end, |it| it.period_end).ok()?];
        let id = Uuid::try_parse(&reported.measurement_id).ok()?.into_bytes();
        ((value.measurement_id, value.correction) == (id, reported.correction)).then(|| value.basis.into())
    }

    /// The numerators of all partners for a period.
    pub(super) fn at(&self, period_end: &str) -> Vec<Decimal> {
        let Ok(period_end) = period_end.parse::<Date>() else { return vec![] };
        let all = self.partners.values().flatten().filter(|it| it.period_end == period_end);
        all.map(|it| Decimal::deserialize(it.numerator)).collect()
    }

    /// All of a partner, in the order of periods.
    pub(super) fn of(&self, partner_id: &str) -> Vec<Measured> {
        let values = self.partners.get(partner_id).into_iter().flatten();
        values.map(|it| it.unpacked(partner_id)).collect()
    }

    /// All values of periods that end on the day or later, in the order of periods.
    pub(super) fn since(&self, starts_on: &str) -> Vec<Measured> {
        let Ok(starts_on) = starts_on.parse::<Date>() else { return vec![] };
        let all = self.partners.iter().flat_map(|(partner, values)| values.iter().map(move |it| (partner, it)));
        let mut since: Vec<_> = all.filter(|(_, it)| starts_on <= it.period_end).collect();
        since.sort_by_key(|(_, it)| it.period_end);
        since.into_iter().map(|(partner_id, it)| it.unpacked(partner_id)).collect()
    }
}

impl Value {
    /// None for what could not have been reported: facts hold numbers, dates and ids.
    fn parse(it: &Said<'_>) -> Option<Self> {
        let Count { numerator, denominator } = Count::parse(it.numerator, it.denominator).ok()?;
        Some(Value {
            period_end: it.period_end.parse().ok()?,
            measurement_id: Uuid::try_parse(it.measurement_id).ok()?.into_bytes(),
            correction: it.correction,
            numerator: numerator.serialize(),
            denominator: denominator.serialize(),
            basis: u8::try_from(it.basis).unwrap_or_default(),
        })
    }

    fn unpacked(&self, partner_id: &str) -> Measured {
        Measured {
            partner_id: partner_id.to_owned(),
            period_end: self.period_end.to_string(),
            measurement_id: Uuid::from_bytes(self.measurement_id).to_string(),
            correction: self.correction,
            numerator: numbers::written(Decimal::deserialize(self.numerator)),
            denominator: numbers::written(Decimal::deserialize(self.denominator)),
            basis: self.basis.into(),
        }
    }
}

/// What is not read here.
const SEALED: (&str, &str) = ("0", "1");

/// A value as a fact says it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'f> {
    partner_id: &'f str,
    period_end: &'f str,
    measurement_id: &'f str,
    correction: u32,
    numerator: &'f str,
    denominator: &'f str,
    basis: i32,
}

impl<'f> Said<'f> {
    pub(super) fn reported(it: &'f MeasurementReported) -> Self {
        let MeasurementReported { value, numerator, denominator, parts, .. } = it;
        let figures = Figures { value, numerator, denominator, parts };
        let (numerator, denominator) = if it.sealed.is_some() { SEALED } else { figures.counted() };
        Said {
            partner_id: &it.partner_id,
            period_end: &it.period_end,
            measurement_id: &it.measurement_id,
            correction: 0,
            numerator,
            denominator,
            basis: 0,
        }
    }

    pub(super) fn corrected(it: &'f MeasurementCorrected) -> Self {
        let MeasurementCorrected { value, numerator, denominator, parts, .. } = it;
        let figures = Figures { value, numerator, denominator, parts };
        let (numerator, denominator) = if it.sealed.is_some() { SEALED } else { figures.counted() };
        Said {
            partner_id: &it.partner_id,
            period_end: &it.period_end,
            measurement_id: &it.measurement_id,
            correction: it.correction,
            numerator,
            denominator,
            basis: 0,
        }
    }

    pub(super) fn verified(it: &'f MeasurementVerified) -> Self {
        let figures = (it.numerator.as_str(), it.denominator.as_str());
        let (numerator, denominator) = if it.sealed.is_some() { SEALED } else { figures };
        Said {
            partner_id: &it.partner_id,
            period_end: &it.period_end,
            measurement_id: &it.measurement_id,
            correction: it.correction,
            numerator,
            denominator,
            basis: it.basis,
        }
    }
}
