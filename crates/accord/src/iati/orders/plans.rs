//! A component becomes an activity of the draft, with all that is said of it in codes as labels.

use contract::{
    goals::{PlanActivity, ServiceKind},
    partners::MemberRole,
};

use super::{Within, participants};
use crate::iati::{
    activity::Activity,
    ids,
    report::{Note, Report},
    values,
};
use crate::importing::Order;

const TITLE_BYTES_MAX: usize = 512;
const DESCRIPTION_BYTES_MAX: usize = 4096;
const PLACE_BYTES_MAX: usize = 128;
const PLACES_MAX: usize = 50;
const LABEL_BYTES_MAX: usize = 256;
const LABELS_MAX: usize = 50;

/// None for the programme itself: it is the draft.
pub(super) fn of(within: &Within<'_>, activity: &Activity, report: &mut Report) -> Vec<Order> {
    let Some(activity_id) = within.activity_id.clone() else { return vec![] };
    let identifier = &activity.identifier;
    let places = places(activity, report);
    let labels = labels(activity, report);
    let mut note = report.note_on(identifier, activity.at);
    let (starts_on, ends_on) = days(activity, &mut note);
    vec![Order::PlanActivity(PlanActivity {
        command_id: ids::command_id("activity", identifier),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        activity_id,
        goal_id: String::new(),
        title: title(activity, &mut note),
        // Sectors say what it is about, not which service it gives.
        service: ServiceKind::Other.into(),
        lead_partner_id: String::new(),
        supporting_partner_ids: vec![],
        places,
        starts_on,
        ends_on,
        description: note.cut("description", &activity.description, DESCRIPTION_BYTES_MAX),
        labels,
        source: ids::source(identifier, &mut note),
        season: String::new(),
        inputs: vec![],
    })]
}

fn title(activity: &Activity, note: &mut Note<'_>) -> String {
    if activity.title.is_empty() {
        note.say("it has no title, and stands under its identifier");
        return note.cut("title", &activity.identifier, TITLE_BYTES_MAX);
    }
    note.cut("title", &activity.title, TITLE_BYTES_MAX)
}

/// What happened comes before what was planned.
fn days(activity: &Activity, note: &mut Note<'_>) -> (String, String) {
    for day in activity.dates.iter().filter(|it| values::date(&it.date).is_none()) {
        note.say(format!("its {} is no date: {:?}", day.kind, values::start(&day.date)));
    }
    let starts_on = activity.day("start-actual").or_else(|| activity.day("start-planned"));
    let ends_on = activity.day("end-actual").or_else(|| activity.day("end-planned"));
    let written = |day: Option<jiff::civil::Date>| day.map(|it| it.to_string()).unwrap_or_default();
    match (starts_on, ends_on) {
        (Some(start), Some(end)) if end < start => {
            note.say(format!("it ends on {end}, before its start on {start}; the end is a label only"));
            (written(starts_on), String::new())
        }
        _ => (written(starts_on), written(ends_on)),
    }
}

fn places(activity: &Activity, report: &mut Report) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for place in &activity.places {
        if PLACE_BYTES_MAX < place.len() {
            report.skip(
                &activity.identifier,
                activity.at,
                format!("a place has more than 128 bytes: {}", values::start(place)),
            );
        } else if PLACES_MAX <= places.len() {
            report.skip(&activity.identifier, activity.at, format!("there are more than 50 places; left out: {place}"));
        } else if !places.contains(place) {
            places.push(place.clone());
        }
    }
    places
}

fn labels(activity: &Activity, report: &mut Report) -> Vec<String> {
    let channels = activity.participating.iter().filter(|it| participants::is_channel(it)).map(|it| {
        let key = match participants::role(&it.role) {
            Some(MemberRole::Implementing) => "channel".to_owned(),
            Some(role) => format!("channel/{}", role as i32),
            None => format!("channel/{}", it.role.to_ascii_lowercase()),
        };
        (key, format!("{} {}", it.organisation.reference, it.organisation.name).trim_end().to_owned())
    });
    let written = |it: &str| values::date(it).map_or_else(|| it.to_owned(), |it| it.to_string());
    let dates = activity.dates.iter().map(|it| (it.kind.clone(), written(&it.date)));
    let mut labels: Vec<String> = Vec::new();
    for (key, value) in channels.chain(dates).chain(activity.labels.iter().cloned()) {
        let label = label(&key, &value);
        let short = values::start(&label);
        if LABEL_BYTES_MAX < label.len() {
            report.skip(&activity.identifier, activity.at, format!("a label has more than 256 bytes: {short}"));
        } else if LABELS_MAX <= labels.len() {
            report.skip(&activity.identifier, activity.at, format!("there are more than 50 labels; left out: {short}"));
        } else if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// On one line, and with a key that says something.
fn label(key: &str, value: &str) -> String {
    let clean = |it: &str| it.replace(|it: char| it.is_control(), " ");
    let key = clean(key).replace('=', "-");
    let key = if key.trim().is_empty() { "unnamed" } else { key.trim() };
    format!("{key}={}", clean(value))
}
