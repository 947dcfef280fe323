//! Who does what, where and when: a line for each activity, partner and place; and how much that is in all.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    goals::{
        self, Activity, ActivityPart, ActivityState, CountWhoDoesWhat, ListWhoDoesWhat, PartnerActivities,
        PlaceActivities, WhoDoesWhat, WhoDoesWhatCounts, event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::activities;

/// Before a partnership's id: its lines, by place, partner and activity.
const LINES: &str = "lines";
/// In the same place: its activities, from which the lines are made.
const ACTIVITIES: &str = "activities";

pub(super) struct Lines;

impl View for Lines {
    fn name(&self) -> &'static str {
        super::WHO_DOES_WHAT
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Goals(goals::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ActivityPlanned(it) => {
                let activity = activities::planned(it);
                write(BTreeMap::new(), &activity, fold);
                fold.put(key(&[ACTIVITIES, &it.partnership_id, &it.activity_id]), activity);
            }
            event => {
                let Some(activity_id) = activities::activity_of(event) else { return };
                let at = key(&[ACTIVITIES, &fact.partnership, activity_id]);
                let Some(mut activity) = fold.get::<Activity>(at.clone()) else { return };
                let before = lines(&activity);
                activities::change(&mut activity, event, fact);
                // What is kept elsewhere is not kept twice.
                activity.revisions.clear();
                activity.hand_overs.clear();
                write(before, &activity, fold);
                fold.put(at, activity);
            }
        }
    }
}

/// What stays in its place stays since when it stood there.
fn write(before: BTreeMap<Vec<u8>, WhoDoesWhat>, activity: &Activity, fold: &mut Fold<'_>) {
    let after = lines(activity);
    before.keys().filter(|it| !after.contains_key(*it)).for_each(|it| fold.remove(it.clone()));
    for (at, line) in after {
        if before.get(&at) != Some(&line) {
            fold.put(at, line);
        }
    }
}

/// By where they stand.
fn lines(activity: &Activity) -> BTreeMap<Vec<u8>, WhoDoesWhat> {
    let places: Vec<_> = places(activity).collect();
    let lines = parts(activity).flat_map(|(partner_id, part)| {
        places.iter().map(move |(name, place)| {
            let at = key(&[LINES, &activity.partnership_id, name, partner_id, &activity.activity_id]);
            (at, line(activity, partner_id, part, place))
        })
    });
    lines.collect()
}

fn line(activity: &Activity, partner_id: &str, part: ActivityPart, place: &str) -> WhoDoesWhat {
    WhoDoesWhat {
        partner_id: partner_id.to_owned(),
        part: part.into(),
        service: activity.service,
        place: place.to_owned(),
        starts_on: super::work_plan::start(activity).to_owned(),
        ends_on: super::work_plan::end(activity).to_owned(),
        season: activity.season.clone(),
        activity_id: activity.activity_id.clone(),
        title: activity.title.clone(),
        goal_id: activity.goal_id.clone(),
        state: activity.state,
        overdue: activity.overdue,
    }
}

/// Of what is planned, begun or done: who leads, then who supports.
fn parts(activity: &Activity) -> impl Iterator<Item = (&String, ActivityPart)> {
    let counts = matches!(activity.state(), ActivityState::Planned | ActivityState::Started | ActivityState::Completed);
    let lead = std::iter::once((&activity.lead_partner_id, ActivityPart::Lead));
    let supporting = activity.supporting_partner_ids.iter().map(|it| (it, ActivityPart::Support));
    lead.chain(supporting).filter(move |(partner_id, _)| counts && !partner_id.is_empty())
}

/// Each once, with its name as it compares: without a place there is one, that has no name.
fn places(activity: &Activity) -> impl Iterator<Item = (String, String)> {
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for place in &activity.places {
        places.entry(compared(place)).or_insert_with(|| place.clone());
    }
    if places.is_empty() {
        places.insert(String::new(), String::new());
    }
    places.into_iter()
}

/// Names are the same whatever their capitals and the space around them.
fn compared(name: &str) -> String {
    name.trim().to_lowercase()
}

pub(super) fn same_place(one: &str, other: &str) -> bool {
    compared(one) == compared(other)
}

/// Where the lines stand that are asked for.
pub fn prefix(question: &ListWhoDoesWhat) -> Vec<u8> {
    let ListWhoDoesWhat { partnership_id, place, .. } = question;
    match place.as_str() {
        "" => key(&[LINES, partnership_id]),
        place => key(&[LINES, partnership_id, &compared(place)]),
    }
}

pub fn is_asked_for(question: &ListWhoDoesWhat, line: &WhoDoesWhat) -> bool {
    let ListWhoDoesWhat { partner_id, service, season, .. } = question;
    (partner_id.is_empty() || *partner_id == line.partner_id)
        && (*service == 0 || *service == line.service)
        && (season.is_empty() || compared(season) == compared(&line.season))
}

/// Of all activities of a partnership: how much is done by whom and where.
pub fn counts(question: &CountWhoDoesWhat, found: &[Activity]) -> WhoDoesWhatCounts {
    let CountWhoDoesWhat { as_of: _, partnership_id: _, partner_id, place, service, season } = question.clone();
    let place = if place.is_empty() { None } else { Some(compared(&place)) };
    let asked = ListWhoDoesWhat { partner_id, service, season, ..Default::default() };
    let (mut all, mut partners, mut at) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
    for activity in found {
        for (partner_id, part) in
            parts(activity).filter(|(it, part)| is_asked_for(&asked, &line(activity, it, *part, "")))
        {
            for (name, written) in places(activity).filter(|(name, _)| place.as_ref().is_none_or(|it| it == name)) {
                all.insert(&activity.activity_id);
                partners.entry(partner_id).or_insert_with(Parts::default).add(part, &activity.activity_id, &name);
                at.entry(name).or_insert_with(|| Place::named(written)).add(partner_id, &activity.activity_id);
            }
        }
    }
    WhoDoesWhatCounts {
        as_of: vec![],
        activities: count(&all),
        partners: partners.into_iter().map(|(partner_id, it)| it.counted(partner_id)).collect(),
        places: at.into_values().map(|it| it.counted()).collect(),
    }
}

#[derive(Default)]
struct Parts<'a> {
    led: BTreeSet<&'a String>,
    supported: BTreeSet<&'a String>,
    places: BTreeSet<String>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, part: ActivityPart, activity_id: &'a String, place: &str) {
        match part {
            ActivityPart::Lead => self.led.insert(activity_id),
            _ => self.supported.insert(activity_id),
        };
        if !place.is_empty() {
            self.places.insert(place.to_owned());
        }
    }

    fn counted(&self, partner_id: &str) -> PartnerActivities {
        PartnerActivities {
            partner_id: partner_id.to_owned(),
            led: count(&self.led),
            supported: count(&self.supported),
            places: count(&self.places),
        }
    }
}

struct Place<'a> {
    written: String,
    activities: BTreeSet<&'a String>,
    partners: BTreeSet<&'a String>,
}

impl<'a> Place<'a> {
    fn named(written: String) -> Self {
        Place { written, activities: BTreeSet::new(), partners: BTreeSet::new() }
    }

    fn add(&mut self, partner_id: &'a String, activity_id: &'a String) {
        self.partners.insert(partner_id);
        self.activities.insert(activity_id);
    }

    fn counted(self) -> PlaceActivities {
        let (activities, partners) = (count(&self.activities), count(&self.partners));
        PlaceActivities { place: self.written, activities, partners }
    }
}

fn count<T>(set: &BTreeSet<T>) -> u32 {
    u32::try_from(set.len()).unwrap_or(u32::MAX)
}
