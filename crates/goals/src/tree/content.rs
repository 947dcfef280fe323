//! What a goal says: taken from a request, and compared with what it said before.

use contract::goals::{
    GoalContent, GoalProposed, Level, ProposeGoal, Target, TargetKind, TargetPart, TargetPeriod, TargetShare,
};
use kernel::{Invalid, parse};
use prost::Message;

use super::{rejection::Rejection, sdg, targets};

/// All that a goal says, as it is recorded: with the differences to what it said before, the fact that revises it stays under
/// the 48 KiB of an entry.
pub const BYTES_MAX: usize = 28 * 1024;

/// Checked for what can be checked without looking around; targets may still be without ids.
pub fn parsed(content: &GoalContent) -> Result<GoalContent, Rejection> {
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
        targets,
    } = content;
    let content = GoalContent {
        title: parse::filled("title", title)?.to_owned(),
        level: known_level(*level)?.into(),
        parent_goal_id: parent_goal_id.clone(),
        approach: approach.trim().to_owned(),
        assumptions: assumptions.trim().to_owned(),
        means_of_verification: means_of_verification.trim().to_owned(),
        people_in_need: *people_in_need,
        people_in_need_note: people_in_need_note.trim().to_owned(),
        sdg_targets: sdg::parsed(sdg_targets)?,
        targets: targets::parsed(targets)?,
    };
    let bytes = content.encoded_len();
    if BYTES_MAX < bytes {
        let problem = format!(
            "take, with all that is said beside them, {bytes} bytes, and at most {BYTES_MAX} fit: say less, or make two goals of it"
        );
        return Err(Invalid::new("targets", problem).into());
    }
    Ok(content)
}

fn known_level(level: i32) -> Result<Level, Invalid> {
    match Level::try_from(level) {
        Ok(Level::Unspecified) | Err(_) => Err(Invalid::new("level", "is none of output, outcome, impact")),
        Ok(level) => Ok(level),
    }
}

/// As the request says it.
pub fn asked(command: &ProposeGoal) -> GoalContent {
    let ProposeGoal {
        command_id: _,
        validate_only: _,
        partnership_id: _,
        goal_id: _,
        title,
        level,
        parent_goal_id,
        approach,
        targets,
        source: _,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
    } = command.clone();
    GoalContent {
        title,
        level,
        parent_goal_id,
        approach,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        targets,
    }
}

/// As it was put to the members at first.
pub fn proposed(event: &GoalProposed) -> GoalContent {
    let GoalProposed {
        partnership_id: _,
        goal_id: _,
        title,
        level,
        parent_goal_id,
        approach,
        targets,
        source: _,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        proposed_by: _,
    } = event.clone();
    GoalContent {
        title,
        level,
        parent_goal_id,
        approach,
        assumptions,
        means_of_verification,
        people_in_need,
        people_in_need_note,
        sdg_targets,
        targets,
    }
}

/// What a target asks, in a line.
pub fn target_line(target: &Target) -> String {
    let value = &target.value;
    let asked = match target.kind() {
        TargetKind::KeepAtOrAbove => format!("stay at {value} or above"),
        TargetKind::KeepAtOrBelow => format!("stay at {value} or below"),
        TargetKind::Reach | TargetKind::Unspecified => format!("get from {} to {value}", target.baseline),
    };
    let asked =
        format!("{asked}, from {} to {}, by indicator {}", target.starts_on, target.due_on, target.indicator_id);
    let period = |TargetPeriod { ends_on, value }: &TargetPeriod| format!("{value} by {ends_on}");
    let share = |TargetShare { partner_id, value }: &TargetShare| format!("{value} from partner {partner_id}");
    let part =
        |TargetPart { dimension, value_name, value }: &TargetPart| format!("{value} where {dimension} is {value_name}");
    let (periods, shares, parts) = (target.periods.iter(), target.shares.iter(), target.parts.iter());
    let details = periods.map(period).chain(shares.map(share)).chain(parts.map(part));
    std::iter::once(asked).chain(details).collect::<Vec<_>>().join("; ")
}
