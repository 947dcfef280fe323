//! All values of an indicator side by side, with its rule, its targets and what is noted of it: what series, totals and
//! progress are made of when they are asked for.

mod cells;
pub mod kept_back;
pub mod over_time;
pub mod standing;
pub mod totals;

use contract::{
    evaluation::{
        self, IndicatorDefined, MeasurementCorrected, MeasurementReported, MeasurementVerified, TargetRevised,
        Visibility, event::Kind as Event,
    },
    goals::{self, Target, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::SERIES;
use crate::measurement::state::Figures;

use cells::Places;
pub use cells::{Cell, Change, Overlap, Point, Rule, Said, TargetCell};

/// In the place of a partnership's id: where the targets of a goal stand.
const GOALS: &str = "goals";
/// In the same place: where a target stands.
const TARGETS: &str = "targets";

/// In the same place: what sources say of participants.
const PUBLISHED: &str = "published";

pub(super) struct Series;

impl View for Series {
    fn name(&self) -> &'static str {
        SERIES
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) => {
                changed(event, fact.sequence, fold);
                own(event, fold);
            }
            Some(Fact::Goals(goals::Event { kind: Some(Agreed::GoalClosed(it)) })) => {
                let goal = key(&[GOALS, &it.partnership_id, &it.goal_id]);
                let of_goal: Places = fold.get(goal.clone()).unwrap_or_default();
                of_goal.places.into_iter().for_each(|place| fold.remove(place));
                fold.put(goal, Places { places: vec![], is_closed: true });
            }
            _ => (),
        }
    }
}

/// All of an indicator.
pub fn of(partnership_id: &str, indicator_id: &str) -> Vec<u8> {
    key(&[partnership_id, indicator_id])
}

/// All that sources say of participants by an indicator: apart, so that it never stands in the way of the members' figures.
pub fn of_published(partnership_id: &str, indicator_id: &str) -> Vec<u8> {
    key(&[PUBLISHED, partnership_id, indicator_id])
}

/// One partner's values, in the order of periods.
pub fn of_partner(partnership_id: &str, indicator_id: &str, partner_id: &str) -> Vec<u8> {
    key(&[partnership_id, indicator_id, "point", partner_id])
}

fn own(event: &Event, fold: &mut Fold<'_>) {
    match event {
        Event::IndicatorDefined(it) => {
            let cell = Cell { rule: Some(rule(it)), ..Default::default() };
            fold.put(key(&[PUBLISHED, &it.partnership_id, &it.indicator_id, "rule"]), cell.clone());
            fold.put(key(&[&it.partnership_id, &it.indicator_id, "rule"]), cell);
        }
        Event::MeasurementReported(it) if !it.partner_id.is_empty() => {
            at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, &it.period_end], fold, |point| {
                point.period_start.clone_from(&it.period_start);
                point.reported = Some(reported(it));
            });
        }
        Event::MeasurementReported(it) if !it.participant_id.is_empty() => {
            let of = [PUBLISHED, &it.partnership_id, &it.indicator_id, "point", &it.participant_id, &it.period_end];
            fold.put(key(&of), Cell { point: Some(published(it)), ..Default::default() });
        }
        Event::MeasurementCorrected(it) => {
            at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, &it.period_end], fold, |point| {
                point.reported = Some(corrected(it));
            });
        }
        Event::MeasurementReturned(it) => {
            at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, &it.period_end], fold, |point| {
                let is_it = |said: &&mut Said| said.measurement_id == it.measurement_id;
                point.reported.as_mut().filter(is_it).into_iter().for_each(|said| said.is_returned = true);
            });
        }
        Event::MeasurementVerified(it) => {
            at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, &it.period_end], fold, |point| {
                point.period_start.clone_from(&it.period_start);
                point.verified = Some(verified(it, point.reported.as_ref()));
            });
        }
        Event::ReportExpected(it) => {
            at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, &it.period_end], fold, |point| {
                point.period_start.clone_from(&it.period_start);
                point.is_expected = true;
            });
        }
        Event::AssignmentEnded(it) => {
            for period_end in &it.open_period_ends {
                at_point([&it.partnership_id, &it.indicator_id, &it.partner_id, period_end], fold, |point| {
                    point.is_expected = false;
                });
            }
        }
        Event::OverlapNoted(it) => {
            let place = key(&[&it.partnership_id, &it.indicator_id, "overlap", &it.period_end]);
            let overlap = Overlap { period_end: it.period_end.clone(), people: it.people.clone() };
            fold.put(place, Cell { overlap: Some(overlap), ..Default::default() });
        }
        Event::TargetOpened(it) => follow([&it.partnership_id, &it.goal_id, &it.target_id], &it.target, fold),
        Event::TargetRevised(it) => {
            let TargetRevised { partnership_id, goal_id, target_id, target, .. } = it;
            follow([partnership_id, goal_id, target_id], target, fold);
        }
        Event::TargetDropped(it) => {
            let stands: Places = fold.get(key(&[TARGETS, &it.partnership_id, &it.target_id])).unwrap_or_default();
            stands.places.into_iter().for_each(|place| fold.remove(place));
        }
        _ => (),
    }
}

