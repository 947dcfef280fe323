//! Where a target stands, by what counts.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    evaluation::{NotAdded, OverPartners, OverPeriods, PartnerActual, ValueKind},
    goals::TargetKind,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    adding_up,
    agreed::Agreed,
    state::{Count, Place},
};
use crate::numbers;

/// An event has room for so many; more than 30 at a time are never members.
const PARTNERS_MAX: usize = 300;

type Counts<'c> = BTreeMap<&'c Place, &'c Count>;

/// What counts, and how it adds up.
pub struct Counting<'c> {
    pub counts: Counts<'c>,
    pub agreed: &'c Agreed,
    pub over_periods: OverPeriods,
    pub over_partners: OverPartners,
    pub value_kind: ValueKind,
    /// How many people are counted too much when all partners are added, by the last day of the periods.
    pub overlaps: BTreeMap<Date, Decimal>,
}

/// Of a target to keep: how many periods are measured, and in how many of them it was kept.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub periods_kept: u32,
    pub periods_measured: u32,
}

impl Counting<'_> {
    /// The value over all partners and periods; none: nothing counts, or the sums leave the range of a decimal.
    pub fn actual(&self) -> Option<Decimal> {
        if self.counts.is_empty() { None } else { self.added_up(&self.counts) }
    }

    /// The last day of the last period that counts.
    pub fn measured_until(&self) -> Option<Date> {
        self.counts.keys().map(|it| it.period_end).max()
    }

    /// Whether it is reached, or kept in the last period.
    pub fn is_met(&self) -> Option<bool> {
        Some(self.agreed.is_met(self.actual()?, self.measured_until()?))
    }

    /// What this partner alone brings.
    pub fn of(&self, partner_id: &str) -> Option<Decimal> {
        let own = self.counts.iter().filter(|(place, _)| place.partner_id == partner_id);
        self.added_up(&own.map(|(place, count)| (*place, *count)).collect())
    }

    /// What each partner alone brings.
    pub fn partners(&self) -> Vec<PartnerActual> {
        let partners: BTreeSet<_> = self.counts.keys().map(|it| it.partner_id.as_str()).collect();
        let alone = |partner_id: &str| PartnerActual {
            partner_id: partner_id.to_owned(),
            actual: self.of(partner_id).map(numbers::written).unwrap_or_default(),
        };
        partners.into_iter().take(PARTNERS_MAX).map(alone).collect()
    }

    /// Each measured period is judged by what was wanted in it, and by the value at its end: of each partner the latest.
    pub fn kept(&self) -> Kept {
        if self.agreed.kind == TargetKind::Reach {
            return Kept::default();
        }
        let mut in_time: Vec<_> = self.counts.iter().collect();
        in_time.sort_by_key(|(place, _)| place.period_end);
        let mut by_then: BTreeMap<&str, (&Place, &Count)> = BTreeMap::new();
        let mut kept = Kept::default();
        for period in in_time.chunk_by(|one, next| one.0.period_end == next.0.period_end) {
            by_then.extend(period.iter().map(|(place, count)| (place.partner_id.as_str(), (**place, **count))));
            let ends_on = period[0].0.period_end;
            let actual = self.added_up(&by_then.values().copied().collect());
            kept.periods_measured += 1;
            kept.periods_kept += u32::from(actual.is_some_and(|it| self.agreed.is_met(it, ends_on)));
        }
        kept
    }

    /// Why there is no value; unspecified: there is one.
    pub fn why(&self) -> NotAdded {
        match (self.actual(), self.over_partners) {
            (Some(_), _) => NotAdded::Unspecified,
            (None, _) if self.counts.is_empty() => NotAdded::Nothing,
            (None, OverPartners::None) if !is_of_one(&self.counts) => NotAdded::Partners,
            (None, OverPartners::Unique) if self.twice(&self.counts).is_none() => NotAdded::PeopleMayOverlap,
            (None, _) => NotAdded::OutOfRange,
        }
    }

    /// How many people are taken out because they are counted twice; none: nobody is, or it is not known.
    pub fn overlap(&self) -> Option<Decimal> {
        let is_noted = self.over_partners == OverPartners::Unique && !is_of_one(&self.counts);
        self.twice(&self.counts).filter(|_| is_noted)
    }

    /// None too where values of several partners are not added up: people may be with two of them, and nobody has noted how
    /// many are.
    fn added_up(&self, counts: &Counts<'_>) -> Option<Decimal> {
        let counting = adding_up::counting(counts, self.periods());
        adding_up::actual(&counting, self.twice(counts)?, self.value_kind)
    }

    fn twice(&self, counts: &Counts<'_>) -> Option<Decimal> {
        match self.over_partners {
            _ if is_of_one(counts) => Some(Decimal::ZERO),
            OverPartners::Sum | OverPartners::Unspecified => Some(Decimal::ZERO),
            OverPartners::None => None,
            OverPartners::Unique => adding_up::twice(&adding_up::counting(counts, self.periods()), &self.overlaps),
        }
    }

    fn periods(&self) -> OverPeriods {
        adding_up::periods(self.agreed.kind, self.over_periods)
    }
}

fn is_of_one(counts: &Counts<'_>) -> bool {
    counts.keys().zip(counts.keys().skip(1)).all(|(one, next)| one.partner_id == next.partner_id)
}
