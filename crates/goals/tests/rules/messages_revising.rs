//! Helpers for what revising a goal is told in.

use contract::goals::*;
use kernel::scenario::event_id;

use crate::messages::*;

/// What the goal says at first.
pub(crate) fn content() -> GoalContent {
    GoalContent {
        title: "More women borrow".into(),
        level: Level::Outcome.into(),
        approach: "Group loans".into(),
        targets: vec![target()],
        ..Default::default()
    }
}

/// The target, with more asked.
pub(crate) fn raised() -> Target {
    Target { value: "4000".into(), ..target() }
}

pub(crate) fn revised_content() -> GoalContent {
    GoalContent { title: "More women save".into(), targets: vec![raised()], ..content() }
}

pub(crate) fn revise_goal() -> ReviseGoal {
    ReviseGoal {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        content: Some(revised_content()),
        reason: "Savings come first".into(),
        ..Default::default()
    }
}

pub(crate) fn changes() -> Vec<GoalChange> {
    let line = |value| format!("get from 1000 to {value}, from 2026-01-01 to 2026-12-31, by indicator {INDICATOR}");
    vec![
        GoalChange { field: "title".into(), was: "More women borrow".into(), is: "More women save".into() },
        GoalChange { field: format!("targets/{TARGET}"), was: line(3000), is: line(4000) },
    ]
}

pub(crate) fn goal_reproposed() -> GoalReproposed {
    GoalReproposed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        content: Some(revised_content()),
        reason: "Savings come first".into(),
        changes: changes(),
        supersedes_event_id: event_id(0),
        proposed_by: BANK.into(),
        round: 2,
    }
}

pub(crate) fn goal_withdrawn() -> GoalWithdrawn {
    GoalWithdrawn {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(0),
        why: "Not yet".into(),
    }
}

/// As the third fact of its tree, after proposal and adoption.
pub(crate) fn revision_proposed() -> GoalRevisionProposed {
    GoalRevisionProposed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        content: Some(revised_content()),
        reason: "Savings come first".into(),
        changes: changes(),
        revision: 1,
        proposed_by: COOPERATIVE.into(),
    }
}

pub(crate) fn goal_revised() -> GoalRevised {
    GoalRevised {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(2),
        revision: 1,
        title: "More women save".into(),
        targets: vec![raised()],
        removed_target_ids: vec![],
        why: "2 of 2 agree".into(),
        members: vec![BANK.into(), COOPERATIVE.into()],
        approach_changed: false,
    }
}

/// With another approach, and nothing else changed.
pub(crate) fn approach_reproposed() -> GoalReproposed {
    let approach = GoalChange { field: "approach".into(), was: "Group loans".into(), is: "Savings circles".into() };
    GoalReproposed {
        content: Some(GoalContent { approach: "Savings circles".into(), ..content() }),
        changes: vec![approach],
        ..goal_reproposed()
    }
}

pub(crate) fn approach_revised() -> GoalRevised {
    GoalRevised { approach_changed: true, ..goal_revised() }
}
