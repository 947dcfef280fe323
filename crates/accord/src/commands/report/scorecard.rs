//! How the partnership itself is doing: each part as it was measured last, and how that went.

use contract::{
    common::{Figure as Measured, Unit},
    evaluation::{Part, Scorecard},
};

use super::Gathering;
use crate::{
    client::Failure,
    commands::{
        goals::titles,
        scorecard::{history, table, words},
    },
    report::{Chart, Figure, Line, Point, Section},
};

/// Lines that can be told apart in one chart.
const LINES_MAX: usize = 4;
/// Days that a chart goes back.
const DAYS_MAX: usize = 120;

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    // The newest first.
    let days = history(gathering.client, &gathering.partnership.partnership_id).await?;
    let Some(last) = days.first() else {
        return Ok(Section::new("Scorecard").says("Nothing was measured yet."));
    };
    gathering.see(&last.as_of);
    let titles = titles(gathering.client, &gathering.partnership.partnership_id).await?;
    let mut section = Section::new("Scorecard").says(format!(
        "How the partnership itself is doing, as measured by {}: parts and counts, never one total. A chart shows how what is \
         said of all members went.",
        last.measured_on
    ));
    for part in &last.parts {
        if !part.not_measurable.is_empty() {
            section = section.says(format!("{}: not yet measurable. {}", part.title, part.not_measurable));
            continue;
        }
        let caption = match part.alarms {
            0 => part.title.clone(),
            some => format!("{} (to be looked at: {some})", part.title),
        };
        let rows = table(part, &titles, &mut gathering.names).await;
        section = section.shows(Figure { caption, chart: chart(part.part(), &days), rows, remarks: vec![] });
    }
    Ok(section)
}

/// Of figures in one unit, those with a value on two days or more; None where there are none.
fn chart(part: Part, days: &[Scorecard]) -> Option<Chart> {
    let days: Vec<_> = days.iter().take(DAYS_MAX).rev().collect();
    let of_day = |day: &Scorecard| -> Vec<Measured> {
        let found = day.parts.iter().find(|it| it.part() == part).map(|it| it.figures.clone()).unwrap_or_default();
        found.into_iter().filter(|it| it.partner_ids.is_empty() && it.split.is_empty()).collect()
    };
    let lasting = |wanted: &Measured| {
        let points = days.iter().filter_map(|day| {
            let value = of_day(day).into_iter().find(|it| it.measure == wanted.measure).and_then(|it| it.value);
            Some(Point {
                on: day.measured_on.parse().ok()?,
                value: value.and_then(|it| it.parse().ok()),
                is_verified: true,
            })
        });
        let points: Vec<_> = points.collect();
        (1 < points.iter().filter(|it| it.value.is_some()).count())
            .then(|| Line { label: words::title(wanted), points })
    };
    let newest = of_day(days.last()?);
    let drawn: Vec<(Unit, Line)> = newest.iter().filter_map(|it| Some((it.unit(), lasting(it)?))).collect();
    let unit = drawn.first().map(|(unit, _)| *unit)?;
    let lines = drawn.into_iter().filter(|(it, _)| *it == unit).map(|(_, line)| line).take(LINES_MAX);
    Some(Chart::Lines(lines.collect()))
}
