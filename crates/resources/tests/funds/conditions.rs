//! What is said of a condition, and which are met by themselves.

use contract::{
    evaluation::{self, TargetLost, TargetReached},
    goals::{self, GoalAdopted, MilestoneReached, Target},
    log::envelope::Fact,
    partners::Evidence,
    resources::{event::Kind as Event, *},
};
use kernel::{
    Invalid,
    scenario::{Scenario, given},
};
use resources::{
    Memory,
    disbursement::{Disbursement as Payment, Rejection, decisions::Verifiers},
    reactions::funds,
};
use runtime::Memory as _;

use crate::{messages::*, messages_planning::*};

const TARGET: &str = "01900000-0000-7000-8000-000000000601";
const INDICATOR: &str = "01900000-0000-7000-8000-000000000602";

#[test]
fn the_receiver_a_verifier_and_the_provider_may_say_that_it_is_met() {
    for by in [LENDER, AUDITOR, FUNDER] {
        let said = ConditionMet { partner_id: by.into(), ..met() };
        waiting().by(by).when_knowing(verifiers(), meet()).then(said.clone());
        waiting().and(said).by(by).when_knowing(verifiers(), meet()).then_nothing();
    }
    waiting().by(INSURER).when_knowing(verifiers(), meet()).then_rejected(Rejection::NotInvolved);
}

#[test]
fn it_is_met_on_a_day_that_has_come_with_words_and_a_real_document() {
    let document = Evidence { uri: "no".into(), ..Default::default() };
    for (command, field) in [
        (MeetCondition { met_on: "2026-01-16".into(), ..meet() }, "met_on"),
        (MeetCondition { note: String::new(), ..meet() }, "note"),
        (MeetCondition { evidence: Some(document), ..meet() }, "evidence.uri"),
    ] {
        match waiting().by(LENDER).when_knowing(verifiers(), command).decision() {
            Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
            other => panic!("{other:?}"),
        }
    }
    let unknown = MeetCondition { condition_id: THIRD.into(), ..meet() };
    waiting().by(LENDER).when_knowing(verifiers(), unknown).then_rejected(Rejection::ConditionNotFound);
    let is_met = Rejection::Condition { state: ConditionState::Met };
    waiting().and(met()).by(FUNDER).when_knowing(verifiers(), meet()).then_rejected(is_met);
}

#[test]
fn the_provider_contests_it_and_then_it_is_open_until_it_is_met_anew() {
    waiting().and(met()).by(FUNDER).when(contest()).then(contested());
    waiting().and(met()).by(LENDER).when(contest()).then_rejected(Rejection::NotTheProvider);
    let is_open = Rejection::Condition { state: ConditionState::Open };
    waiting().by(FUNDER).when(contest()).then_rejected(is_open);
    waiting().and(met()).and(contested()).by(LENDER).when_knowing(verifiers(), meet()).then(met());
    let why = Rejection::from(Invalid::new("reason", "is missing"));
    let silent = ContestCondition { reason: String::new(), ..contest() };
    waiting().and(met()).by(FUNDER).when(silent).then_rejected(why);
}

#[test]
fn nobody_waives_another_partners_condition() {
    waiting().by(FUNDER).when(waive()).then(waived());
    waiting().and(waived()).by(FUNDER).when(waive()).then_nothing();
    for by in [LENDER, AUDITOR, INSURER] {
        waiting().by(by).when(waive()).then_rejected(Rejection::NotYourCondition);
    }
    let is_met = Rejection::Condition { state: ConditionState::Met };
    waiting().and(met()).by(FUNDER).when(waive()).then_rejected(is_met);
    let is_waived = Rejection::Condition { state: ConditionState::Waived };
    waiting().and(waived()).by(LENDER).when_knowing(verifiers(), meet()).then_rejected(is_waived.clone());
    waiting().and(waived()).by(FUNDER).when(contest()).then_rejected(is_waived);
}

#[test]
fn of_a_cancelled_payment_nothing_is_said() {
    let cancelled = || DisbursementCancelled {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        partner_id: FUNDER.into(),
        reason: "No branch".into(),
    };
    waiting().and(cancelled()).by(LENDER).when_knowing(verifiers(), meet()).then_rejected(Rejection::Cancelled);
    waiting().and(met()).and(cancelled()).by(FUNDER).when(contest()).then_rejected(Rejection::Cancelled);
    waiting().and(cancelled()).by(FUNDER).when(waive()).then_rejected(Rejection::Cancelled);
    waiting().and(cancelled()).by_service("resources").when_knowing(verifiers(), meet()).then_nothing();
}

