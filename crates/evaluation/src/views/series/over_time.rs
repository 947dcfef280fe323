//! One partner's values over time, their trend and what has changed.

use contract::evaluation::{GetSeries, Series, SeriesBasis, SeriesChange, SeriesPoint, Trend, TrendState};
use jiff::civil::Date;
use kernel::measures::{Change, MannKendall, NoTrend, TheilSen, basis_points, same_season_before};
use runtime::keys::Reader;
use rust_decimal::{
    Decimal,
    prelude::{FromPrimitive, ToPrimitive},
};

use super::cells::{By, Cell, Point, Said};
use crate::{numbers, target::adding_up::DIGITS};

/// For who reads: of a sensitive indicator the values that it may.
pub fn answer_for(question: &GetSeries, mut cells: Vec<Cell>, reader: &Reader) -> Series {
    cells.iter_mut().for_each(|it| it.open(&|it| reader.key_for(it, false)));
    answer(question, cells)
}

pub fn answer(question: &GetSeries, cells: Vec<Cell>) -> Series {
    let by = match question.basis() {
        SeriesBasis::Verified | SeriesBasis::Unspecified => By::Verified,
        SeriesBasis::Reported => By::Reported,
    };
    let points = cells.into_iter().filter_map(|it| it.point);
    let within: Vec<Point> = points.filter(|it| it.is_within(&question.from, &question.until)).collect();
    let valued = |it: &Point| Some((it.period_end.parse::<Date>().ok()?, value(it.said(by)?)?));
    let values: Vec<(Date, Decimal)> = within.iter().filter_map(valued).collect();
    let served = within.iter().map(|it| served(it, by)).filter(|it| it.missing || !it.measurement_id.is_empty());
    Series {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        indicator_id: question.indicator_id.clone(),
        partner_id: question.partner_id.clone(),
        points: served.collect(),
        trend: Some(trend(&values)),
        since_last: since_last(&values),
        since_season: since_season(&values),
    }
}

fn served(point: &Point, by: By) -> SeriesPoint {
    let said = point.said(by);
    let text = |said: Option<&Said>| said.and_then(value).map(numbers::written).unwrap_or_default();
    SeriesPoint {
        period_start: point.period_start.clone(),
        period_end: point.period_end.clone(),
        value: text(said),
        verified: text(point.said(By::Verified)),
        reported: text(point.reported.as_ref().filter(|it| !it.is_returned)),
        missing: point.is_missing(),
        measurement_id: said.map(|it| it.measurement_id.clone()).unwrap_or_default(),
        indicator_version: said.map_or(0, |it| it.indicator_version),
        sealed: said.is_some_and(|it| it.sealed.is_some()),
    }
}

/// Of a ratio the quotient, with 8 digits after the point.
fn value(said: &Said) -> Option<Decimal> {
    let (numerator, denominator) = (said.numerator.parse::<Decimal>().ok()?, said.denominator.parse().ok()?);
    Some(numerator.checked_div(denominator)?.round_dp(DIGITS))
}

fn trend(values: &[(Date, Decimal)]) -> Trend {
    let points: Vec<(Date, f64)> = values.iter().filter_map(|(on, value)| Some((*on, value.to_f64()?))).collect();
    let alone: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    let number = u32::try_from(points.len()).unwrap_or(u32::MAX);
    let none = |why| {
        let state = match why {
            NoTrend::TooFew(_) => TrendState::TooFew,
            NoTrend::AllEqual => TrendState::AllEqual,
        };
        Trend { state: state.into(), points: number, ..Default::default() }
    };
    match (MannKendall::of(&alone), TheilSen::of(&points)) {
        (Ok(order), Ok(line)) => Trend {
            state: TrendState::Told.into(),
            points: number,
            s: order.s,
            p: written(order.p),
            slope_per_year: written(TheilSen::per_year(line.per_day)),
            slope_low_per_year: written(TheilSen::per_year(line.low_per_day)),
            slope_high_per_year: written(TheilSen::per_year(line.high_per_day)),
        },
        (Err(why), _) | (_, Err(why)) => none(why),
    }
}

/// With 8 digits after the point, as all of the contract's decimals; empty: out of their range.
fn written(number: f64) -> String {
    Decimal::from_f64(number).map(|it| numbers::written(it.round_dp(DIGITS))).unwrap_or_default()
}

fn since_last(values: &[(Date, Decimal)]) -> Option<SeriesChange> {
    let (last, before) = values.split_last()?;
    change(before.last()?, last)
}

fn since_season(values: &[(Date, Decimal)]) -> Option<SeriesChange> {
    let (last, before) = values.split_last()?;
    let days: Vec<Date> = before.iter().map(|(on, _)| *on).collect();
    change(&before[same_season_before(&days, last.0)?], last)
}

fn change((since, before): &(Date, Decimal), (_, now): &(Date, Decimal)) -> Option<SeriesChange> {
    let Change { by, part } = Change::between(*before, *now)?;
    Some(SeriesChange {
        since_period_end: since.to_string(),
        before: numbers::written(*before),
        by: numbers::written(by),
        part_basis_points: part.and_then(basis_points),
    })
}
