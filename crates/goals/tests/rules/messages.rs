//! One helper a message, with what the sentences in the tests leave unsaid.

use contract::goals::*;
use kernel::scenario::{context, event_id};

pub(crate) const TOGETHER: &str = "00000000-0000-7000-8000-0000000000aa";
pub(crate) const GOAL: &str = "00000000-0000-7000-8000-000000000001";
pub(crate) const CHILD: &str = "00000000-0000-7000-8000-000000000002";
pub(crate) const TARGET: &str = "00000000-0000-7000-8000-000000000011";
pub(crate) const INDICATOR: &str = "00000000-0000-7000-8000-000000000021";
pub(crate) const ACTIVITY: &str = "00000000-0000-7000-8000-000000000031";
pub(crate) const BANK: &str = "00000000-0000-7000-8000-0000000000b1";
pub(crate) const COOPERATIVE: &str = "00000000-0000-7000-8000-0000000000b2";
pub(crate) const STRANGER: &str = "00000000-0000-7000-8000-0000000000b9";
pub(crate) const SOURCE: &str = "dfid-2011-AF.xml#GB-1-107196";

pub(crate) fn propose_goal() -> ProposeGoal {
    ProposeGoal {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        title: "More women borrow".into(),
        level: Level::Outcome.into(),
        approach: "Group loans".into(),
        targets: vec![target()],
        ..Default::default()
    }
}

pub(crate) fn goal_proposed() -> GoalProposed {
    GoalProposed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        title: "More women borrow".into(),
        level: Level::Outcome.into(),
        parent_goal_id: String::new(),
        approach: "Group loans".into(),
        targets: vec![target()],
        proposed_by: BANK.into(),
        ..Default::default()
    }
}

/// An output that serves the goal, without targets of its own.
pub(crate) fn propose_child() -> ProposeGoal {
    ProposeGoal {
        goal_id: CHILD.into(),
        level: Level::Output.into(),
        parent_goal_id: GOAL.into(),
        targets: vec![],
        ..propose_goal()
    }
}

pub(crate) fn child_proposed() -> GoalProposed {
    GoalProposed {
        goal_id: CHILD.into(),
        level: Level::Output.into(),
        parent_goal_id: GOAL.into(),
        targets: vec![],
        ..goal_proposed()
    }
}

/// 1,000 to 3,000 borrowers in 2026.
pub(crate) fn target() -> Target {
    Target {
        target_id: TARGET.into(),
        indicator_id: INDICATOR.into(),
        kind: TargetKind::Reach.into(),
        baseline: "1000".into(),
        value: "3000".into(),
        starts_on: "2026-01-01".into(),
        due_on: "2026-12-31".into(),
        ..Default::default()
    }
}

pub(crate) fn goal_adopted() -> GoalAdopted {
    GoalAdopted {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(0),
        title: "More women borrow".into(),
        targets: vec![target()],
        why: "2 of 2 agree".into(),
        members: vec![BANK.into(), COOPERATIVE.into()],
    }
}

pub(crate) fn goal_rejected() -> GoalRejected {
    GoalRejected {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(0),
        why: "1 of 2 objects".into(),
    }
}

pub(crate) fn close_goal() -> CloseGoal {
    CloseGoal {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        outcome: Outcome::PartlyAchieved.into(),
        why: "The money is spent".into(),
        ..Default::default()
    }
}

/// As the third fact of its tree, after proposal and adoption.
pub(crate) fn closure_proposed() -> GoalClosureProposed {
    GoalClosureProposed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        outcome: Outcome::PartlyAchieved.into(),
        why: "The money is spent".into(),
        title: "More women borrow".into(),
        basis: ClosureBasis::Member.into(),
        dispositions: vec![],
    }
}

pub(crate) fn goal_closed() -> GoalClosed {
    GoalClosed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        outcome: Outcome::PartlyAchieved.into(),
        proposed_event_id: event_id(2),
        why: "2 of 2 agree".into(),
        dispositions: vec![],
    }
}

pub(crate) fn closure_rejected() -> GoalClosureRejected {
    GoalClosureRejected {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(2),
        why: "1 of 2 objects".into(),
    }
}

/// Of the fact at this place of the history.
pub(crate) fn conclude(place: usize, adopted: bool) -> ConcludeGoal {
    ConcludeGoal {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        subject_event_id: event_id(place),
        adopted,
        why: if adopted { "2 of 2 agree" } else { "1 of 2 objects" }.into(),
        members: vec![BANK.into(), COOPERATIVE.into()],
        ..Default::default()
    }
}

pub(crate) fn plan_activity() -> PlanActivity {
    PlanActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        goal_id: GOAL.into(),
        title: "Training of group leaders".into(),
        service: ServiceKind::Training.into(),
        lead_partner_id: BANK.into(),
        supporting_partner_ids: vec![COOPERATIVE.into()],
        places: vec!["Herat".into()],
        starts_on: "2026-02-01".into(),
        ends_on: "2026-06-30".into(),
        description: "Five days each".into(),
        ..Default::default()
    }
}

pub(crate) fn activity_planned() -> ActivityPlanned {
    ActivityPlanned {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        goal_id: GOAL.into(),
        title: "Training of group leaders".into(),
        service: ServiceKind::Training.into(),
        lead_partner_id: BANK.into(),
        supporting_partner_ids: vec![COOPERATIVE.into()],
        places: vec!["Herat".into()],
        starts_on: "2026-02-01".into(),
        ends_on: "2026-06-30".into(),
        description: "Five days each".into(),
        labels: vec![],
        source: String::new(),
        season: String::new(),
        inputs: vec![],
        planned_by: BANK.into(),
    }
}

/// The id that a command in a scenario gives to what the caller left unnamed.
pub(crate) fn fresh(what: &str) -> String {
    context().fresh(what)
}
