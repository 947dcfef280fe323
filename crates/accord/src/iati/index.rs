//! The first reading: checks the file to its end, and keeps of each activity what tells where it belongs.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use iso_currency::Currency;

use super::{
    activity::Activity,
    drafts::{self, Draft},
    element::UNIDENTIFIED,
    error::{Error, Place},
    reader::{self, Activities, Beginning, Version},
    report::Report,
    values, wording,
};

/// What is kept of each stays in memory.
const ACTIVITIES_MAX: usize = 200_000;
/// Parents and children, of all activities together.
const RELATED_MAX: usize = 1_000_000;
/// A publisher's identifier; longer ones are no identifiers.
const IDENTIFIER_BYTES_MAX: usize = 512;

#[derive(Debug)]
pub(super) struct Index {
    pub(super) drafts: Vec<Draft>,
    pub(super) entries: Vec<Entry>,
}

/// One activity, as far as others need to know it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) identifier: String,
    pub(super) beginning: Beginning,
    /// What it names as its parents: (reference, title).
    pub(super) parents: Vec<(String, String)>,
    pub(super) children: Vec<String>,
    /// What it says its figures are in.
    pub(super) currency: Option<Currency>,
    /// What its first readable figure is in.
    pub(super) currency_of_value: Option<Currency>,
}

impl Index {
    pub(super) fn read(path: &Path) -> Result<(Self, Report), Error> {
        let mut activities = Activities::new(reader::opened(path)?)?;
        let mut report = Report { version: version_of(activities.version()), ..Report::default() };
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        let mut related = 0;
        while let Some(element) = activities.next_element()? {
            let activity = Activity::from_element(&element);
            let at = activity.at;
            report.activities += 1;
            related += activity.related.len();
            check_count(report.activities, ACTIVITIES_MAX, "activities", at)?;
            check_count(related, RELATED_MAX, "related activities", at)?;
            let place = Beginning { at, offset: element.offset };
            match obstacle(&activity, &seen) {
                Some(why) => report.skip_activity(values::start(&activity.identifier), at, why),
                None => {
                    if activity.identifier.starts_with(UNIDENTIFIED) {
                        let why = "its publisher gave it no iati-identifier: it is known by what it says, and said otherwise it is another";
                        report.note(&activity.identifier, at, why);
                    }
                    seen.insert(activity.identifier.clone());
                    report.leave_out(&activity.left_out);
                    entries.push(entry(activity, place));
                }
            }
        }
        let drafts = drafts::of(&entries, &mut report);
        Ok((Index { drafts, entries }, report))
    }
}

fn check_count(count: usize, limit: usize, what: &'static str, at: Place) -> Result<(), Error> {
    if count <= limit { Ok(()) } else { Err(Error::TooMany { at, limit, what }) }
}

fn version_of(version: &Version) -> String {
    match version {
        Version::Known(version) => version.clone(),
        Version::Unsaid => "not said".into(),
        Version::Odd(written) => format!("{:?}, which is none", values::start(written)),
    }
}

/// Why nothing can be made of an activity.
fn obstacle(activity: &Activity, seen: &HashSet<String>) -> Option<&'static str> {
    match activity.identifier.as_str() {
        long if IDENTIFIER_BYTES_MAX < long.len() => Some("its iati-identifier has more than 512 bytes"),
        twice if seen.contains(twice) => Some("its iati-identifier stands twice; the first was taken"),
        _ => None,
    }
}

fn entry(activity: Activity, beginning: Beginning) -> Entry {
    let of_value = activity.transactions.iter().find_map(|it| values::currency(&it.currency));
    let mut parents = Vec::new();
    let mut children = Vec::new();
    for related in activity.related {
        let is_named = !related.reference.is_empty() && related.reference.len() <= IDENTIFIER_BYTES_MAX;
        match related.kind.as_str() {
            "1" if is_named => {
                parents.push((related.reference, title_of(said(&activity.programme.title, &related.title))))
            }
            "2" if is_named => children.push(related.reference),
            _ => (),
        }
    }
    Entry {
        identifier: activity.identifier,
        beginning,
        parents,
        children,
        currency: values::currency(said(&activity.programme.currency, &activity.default_currency)),
        currency_of_value: of_value,
    }
}

/// What our own export says of the draft comes before what the activity says of itself.
fn said<'a>(of_draft: &'a str, own: &'a str) -> &'a str {
    if of_draft.is_empty() { own } else { of_draft }
}

/// Only as much as a partnership's title may have.
fn title_of(title: &str) -> String {
    wording::cut(title, 512).unwrap_or(title).to_owned()
}

/// Where each identifier stands among the entries.
pub(super) fn by_identifier(entries: &[Entry]) -> HashMap<&str, usize> {
    entries.iter().enumerate().map(|(place, it)| (it.identifier.as_str(), place)).collect()
}
