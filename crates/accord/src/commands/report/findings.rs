//! What was found: successes, challenges, opportunities and lessons.

use contract::evaluation::{Finding, FindingState, ListFindings, ListFindingsResponse};

use super::Gathering;
use crate::{
    client::Failure,
    commands::pages::{self, PAGE_SIZE},
    output::{Rows, words},
    report::{Figure, Section},
};

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    let asked = ListFindings { partnership_id: gathering.id(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListFindingsResponse| (page.findings, page.next_page_token);
    let findings = pages::all(gathering.client, asked, |asked, next| asked.page_token = next, taken).await?;
    let section = Section::new("Findings");
    let mut rows = Rows::new(&["found_on", "kind", "what", "by", "figures"]);
    for finding in findings.iter().filter(|it| it.state() != FindingState::Withdrawn) {
        let by = match finding.partner_id.as_str() {
            "" => "drawn from the figures".to_owned(),
            partner_id => gathering.names.of(partner_id).await,
        };
        rows.push([
            finding.found_on.clone(),
            words(finding.kind().as_str_name(), "FINDING_KIND_"),
            said(finding),
            by,
            figures(finding),
        ]);
    }
    Ok(match rows.rows.is_empty() {
        true => section.says("None is recorded yet."),
        false => section.shows(Figure::table("Successes, challenges, opportunities and lessons", rows)),
    })
}

fn said(finding: &Finding) -> String {
    if finding.text.is_empty() {
        finding.title.clone()
    } else {
        format!("{}. {}", finding.title.trim_end_matches('.'), finding.text)
    }
}

fn figures(finding: &Finding) -> String {
    finding.figures.iter().map(|it| format!("{}: {}", it.name, it.value)).collect::<Vec<_>>().join("; ")
}
