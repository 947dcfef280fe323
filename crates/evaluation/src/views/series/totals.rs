//! The values of an indicator made one, by its own rule: sums of numerators over sums of denominators, the latest of running
//! totals, unique people only beside a note on how many are with several partners.

use std::collections::{BTreeMap, BTreeSet};

use contract::evaluation::{
    GetPublishedTotals, GetTotals, MeasuredPart, NotAdded, OverPartners, OverPeriods, PartTotal, PartnerTotal,
    PublishedTotal, PublishedTotals, Spread, Total, Totals, ValueKind,
};
use kernel::measures::gini;
use rust_decimal::Decimal;

use super::cells::{By, Cell, Point, Rule, Said};
use crate::{
    numbers,
    target::adding_up::{DIGITS, sum},
};

/// An answer names so many periods of a partner that are missing.
const MISSING_MAX: usize = 120;

/// An answer names so many participants.
const PARTICIPANTS_MAX: usize = 1_000;
const GINI_DIGITS: u32 = 6;

/// One value, whose, and for which period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::views) struct Value<'v> {
    pub(in crate::views) partner_id: &'v str,
    pub(in crate::views) period_end: &'v str,
    pub(in crate::views) numerator: Decimal,
    pub(in crate::views) denominator: Decimal,
}

/// What all is made one by.
pub(in crate::views) struct Adding<'c> {
    pub(in crate::views) value_kind: ValueKind,
    pub(in crate::views) over_periods: OverPeriods,
    pub(in crate::views) over_partners: OverPartners,
    /// How many people are counted too much, by the last day of the period.
    pub(in crate::views) overlaps: BTreeMap<&'c str, Decimal>,
}

pub fn answer(question: &GetTotals, cells: Vec<Cell>) -> Totals {
    let mut adding = Adding::of(&cells);
    if !question.partner_ids.is_empty() {
        // How many are counted twice among all says nothing of some of the partners.
        adding.overlaps.clear();
    }
    let is_asked = |it: &&Point| is_asked(question, it);
    let points: Vec<&Point> = cells.iter().filter_map(|it| it.point.as_ref()).filter(is_asked).collect();
    let joint = points.iter().filter(|it| it.said(By::Reported).is_some_and(|said| said.is_joint)).count();
    let missing = points.iter().filter(|it| it.is_missing()).count();
    Totals {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        indicator_id: question.indicator_id.clone(),
        over_periods: adding.over_periods.into(),
        over_partners: adding.over_partners.into(),
        verified: Some(adding.total(&values(&points, By::Verified))),
        reported: Some(adding.total(&values(&points, By::Reported))),
        partners: adding.partners(&points),
        parts: adding.parts(&points),
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        joint: u32::try_from(joint).unwrap_or(u32::MAX),
        reported_spread: adding.spread(&points),
        released_period_end: String::new(),
    }
}

pub fn published(question: &GetPublishedTotals, cells: Vec<Cell>) -> PublishedTotals {
    let adding = Adding::of(&cells);
    let is_asked = |it: &&Point| {
        it.is_within(&question.from, &question.until)
            && (question.participant_ids.is_empty() || question.participant_ids.contains(&it.partner_id))
    };
    let points: Vec<&Point> = cells.iter().filter_map(|it| it.point.as_ref()).filter(is_asked).collect();
    PublishedTotals {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        indicator_id: question.indicator_id.clone(),
        total: Some(adding.total(&values(&points, By::Reported))),
        participants: adding.participants(&points),
        spread: adding.spread(&points),
    }
}

pub(super) fn is_asked(question: &GetTotals, it: &Point) -> bool {
    it.is_within(&question.from, &question.until)
        && (question.partner_ids.is_empty() || question.partner_ids.contains(&it.partner_id))
}

/// By whose they are.
fn by_partner<'p>(points: &[&'p Point]) -> BTreeMap<&'p str, Vec<&'p Point>> {
    let mut partners: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    points.iter().for_each(|it| partners.entry(&it.partner_id).or_default().push(it));
    partners
}

fn values<'p>(points: &[&'p Point], by: By) -> Vec<Value<'p>> {
    let value = |it: &&'p Point| {
        let Said { numerator, denominator, .. } = it.said(by)?;
        Value::parse(it, numerator, denominator)
    };
    points.iter().filter_map(value).collect()
}

