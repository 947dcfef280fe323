//! A programme drafts a partnership that nobody has founded yet.

use contract::partners::FormPartnership;
use iso_currency::Currency;

use crate::iati::{
    activity::Activity,
    drafts::{Draft, Head},
    error::Place,
    ids,
    index::Entry,
    report::Report,
};

const TITLE_BYTES_MAX: usize = 512;
const PURPOSE_BYTES_MAX: usize = 4096;

/// What the programme's figures are in, or else its components'; what they say comes before what they use.
pub(super) fn currency(draft: &Draft, entries: &[Entry]) -> Option<Currency> {
    let head = match draft.head {
        Head::Programme(entry) => Some(entry),
        Head::Named { .. } => None,
    };
    let all = || head.into_iter().chain(draft.components.iter().copied()).map(|it| &entries[it]);
    all().find_map(|it| it.currency).or_else(|| all().find_map(|it| it.currency_of_value))
}

pub(super) fn of_programme(activity: &Activity, currency: Option<Currency>, report: &mut Report) -> FormPartnership {
    report.labels_of_programmes += activity.labels.len() + activity.dates.len() + activity.places.len();
    let form = of_name(&activity.identifier, &activity.title, activity.at, currency, report);
    // Of a name alone, it would count as one more draft that is only named.
    report.drafts_named -= 1;
    let purpose =
        report.note_on(&activity.identifier, activity.at).cut("description", &activity.description, PURPOSE_BYTES_MAX);
    FormPartnership { purpose, ..form }
}

/// A draft of what a component says of its programme.
pub(super) fn of_name(
    identifier: &str,
    title: &str,
    at: Place,
    currency: Option<Currency>,
    report: &mut Report,
) -> FormPartnership {
    report.drafts_named += 1;
    let mut note = report.note_on(identifier, at);
    if title.is_empty() {
        note.say("it has no title, and stands under its identifier");
    }
    if currency.is_none() {
        note.say("it names no currency; its draft has XXX, which is ISO 4217 for none");
    }
    let title = note.cut("title", if title.is_empty() { identifier } else { title }, TITLE_BYTES_MAX);
    FormPartnership {
        command_id: ids::command_id("partnership", identifier),
        validate_only: false,
        partnership_id: ids::id("partnership", identifier),
        title,
        purpose: String::new(),
        currency: currency.unwrap_or(Currency::XXX).code().to_owned(),
        rules: vec![],
        founders: vec![],
        source: ids::source(identifier, &mut note),
        terms: None,
    }
}
