//! What the goals service asks the members: to adopt a goal, to revise it, to close it.

use contract::{
    goals::{
        ClosureBasis, Disposition, DispositionHow, GoalChange, GoalClosureProposed, GoalProposed, GoalReproposed,
        GoalRevisionProposed, Level, Outcome, Target, WorkKind, event::Kind as Event,
    },
    partners::Matter,
};

use super::targets;

const BY_ITSELF: &str = " (Proposed by itself, from the figures.)";

/// Matter, title and text.
pub(super) fn motion(event: &Event) -> Option<(Matter, String, String)> {
    let (title, text) = match event {
        // What a source lists is as published: nobody decides it here.
        Event::GoalProposed(it) if it.source.is_empty() => proposed(it),
        Event::GoalReproposed(it) => reproposed(it),
        Event::GoalRevisionProposed(it) => revision(it),
        Event::GoalClosureProposed(it) => closure(it),
        _ => return None,
    };
    Some((Matter::Goal, title, text))
}

/// The fact that is no longer before the members, and why.
pub(super) fn taken_back(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::GoalReproposed(it) if !it.supersedes_event_id.is_empty() => {
            Some((&it.supersedes_event_id, "its proposer has put the goal in other words"))
        }
        Event::GoalClosureWithdrawn(it) => Some((&it.proposed_event_id, &it.why)),
        _ => None,
    }
}

/// Whether figures or a day ask for it, and no partner.
pub(super) fn is_by_itself(event: &Event) -> bool {
    let Event::GoalClosureProposed(it) = event else { return false };
    matches!(it.basis(), ClosureBasis::TargetsReached | ClosureBasis::TargetsDue)
}

/// Whether it ends what is open, and begins nothing.
pub(super) fn settles(event: &Event) -> bool {
    matches!(event, Event::GoalClosureProposed(_))
}

fn proposed(it: &GoalProposed) -> (String, String) {
    let said = [level(it.level()), serves(&it.parent_goal_id), people(it.people_in_need, &it.people_in_need_note)];
    let parts = [
        ("", it.approach.as_str()),
        ("", &said.concat()),
        ("Assumptions: ", &it.assumptions),
        ("Verified by: ", &it.means_of_verification),
        ("Sustainable Development Goals: ", &it.sdg_targets.join(", ")),
    ];
    (format!("Adopt the goal: {}", it.title), told(&parts, &it.targets))
}

fn reproposed(it: &GoalReproposed) -> (String, String) {
    let content = it.content.clone().unwrap_or_default();
    let people = people(content.people_in_need, &content.people_in_need_note);
    let said = [level(content.level()), serves(&content.parent_goal_id), people];
    let parts = [
        ("Put again: ", it.reason.as_str()),
        ("", &content.approach),
        ("", &said.concat()),
        ("Assumptions: ", &content.assumptions),
        ("Verified by: ", &content.means_of_verification),
        ("Sustainable Development Goals: ", &content.sdg_targets.join(", ")),
    ];
    (format!("Adopt the goal: {}", content.title), told(&parts, &content.targets))
}

fn level(level: Level) -> String {
    let level = match level {
        Level::Impact => "impact",
        Level::Outcome => "outcome",
        Level::Output | Level::Unspecified => "output",
    };
    format!("Its level is {level}")
}

fn serves(parent_goal_id: &str) -> String {
    if parent_goal_id.is_empty() { ".".to_owned() } else { format!("; it serves {parent_goal_id}.") }
}

fn people(in_need: Option<i64>, note: &str) -> String {
    match (in_need, note) {
        (None, "") => String::new(),
        (None, note) => format!(" It is for: {note}."),
        (Some(count), "") => format!(" It is for {count} people."),
        (Some(count), note) => format!(" It is for {count} people: {note}."),
    }
}

fn told(parts: &[(&str, &str)], wanted: &[Target]) -> String {
    let parts = parts.iter().filter(|(_, words)| !words.is_empty()).map(|(head, words)| format!("{head}{words}"));
    let wanted: String = wanted.iter().map(|it| format!("\n- {}", targets::words(it))).collect();
    let wanted = Some(wanted).filter(|it| !it.is_empty()).map(|it| format!("Targets:{it}"));
    parts.chain(wanted).collect::<Vec<_>>().join("\n")
}

fn revision(it: &GoalRevisionProposed) -> (String, String) {
    let title = it.content.as_ref().map(|it| it.title.as_str()).unwrap_or_default();
    let changes: String = it.changes.iter().map(change).collect();
    (format!("Revise the goal: {title}"), format!("{}\nWhat changes:{changes}", it.reason))
}

fn change(it: &GoalChange) -> String {
    let said = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
    format!("\n- {}: {} becomes {}", it.field, said(&it.was), said(&it.is))
}

fn closure(it: &GoalClosureProposed) -> (String, String) {
    let how = match it.outcome() {
        Outcome::Achieved => " as achieved",
        Outcome::PartlyAchieved => " as partly achieved",
        Outcome::NotAchieved => " as not achieved",
        Outcome::Dropped => " as dropped",
        Outcome::Unspecified => "",
    };
    let by_itself = if is_by_itself(&Event::GoalClosureProposed(it.clone())) { BY_ITSELF } else { "" };
    let rest: String = it.dispositions.iter().map(disposition).collect();
    (format!("Close the goal{how}: {}", it.title), format!("{}{by_itself}{rest}", it.why))
}

fn disposition(it: &Disposition) -> String {
    let kind = match it.kind() {
        WorkKind::Activity => "Activity",
        WorkKind::Undertaking => "Undertaking",
        WorkKind::Unspecified => "Work",
    };
    let becomes = match it.how() {
        DispositionHow::End | DispositionHow::Unspecified => "ends".to_owned(),
        DispositionHow::Move => format!("goes on towards the goal “{}”", it.to_goal_title),
        DispositionHow::Continue => "stands on its own".to_owned(),
    };
    format!("\n- {kind} “{}” {becomes}", it.title)
}
