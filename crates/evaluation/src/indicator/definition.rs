//! What measurements, targets and reports need to know of their indicator.

use std::collections::BTreeMap;

use contract::evaluation::{
    Disaggregation, IndicatorDefined, IndicatorRevised, OverPartners, OverPeriods, OverlapNoted, ScaleStep, ValueKind,
    Visibility,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Of so many of the latest periods it is known how many people are with several partners: ten years of months.
const NOTES_MAX: usize = 120;

/// As it is defined now; numbers are those of the contract's enums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    value_kind: i32,
    over_periods: i32,
    over_partners: i32,
    version: u32,
    /// Decimal text; empty: none.
    lower_limit: String,
    upper_limit: String,
    /// What a score may be.
    pub scale: Vec<i32>,
    /// By what values are told apart, each with its values.
    pub disaggregations: Vec<(String, Vec<String>)>,
    pub numerator_counts_people: bool,
    pub denominator_counts_people: bool,
    /// A source published it.
    pub is_published: bool,
    is_sensitive: bool,
    /// How many people are counted too much when all partners are added, by the last day of the periods; packed.
    overlaps: BTreeMap<Date, [u8; 16]>,
}

impl Definition {
    pub fn value_kind(&self) -> ValueKind {
        ValueKind::try_from(self.value_kind).unwrap_or_default()
    }

    pub fn over_periods(&self) -> OverPeriods {
        OverPeriods::try_from(self.over_periods).unwrap_or_default()
    }

    /// Facts from before it could be said, and callers who don't, mean that values add up; scores never do.
    pub fn over_partners(&self) -> OverPartners {
        match OverPartners::try_from(self.over_partners).unwrap_or_default() {
            OverPartners::Unspecified if self.value_kind() == ValueKind::Score => OverPartners::None,
            OverPartners::Unspecified => OverPartners::Sum,
            said => said,
        }
    }

    /// What is said of its values is sealed, to who reports and who verifies them.
    pub fn is_sensitive(&self) -> bool {
        self.is_sensitive
    }

    pub fn version(&self) -> u32 {
        self.version
    }

    /// Outside of which a value takes a comment.
    pub fn limits(&self) -> (Option<Decimal>, Option<Decimal>) {
        (self.lower_limit.parse().ok(), self.upper_limit.parse().ok())
    }

    /// The values of a disaggregation, where there is such a one.
    pub fn told_apart_by(&self, name: &str) -> Option<&[String]> {
        self.disaggregations.iter().find(|(it, _)| it == name).map(|(_, values)| values.as_slice())
    }

    /// How many people are counted too much when all partners are added, by the last day of the periods.
    pub fn overlaps(&self) -> BTreeMap<Date, Decimal> {
        self.overlaps.iter().map(|(period_end, people)| (*period_end, Decimal::deserialize(*people))).collect()
    }

    /// The last note of a period holds. Both can be read: they were before they were noted.
    pub fn note(&mut self, it: &OverlapNoted) {
        if let (Ok(period_end), Ok(people)) = (it.period_end.parse(), it.people.parse::<Decimal>()) {
            self.overlaps.insert(period_end, people.serialize());
        }
        if NOTES_MAX < self.overlaps.len() {
            self.overlaps.pop_first();
        }
    }

    pub fn revise(&mut self, it: &IndicatorRevised) {
        self.version = it.version;
        self.lower_limit.clone_from(&it.lower_limit);
        self.upper_limit.clone_from(&it.upper_limit);
        self.disaggregations = named(&it.disaggregations);
    }
}

impl From<&IndicatorDefined> for Definition {
    fn from(it: &IndicatorDefined) -> Self {
        Definition {
            value_kind: it.value_kind,
            over_periods: it.over_periods,
            over_partners: it.over_partners,
            version: it.version,
            lower_limit: it.lower_limit.clone(),
            upper_limit: it.upper_limit.clone(),
            scale: it.scale.iter().map(|ScaleStep { value, label: _ }| *value).collect(),
            disaggregations: named(&it.disaggregations),
            numerator_counts_people: it.numerator_counts_people,
            denominator_counts_people: it.denominator_counts_people,
            is_published: !it.source.is_empty(),
            is_sensitive: it.visibility() == Visibility::ReporterAndVerifier,
            overlaps: BTreeMap::new(),
        }
    }
}

fn named(all: &[Disaggregation]) -> Vec<(String, Vec<String>)> {
    all.iter().map(|Disaggregation { name, values }| (name.clone(), values.clone())).collect()
}
