//! What we remember of one target.

use std::collections::{BTreeMap, HashSet};

use contract::evaluation::{ProgressRecorded, TargetOpened, TargetRevised, event::Kind as Event};
use jiff::civil::Date;
use kernel::{Aggregate, Invalid, parse};
use rust_decimal::Decimal;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Target {
    /// As it was opened, or last revised.
    pub opened: Option<Box<TargetOpened>>,
    /// The goal's revision that changed it last; 0: none.
    pub revision: u32,
    /// Taken out of its goal: not followed, until a later revision takes it in again.
    pub is_dropped: bool,
    /// What counts: of each partner one value a period, the one verified last.
    pub counts: BTreeMap<Place, Count>,
    /// Every measurement, and every correction of one, that counts or once did, so that none replaces what came after it.
    pub counted: HashSet<(String, u32)>,
    /// Reached (reach) or kept (keep) now.
    pub is_reached: bool,
    /// As it was said last.
    pub stand: Stand,
}

/// What a target comes to.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Stand {
    /// Empty: undefined.
    pub actual: String,
    pub periods_kept: u32,
}

/// Whose value, and for which period. In this order a partner's latest period comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub partner_id: String,
    pub period_end: Date,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    pub numerator: Decimal,
    /// 1 for a number.
    pub denominator: Decimal,
}

impl Stand {
    fn of(actual: &str, periods_kept: u32) -> Self {
        Stand { actual: actual.to_owned(), periods_kept }
    }
}

impl Place {
    pub fn parse(partner_id: &str, period_end: &str) -> Result<Self, Invalid> {
        Ok(Place { partner_id: partner_id.to_owned(), period_end: parse::date("period_end", period_end)? })
    }
}

impl Count {
    pub fn parse(numerator: &str, denominator: &str) -> Result<Self, Invalid> {
        let numerator = parse::decimal("numerator", numerator)?;
        let denominator = parse::decimal("denominator", denominator)?;
        match denominator <= Decimal::ZERO {
            true => Err(Invalid::new("denominator", "is not above zero")),
            false => Ok(Count { numerator, denominator }),
        }
    }
}

impl Aggregate for Target {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "target";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::TargetOpened(it) => self.opened = Some(Box::new(it.clone())),
            Event::TargetRevised(it) => self.revise(it),
            Event::TargetDropped(it) => {
                self.is_dropped = true;
                // Should it be followed again, whoever hears of it begins anew.
                self.is_reached = false;
                self.revision = it.revision;
            }
            Event::ProgressRecorded(it) => self.count(it),
            Event::TargetRecounted(it) => self.stand = Stand::of(&it.actual, it.periods_kept),
            Event::TargetReached(_) => self.is_reached = true,
            Event::TargetLost(_) => self.is_reached = false,
            _ => (),
        }
    }
}

impl Target {
    pub fn has_counted(&self, measurement_id: &str, correction: u32) -> bool {
        self.counted.contains(&(measurement_id.to_owned(), correction))
    }

    fn revise(&mut self, revised: &TargetRevised) {
        let TargetRevised { partnership_id, target_id, goal_id, revision, target, over_periods, value_kind, .. } =
            revised;
        self.stand = Stand::of(&revised.actual, revised.periods_kept);
        let indicator = |it: &Option<contract::goals::Target>| it.as_ref().map(|it| it.indicator_id.clone());
        // What was measured by another indicator says nothing about this one.
        if self.opened.as_ref().is_some_and(|opened| indicator(&opened.target) != indicator(target)) {
            self.counts.clear();
            self.counted.clear();
        }
        self.opened = Some(Box::new(TargetOpened {
            partnership_id: partnership_id.clone(),
            target_id: target_id.clone(),
            goal_id: goal_id.clone(),
            target: target.clone(),
            over_periods: *over_periods,
            value_kind: *value_kind,
        }));
        self.revision = *revision;
        self.is_dropped = false;
    }

    fn count(&mut self, progress: &ProgressRecorded) {
        self.stand = Stand::of(&progress.actual, progress.periods_kept);
        self.counted.insert((progress.measurement_id.clone(), progress.correction));
        let place = Place::parse(&progress.partner_id, &progress.period_end);
        // Both can be read: they were before they were recorded.
        if let (Ok(place), Ok(count)) = (place, Count::parse(&progress.numerator, &progress.denominator)) {
            self.counts.insert(place, count);
        }
    }
}
