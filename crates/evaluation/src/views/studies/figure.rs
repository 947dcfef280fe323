//! What a study says: an effect with its interval, a description where nobody is compared with, or why nothing yet.

use contract::evaluation::{GroupMeans, Study, StudyCell, StudyFigure, StudyGroup, StudySays, StudyTime};
use kernel::measures::{Effect, Estimate, Group, Means, NoEffect};

use super::assumes::assumptions;

const CELLS: [(StudyGroup, StudyTime); 4] = [
    (StudyGroup::Treated, StudyTime::Before),
    (StudyGroup::Treated, StudyTime::After),
    (StudyGroup::Comparison, StudyTime::Before),
    (StudyGroup::Comparison, StudyTime::After),
];
const ONLY_DESCRIBED: &str =
    "nobody is compared with: what would have changed anyway is not known, so this describes a change and is no effect";
const TOO_FEW: &str = "a group is of a single cluster: how far clusters differ cannot be known from one";
const NO_SPREAD: &str = "nothing differs within any group: there is no standard error";
const NO_NUMBER: &str = "a figure is out of the range of numbers";

pub fn of(study: &Study) -> StudyFigure {
    let cells = CELLS.map(|(group, time)| study.means.iter().find(|it| (it.group(), it.time()) == (group, time)));
    let missing = CELLS.iter().zip(cells).filter(|(_, means)| means.is_none());
    let missing = missing.map(|((group, time), _)| StudyCell { group: (*group).into(), time: (*time).into() });
    let [treated_before, treated_after, comparison_before, comparison_after] = cells;
    let treated = both(treated_before, treated_after);
    let comparison = both(comparison_before, comparison_after);
    let said = StudyFigure {
        missing: missing.collect(),
        treated_change: change(treated),
        comparison_change: change(comparison),
        confidence_percent: study.confidence_percent,
        ..Default::default()
    };
    match (treated, comparison) {
        (Some(treated), Some(comparison)) => estimated(study, said, &treated, &comparison),
        (Some(_), None) if comparison_before.or(comparison_after).is_none() => {
            StudyFigure { says: StudySays::Description.into(), why_not: ONLY_DESCRIBED.to_owned(), ..said }
        }
        _ => {
            let why_not = not_recorded(&said.missing);
            StudyFigure { says: StudySays::NothingYet.into(), why_not, ..said }
        }
    }
}

fn estimated(study: &Study, said: StudyFigure, treated: &Means, comparison: &Means) -> StudyFigure {
    let confidence = f64::from(study.confidence_percent) / 100.0;
    let none = |why: &str, said| StudyFigure { says: StudySays::NothingYet.into(), why_not: why.to_owned(), ..said };
    match Effect::of(treated, Some(comparison), confidence) {
        Ok(Effect::Estimate(estimate)) => StudyFigure { assumes: assumptions(study), ..with(estimate, said) },
        Ok(Effect::Description { .. }) => {
            StudyFigure { says: StudySays::Description.into(), why_not: ONLY_DESCRIBED.to_owned(), ..said }
        }
        Err(NoEffect::TooFew) => none(TOO_FEW, said),
        Err(NoEffect::NoSpread) => none(NO_SPREAD, said),
        Err(NoEffect::NoNumber) => none(NO_NUMBER, said),
    }
}

fn with(estimate: Estimate, said: StudyFigure) -> StudyFigure {
    let Estimate {
        effect,
        standard_error,
        degrees_of_freedom,
        low,
        high,
        p,
        // It is said of each group, with what the study itself says of clusters.
        assumes_independent_clients: _,
    } = estimate;
    StudyFigure {
        says: StudySays::Estimate.into(),
        effect: written(effect),
        standard_error: written(standard_error),
        degrees_of_freedom: written(degrees_of_freedom),
        low: written(low),
        high: written(high),
        p: written(p),
        interval_by: format!(
            "{} % by Student's t with {degrees_of_freedom:.1} degrees of freedom (Welch and Satterthwaite)",
            said.confidence_percent
        ),
        ..said
    }
}

fn both(before: Option<&GroupMeans>, after: Option<&GroupMeans>) -> Option<Means> {
    Some(Means { before: group(before?), after: group(after?) })
}

/// What is no number is found out by the formula.
fn group(it: &GroupMeans) -> Group {
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    Group {
        clients: it.people,
        mean: number(&it.mean),
        // Where it is left out, the study's own standard error counts.
        sd: if it.sd.is_empty() { 0.0 } else { number(&it.sd) },
        own_standard_error: (!it.standard_error.is_empty()).then(|| number(&it.standard_error)),
        clusters: (0 < it.clusters).then_some(it.clusters),
    }
}

fn change(means: Option<Means>) -> String {
    means.map(|it| written(it.after.mean - it.before.mean)).unwrap_or_default()
}

fn not_recorded(missing: &[StudyCell]) -> String {
    let words = |it: &StudyCell| {
        let group = if it.group() == StudyGroup::Treated { "the treated" } else { "the comparison" };
        let time = if it.time() == StudyTime::Before { "before" } else { "after" };
        format!("{group} {time}")
    };
    format!("not recorded yet: {}", missing.iter().map(words).collect::<Vec<_>>().join(", "))
}

/// With 10 digits after the point, less what is zero at the end.
fn written(number: f64) -> String {
    let text = format!("{number:.10}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        short => short.to_owned(),
    }
}