impl<'v> Value<'v> {
    fn parse(point: &'v Point, numerator: &str, denominator: &str) -> Option<Self> {
        let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
        Some(Value { partner_id: &point.partner_id, period_end: &point.period_end, numerator, denominator })
    }
}

impl<'c> Adding<'c> {
    pub(super) fn of(cells: &'c [Cell]) -> Self {
        let rule = cells.iter().find_map(|it| it.rule.clone()).unwrap_or_default();
        let overlap = |it: &'c Cell| {
            let overlap = it.overlap.as_ref()?;
            Some((overlap.period_end.as_str(), overlap.people.parse().ok()?))
        };
        let (value_kind, over_periods, over_partners) = rule.resolved();
        Adding { value_kind, over_periods, over_partners, overlaps: cells.iter().filter_map(overlap).collect() }
    }

    fn partners(&self, points: &[&Point]) -> Vec<PartnerTotal> {
        let of = |(partner_id, own): (&str, Vec<&Point>)| {
            let missing = own.iter().filter(|it| it.is_missing()).map(|it| it.period_end.clone());
            let measured = own.iter().filter(|it| it.said(By::Reported).is_some()).map(|it| &it.period_end).max();
            PartnerTotal {
                partner_id: partner_id.to_owned(),
                verified: Some(self.total(&values(&own, By::Verified))),
                reported: Some(self.total(&values(&own, By::Reported))),
                measured_until: measured.cloned().unwrap_or_default(),
                missing_period_ends: missing.take(MISSING_MAX).collect(),
            }
        };
        by_partner(points).into_iter().map(of).collect()
    }

    fn participants(&self, points: &[&Point]) -> Vec<PublishedTotal> {
        let of = |(participant_id, own): (&str, Vec<&Point>)| PublishedTotal {
            participant_id: participant_id.to_owned(),
            total: Some(self.total(&values(&own, By::Reported))),
        };
        by_partner(points).into_iter().take(PARTICIPANTS_MAX).map(of).collect()
    }

    /// None of ratios and scores, nor where the periods of one make no value.
    fn spread(&self, points: &[&Point]) -> Option<Spread> {
        if self.value_kind != ValueKind::Number {
            return None;
        }
        let of = |own: Vec<Value<'_>>| sum(self.over_periods(own).ok()?.iter().map(|it| it.numerator));
        // Whoever has not reported has no zero.
        let told = by_partner(points).into_values().map(|own| values(&own, By::Reported)).filter(|it| !it.is_empty());
        let each: Vec<Decimal> = told.map(of).collect::<Option<_>>()?;
        let written = |it: Decimal| numbers::written(it.round_dp(GINI_DIGITS));
        let gini = gini(&each);
        Some(Spread {
            count: u32::try_from(each.len()).unwrap_or(u32::MAX),
            gini: gini.map(|it| written(it.of_these)).unwrap_or_default(),
            gini_corrected: gini.map(|it| written(it.corrected)).unwrap_or_default(),
        })
    }

    fn parts(&self, points: &[&Point]) -> Vec<PartTotal> {
        let told = points.iter().filter_map(|it| it.said(By::Reported)).flat_map(|it| &it.parts);
        let also = points.iter().filter_map(|it| it.said(By::Verified)).flat_map(|it| &it.parts);
        let named: BTreeSet<(&str, &str)> =
            told.chain(also).map(|it| (it.dimension.as_str(), it.value_name.as_str())).collect();
        let of = |(dimension, value_name): (&str, &str)| {
            let is_it = |it: &&MeasuredPart| it.dimension == dimension && it.value_name == value_name;
            let total = |by| {
                let told = points.iter().copied();
                let values = told.filter_map(|it| part(it, it.said(by)?.parts.iter().find(is_it)?));
                self.without_overlaps().total(&values.collect::<Vec<_>>())
            };
            PartTotal {
                dimension: dimension.to_owned(),
                value_name: value_name.to_owned(),
                verified: Some(total(By::Verified)),
                reported: Some(total(By::Reported)),
            }
        };
        named.into_iter().map(of).collect()
    }

    /// How many of all are with several partners says nothing of some of them.
    fn without_overlaps(&self) -> Adding<'static> {
        Adding { overlaps: BTreeMap::new(), ..*self }
    }

    pub(in crate::views) fn total(&self, values: &[Value<'_>]) -> Total {
        let mut partners: BTreeMap<&str, Vec<Value<'_>>> = BTreeMap::new();
        values.iter().for_each(|it| partners.entry(it.partner_id).or_default().push(*it));
        let number = u32::try_from(partners.len()).unwrap_or(u32::MAX);
        let counts =
            |made: Total| Total { partners: number, values: u32::try_from(values.len()).unwrap_or(u32::MAX), ..made };
        counts(match self.made_one(partners) {
            Ok(made) => made,
            Err(why) => Total { why: why.into(), ..Default::default() },
        })
    }

    fn made_one(&self, partners: BTreeMap<&str, Vec<Value<'_>>>) -> Result<Total, NotAdded> {
        let number = partners.len();
        let mut counting: Vec<Value<'_>> = Vec::new();
        for own in partners.into_values() {
            counting.extend(self.over_periods(own)?);
        }
        let overlap = match (number, self.over_partners) {
            (0, _) => return Err(NotAdded::Nothing),
            (1, _) | (_, OverPartners::Sum | OverPartners::Unspecified) => None,
            (_, OverPartners::None) => return Err(NotAdded::Partners),
            (_, OverPartners::Unique) => Some(self.overlap(&counting)?),
        };
        let made = || {
            let all = sum(counting.iter().map(|it| it.numerator))?;
            let numerator = all.checked_sub(overlap.unwrap_or_default())?;
            let (denominator, value) = match self.value_kind {
                ValueKind::Ratio => {
                    let denominator = sum(counting.iter().map(|it| it.denominator))?;
                    (denominator, numerator.checked_div(denominator)?)
                }
                ValueKind::Number | ValueKind::Score | ValueKind::Unspecified => (Decimal::ONE, numerator),
            };
            Some(Total {
                value: numbers::written(value.round_dp(DIGITS)),
                numerator: numbers::written(numerator),
                denominator: numbers::written(denominator),
                overlap: overlap.map(numbers::written).unwrap_or_default(),
                ..Default::default()
            })
        };
        made().ok_or(NotAdded::OutOfRange)
    }

    /// Of one partner, in the order of periods: those that count.
    fn over_periods<'v>(&self, own: Vec<Value<'v>>) -> Result<Vec<Value<'v>>, NotAdded> {
        match self.over_periods {
            OverPeriods::Sum => Ok(own),
            OverPeriods::None if 1 < own.len() => Err(NotAdded::Periods),
            OverPeriods::Latest | OverPeriods::None | OverPeriods::Unspecified => {
                Ok(own.into_iter().max_by_key(|it| it.period_end).into_iter().collect())
            }
        }
    }

    /// What is counted too much; every period that counts has to have a note.
    fn overlap(&self, counting: &[Value<'_>]) -> Result<Decimal, NotAdded> {
        let periods: BTreeSet<&str> = counting.iter().map(|it| it.period_end).collect();
        // Of one partner alone nobody is counted twice.
        let shared = periods.iter().filter(|it| 1 < counting.iter().filter(|value| value.period_end == **it).count());
        if shared.clone().count() < periods.len() {
            return Err(NotAdded::PeopleMayOverlap);
        }
        let noted: Option<Vec<Decimal>> = shared.map(|it| self.overlaps.get(it).copied()).collect();
        sum(noted.ok_or(NotAdded::PeopleMayOverlap)?.into_iter()).ok_or(NotAdded::OutOfRange)
    }
}

fn part<'p>(point: &'p Point, it: &MeasuredPart) -> Option<Value<'p>> {
    match it.denominator.as_str() {
        "" => Value::parse(point, &it.value, "1"),
        denominator => Value::parse(point, &it.numerator, denominator),
    }
}

impl Rule {
    /// Who says nothing means that values add up; scores never do.
    pub(super) fn resolved(&self) -> (ValueKind, OverPeriods, OverPartners) {
        let over_partners = OverPartners::try_from(self.over_partners).unwrap_or_default();
        let value_kind = ValueKind::try_from(self.value_kind).unwrap_or_default();
        let over_partners = match (over_partners, value_kind) {
            (OverPartners::Unspecified, ValueKind::Score) => OverPartners::None,
            (OverPartners::Unspecified, _) => OverPartners::Sum,
            (said, _) => said,
        };
        (value_kind, OverPeriods::try_from(self.over_periods).unwrap_or_default(), over_partners)
    }
}
