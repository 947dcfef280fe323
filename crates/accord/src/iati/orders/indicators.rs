//! What an indicator counts, where it counts anything.

use contract::evaluation::{DefineIndicator, Direction, OverPeriods, ValueKind};

use super::Within;
use crate::iati::{
    ids,
    report::Note,
    results::{Figure, Indicator},
    values,
};

const TITLE_BYTES_MAX: usize = 256;
const DEFINITION_BYTES_MAX: usize = 2048;
const CATALOGUE_BYTES_MAX: usize = 64;

/// Why an indicator can't be taken in; its targets and figures can't be either, then.
pub(super) fn obstacle(indicator: &Indicator) -> Option<String> {
    match unit(indicator) {
        _ if indicator.title.is_empty() => Some("it has no title".into()),
        None => {
            Some(format!("its measure {:?} is neither a number nor a percentage", values::start(&indicator.measure)))
        }
        Some(_) => None,
    }
}

pub(super) fn define(within: &Within<'_>, indicator: &Indicator, what: &str, note: &mut Note<'_>) -> DefineIndicator {
    let direction = if indicator.is_ascending { Direction::Rising } else { Direction::Falling };
    DefineIndicator {
        command_id: ids::command_id("indicator", what),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        indicator_id: ids::known_as(indicator.own_id.as_ref(), "indicator", what),
        title: note.cut("title", &indicator.title, TITLE_BYTES_MAX),
        definition: note.cut("definition", &definition(indicator), DEFINITION_BYTES_MAX),
        unit: unit(indicator).unwrap_or_default().to_owned(),
        value_kind: ValueKind::Number.into(),
        direction: direction.into(),
        // The standard does not say; figures of results are mostly running totals, and a sum would count those twice.
        over_periods: OverPeriods::Latest.into(),
        catalogue_id: catalogue_id(indicator, note),
        source: ids::source(what, note),
        ..Default::default()
    }
}

fn unit(indicator: &Indicator) -> Option<&'static str> {
    match indicator.measure.to_ascii_lowercase().as_str() {
        "1" | "unit" => Some("units"),
        "2" | "percentage" => Some("percent"),
        _ => None,
    }
}

/// A title that is too long to be one stands here in full.
fn definition(indicator: &Indicator) -> String {
    match (indicator.title.len() <= TITLE_BYTES_MAX, indicator.description.is_empty()) {
        (true, _) => indicator.description.clone(),
        (false, true) => indicator.title.clone(),
        (false, false) => format!("{}\n\n{}", indicator.title, indicator.description),
    }
}

fn catalogue_id(indicator: &Indicator, note: &mut Note<'_>) -> String {
    let Some((vocabulary, code)) = &indicator.reference else { return String::new() };
    let id = format!("iati-vocabulary-{vocabulary}:{code}");
    if id.len() <= CATALOGUE_BYTES_MAX {
        return id;
    }
    note.say(format!("the catalogue entry it follows is too long to keep: {}", values::start(&id)));
    String::new()
}

/// The figure about all: the one that names no part of them, or the only one there is.
pub(super) fn total(figures: &[Figure]) -> Option<&Figure> {
    match figures {
        [only] => Some(only),
        several => several.iter().find(|it| it.about.is_empty()),
    }
}

/// `45%` is 45 where the unit is percent.
pub(super) fn number(figure: &Figure, indicator: &Indicator) -> Option<String> {
    let written = figure.value.trim();
    let is_percent = unit(indicator) == Some("percent");
    let plain = written.strip_suffix('%').filter(|_| is_percent).unwrap_or(written);
    values::decimal(plain)
}
