//! Planning an activity anew: what changed is kept beside it.

use contract::goals::*;
use goals::{
    activity::{Activity, Around, Rejection},
    tree::Partnership,
};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome as Outcomes, Scenario, given, nothing},
};

use crate::{messages::*, messages_activity::*};

#[test]
fn the_lead_plans_it_anew_with_what_was_and_what_is() {
    let later = ReviseActivity { ends_on: "2026-08-31".into(), season: "long rains 2026".into(), ..revise() };
    revising(planned(), later).then(ActivityRevised {
        ends_on: "2026-08-31".into(),
        season: "long rains 2026".into(),
        changes: vec![changed("ends_on", "2026-06-30", "2026-08-31"), changed("season", "", "long rains 2026")],
        ..revised()
    });
}

#[test]
fn a_plan_that_says_the_same_changes_nothing() {
    revising(planned(), revise()).then_nothing();
    revising(planned(), ReviseActivity { places: vec![" Herat ".into()], ..revise() }).then_nothing();
}

#[test]
fn a_plan_is_changed_for_a_reason() {
    invalid(ReviseActivity { reason: " ".into(), ..revise() }, "reason");
    invalid(ReviseActivity { title: "\t".into(), ..revise() }, "title");
    invalid(ReviseActivity { ends_on: "2026-01-31".into(), ..revise() }, "ends_on");
    invalid(ReviseActivity { goal_id: String::new(), ..revise() }, "goal_id");
    invalid(ReviseActivity { supporting_partner_ids: vec![BANK.into()], ..revise() }, "supporting_partner_ids");
}

#[test]
fn every_part_of_a_plan_can_change_and_the_change_is_told() {
    let kit = ActivityInput { what: "Kits".into(), quantity: "40".into(), ..Default::default() };
    let all = ReviseActivity {
        goal_id: CHILD.into(),
        title: "Training".into(),
        service: ServiceKind::Savings.into(),
        supporting_partner_ids: vec![INSURER.into()],
        places: vec!["Kabul".into(), "Herat".into()],
        starts_on: "2026-03-01".into(),
        ends_on: String::new(),
        season: "dry".into(),
        description: String::new(),
        inputs: vec![kit],
        ..revise()
    };
    let events = revising(planned(), all).decision().expect("accepted");
    let [event::Kind::ActivityRevised(it)] = &events[..] else { panic!("{events:?}") };
    let told: Vec<_> = it.changes.iter().map(|it| (it.field.as_str(), it.was.as_str(), it.is.as_str())).collect();
    assert_eq!(
        told,
        [
            ("goal_id", GOAL, CHILD),
            ("title", "Training of group leaders", "Training"),
            ("service", "SERVICE_KIND_TRAINING", "SERVICE_KIND_SAVINGS"),
            ("supporting_partner_ids", COOPERATIVE, INSURER),
            ("places", "Herat", "Kabul; Herat"),
            ("starts_on", "2026-02-01", "2026-03-01"),
            ("ends_on", "2026-06-30", ""),
            ("season", "", "dry"),
            ("description", "Five days each", ""),
            ("inputs", "", "Kits 40"),
        ]
    );
    assert_eq!((it.was_goal_id.as_str(), it.goal_id.as_str()), (GOAL, CHILD));
}

#[test]
fn a_long_text_is_told_in_part_and_kept_whole() {
    let long = ReviseActivity { description: "ü".repeat(2_000), ..revise() };
    let events = revising(planned(), long).decision().expect("accepted");
    let [event::Kind::ActivityRevised(it)] = &events[..] else { panic!("{events:?}") };
    let told = format!("{}…", "ü".repeat(510));
    assert_eq!(
        (it.description.len(), &it.changes[0].is),
        (4_000, &told),
        "1,023 of the 1,024 bytes: letters stay whole"
    );
}

#[test]
fn only_the_lead_revises_what_it_has_taken_on() {
    let not_the_lead = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    for other in [COOPERATIVE, INSURER] {
        let again = ReviseActivity { title: "Ours".into(), ..revise() };
        planned().by(other).when_knowing(around(), again).then_rejected(not_the_lead.clone());
    }
}

