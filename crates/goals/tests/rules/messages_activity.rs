//! One helper a message about activities, with what the sentences in the tests leave unsaid.

use contract::{goals::*, partners::Evidence};
use goals::activity::{Around, Crew};
use goals::tree::Partnership;

use crate::messages::*;

pub(crate) const INSURER: &str = "00000000-0000-7000-8000-0000000000b3";

pub(crate) fn revise() -> ReviseActivity {
    ReviseActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        goal_id: GOAL.into(),
        title: "Training of group leaders".into(),
        service: ServiceKind::Training.into(),
        supporting_partner_ids: vec![COOPERATIVE.into()],
        places: vec!["Herat".into()],
        starts_on: "2026-02-01".into(),
        ends_on: "2026-06-30".into(),
        description: "Five days each".into(),
        reason: "The rains came late".into(),
        ..Default::default()
    }
}

/// As the revision said nothing new.
pub(crate) fn revised() -> ActivityRevised {
    ActivityRevised {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        goal_id: GOAL.into(),
        title: "Training of group leaders".into(),
        service: ServiceKind::Training.into(),
        supporting_partner_ids: vec![COOPERATIVE.into()],
        places: vec!["Herat".into()],
        starts_on: "2026-02-01".into(),
        ends_on: "2026-06-30".into(),
        season: String::new(),
        description: "Five days each".into(),
        inputs: vec![],
        reason: "The rains came late".into(),
        changes: vec![],
        was_goal_id: GOAL.into(),
        lead_partner_id: BANK.into(),
    }
}

pub(crate) fn changed(field: &str, was: &str, is: &str) -> ActivityChange {
    ActivityChange { field: field.into(), was: was.into(), is: is.into() }
}

pub(crate) fn start(on: &str) -> StartActivity {
    StartActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        started_on: on.into(),
        ..Default::default()
    }
}

pub(crate) fn started() -> ActivityStarted {
    ActivityStarted {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        started_on: "2026-01-10".into(),
        lead_partner_id: BANK.into(),
    }
}

pub(crate) fn complete() -> CompleteActivity {
    CompleteActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        completed_on: "2026-01-14".into(),
        result: "40 group leaders trained".into(),
        ..Default::default()
    }
}

pub(crate) fn completed() -> ActivityCompleted {
    ActivityCompleted {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        completed_on: "2026-01-14".into(),
        result: "40 group leaders trained".into(),
        evidence: None,
        lead_partner_id: BANK.into(),
    }
}

pub(crate) fn attendance_list() -> Evidence {
    Evidence {
        uri: "https://example.org/attendance.pdf".into(),
        sha256: "a".repeat(64),
        size_bytes: 2_048,
        media_type: "application/pdf".into(),
    }
}

pub(crate) fn cancel() -> CancelActivity {
    CancelActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        reason: "The road is closed".into(),
        ..Default::default()
    }
}

pub(crate) fn cancelled(by: &str) -> ActivityCancelled {
    ActivityCancelled {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        reason: "The road is closed".into(),
        cancelled_by: by.into(),
        goal_id: GOAL.into(),
    }
}

pub(crate) fn hand_over(to: &str) -> HandOverActivity {
    HandOverActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        to_partner_id: to.into(),
        note: "You are nearer".into(),
        ..Default::default()
    }
}

pub(crate) fn offered(from: &str, to: &str) -> ActivityOffered {
    ActivityOffered {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        from_partner_id: from.into(),
        to_partner_id: to.into(),
        note: "You are nearer".into(),
    }
}

pub(crate) fn take_over() -> TakeOverActivity {
    TakeOverActivity { partnership_id: TOGETHER.into(), activity_id: ACTIVITY.into(), ..Default::default() }
}

pub(crate) fn handed_over(from: &str, to: &str, note: &str) -> ActivityHandedOver {
    ActivityHandedOver {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        from_partner_id: from.into(),
        to_partner_id: to.into(),
        note: note.into(),
    }
}

pub(crate) fn leave() -> LeaveActivity {
    LeaveActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        reason: "We have no trainers left".into(),
        ..Default::default()
    }
}

pub(crate) fn left(partner: &str, to: &str, reason: &str) -> ActivityLeft {
    ActivityLeft {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        partner_id: partner.into(),
        to_partner_id: to.into(),
        reason: reason.into(),
    }
}

pub(crate) fn end(to_goal: &str) -> EndActivity {
    EndActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        to_goal_id: to_goal.into(),
        why: "The road is closed".into(),
        goal_id: GOAL.into(),
        ..Default::default()
    }
}

pub(crate) fn moved() -> ActivityMoved {
    ActivityMoved {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        from_goal_id: GOAL.into(),
        to_goal_id: CHILD.into(),
        why: "The road is closed".into(),
    }
}

pub(crate) fn settle(leaver: &str, to: &str) -> SettleActivity {
    SettleActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        partner_id: leaver.into(),
        to_partner_id: to.into(),
        why: "The road is closed".into(),
        ..Default::default()
    }
}

pub(crate) fn lapse(ends_on: &str) -> LapseActivity {
    LapseActivity {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        ends_on: ends_on.into(),
        ..Default::default()
    }
}

pub(crate) fn overdue(ends_on: &str) -> ActivityOverdue {
    ActivityOverdue {
        partnership_id: TOGETHER.into(),
        activity_id: ACTIVITY.into(),
        ends_on: ends_on.into(),
        lead_partner_id: BANK.into(),
    }
}

pub(crate) fn around() -> Around {
    Around {
        partnership: Partnership::Active,
        goal: Some(GoalState::Active),
        voices: vec![BANK.into(), COOPERATIVE.into(), INSURER.into()],
    }
}

/// All three are there to stay.
pub(crate) fn crew() -> Crew {
    Crew { voices: vec![BANK.into(), COOPERATIVE.into(), INSURER.into()], leaving: vec![] }
}
