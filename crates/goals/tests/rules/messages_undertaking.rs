//! One helper a message about undertakings: the bank promises the cooperative 40 hours of training by the end of March.

use std::collections::BTreeMap;

use contract::{goals::*, partners::Evidence};
use goals::{tree::Partnership, undertaking::Around};
use kernel::Members;

use crate::messages::*;

pub(crate) const PROMISE: &str = "00000000-0000-7000-8000-000000000041";
pub(crate) const TERMS: &str = "00000000-0000-7000-8000-000000000051";
pub(crate) const INSURER: &str = "00000000-0000-7000-8000-0000000000b3";
pub(crate) const AUDITOR: &str = "00000000-0000-7000-8000-0000000000b4";
/// Part of the bank, with a voice that it shares.
pub(crate) const BRANCH: &str = "00000000-0000-7000-8000-0000000000b5";
/// The day of the scenarios.
pub(crate) const TODAY: &str = "2026-01-15";
pub(crate) const DUE: &str = "2026-03-31";
pub(crate) const LATER: &str = "2026-06-30";

pub(crate) fn members() -> Members {
    Members {
        voices: vec![BANK.into(), COOPERATIVE.into(), INSURER.into(), BRANCH.into()],
        others: vec![AUDITOR.into()],
        leaving: vec![],
        organisations: BTreeMap::from([(BRANCH.into(), BANK.into())]),
    }
}

/// The same, with that partner gone.
pub(crate) fn without(partner_id: &str) -> Members {
    let mut members = members();
    members.voices.retain(|it| it != partner_id);
    members.others.retain(|it| it != partner_id);
    members
}

pub(crate) fn around() -> Around {
    Around {
        partnership: Partnership::Active,
        members: members(),
        goals: vec![(GOAL.into(), GoalState::Active)],
        activity_goal_id: None,
    }
}

pub(crate) fn give() -> GiveUndertaking {
    GiveUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        to_partner_id: COOPERATIVE.into(),
        goal_id: GOAL.into(),
        what: "Train the group leaders".into(),
        quantity: "40".into(),
        unit: "hours".into(),
        due_on: DUE.into(),
        ..Default::default()
    }
}

pub(crate) fn given() -> UndertakingGiven {
    UndertakingGiven {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        given_by: BANK.into(),
        to_partner_id: COOPERATIVE.into(),
        goal_id: GOAL.into(),
        activity_id: String::new(),
        what: "Train the group leaders".into(),
        quantity: "40".into(),
        unit: "hours".into(),
        due_on: DUE.into(),
        given_on: TODAY.into(),
    }
}

pub(crate) fn to_all() -> UndertakingGiven {
    UndertakingGiven { to_partner_id: String::new(), ..given() }
}

pub(crate) fn evidence() -> Evidence {
    Evidence {
        uri: "https://example.org/list.pdf".into(),
        sha256: "a".repeat(64),
        size_bytes: 4_096,
        media_type: "application/pdf".into(),
    }
}

pub(crate) fn fulfil() -> FulfilUndertaking {
    FulfilUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        fulfilled_on: TODAY.into(),
        note: "Eight of them, five hours each".into(),
        evidence: Some(evidence()),
        delivered: "40".into(),
        ..Default::default()
    }
}

pub(crate) fn fulfilled() -> UndertakingFulfilled {
    UndertakingFulfilled {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        fulfilled_by: BANK.into(),
        fulfilled_on: TODAY.into(),
        note: "Eight of them, five hours each".into(),
        evidence: Some(evidence()),
        delivered: "40".into(),
        asked_to_confirm: vec![COOPERATIVE.into()],
    }
}

pub(crate) fn confirm() -> ConfirmFulfilment {
    ConfirmFulfilment { partnership_id: TOGETHER.into(), undertaking_id: PROMISE.into(), ..Default::default() }
}

pub(crate) fn confirmed() -> FulfilmentConfirmed {
    FulfilmentConfirmed {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        confirmed_by: COOPERATIVE.into(),
        given_by: BANK.into(),
        fulfilled_on: TODAY.into(),
        due_on: DUE.into(),
        first_due_on: DUE.into(),
    }
}

pub(crate) fn give_back() -> ReturnFulfilment {
    ReturnFulfilment {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        reason: "Two were not there".into(),
        ..Default::default()
    }
}

