//! Activities as they are served, and beside them the titles of the goals they work towards.

use contract::{
    goals::{
        self, Activity, ActivityHandOver, ActivityPart, ActivityPlanned, ActivityRevised, ActivityRevision,
        ActivityState, event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::{ACTIVITIES, keep_last, place};

/// Of revisions and of hand-overs.
const STEPS_MAX: usize = 30;

pub(super) struct Activities;

impl View for Activities {
    fn name(&self) -> &'static str {
        ACTIVITIES
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Goals(goals::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::GoalProposed(it) => note_goal(&it.partnership_id, &it.goal_id, &it.title, fold),
            Event::GoalAdopted(it) => note_goal(&it.partnership_id, &it.goal_id, &it.title, fold),
            Event::GoalRevised(it) => note_goal(&it.partnership_id, &it.goal_id, &it.title, fold),
            Event::GoalReproposed(it) => {
                let title = it.content.as_ref().map_or("", |it| &it.title);
                note_goal(&it.partnership_id, &it.goal_id, title, fold);
            }
            Event::ActivityPlanned(it) => fold.put(place(&it.partnership_id, &it.activity_id), planned(it)),
            event => {
                if let Some(activity_id) = activity_of(event) {
                    let at = place(&fact.partnership, activity_id);
                    fold.change(at, |activity: &mut Activity| change(activity, event, fact));
                }
            }
        }
    }
}

/// An activity with nothing but a goal's id and title stands for the goal: ids of activities hold no letter past f.
fn note_goal(partnership_id: &str, goal_id: &str, title: &str, fold: &mut Fold<'_>) {
    let goal = Activity {
        partnership_id: partnership_id.to_owned(),
        goal_id: goal_id.to_owned(),
        title: title.to_owned(),
        ..Default::default()
    };
    fold.put(key(&[partnership_id, "goal", goal_id]), goal);
}

/// Not a goal that stands among the activities for its title.
pub fn is_activity(it: &Activity) -> bool {
    !it.activity_id.is_empty()
}

/// The activity that a fact changes.
pub(super) fn activity_of(event: &Event) -> Option<&str> {
    Some(match event {
        Event::ActivityRevised(it) => &it.activity_id,
        Event::ActivityStarted(it) => &it.activity_id,
        Event::ActivityCompleted(it) => &it.activity_id,
        Event::ActivityCancelled(it) => &it.activity_id,
        Event::ActivityOffered(it) => &it.activity_id,
        Event::ActivityHandedOver(it) => &it.activity_id,
        Event::ActivityLeft(it) => &it.activity_id,
        Event::ActivityMoved(it) => &it.activity_id,
        Event::ActivityOverdue(it) => &it.activity_id,
        _ => return None,
    })
}

pub(super) fn planned(it: &ActivityPlanned) -> Activity {
    let ActivityPlanned {
        partnership_id,
        activity_id,
        goal_id,
        title,
        service,
        lead_partner_id,
        supporting_partner_ids,
        places,
        starts_on,
        ends_on,
        description,
        labels,
        source,
        season,
        inputs,
        planned_by,
    } = it.clone();
    let state = if source.is_empty() { ActivityState::Planned } else { ActivityState::Listed };
    Activity {
        lead_accepted: source.is_empty() && (planned_by.is_empty() || planned_by == lead_partner_id),
        partnership_id,
        activity_id,
        goal_id,
        title,
        service,
        lead_partner_id,
        supporting_partner_ids,
        places,
        starts_on,
        ends_on,
        description,
        labels,
        source,
        state: state.into(),
        season,
        inputs,
        planned_by,
        ..Default::default()
    }
}

pub(super) fn change(activity: &mut Activity, event: &Event, fact: &Envelope) {
    match event {
        Event::ActivityRevised(it) => revise(activity, it, fact),
        Event::ActivityStarted(it) => {
            activity.set_state(ActivityState::Started);
            activity.started_on.clone_from(&it.started_on);
            if !activity.lead_accepted {
                activity.offered_to.clear();
            }
            activity.lead_accepted = true;
        }
        Event::ActivityCompleted(it) => {
            end(activity, ActivityState::Completed);
            activity.completed_on.clone_from(&it.completed_on);
            activity.result.clone_from(&it.result);
            activity.evidence.clone_from(&it.evidence);
        }
        Event::ActivityCancelled(it) => {
            end(activity, ActivityState::Cancelled);
            activity.cancelled_because.clone_from(&it.reason);
        }
        Event::ActivityOffered(it) => activity.offered_to.clone_from(&it.to_partner_id),
        Event::ActivityHandedOver(it) => {
            activity.lead_partner_id.clone_from(&it.to_partner_id);
            activity.lead_accepted = true;
            activity.offered_to.clear();
            activity.supporting_partner_ids.retain(|partner| *partner != it.to_partner_id);
            let to = (&it.from_partner_id, &it.to_partner_id);
            keep_last(STEPS_MAX, &mut activity.hand_overs, handed_over(ActivityPart::Lead, to, &it.note, fact));
        }
        Event::ActivityLeft(it) => {
            let supporting = &mut activity.supporting_partner_ids;
            supporting.retain(|partner| *partner != it.partner_id);
            supporting.extend(Some(it.to_partner_id.clone()).filter(|it| !it.is_empty()));
            let to = (&it.partner_id, &it.to_partner_id);
            keep_last(STEPS_MAX, &mut activity.hand_overs, handed_over(ActivityPart::Support, to, &it.reason, fact));
        }
        Event::ActivityMoved(it) => {
            activity.goal_id.clone_from(&it.to_goal_id);
            let (was, is) = (it.from_goal_id.clone(), it.to_goal_id.clone());
            let change = goals::ActivityChange { field: "goal_id".into(), was, is };
            let (at, reason) = (fact.recorded_at, it.why.clone());
            // The members have decided it, together with the end of its goal.
            let revision = ActivityRevision { at, partner_id: String::new(), reason, changes: vec![change] };
            keep_last(STEPS_MAX, &mut activity.revisions, revision);
        }
        Event::ActivityOverdue(it) => activity.overdue = activity.ends_on == it.ends_on,
        _ => (),
    }
}

fn revise(activity: &mut Activity, it: &ActivityRevised, fact: &Envelope) {
    activity.overdue &= activity.ends_on == it.ends_on;
    activity.goal_id.clone_from(&it.goal_id);
    activity.title.clone_from(&it.title);
    activity.service = it.service;
    activity.supporting_partner_ids.clone_from(&it.supporting_partner_ids);
    activity.places.clone_from(&it.places);
    activity.starts_on.clone_from(&it.starts_on);
    activity.ends_on.clone_from(&it.ends_on);
    activity.season.clone_from(&it.season);
    activity.description.clone_from(&it.description);
    activity.inputs.clone_from(&it.inputs);
    let revision = ActivityRevision {
        at: fact.recorded_at,
        partner_id: fact.partner.clone(),
        reason: it.reason.clone(),
        changes: it.changes.clone(),
    };
    keep_last(STEPS_MAX, &mut activity.revisions, revision);
}

fn end(activity: &mut Activity, state: ActivityState) {
    activity.set_state(state);
    activity.overdue = false;
    activity.offered_to.clear();
}

fn handed_over(part: ActivityPart, (from, to): (&String, &String), note: &str, fact: &Envelope) -> ActivityHandOver {
    ActivityHandOver {
        at: fact.recorded_at,
        from_partner_id: from.clone(),
        to_partner_id: to.clone(),
        part: part.into(),
        note: note.to_owned(),
    }
}
