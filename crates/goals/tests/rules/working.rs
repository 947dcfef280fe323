//! The work itself: planned, begun, done, given up, or late.

use contract::{goals::*, partners::Evidence};
use goals::activity::{Activity, Rejection};
use kernel::{
    Decide,
    scenario::{Scenario, given, nothing},
};

use crate::{messages::*, messages_activity::*};

#[test]
fn the_lead_says_that_the_work_has_begun() {
    planned().by(BANK).when(start("2026-01-10")).then(started());
    begun().by(BANK).when(start("2026-01-10")).then_nothing();
    begun().by(BANK).when(start("2026-01-11")).then_rejected(Rejection::State(ActivityState::Started));
}

#[test]
fn nobody_begins_the_work_of_another() {
    let not_the_lead = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    planned().by(COOPERATIVE).when(start("2026-01-10")).then_rejected(not_the_lead);
    let for_another = ActivityPlanned { lead_partner_id: INSURER.into(), ..activity_planned() };
    let for_another = || given::<Activity, _>([for_another.clone()]);
    let rejection = Rejection::NotTheLead { lead_partner_id: INSURER.into() };
    for_another().by(BANK).when(start("2026-01-10")).then_rejected(rejection);
    let by_insurer = ActivityStarted { lead_partner_id: INSURER.into(), ..started() };
    for_another().by(INSURER).when(start("2026-01-10")).then(by_insurer);
}

#[test]
fn what_happened_does_not_lie_ahead() {
    invalid(planned(), start("2026-01-16"), "started_on");
    invalid(planned(), start("soon"), "started_on");
    let on = |day: &str| CompleteActivity { completed_on: day.into(), ..complete() };
    invalid(begun(), on("2026-01-16"), "completed_on");
    invalid(begun(), on("2026-01-09"), "completed_on");
    invalid(begun(), on("2026-02-30"), "completed_on");
}

#[test]
fn the_lead_says_what_came_of_it() {
    begun().by(BANK).when(complete()).then(completed());
    let shown = CompleteActivity { evidence: Some(attendance_list()), ..complete() };
    begun().by(BANK).when(shown).then(ActivityCompleted { evidence: Some(attendance_list()), ..completed() });
    let done = || begun().and(completed());
    done().by(BANK).when(complete()).then_nothing();
    let otherwise = CompleteActivity { result: "Nobody came".into(), ..complete() };
    done().by(BANK).when(otherwise).then_rejected(Rejection::State(ActivityState::Completed));
    let not_the_lead = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    begun().by(COOPERATIVE).when(complete()).then_rejected(not_the_lead);
    invalid(begun(), CompleteActivity { result: " ".into(), ..complete() }, "result");
}

#[test]
fn evidence_can_be_told_to_be_the_same() {
    let with = |evidence| CompleteActivity { evidence: Some(evidence), ..complete() };
    invalid(begun(), with(Evidence { uri: "mailto:a@example.org".into(), ..attendance_list() }), "evidence.uri");
    invalid(begun(), with(Evidence { uri: "a b".into(), ..attendance_list() }), "evidence.uri");
    invalid(begun(), with(Evidence { sha256: "none".into(), ..attendance_list() }), "evidence.sha256");
    invalid(begun(), with(Evidence { size_bytes: 0, ..attendance_list() }), "evidence.size_bytes");
    invalid(begun(), with(Evidence { media_type: "pdf".into(), ..attendance_list() }), "evidence.media_type");
}

#[test]
fn work_is_done_once_it_has_begun() {
    planned().by(BANK).when(complete()).then_rejected(Rejection::State(ActivityState::Planned));
    nothing::<Activity>().by(BANK).when(complete()).then_rejected(Rejection::NotFound);
    nothing::<Activity>().by(BANK).when(start("2026-01-10")).then_rejected(Rejection::NotFound);
}

