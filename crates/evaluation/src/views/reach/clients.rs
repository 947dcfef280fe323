//! How many people are reached: of each partner its latest period, and of all only what may be added up.

use std::collections::BTreeMap;

use contract::evaluation::{OverPartners, OverPeriods, ReachClients, ReachPartner, ReachValue, Total, ValueKind};
use rust_decimal::Decimal;

use super::{
    super::series::totals::{Adding, Value},
    cells::{Counted, ReachCell, Told, ToldBy},
};

/// Of one indicator and basis: whose, and what.
type Line<'c> = (&'c str, &'c Told);

pub(super) fn of(cells: &[ReachCell]) -> Vec<ReachClients> {
    let mut told: BTreeMap<&str, Vec<&ToldBy>> = BTreeMap::new();
    for by in cells.iter().filter_map(|it| it.told.as_ref()) {
        told.entry(&by.indicator_id).or_default().push(by);
    }
    let counted = cells.iter().filter_map(|it| it.indicator.as_ref());
    let by_indicator = counted.map(|it| (it, told.remove(it.indicator_id.as_str()).unwrap_or_default()));
    by_indicator.map(|(counted, told)| reached(counted, &told)).collect()
}

fn reached(counted: &Counted, told: &[&ToldBy]) -> ReachClients {
    let verified: Vec<Line<'_>> =
        told.iter().filter_map(|it| Some((it.partner_id.as_str(), it.verified.as_ref()?))).collect();
    let reported: Vec<Line<'_>> = told.iter().filter_map(|it| Some((it.partner_id.as_str(), it.reported()?))).collect();
    let latest = verified.iter().chain(&reported).map(|(_, it)| it.period_end.as_str()).max();
    let said = told.iter().filter(|it| it.verified.is_some() || it.reported().is_some());
    ReachClients {
        indicator_id: counted.indicator_id.clone(),
        title: counted.title.clone(),
        unit: counted.unit.clone(),
        over_partners: over_partners(counted).into(),
        period_end: latest.unwrap_or_default().to_owned(),
        verified: Some(counted.of_all(&verified)),
        reported: Some(counted.of_all(&reported)),
        alone_verified: Some(counted.of_those_alone(&verified)),
        alone_reported: Some(counted.of_those_alone(&reported)),
        partners: said.map(|it| partner(it)).collect(),
    }
}

fn partner(by: &ToldBy) -> ReachPartner {
    ReachPartner {
        partner_id: by.partner_id.clone(),
        verified: by.verified.as_ref().map(value),
        reported: by.reported().map(value),
    }
}

fn value(it: &Told) -> ReachValue {
    let Told { people, period_start, period_end, jointly_with, measurement_id, .. } = it.clone();
    ReachValue { people, period_start, period_end, jointly_with, measurement_id }
}

/// Who says nothing means that values add up.
fn over_partners(counted: &Counted) -> OverPartners {
    match OverPartners::try_from(counted.over_partners).unwrap_or_default() {
        OverPartners::Unspecified => OverPartners::Sum,
        said => said,
    }
}

impl Counted {
    /// The same people told of by several partners are not added up, whatever the indicator says of others.
    fn of_all(&self, lines: &[Line<'_>]) -> Total {
        let overlaps = || self.overlaps.iter().filter_map(|it| Some((it.period_end.as_str(), it.people.parse().ok()?)));
        match over_partners(self) {
            OverPartners::Sum if are_told_of_twice(lines) => {
                total(lines.iter().copied(), OverPartners::Unique, BTreeMap::new())
            }
            rule => total(lines.iter().copied(), rule, overlaps().collect()),
        }
    }

    /// How many of all are with several partners says nothing of some of them.
    fn of_those_alone(&self, lines: &[Line<'_>]) -> Total {
        let alone = lines.iter().copied().filter(|(_, it)| it.jointly_with.is_empty());
        total(alone, over_partners(self), BTreeMap::new())
    }
}

fn total<'c>(
    lines: impl Iterator<Item = Line<'c>>,
    over_partners: OverPartners,
    overlaps: BTreeMap<&str, Decimal>,
) -> Total {
    let adding = Adding { value_kind: ValueKind::Number, over_periods: OverPeriods::Latest, over_partners, overlaps };
    let value = |(partner_id, it): Line<'c>| {
        let (period_end, numerator) = (it.period_end.as_str(), it.people.parse().ok()?);
        Some(Value { partner_id, period_end, numerator, denominator: Decimal::ONE })
    };
    adding.total(&lines.filter_map(value).collect::<Vec<_>>())
}

/// Whether a partner tells of people as served jointly with another one that tells of some as served jointly with it.
fn are_told_of_twice(lines: &[Line<'_>]) -> bool {
    let names = |it: &Told, partner: &str| it.jointly_with.iter().any(|with| with == partner);
    lines
        .iter()
        .any(|(one, told)| lines.iter().any(|(other, also)| one != other && names(told, other) && names(also, one)))
}