#[test]
fn a_milestone_meets_the_conditions_that_wait_for_it() {
    let by_itself = ConditionMet { partner_id: String::new(), ..met() };
    waiting().by_service("resources").when_knowing(verifiers(), meet()).then(by_itself.clone());
    waiting().and(by_itself).by_service("resources").when_knowing(verifiers(), meet()).then_nothing();
    let mut memory = after::<Event>([planned().into()]);
    let said = hears(&mut memory, reached(OTHER));
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].condition_id.as_str(), said[0].met_on.as_str()), (CONDITION, "2026-01-12"));
    assert!(hears(&mut memory, reached(THIRD)).is_empty(), "another milestone");
    hear(&mut memory, met());
    assert!(hears(&mut memory, reached(OTHER)).is_empty(), "it is met");
}

#[test]
fn a_target_meets_the_conditions_for_its_goal_and_indicator() {
    let mut memory = Memory::default();
    hears(&mut memory, adopted());
    hear(&mut memory, measured());
    let said = hears(&mut memory, target_reached());
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].met_on.as_str(), said[0].note.as_str()), ("2026-01-15", "The target is reached: 500."));
}

#[test]
fn what_is_reached_before_it_is_planned_is_met_at_once() {
    let planned_now = |memory: &mut Memory, it: DisbursementPlanned| {
        let event = contract::resources::Event { kind: Some(it.into()) };
        hears(memory, Fact::Resources(event)).len()
    };
    let mut memory = Memory::default();
    hears(&mut memory, reached(OTHER));
    assert_eq!(planned_now(&mut memory, planned()), 1);
    hears(&mut memory, adopted());
    hears(&mut memory, target_reached());
    assert_eq!(planned_now(&mut memory, measured()), 1);
    let lost = TargetLost {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: "400".into(),
    };
    hears(&mut memory, Fact::Evaluation(evaluation::Event { kind: Some(lost.into()) }));
    assert_eq!(planned_now(&mut memory, measured()), 0);
}

/// What the service gives itself to do, once it has heard.
fn hears(memory: &mut Memory, heard: Fact) -> Vec<MeetCondition> {
    let heard = fact(heard);
    memory.remember(&heard);
    funds::met(&memory.funds, &heard)
}

fn reached(milestone_id: &str) -> Fact {
    let reached = MilestoneReached {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: milestone_id.into(),
        reached_on: "2026-01-12".into(),
        ..Default::default()
    };
    Fact::Goals(goals::Event { kind: Some(reached.into()) })
}

fn adopted() -> Fact {
    let target = Target { target_id: TARGET.into(), indicator_id: INDICATOR.into(), ..Default::default() };
    let adopted = GoalAdopted {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        targets: vec![target],
        ..Default::default()
    };
    Fact::Goals(goals::Event { kind: Some(adopted.into()) })
}

fn target_reached() -> Fact {
    let reached = TargetReached {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: "500".into(),
    };
    Fact::Evaluation(evaluation::Event { kind: Some(reached.into()) })
}

/// A payment that waits for a measurement.
fn measured() -> DisbursementPlanned {
    let condition = Condition {
        kind: ConditionKind::Measurement.into(),
        milestone_id: String::new(),
        indicator_id: INDICATOR.into(),
        ..condition()
    };
    DisbursementPlanned { conditions: vec![condition], ..planned() }
}

fn waiting() -> Scenario<Payment> {
    given::<Payment, Event>([planned().into()])
}

fn verifiers() -> Verifiers {
    Verifiers(vec![AUDITOR.into()])
}

fn contest() -> ContestCondition {
    ContestCondition {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        reason: "It opened without clients".into(),
        ..Default::default()
    }
}

fn contested() -> ConditionContested {
    ConditionContested {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        partner_id: FUNDER.into(),
        reason: "It opened without clients".into(),
        was_met_by: LENDER.into(),
        was_met_on: "2026-01-14".into(),
    }
}

fn waive() -> WaiveCondition {
    WaiveCondition {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        reason: "The flood".into(),
        ..Default::default()
    }
}

fn waived() -> ConditionWaived {
    ConditionWaived {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        partner_id: FUNDER.into(),
        waived_on: "2026-01-15".into(),
        reason: "The flood".into(),
    }
}
