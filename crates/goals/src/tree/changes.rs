//! How two contents of a goal differ, in words that stand beside each other.

use contract::goals::{GoalChange, GoalContent, Level, Target, event::Kind as Event};

use kernel::clipped;

use super::content::target_line;

/// The facts themselves hold in full what is cut short here.
const WORDS_BYTES_MAX: usize = 256;
const APPROACH: &str = "approach";

/// One for each part that differs: parts in the order of the contract, targets by id.
///
/// Goals are told by what `title` says of an id.
pub fn changes(was: &GoalContent, is: &GoalContent, title: impl Fn(&str) -> String) -> Vec<GoalChange> {
    let parts = said(was, &title).into_iter().zip(said(is, &title));
    let parts = parts.filter(|((_, was), (_, is))| was != is).map(|((field, was), (_, is))| change(field, &was, &is));
    parts.chain(targets(&was.targets, &is.targets)).collect()
}

/// The goal whose approach is another from this fact on, with its partnership.
pub fn approach_changed(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::GoalReproposed(it) if it.changes.iter().any(|it| it.field == APPROACH) => {
            Some((&it.partnership_id, &it.goal_id))
        }
        Event::GoalRevised(it) if it.approach_changed => Some((&it.partnership_id, &it.goal_id)),
        _ => None,
    }
}

/// All but the targets.
fn said(content: &GoalContent, title_of: &impl Fn(&str) -> String) -> [(&'static str, String); 9] {
    let GoalContent {
        title,
        level,
        parent_goal_id,
        approach,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        targets: _,
    } = content.clone();
    [
        ("title", title),
        ("level", level_words(level).to_owned()),
        ("parent_goal_id", title_of(&parent_goal_id)),
        (APPROACH, approach),
        ("assumptions", assumptions),
        ("means_of_verification", means_of_verification),
        ("people_in_need", people_in_need.map(|it| it.to_string()).unwrap_or_default()),
        ("people_in_need_note", people_in_need_note),
        ("sdg_targets", sdg_targets.join(", ")),
    ]
}

pub fn level_words(level: i32) -> &'static str {
    match Level::try_from(level).unwrap_or_default() {
        Level::Unspecified => "",
        Level::Output => "output",
        Level::Outcome => "outcome",
        Level::Impact => "impact",
    }
}

fn targets(was: &[Target], is: &[Target]) -> Vec<GoalChange> {
    let before = |id: &str| was.iter().find(|it| it.target_id == id);
    let gone = was.iter().filter(|it| !is.iter().any(|other| other.target_id == it.target_id));
    let gone = gone.map(|it| (&it.target_id, target_line(it), String::new()));
    let now = is.iter().filter(|it| before(&it.target_id) != Some(it));
    let now =
        now.map(|it| (&it.target_id, before(&it.target_id).map(target_line).unwrap_or_default(), target_line(it)));
    gone.chain(now).map(|(id, was, is)| change(&format!("targets/{id}"), &was, &is)).collect()
}

fn change(field: &str, was: &str, is: &str) -> GoalChange {
    GoalChange { field: field.to_owned(), was: clipped(was, WORDS_BYTES_MAX), is: clipped(is, WORDS_BYTES_MAX) }
}