pub(crate) fn returned() -> FulfilmentReturned {
    FulfilmentReturned {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        returned_by: COOPERATIVE.into(),
        reason: "Two were not there".into(),
        given_by: BANK.into(),
        due_on: DUE.into(),
    }
}

pub(crate) fn renegotiate() -> RenegotiateUndertaking {
    RenegotiateUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        due_on: LATER.into(),
        reason: "The trainer is ill".into(),
        ..Default::default()
    }
}

pub(crate) fn asked() -> RenegotiationProposed {
    RenegotiationProposed {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        proposed_by: BANK.into(),
        was_due_on: DUE.into(),
        due_on: LATER.into(),
        what: "Train the group leaders".into(),
        quantity: "40".into(),
        reason: "The trainer is ill".into(),
        asked: vec![COOPERATIVE.into()],
        release: false,
    }
}

pub(crate) fn agree() -> AgreeRenegotiation {
    AgreeRenegotiation {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        ..Default::default()
    }
}

pub(crate) fn agreed() -> UndertakingRenegotiated {
    UndertakingRenegotiated {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        proposed_by: BANK.into(),
        agreed_by: COOPERATIVE.into(),
        was_due_on: DUE.into(),
        due_on: LATER.into(),
        what: "Train the group leaders".into(),
        quantity: "40".into(),
        reason: "The trainer is ill".into(),
        given_by: BANK.into(),
    }
}

pub(crate) fn decline() -> DeclineRenegotiation {
    DeclineRenegotiation {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        reason: "The season starts in April".into(),
        ..Default::default()
    }
}

pub(crate) fn declined() -> RenegotiationDeclined {
    RenegotiationDeclined {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        declined_by: COOPERATIVE.into(),
        reason: "The season starts in April".into(),
    }
}

pub(crate) fn take_back() -> WithdrawRenegotiation {
    WithdrawRenegotiation {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        ..Default::default()
    }
}

pub(crate) fn taken_back() -> RenegotiationWithdrawn {
    RenegotiationWithdrawn {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        withdrawn_by: BANK.into(),
    }
}

pub(crate) fn release() -> ReleaseUndertaking {
    ReleaseUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        reason: "We train them ourselves".into(),
        ..Default::default()
    }
}

pub(crate) fn released() -> UndertakingReleased {
    UndertakingReleased {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        released_by: COOPERATIVE.into(),
        reason: "We train them ourselves".into(),
        given_by: BANK.into(),
        to_partner_id: COOPERATIVE.into(),
        renegotiation_id: String::new(),
    }
}

pub(crate) fn take_over() -> TakeOverUndertaking {
    TakeOverUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        reason: "We have the trainers".into(),
        ..Default::default()
    }
}

pub(crate) fn handed_over() -> UndertakingHandedOver {
    UndertakingHandedOver {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        given_by: INSURER.into(),
        to_partner_id: COOPERATIVE.into(),
        was_given_by: BANK.into(),
        was_to_partner_id: COOPERATIVE.into(),
        why: "We have the trainers".into(),
    }
}

pub(crate) fn settle(how: UndertakingSettlement, leaver: &str, to: &str) -> SettleUndertaking {
    SettleUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        how: how.into(),
        partner_id: leaver.into(),
        to_partner_id: to.into(),
        why: "Agreed at the exit".into(),
        ..Default::default()
    }
}

pub(crate) fn end(to_goal_id: &str, stands: bool) -> EndUndertaking {
    EndUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        to_goal_id: to_goal_id.into(),
        stands,
        why: "The goal was dropped".into(),
        ..Default::default()
    }
}

pub(crate) fn moved(goal_id: &str) -> UndertakingMoved {
    UndertakingMoved {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        goal_id: goal_id.into(),
        was_goal_id: GOAL.into(),
        why: "The goal was dropped".into(),
    }
}

pub(crate) fn lapse() -> LapseUndertaking {
    LapseUndertaking {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        due_on: DUE.into(),
        ..Default::default()
    }
}

pub(crate) fn overdue() -> UndertakingOverdue {
    UndertakingOverdue {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        given_by: BANK.into(),
        to_partner_id: COOPERATIVE.into(),
        due_on: DUE.into(),
        first_due_on: DUE.into(),
    }
}
