//! The work plan: activities in the order of time, goal by goal.

use std::collections::HashMap;

use contract::goals::{Activity, ActivityState, GetWorkPlan, WorkPlan, WorkPlanGoal};

use super::{activities::is_activity, who_does_what::same_place};

/// Of all activities of a partnership, and the goals that stand among them for their titles.
pub fn work_plan(question: &GetWorkPlan, found: Vec<Activity>) -> WorkPlan {
    let (activities, goals): (Vec<_>, Vec<_>) = found.into_iter().partition(is_activity);
    let titles: HashMap<_, _> = goals.into_iter().map(|it| (it.goal_id, it.title)).collect();
    let mut planned: Vec<_> = activities.into_iter().filter(|it| is_asked_for(question, it)).collect();
    // What has no date comes last, and goals in the order of their first activities.
    planned.sort_by_cached_key(|it| (is_undated(it), start(it).to_owned(), it.activity_id.clone()));
    let mut goals: Vec<WorkPlanGoal> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let (total, overdue, undated) = counts(&planned);
    for mut activity in planned {
        // A plan is one answer: what only one of them is asked for stays out.
        activity.revisions.clear();
        activity.hand_overs.clear();
        activity.description.clear();
        let place = *places.entry(activity.goal_id.clone()).or_insert_with(|| {
            let (goal_id, title) = (activity.goal_id.clone(), titles.get(&activity.goal_id).cloned());
            goals.push(WorkPlanGoal { goal_id, title: title.unwrap_or_default(), ..Default::default() });
            goals.len() - 1
        });
        goals[place].activities.push(activity);
    }
    goals.sort_by_key(|it| it.goal_id.is_empty());
    for goal in &mut goals {
        (_, goal.overdue, goal.undated) = counts(&goal.activities);
    }
    let partnership_id = question.partnership_id.clone();
    WorkPlan { as_of: vec![], partnership_id, goals, activities: total, overdue, undated }
}

/// How many, how many of them late, and how many without a date.
fn counts(activities: &[Activity]) -> (u32, u32, u32) {
    let count =
        |is: fn(&Activity) -> bool| u32::try_from(activities.iter().filter(|it| is(it)).count()).unwrap_or(u32::MAX);
    (count(|_| true), count(|it| it.overdue), count(is_undated))
}

fn is_asked_for(question: &GetWorkPlan, it: &Activity) -> bool {
    let GetWorkPlan { as_of: _, partnership_id: _, from, to, goal_id, partner_id, place } = question;
    it.state() != ActivityState::Cancelled
        && (goal_id.is_empty() || *goal_id == it.goal_id)
        && (partner_id.is_empty()
            || it.lead_partner_id == *partner_id
            || it.supporting_partner_ids.contains(partner_id))
        && (place.is_empty() || it.places.iter().any(|there| same_place(there, place)))
        && is_within(it, from, to)
}

/// Dates of one form compare as text.
fn is_within(it: &Activity, from: &str, to: &str) -> bool {
    let (start, end) = (start(it), end(it));
    is_undated(it) || it.overdue || (from.is_empty() || from <= end) && (to.is_empty() || start <= to)
}

fn is_undated(it: &Activity) -> bool {
    start(it).is_empty()
}

/// What happened comes before what was planned; the end, where that is all there is.
pub(super) fn start(it: &Activity) -> &str {
    first([&it.started_on, &it.starts_on, &it.completed_on, &it.ends_on])
}

pub(super) fn end(it: &Activity) -> &str {
    first([&it.completed_on, &it.ends_on, &it.started_on, &it.starts_on])
}

fn first(days: [&str; 4]) -> &str {
    days.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}
