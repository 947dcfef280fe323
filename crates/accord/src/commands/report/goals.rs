//! What they want, and how far each target has got: verified, with reported beside it.

use std::collections::HashMap;

use contract::{
    evaluation::{GetTargetFigures, TargetFigure, TargetFigures},
    goals::{ResultsTree, TargetKind, TargetProgress, TargetState},
};

use super::Gathering;
use crate::{
    client::Failure,
    commands::goals::{Indicators, percent, totals, tree},
    output::{Rows, words},
    report::{Bar, Chart, Figure, Section},
};

const HEADING: [&str; 9] = ["goal", "target", "baseline", "wanted", "by", "verified", "reported", "progress", "stands"];

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    let tree = tree(gathering.client, &gathering.partnership.partnership_id).await?;
    gathering.see(&tree.as_of);
    let reported = reported(gathering, &tree).await?;
    let mut indicators = Indicators::of(gathering.client, &gathering.partnership.partnership_id);
    let (mut rows, mut bars) = (Rows::new(&HEADING), vec![]);
    for node in &tree.nodes {
        let goal = node.goal.clone().unwrap_or_default();
        let named = format!("{}{}", "› ".repeat(node.depth as usize), goal.title);
        if goal.targets.is_empty() {
            let state = words(goal.state().as_str_name(), "GOAL_STATE_");
            let mut row = vec![String::new(); HEADING.len()];
            (row[0], row[8]) = (named, state);
            rows.rows.push(row);
            continue;
        }
        for target in &goal.targets {
            let of = indicators.title(target).await;
            bars.extend(bar(target, &of));
            rows.rows.push(row(&named, target, of, &reported));
        }
    }
    let figure = Figure {
        caption: "Goals and targets".into(),
        chart: (!bars.is_empty()).then_some(Chart::Bars { bars, whole: 1.0 }),
        rows,
        remarks: vec![
            "A bar is verified progress, (actual − baseline) / (wanted − baseline); the mark is where it should be by the last \
             verified period. Below 0: worse than at the start."
                .into(),
        ],
    };
    Ok(Section::new("Goals").says(totals(&tree)).shows(figure))
}

fn row(goal: &str, target: &TargetProgress, of: String, reported: &HashMap<String, String>) -> Vec<String> {
    let agreed = target.target.clone().unwrap_or_default();
    let wanted = match agreed.kind() {
        TargetKind::KeepAtOrAbove => format!("at least {}", agreed.value),
        TargetKind::KeepAtOrBelow => format!("at most {}", agreed.value),
        TargetKind::Reach | TargetKind::Unspecified => agreed.value,
    };
    let stands = match target.state() {
        TargetState::Unspecified => "not followed".to_owned(),
        state => words(state.as_str_name(), "TARGET_STATE_"),
    };
    let progress = match (target.progress_basis_points, target.periods_measured) {
        (Some(_), _) | (None, 0) => percent(target.progress_basis_points),
        (None, measured) => format!("kept in {} of {measured} periods", target.periods_kept),
    };
    let reported = reported.get(&agreed.target_id).cloned().unwrap_or_default();
    vec![goal.to_owned(), of, agreed.baseline, wanted, agreed.due_on, target.actual.clone(), reported, progress, stands]
}

/// None where there is no progress to draw.
fn bar(target: &TargetProgress, of: &str) -> Option<Bar> {
    let share = |basis_points: i64| basis_points as f64 / 10_000.0;
    let progress = target.progress_basis_points?;
    Some(Bar {
        label: of.to_owned(),
        value: share(progress),
        written: percent(Some(progress)),
        due: target.due_basis_points.map(share),
    })
}

/// By target: the value that is reported, whether it is verified or not.
async fn reported(gathering: &mut Gathering<'_>, tree: &ResultsTree) -> Result<HashMap<String, String>, Failure> {
    let targets = tree.nodes.iter().filter_map(|it| it.goal.as_ref()).flat_map(|it| &it.targets);
    let mut indicators: Vec<_> =
        targets.filter_map(|it| it.target.as_ref()).map(|it| it.indicator_id.clone()).collect();
    indicators.sort_unstable();
    indicators.dedup();
    let mut reported = HashMap::new();
    for indicator_id in indicators {
        let asked = GetTargetFigures { partnership_id: gathering.id(), indicator_id, ..Default::default() };
        let figures: TargetFigures = gathering.client.call(&asked).await?;
        gathering.see(&figures.as_of);
        let actual = |it: TargetFigure| (it.target_id, it.reported.unwrap_or_default().actual);
        reported.extend(figures.targets.into_iter().map(actual));
    }
    Ok(reported)
}
