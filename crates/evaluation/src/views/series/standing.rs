//! How far the targets of an indicator have got, by what is verified and by what is reported, as a whole and in parts.

use std::collections::BTreeMap;

use contract::{
    evaluation::{GetTargetFigures, MeasuredPart, NotAdded, TargetFigure, TargetFigures, TargetPartStand, TargetStand},
    goals::{Target, TargetPart},
};
use jiff::civil::Date;
use kernel::measures;
use rust_decimal::Decimal;

use super::cells::{By, Cell, Point, Rule, TargetCell};
use crate::{
    numbers,
    target::{
        agreed::Agreed,
        figures::Counting,
        state::{Count, Place},
    },
};

pub fn answer(question: &GetTargetFigures, cells: Vec<Cell>) -> TargetFigures {
    let rule = cells.iter().find_map(|it| it.rule.clone()).unwrap_or_default();
    let overlaps = overlaps(&cells);
    let points: Vec<&Point> = cells.iter().filter_map(|it| it.point.as_ref()).collect();
    let asked = |target: &Target| question.target_id.is_empty() || question.target_id == target.target_id;
    let figure = |cell: &TargetCell| {
        let target = cell.target.as_ref().filter(|it| asked(it))?;
        // It can be read: it was before it was followed.
        let agreed = Agreed::parse(target).ok()?;
        let stands = Stands { rule: &rule, points: &points, agreed: &agreed, overlaps: &overlaps };
        Some(TargetFigure {
            target_id: target.target_id.clone(),
            goal_id: cell.goal_id.clone(),
            verified: Some(stands.as_a_whole(By::Verified)),
            reported: Some(stands.as_a_whole(By::Reported)),
            parts: target.parts.iter().map(|it| stands.in_part(it)).collect(),
        })
    };
    let targets = cells.iter().filter_map(|it| it.target.as_ref()).filter_map(figure).collect();
    let (partnership_id, indicator_id) = (question.partnership_id.clone(), question.indicator_id.clone());
    TargetFigures { as_of: vec![], partnership_id, indicator_id, targets }
}

struct Stands<'c> {
    rule: &'c Rule,
    points: &'c [&'c Point],
    agreed: &'c Agreed,
    overlaps: &'c BTreeMap<Date, Decimal>,
}

type Counts = BTreeMap<Place, Count>;

impl Stands<'_> {
    fn as_a_whole(&self, by: By) -> TargetStand {
        if self.rule.is_sensitive {
            return TargetStand { why: NotAdded::Sealed.into(), ..Default::default() };
        }
        let counts = self.counts(|it| it.said(by).map(|said| (said.numerator.clone(), said.denominator.clone())));
        let counting = self.counting(&counts, self.overlaps.clone());
        let (actual, until) = (counting.actual(), counting.measured_until());
        let due = until.and_then(|it| self.agreed.due(it));
        TargetStand {
            actual: actual.map(numbers::written).unwrap_or_default(),
            progress_basis_points: actual.and_then(|it| self.agreed.progress(it)).and_then(measures::basis_points),
            due_basis_points: due.and_then(|it| measures::basis_points(it.part)),
            met: counting.is_met().unwrap_or(false),
            measured_until: until.map(|it| it.to_string()).unwrap_or_default(),
            measurements: u32::try_from(counts.len()).unwrap_or(u32::MAX),
            why: counting.why().into(),
            overlap: counting.overlap().map(numbers::written).unwrap_or_default(),
        }
    }

    fn in_part(&self, wanted: &TargetPart) -> TargetPartStand {
        let is_it = |it: &&MeasuredPart| it.dimension == wanted.dimension && it.value_name == wanted.value_name;
        let actual = |by| {
            let counts = self.counts(|it| it.said(by)?.parts.iter().find(is_it).map(counted));
            // How many of all are with several partners says nothing of some of them.
            self.counting(&counts, BTreeMap::new()).actual().map(numbers::written).unwrap_or_default()
        };
        TargetPartStand {
            dimension: wanted.dimension.clone(),
            value_name: wanted.value_name.clone(),
            wanted: wanted.value.clone(),
            verified: actual(By::Verified),
            reported: actual(By::Reported),
        }
    }

    /// Of periods that end on the day of the start or later.
    fn counts(&self, figure: impl Fn(&Point) -> Option<(String, String)>) -> Counts {
        let count = |point: &&Point| {
            let place = Place::parse(&point.partner_id, &point.period_end).ok()?;
            let (numerator, denominator) = figure(point)?;
            Some((place, Count::parse(&numerator, &denominator).ok()?))
        };
        let since = |place: &Place| self.agreed.starts_on <= place.period_end;
        self.points.iter().filter_map(count).filter(|(place, _)| since(place)).collect()
    }

    fn counting<'n>(&'n self, counts: &'n Counts, overlaps: BTreeMap<Date, Decimal>) -> Counting<'n> {
        let (value_kind, over_periods, over_partners) = self.rule.resolved();
        let (counts, agreed) = (counts.iter().collect(), self.agreed);
        Counting { counts, agreed, over_periods, over_partners, value_kind, overlaps }
    }
}

/// Of each period that a note is about, by its last day.
fn overlaps(cells: &[Cell]) -> BTreeMap<Date, Decimal> {
    let noted = cells.iter().filter_map(|it| it.overlap.as_ref());
    noted.filter_map(|it| Some((it.period_end.parse().ok()?, it.people.parse().ok()?))).collect()
}

/// As values count: of a number over 1.
fn counted(it: &MeasuredPart) -> (String, String) {
    match it.denominator.as_str() {
        "" => (it.value.clone(), "1".to_owned()),
        denominator => (it.numerator.clone(), denominator.to_owned()),
    }
}
