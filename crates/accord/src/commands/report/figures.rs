//! What is measured: each indicator over time, partner by partner, and what all of them make.

use contract::evaluation::{
    GetSeries, GetTotals, Indicator, ListIndicators, ListIndicatorsResponse, NotAdded, Series, SeriesBasis,
    SeriesPoint, Total, Totals, Visibility,
};

use super::{Gathering, reach::made_one};
use crate::{
    client::Failure,
    commands::pages::{self, PAGE_SIZE},
    output::Rows,
    report::{Chart, Figure, Line, Point, Section},
};

/// A page of more would be read by nobody; the rest is counted.
const INDICATORS_MAX: usize = 24;
/// Lines that can be told apart in one chart.
const LINES_MAX: usize = 6;

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    let asked = ListIndicators { partnership_id: gathering.id(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListIndicatorsResponse| (page.indicators, page.next_page_token);
    let indicators = pages::all(gathering.client, asked, |asked, next| asked.page_token = next, taken).await?;
    let mut section = Section::new("Figures").says(
        "What partners have reported. A filled dot is verified by another; a hollow one is not yet. A line breaks where a value is missing.",
    );
    let (mut shown, mut silent, mut more) = (0, 0, 0);
    for indicator in &indicators {
        let asked = GetTotals {
            partnership_id: gathering.id(),
            indicator_id: indicator.indicator_id.clone(),
            ..Default::default()
        };
        let totals: Totals = gathering.client.call(&asked).await?;
        gathering.see(&totals.as_of);
        match totals.partners.is_empty() {
            true if is_sealed(&totals) => {
                let (title, together) = (&indicator.title, told(totals.reported.as_ref()));
                section =
                    section.says(format!("{title}: sealed to who reports and who verifies it; together {together}."));
            }
            true => silent += 1,
            false if shown == INDICATORS_MAX => more += 1,
            false => {
                shown += 1;
                section = section.shows(figure(gathering, indicator, &totals).await?);
            }
        }
    }
    if 0 < silent {
        section = section.says(format!("Indicators of which nothing is reported yet: {silent}."));
    }
    if 0 < more {
        section = section.says(format!("Further indicators, not drawn here: {more}."));
    }
    Ok(section)
}

async fn figure(gathering: &mut Gathering<'_>, indicator: &Indicator, totals: &Totals) -> Result<Figure, Failure> {
    let mut rows = Rows::new(&["period_ends", "partner", "reported", "verified"]);
    let mut lines = Vec::new();
    for partner in &totals.partners {
        let label = gathering.names.of(&partner.partner_id).await;
        let series = series(gathering, indicator, &partner.partner_id).await?;
        for point in &series.points {
            let missing = if point.missing { "missing" } else { "" };
            let reported = if point.reported.is_empty() { missing } else { &point.reported };
            rows.push([point.period_end.clone(), label.clone(), reported.to_owned(), point.verified.clone()]);
        }
        if lines.len() < LINES_MAX {
            lines.push(Line { label, points: series.points.iter().filter_map(point_of).collect() });
        }
    }
    rows.rows.sort();
    let mut remarks = vec![format!(
        "All partners together: {} verified, {} reported.",
        told(totals.verified.as_ref()),
        told(totals.reported.as_ref())
    )];
    if LINES_MAX < totals.partners.len() {
        remarks.push(format!("Drawn are the first {LINES_MAX} of {} partners.", totals.partners.len()));
    }
    if indicator.visibility() == Visibility::ReporterAndVerifier {
        remarks.push("Sensitive: read by who reports and who verifies it alone. Pass it on to nobody else.".to_owned());
    }
    if !indicator.definition.is_empty() {
        remarks.push(indicator.definition.clone());
    }
    let unit = if indicator.unit.is_empty() { String::new() } else { format!(" ({})", indicator.unit) };
    Ok(Figure { caption: format!("{}{unit}", indicator.title), chart: Some(Chart::Lines(lines)), rows, remarks })
}

async fn series(gathering: &mut Gathering<'_>, of: &Indicator, partner_id: &str) -> Result<Series, Failure> {
    let asked = GetSeries {
        partnership_id: gathering.id(),
        indicator_id: of.indicator_id.clone(),
        partner_id: partner_id.to_owned(),
        basis: SeriesBasis::Reported.into(),
        ..Default::default()
    };
    let series: Series = gathering.client.call(&asked).await?;
    gathering.see(&series.as_of);
    Ok(series)
}

fn point_of(it: &SeriesPoint) -> Option<Point> {
    let said = if it.reported.is_empty() { &it.verified } else { &it.reported };
    let is_verified = !it.verified.is_empty() && (it.reported.is_empty() || it.reported == it.verified);
    Some(Point { on: it.period_end.parse().ok()?, value: said.parse().ok(), is_verified })
}

/// There are values, and the caller reads none of them.
fn is_sealed(totals: &Totals) -> bool {
    let is_withheld = totals.reported.as_ref().is_some_and(|it| it.why() == NotAdded::Sealed);
    is_withheld || !totals.released_period_end.is_empty()
}

fn told(total: Option<&Total>) -> String {
    let Some(total) = total else { return "nothing".to_owned() };
    match total.why() {
        NotAdded::Unspecified => format!("{} (partners: {}, values: {})", total.value, total.partners, total.values),
        _ => made_one(total),
    }
}
