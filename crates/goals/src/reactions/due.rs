//! Days that have passed: of targets, of milestones, and of goals whose targets have all been due for a while.

use contract::{
    goals::{MissMilestone, MissTarget, ProposeClosure},
    moment,
};
use jiff::{Timestamp, civil::Date};
use runtime::Reaction;

use super::closing::proposed;
use crate::{
    Goals,
    memory::{Due, Memory},
    tree::GoalTree,
};

/// The clock asks again for what is left.
const ORDERS_MAX: usize = 256;

pub(super) fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Goals>> {
    let today = moment::day_of(now);
    passed(memory, today).take(ORDERS_MAX).filter_map(|it| order(memory, it)).collect()
}

/// All that has fallen due by a day, with partnership and goal.
pub fn passed(memory: &Memory, today: Date) -> impl Iterator<Item = (&str, &str, Due)> {
    memory.goals_due(today).flat_map(move |(partnership_id, goal_id, goal)| {
        goal.due(today).into_iter().map(move |due| (partnership_id, goal_id, due))
    })
}

fn order(memory: &Memory, (partnership, goal, due): (&str, &str, Due)) -> Option<Reaction<Goals>> {
    let at = due.at();
    let known = memory.goal(partnership, goal)?;
    // One day may come twice: by a revision that goes back to it, by a closing that was taken back.
    let (revision, closings) = (known.revision(), known.closings());
    let (partnership_id, goal_id) = (partnership.to_owned(), goal.to_owned());
    Some(match due {
        Due::Target(target_id, _) => {
            let miss = MissTarget { partnership_id, goal_id, target_id: target_id.clone(), ..Default::default() };
            Reaction::new::<GoalTree, MissTarget>(miss).due(
                &format!("{partnership}/{target_id}/{revision}"),
                "miss",
                at,
            )
        }
        Due::Milestone(milestone_id, _) => {
            let thing = format!("{partnership}/{goal}/{milestone_id}");
            let miss = MissMilestone { partnership_id, goal_id, milestone_id, ..Default::default() };
            Reaction::new::<GoalTree, MissMilestone>(miss).due(&thing, "miss", at)
        }
        Due::Closure(_) => {
            let close = proposed(partnership, goal, known.run_out()?);
            Reaction::new::<GoalTree, ProposeClosure>(close).due(
                &format!("{partnership}/{goal}/{closings}"),
                "close",
                at,
            )
        }
    })
}
