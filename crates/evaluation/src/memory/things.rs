//! Which goals, activities, practices and studies there are, so that no finding points to one that there is not.

use std::collections::HashSet;

use contract::{
    evaluation::{LinkedKind, event::Kind as Own},
    goals::event::Kind as Goal,
    log::{Envelope, envelope::Fact},
    resources::event::Kind as Resource,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Partnership, kind and id: some hundreds a partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Things(HashSet<(u128, i32, u128)>);

impl Things {
    pub(super) fn knows(&self, partnership_id: &str, kind: LinkedKind, id: &str) -> bool {
        named(partnership_id, kind, id).is_some_and(|it| self.0.contains(&it))
    }

    pub(super) fn remember(&mut self, fact: &Envelope) {
        let (kind, id) = match &fact.fact {
            Some(Fact::Goals(event)) => match &event.kind {
                Some(Goal::GoalProposed(it)) => (LinkedKind::Goal, &it.goal_id),
                Some(Goal::ActivityPlanned(it)) => (LinkedKind::Activity, &it.activity_id),
                _ => return,
            },
            Some(Fact::Evaluation(event)) => match &event.kind {
                Some(Own::StudyOpened(it)) => (LinkedKind::Study, &it.study_id),
                _ => return,
            },
            Some(Fact::Resources(event)) => match &event.kind {
                Some(Resource::PracticeShared(it)) => (LinkedKind::Practice, &it.practice_id),
                _ => return,
            },
            _ => return,
        };
        self.0.extend(named(&fact.partnership, kind, id));
    }
}

fn named(partnership_id: &str, kind: LinkedKind, id: &str) -> Option<(u128, i32, u128)> {
    let number = |id: &str| Uuid::try_parse(id).ok().map(|it| it.as_u128());
    Some((number(partnership_id)?, kind.into(), number(id)?))
}
