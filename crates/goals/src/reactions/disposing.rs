//! What becomes of work when the goal it serves is closed, as the members decided.

use contract::goals::{
    Disposition, DispositionHow, EndActivity, EndUndertaking, GoalClosed, WorkKind, event::Kind as Event,
};
use runtime::Reaction;

use crate::{Goals, activity::Activity, undertaking::Undertaking};

pub(super) fn disposed(event: &Event) -> Vec<Reaction<Goals>> {
    let Event::GoalClosed(closed) = event else { return vec![] };
    closed.dispositions.iter().filter_map(|it| order(closed, it)).collect()
}

fn order(closed: &GoalClosed, disposition: &Disposition) -> Option<Reaction<Goals>> {
    let Disposition { kind: _, work_id, how: _, to_goal_id, title: _, to_goal_title: _ } = disposition;
    let (partnership_id, to_goal_id) = (closed.partnership_id.clone(), to_goal_id.clone());
    let why = format!("The goal it served is closed. {}", closed.why);
    match disposition.kind() {
        WorkKind::Activity => {
            let activity_id = work_id.clone();
            let goal_id = closed.goal_id.clone();
            let end = EndActivity { partnership_id, activity_id, to_goal_id, why, goal_id, ..Default::default() };
            Some(Reaction::new::<Activity, EndActivity>(end))
        }
        WorkKind::Undertaking => {
            let (undertaking_id, stands) = (work_id.clone(), disposition.how() == DispositionHow::Continue);
            let end = EndUndertaking { partnership_id, undertaking_id, to_goal_id, stands, why, ..Default::default() };
            Some(Reaction::new::<Undertaking, EndUndertaking>(end))
        }
        WorkKind::Unspecified => None,
    }
}