#[test]
fn until_the_named_lead_has_spoken_whoever_planned_it_revises_it_too() {
    let for_another = || {
        given::<Activity, _>([ActivityPlanned {
            lead_partner_id: INSURER.into(),
            supporting_partner_ids: vec![COOPERATIVE.into()],
            ..activity_planned()
        }])
    };
    let later = || ReviseActivity { ends_on: "2026-08-31".into(), ..revise() };
    for speaker in [BANK, INSURER] {
        assert!(for_another().by(speaker).when_knowing(around(), later()).decision().is_ok());
    }
    let accepted = for_another().and(handed_over(INSURER, INSURER, ""));
    let rejection = Rejection::NotTheLead { lead_partner_id: INSURER.into() };
    accepted.by(BANK).when_knowing(around(), later()).then_rejected(rejection);
}

#[test]
fn another_goal_is_adopted_and_the_same_one_may_be_about_to_close() {
    let moved = || ReviseActivity { goal_id: CHILD.into(), ..revise() };
    let proposed = Around { goal: Some(GoalState::Proposed), ..around() };
    let rejection = Rejection::GoalNotActive(GoalState::Proposed);
    planned().by(BANK).when_knowing(proposed, moved()).then_rejected(rejection);
    let unknown = Around { goal: None, ..around() };
    planned().by(BANK).when_knowing(unknown, moved()).then_rejected(Rejection::GoalNotFound);
    let closing = Around { goal: Some(GoalState::Closing), ..around() };
    let later = ReviseActivity { ends_on: "2026-08-31".into(), ..revise() };
    assert!(planned().by(BANK).when_knowing(closing, later).decision().is_ok());
}

#[test]
fn who_is_named_anew_has_a_voice_and_who_was_named_before_may_have_gone() {
    let gone = Around { voices: vec![BANK.into()], partnership: Partnership::Active, goal: Some(GoalState::Active) };
    let later = ReviseActivity { ends_on: "2026-08-31".into(), ..revise() };
    assert!(planned().by(BANK).when_knowing(gone.clone(), later.clone()).decision().is_ok());
    let supporting_partner_ids = vec![COOPERATIVE.into(), STRANGER.into()];
    let with = ReviseActivity { supporting_partner_ids, ..later };
    let rejection = Rejection::NotAMember { field: "supporting_partner_ids", partner_id: STRANGER.into() };
    planned().by(BANK).when_knowing(gone, with).then_rejected(rejection);
}

#[test]
fn what_is_over_or_listed_stays_as_it_is() {
    let later = || ReviseActivity { ends_on: "2026-08-31".into(), ..revise() };
    let done = planned().and(started()).and(completed());
    revising(done, later()).then_rejected(Rejection::State(ActivityState::Completed));
    revising(planned().and(cancelled(BANK)), later()).then_rejected(Rejection::State(ActivityState::Cancelled));
    let listed = given::<Activity, _>([ActivityPlanned { source: SOURCE.into(), ..activity_planned() }]);
    revising(listed, later()).then_rejected(Rejection::Listed);
    revising(nothing(), later()).then_rejected(Rejection::NotFound);
    assert!(revising(planned().and(started()), later()).decision().is_ok());
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::State(ActivityState::Completed).refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::NotNow, "REASON_ACTIVITY_STATE"));
    assert_eq!(refusal.metadata, [("state", "ACTIVITY_STATE_COMPLETED".to_owned())]);
    let refusal = Rejection::NotTheLead { lead_partner_id: BANK.into() }.refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::Denied, "REASON_NOT_THE_LEAD"));
    assert_eq!(refusal.metadata, [("lead_partner_id", BANK.to_owned())]);
    for (rejection, kind, reason) in [
        (Rejection::NotOffered { lead_partner_id: BANK.into() }, Kind::Denied, "REASON_NOT_OFFERED"),
        (Rejection::Listed, Kind::NotNow, "REASON_LISTED_BY_A_SOURCE"),
        (Rejection::NotSupporting, Kind::Denied, "REASON_NOT_SUPPORTING"),
        (Rejection::NotForCallers, Kind::Denied, "REASON_NOT_FOR_CALLERS"),
        (Rejection::NotFound, Kind::NotFound, "REASON_NOT_FOUND"),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.kind, refusal.reason), (kind, reason));
    }
}

fn planned() -> Scenario<Activity> {
    given::<Activity, _>([activity_planned()])
}

fn revising(scenario: Scenario<Activity>, command: ReviseActivity) -> Outcomes<Activity> {
    scenario.by(BANK).when_knowing(around(), command)
}

#[track_caller]
fn invalid(command: ReviseActivity, field: &str) {
    match revising(planned(), command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