#[test]
fn the_lead_gives_it_up_planned_or_begun_and_says_why() {
    for open in [planned(), begun()] {
        open.by(BANK).when(cancel()).then(cancelled(BANK));
    }
    planned().and(cancelled(BANK)).by(BANK).when(cancel()).then_nothing();
    let otherwise = CancelActivity { reason: "It rained".into(), ..cancel() };
    let over = planned().and(cancelled(BANK)).by(BANK).when(otherwise);
    over.then_rejected(Rejection::State(ActivityState::Cancelled));
    begun().and(completed()).by(BANK).when(cancel()).then_rejected(Rejection::State(ActivityState::Completed));
    let not_the_lead = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    planned().by(COOPERATIVE).when(cancel()).then_rejected(not_the_lead);
    invalid(planned(), CancelActivity { reason: "\n".into(), ..cancel() }, "reason");
}

#[test]
fn what_a_source_lists_stays_as_published() {
    let listed = || given::<Activity, _>([ActivityPlanned { source: SOURCE.into(), ..activity_planned() }]);
    listed().by(BANK).when(start("2026-01-10")).then_rejected(Rejection::Listed);
    listed().by(BANK).when(complete()).then_rejected(Rejection::Listed);
    listed().by(BANK).when(cancel()).then_rejected(Rejection::Listed);
    listed().by(BANK).when_knowing(crew(), hand_over(COOPERATIVE)).then_rejected(Rejection::Listed);
    listed().by(COOPERATIVE).when_knowing(crew(), take_over()).then_rejected(Rejection::Listed);
    listed().by(COOPERATIVE).when(leave()).then_rejected(Rejection::Listed);
    listed().by_service("goals").when(end("")).then_nothing();
}

#[test]
fn a_dropped_goal_leaves_its_work_given_up_or_moved() {
    let by_goals = |scenario: Scenario<Activity>| scenario.by_service("goals");
    by_goals(planned()).when(end("")).then(cancelled(""));
    by_goals(begun()).when(end(CHILD)).then(moved());
    by_goals(planned()).when(end(GOAL)).then_nothing();
    by_goals(begun().and(completed())).when(end("")).then_nothing();
    by_goals(planned().and(cancelled(BANK))).when(end(CHILD)).then_nothing();
    by_goals(nothing()).when(end("")).then_nothing();
    planned().by(BANK).when(end("")).then_rejected(Rejection::NotForCallers);
}

#[test]
fn what_is_not_done_in_time_is_late_once_for_each_day_it_was_to_end_on() {
    let past = || given::<Activity, _>([ActivityPlanned { ends_on: "2026-01-14".into(), ..in_january() }]);
    let clock = |scenario: Scenario<Activity>, day: &str| scenario.by_service("clock").when(lapse(day));
    clock(past(), "2026-01-14").then(overdue("2026-01-14"));
    clock(past().and(overdue("2026-01-14")), "2026-01-14").then_nothing();
    clock(past(), "2026-01-13").then_nothing();
    clock(past().and(cancelled(BANK)), "2026-01-14").then_nothing();
    let today = given::<Activity, _>([ActivityPlanned { ends_on: "2026-01-15".into(), ..in_january() }]);
    clock(today, "2026-01-15").then_nothing();
    let until = |day: &str| ActivityRevised { ends_on: day.into(), ..revised() };
    let put_off = || past().and(overdue("2026-01-14")).and(until("2026-01-10"));
    clock(put_off(), "2026-01-10").then(overdue("2026-01-10"));
    clock(put_off().and(until("2026-01-14")), "2026-01-14").then(overdue("2026-01-14"));
    let otherwise_anew = ActivityRevised { title: "Training".into(), ..until("2026-01-14") };
    clock(past().and(overdue("2026-01-14")).and(otherwise_anew), "2026-01-14").then_nothing();
    past().by(BANK).when(lapse("2026-01-14")).then_rejected(Rejection::NotForCallers);
}

fn in_january() -> ActivityPlanned {
    ActivityPlanned { starts_on: "2026-01-05".into(), ..activity_planned() }
}

fn planned() -> Scenario<Activity> {
    given::<Activity, _>([activity_planned()])
}

fn begun() -> Scenario<Activity> {
    planned().and(started())
}

#[track_caller]
fn invalid<C>(scenario: Scenario<Activity>, command: C, field: &str)
where
    Activity: Decide<C, Known = ()>,
{
    match scenario.by(BANK).when(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
