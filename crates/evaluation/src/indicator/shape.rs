//! What an indicator may be: its kind, scale, limits, disaggregations and adding up fit each other.

use contract::evaluation::{
    Disaggregation, IndicatorDefined, OverPartners, OverPeriods, ScaleStep, ValueKind, Visibility,
};
use kernel::{Invalid, parse};

use super::rejection::Rejection;
use crate::numbers;

/// What stays as it was defined, whatever is revised.
pub(super) fn check(it: &IndicatorDefined) -> Result<(), Rejection> {
    let misfit = |field, why| Err(Rejection::Shape { field, why, value_kind: it.value_kind() });
    let has_scale = !it.scale.is_empty();
    match it.value_kind() {
        ValueKind::Score if it.scale.len() < 2 => misfit("scale", "a score has a scale of two steps or more"),
        ValueKind::Score if it.over_periods() == OverPeriods::Sum => {
            misfit("over_periods", "scores are never added up: let the latest count, or each stand for itself")
        }
        ValueKind::Score if !matches!(it.over_partners(), OverPartners::Unspecified | OverPartners::None) => {
            misfit("over_partners", "scores of several partners are never added up")
        }
        ValueKind::Score if it.numerator_counts_people => misfit("numerator_counts_people", "a score counts nobody"),
        ValueKind::Number | ValueKind::Ratio if has_scale => misfit("scale", "only a score has a scale"),
        ValueKind::Number | ValueKind::Score if it.denominator_counts_people => {
            misfit("denominator_counts_people", "only a ratio has a denominator")
        }
        ValueKind::Ratio if it.over_partners() == OverPartners::Unique => {
            misfit("over_partners", "a ratio is added up by its numerators and denominators, or not at all")
        }
        ValueKind::Number if it.over_partners() == OverPartners::Unique && !it.numerator_counts_people => {
            misfit("over_partners", "only people can be with several partners: say that it counts people")
        }
        // A note on how many are with several partners would tell of what is sealed.
        _ if it.over_partners() == OverPartners::Unique && it.visibility() == Visibility::ReporterAndVerifier => {
            misfit("over_partners", "people are not counted once over partners where values are sealed")
        }
        _ => Ok(()),
    }
}

/// The steps in order, each value once.
pub(super) fn scale(steps: &[ScaleStep]) -> Result<Vec<ScaleStep>, Invalid> {
    let mut ordered: Vec<ScaleStep> = steps
        .iter()
        .map(|ScaleStep { value, label }| {
            Ok(ScaleStep { value: *value, label: parse::filled("scale.label", label)?.to_owned() })
        })
        .collect::<Result<_, Invalid>>()?;
    ordered.sort_by_key(|it| it.value);
    match ordered.windows(2).find(|it| it[0].value == it[1].value) {
        Some(twice) => Err(Invalid::new("scale.value", format!("{} stands there twice", twice[0].value))),
        None => Ok(ordered),
    }
}

/// Both limits, rewritten, and in order.
pub(super) fn limits(lower: &str, upper: &str) -> Result<(String, String), Invalid> {
    let low = parse::decimal_or_none("lower_limit", lower)?;
    let high = parse::decimal_or_none("upper_limit", upper)?;
    if let (Some(low), Some(high)) = (low, high)
        && high < low
    {
        return Err(Invalid::new("upper_limit", format!("is {high}, below the lower limit of {low}")));
    }
    Ok((low.map(numbers::written).unwrap_or_default(), high.map(numbers::written).unwrap_or_default()))
}

/// Each name once, and within it each value once.
pub(super) fn disaggregations(all: &[Disaggregation]) -> Result<Vec<Disaggregation>, Invalid> {
    let mut checked: Vec<Disaggregation> = Vec::new();
    for Disaggregation { name, values } in all {
        let name = parse::filled("disaggregations.name", name)?.to_owned();
        if checked.iter().any(|it| it.name == name) {
            return Err(Invalid::new("disaggregations.name", format!("{name:?} stands there twice")));
        }
        let mut named: Vec<String> = Vec::new();
        for value in values {
            let value = parse::filled("disaggregations.values", value)?.to_owned();
            if named.contains(&value) {
                return Err(Invalid::new("disaggregations.values", format!("{value:?} stands twice in {name:?}")));
            }
            named.push(value);
        }
        if named.is_empty() {
            return Err(Invalid::new("disaggregations.values", format!("{name:?} tells nothing apart")));
        }
        checked.push(Disaggregation { name, values: named });
    }
    Ok(checked)
}