/// What is sealed of a period, in the order in which it was told.
fn changed(event: &Event, sequence: u64, fold: &mut Fold<'_>) {
    let (of, period_end, measurement_id, sealed) = match event {
        Event::MeasurementReported(it) if it.sealed.is_some() => {
            ([&it.partnership_id, &it.indicator_id, &it.partner_id], &it.period_end, &it.measurement_id, &it.sealed)
        }
        Event::MeasurementCorrected(it) if it.sealed.is_some() => {
            ([&it.partnership_id, &it.indicator_id, &it.partner_id], &it.period_end, &it.measurement_id, &it.sealed)
        }
        Event::MeasurementReturned(it) if it.sealed_reason.is_some() => {
            ([&it.partnership_id, &it.indicator_id, &it.partner_id], &it.period_end, &it.measurement_id, &None)
        }
        _ => return,
    };
    let [partnership, indicator, partner] = of;
    let change = Change {
        partner_id: partner.clone(),
        period_end: period_end.clone(),
        measurement_id: measurement_id.clone(),
        sealed: sealed.clone(),
    };
    let place = key(&[partnership, indicator, "change", period_end, &format!("{sequence:020}")]);
    fold.put(place, Cell { change: Some(change), ..Default::default() });
}

fn rule(it: &IndicatorDefined) -> Rule {
    Rule {
        value_kind: it.value_kind,
        over_periods: it.over_periods,
        over_partners: it.over_partners,
        is_sensitive: it.visibility() == Visibility::ReporterAndVerifier,
    }
}

fn at_point(
    [partnership, indicator, partner, period_end]: [&str; 4],
    fold: &mut Fold<'_>,
    change: impl FnOnce(&mut Point),
) {
    let place = key(&[partnership, indicator, "point", partner, period_end]);
    fold.upsert(place, |cell: &mut Cell| {
        let point = cell.point.get_or_insert_default();
        point.partner_id = partner.to_owned();
        point.period_end = period_end.to_owned();
        change(point);
    });
}

fn reported(it: &MeasurementReported) -> Said {
    let MeasurementReported { value, numerator, denominator, parts, .. } = it;
    Said {
        measurement_id: it.measurement_id.clone(),
        correction: 0,
        is_joint: !it.jointly_with.is_empty(),
        indicator_version: it.indicator_version,
        sealed: it.sealed.clone(),
        ..said(Figures { value, numerator, denominator, parts })
    }
}

fn published(it: &MeasurementReported) -> Point {
    Point {
        partner_id: it.participant_id.clone(),
        period_start: it.period_start.clone(),
        period_end: it.period_end.clone(),
        reported: Some(reported(it)),
        ..Default::default()
    }
}

fn corrected(it: &MeasurementCorrected) -> Said {
    let MeasurementCorrected { value, numerator, denominator, parts, .. } = it;
    Said {
        measurement_id: it.measurement_id.clone(),
        correction: it.correction,
        is_joint: !it.jointly_with.is_empty(),
        indicator_version: it.indicator_version,
        sealed: it.sealed.clone(),
        ..said(Figures { value, numerator, denominator, parts })
    }
}

fn said(figures: Figures<'_>) -> Said {
    let (numerator, denominator) = figures.counted();
    Said {
        numerator: numerator.to_owned(),
        denominator: denominator.to_owned(),
        parts: figures.parts.to_vec(),
        ..Default::default()
    }
}

fn verified(it: &MeasurementVerified, reported: Option<&Said>) -> Said {
    let same = reported.filter(|said| said.measurement_id == it.measurement_id && said.correction == it.correction);
    Said {
        measurement_id: it.measurement_id.clone(),
        correction: it.correction,
        numerator: it.numerator.clone(),
        denominator: it.denominator.clone(),
        parts: it.parts.clone(),
        is_joint: same.is_some_and(|said| said.is_joint),
        is_returned: false,
        indicator_version: same.map_or(0, |said| said.indicator_version),
        sealed: it.sealed.clone(),
    }
}

/// A target stands with the indicator that it is measured by now.
fn follow([partnership, goal_id, target_id]: [&str; 3], target: &Option<Target>, fold: &mut Fold<'_>) {
    let Some(target) = target else { return };
    if fold.get::<Places>(key(&[GOALS, partnership, goal_id])).is_some_and(|it| it.is_closed) {
        return;
    }
    let place = key(&[partnership, &target.indicator_id, "target", target_id]);
    let stood: Places = fold.get(key(&[TARGETS, partnership, target_id])).unwrap_or_default();
    stood.places.into_iter().filter(|it| *it != place).for_each(|it| fold.remove(it));
    fold.put(key(&[TARGETS, partnership, target_id]), Places { places: vec![place.clone()], is_closed: false });
    fold.upsert(key(&[GOALS, partnership, goal_id]), |of_goal: &mut Places| {
        if !of_goal.places.contains(&place) {
            of_goal.places.push(place.clone());
        }
    });
    let target = TargetCell { goal_id: goal_id.to_owned(), target: Some(target.clone()) };
    fold.put(place, Cell { target: Some(target), ..Default::default() });
}
