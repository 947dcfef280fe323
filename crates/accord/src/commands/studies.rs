//! `studies`: what was measured of a service, by how much it changed what, how sure that is, and what it assumes.

use contract::evaluation::{ListStudies, ListStudiesResponse, Study, StudyDesign, StudyFigure, StudySays, StudyState};

use super::{
    names::Names,
    pages::{self, PAGE_SIZE},
};
use crate::{
    client::{Client, ClientArgs, Failure},
    output::{Output, Rows, words},
};

pub(super) async fn studies(partnership: &str, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let mut rows = Rows::new(&["study", "measured", "by", "effect", "interval", "says", "opened_by", "id"]);
    let mut names = Names::of_partners(&client);
    for it in all(&client, partnership).await? {
        let figure = it.figure.clone().unwrap_or_default();
        let state = if it.state() == StudyState::Open { String::new() } else { format!(" ({})", state(&it)) };
        rows.push([
            format!("{}{state}", it.title),
            format!("{}, {}", it.measured, it.unit),
            design(&it).to_owned(),
            effect(&figure, &it.unit),
            interval(&figure),
            says(&it, &figure),
            names.of(&it.partner_id).await,
            it.study_id,
        ]);
    }
    rows.print(output);
    Ok(())
}

async fn all(client: &Client, partnership: &str) -> Result<Vec<Study>, Failure> {
    let partnership_id = partnership.to_owned();
    let asked = ListStudies { partnership_id, page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListStudiesResponse| (page.studies, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

fn state(it: &Study) -> String {
    words(it.state().as_str_name(), "STUDY_STATE_")
}

fn design(it: &Study) -> &'static str {
    match it.design() {
        StudyDesign::Panel => "the same people",
        StudyDesign::RepeatedCrossSection => "others before and after",
        StudyDesign::Unspecified => "",
    }
}

/// A description is never shown as an effect.
fn effect(figure: &StudyFigure, unit: &str) -> String {
    match figure.says() {
        StudySays::Estimate => format!("{} {unit}", signed(&figure.effect)),
        StudySays::Description => format!("changed by {} {unit}", signed(&figure.treated_change)),
        StudySays::NothingYet | StudySays::Unspecified => String::new(),
    }
}

fn interval(figure: &StudyFigure) -> String {
    match figure.says() {
        StudySays::Estimate => {
            format!("{} to {} ({} %)", signed(&figure.low), signed(&figure.high), figure.confidence_percent)
        }
        _ => String::new(),
    }
}

/// What is taken back says why; of all else what it assumes, or why there is no effect.
fn says(study: &Study, figure: &StudyFigure) -> String {
    match figure.says() {
        _ if !study.why_withdrawn.is_empty() => study.why_withdrawn.clone(),
        StudySays::Estimate => figure.assumes.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join("; "),
        _ => figure.why_not.clone(),
    }
}

/// With its sign, and no more digits than one reads: two after the point, four of what is small.
fn signed(number: &str) -> String {
    match number.parse::<f64>() {
        Ok(it) if it.abs() < 1.0 => format!("{it:+.4}"),
        Ok(it) => format!("{it:+.2}"),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_has_its_interval_and_a_description_has_none() {
        let estimate = StudyFigure {
            says: StudySays::Estimate.into(),
            effect: "163".into(),
            low: "-2.8748805271".into(),
            high: "0.328".into(),
            treated_change: "225.25".into(),
            confidence_percent: 95,
            ..Default::default()
        };
        assert_eq!(
            (effect(&estimate, "USD"), interval(&estimate)),
            ("+163.00 USD".into(), "-2.87 to +0.3280 (95 %)".into())
        );
        let description = StudyFigure { says: StudySays::Description.into(), ..estimate.clone() };
        assert_eq!(
            (effect(&description, "USD"), interval(&description)),
            ("changed by +225.25 USD".into(), String::new())
        );
        let nothing = StudyFigure { says: StudySays::NothingYet.into(), ..estimate };
        assert_eq!((effect(&nothing, "USD"), interval(&nothing)), (String::new(), String::new()));
    }
}
