//! A table of exactly what a partner owes, with what each number means, to be filled in and imported.

use std::collections::HashMap;

use contract::evaluation::{
    Disaggregation, Indicator, ListIndicators, ListIndicatorsResponse, ListReports, ListReportsResponse, Report,
    ReportState, ValueKind,
};

use crate::{
    client::{Client, Failure},
    commands::pages::{self, PAGE_SIZE},
    output::Rows,
};

/// Whose, and of which periods.
pub struct Owed<'o> {
    pub partnership_id: &'o str,
    pub partner_id: &'o str,
    /// What a period is called, or its last day; empty: all that are over.
    pub period: &'o str,
}

/// The table, how many values it asks for, and how many more were given back and are to be corrected.
pub struct Template {
    pub rows: Rows,
    pub values: usize,
    pub returned: usize,
}

const HEADING: [&str; 18] = [
    "indicator",
    "period",
    "due_on",
    "unit",
    "dimension",
    "part",
    "fill_in",
    "value",
    "numerator",
    "denominator",
    "taken_from",
    "narrative",
    "comment",
    "jointly_with",
    "definition",
    "indicator_id",
    "period_start",
    "period_end",
];

pub async fn template(client: &Client, owed: &Owed<'_>) -> Result<Template, Failure> {
    let reports = reports(client, owed).await?;
    let indicators = indicators(client, owed.partnership_id).await?;
    let mut template = Template { rows: Rows::new(&HEADING), values: 0, returned: 0 };
    template.rows.heading.extend(["partner_id", "partnership_id"]);
    let is_asked = |it: &&Report| {
        owed.period.is_empty() || [&it.period_name, &it.period_end].iter().any(|name| *name == owed.period)
    };
    for report in reports.iter().filter(is_asked) {
        match report.state() {
            ReportState::Due | ReportState::Overdue => {
                if let Some(indicator) = indicators.get(&report.indicator_id) {
                    template.values += 1;
                    template.ask(report, indicator);
                }
            }
            ReportState::Returned => template.returned += 1,
            _ => (),
        }
    }
    Ok(template)
}

impl Template {
    /// The whole, then what it is told apart by: of those only what is known need be filled in.
    fn ask(&mut self, report: &Report, indicator: &Indicator) {
        self.row(report, indicator, "", "");
        for Disaggregation { name, values } in &indicator.disaggregations {
            values.iter().for_each(|part| self.row(report, indicator, name, part));
        }
    }

    fn row(&mut self, report: &Report, indicator: &Indicator, dimension: &str, part: &str) {
        let text = |it: &str| it.to_owned();
        let none = String::new;
        let filled = match indicator.value_kind() {
            ValueKind::Ratio => "numerator and denominator".to_owned(),
            ValueKind::Score => format!("value: {}", steps(indicator)),
            ValueKind::Number | ValueKind::Unspecified => "value".to_owned(),
        };
        let filled = if part.is_empty() { filled } else { format!("{filled} (where known)") };
        let Indicator { title, unit, definition, .. } = indicator;
        let row = [
            text(title),
            text(&report.period_name),
            text(&report.due_on),
            text(unit),
            text(dimension),
            text(part),
            filled,
            none(),
            none(),
            none(),
            none(),
            none(),
            none(),
            none(),
            text(definition),
            text(&report.indicator_id),
            text(&report.period_start),
            text(&report.period_end),
            text(&report.partner_id),
            text(&report.partnership_id),
        ];
        self.rows.rows.push(row.to_vec());
    }
}

/// 1 never, 2 seldom …
fn steps(indicator: &Indicator) -> String {
    indicator.scale.iter().map(|it| format!("{} {}", it.value, it.label)).collect::<Vec<_>>().join(", ")
}

async fn reports(client: &Client, owed: &Owed<'_>) -> Result<Vec<Report>, Failure> {
    let asked = ListReports {
        partnership_id: owed.partnership_id.to_owned(),
        partner_id: owed.partner_id.to_owned(),
        page_size: PAGE_SIZE,
        ..Default::default()
    };
    let taken = |page: ListReportsResponse| (page.reports, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

async fn indicators(client: &Client, partnership_id: &str) -> Result<HashMap<String, Indicator>, Failure> {
    let asked =
        ListIndicators { partnership_id: partnership_id.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListIndicatorsResponse| (page.indicators, page.next_page_token);
    let all = pages::all(client, asked, |asked, next| asked.page_token = next, taken).await?;
    Ok(all.into_iter().map(|it| (it.indicator_id.clone(), it)).collect())
}
