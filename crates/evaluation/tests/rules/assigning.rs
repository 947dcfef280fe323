//! What assigning a report leads to, and what the clock says of it, in plain given-when-then.

use contract::evaluation::*;
use evaluation::{
    assignment::{
        Around, Assignment, AtHand, Rejection,
        decisions::{IsPublished, Reported},
    },
    calendar::Periods,
};
use jiff::Timestamp;
use kernel::{
    Members, Reject,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::{messages::*, messages_reporting::*};

const AFFILIATE: &str = "00000000-0000-7000-8000-0000000000b4";

#[test]
fn a_member_assigns_who_reports_what_and_who_verifies() {
    assigning(assign_reporting()).then(reporting_assigned());
    let own = AssignReporting { verifier_partner_id: String::new(), ..assign_reporting() };
    assigning(own).then(ReportingAssigned { verifier_partner_id: String::new(), ..reporting_assigned() });
    let unnamed = AssignReporting { assignment_id: String::new(), ..assign_reporting() };
    assigning(unnamed).then(ReportingAssigned { assignment_id: fresh("assignment"), ..reporting_assigned() });
}

#[test]
fn it_is_assigned_once() {
    let again = |command| assigned().by(COOPERATIVE).when_knowing(around(), command);
    again(assign_reporting()).then_nothing();
    again(AssignReporting { days_allowed: 1, ..assign_reporting() }).then_rejected(Rejection::IdTaken);
    let overlapping = Around { overlapping: Some("another".into()), ..around() };
    beside(overlapping, assign_reporting()).then_rejected(Rejection::AlreadyAssigned("another".into()));
}

#[test]
fn it_takes_an_indicator_a_calendar_and_an_active_partnership() {
    let without = |around| beside(around, assign_reporting());
    without(Around { is_active: false, ..around() }).then_rejected(Rejection::PartnershipNotActive);
    without(Around { indicator: None, ..around() }).then_rejected(Rejection::NoIndicator);
    let published = Around { indicator: Some(IsPublished(true)), ..around() };
    without(published).then_rejected(Rejection::IndicatorAsPublished);
    without(Around { calendar: None, ..around() }).then_rejected(Rejection::NoCalendar);
}

#[test]
fn who_reports_has_a_voice_and_another_one_verifies() {
    let by = |partner: &str, verifier: &str| AssignReporting {
        partner_id: partner.into(),
        verifier_partner_id: verifier.into(),
        ..assign_reporting()
    };
    assigning(by(AUDITOR, BANK)).then_rejected(Rejection::NotAMember);
    assigning(by(GOAL, BANK)).then_rejected(Rejection::NotAMember);
    assigning(by(BANK, BANK)).then_rejected(Rejection::OwnReport);
    assigning(by(BANK, AFFILIATE)).then_rejected(Rejection::OwnReport);
    assigning(by(BANK, GOAL)).then_rejected(Rejection::NotAVerifier);
    assert!(assigning(by(COOPERATIVE, BANK)).decision().is_ok());
}

#[test]
fn its_span_holds_a_period_and_begins_not_long_ago() {
    let span = |from: &str, until: &str| AssignReporting {
        from_on: from.into(),
        until_on: until.into(),
        ..assign_reporting()
    };
    invalid(span("soon", ""), "from_on");
    invalid(span("2024-01-14", ""), "from_on");
    assert!(assigning(span("2024-01-15", "")).decision().is_ok(), "two years past");
    invalid(span("2026-02-01", "2026-01-31"), "until_on");
    invalid(span("2026-01-02", "2026-02-27"), "until_on");
    assert!(assigning(span("2026-01-02", "2026-02-28")).decision().is_ok(), "all of February");
}

#[test]
fn a_period_that_is_over_is_expected_with_its_last_day() {
    clocked(assigned(), AtHand::default(), expect_report()).then(report_expected());
    let expected = || assigned().and(report_expected());
    clocked(expected(), AtHand::default(), expect_report()).then_nothing();
    clocked(assigned().and(assignment_ended()), AtHand::default(), expect_report()).then_nothing();
    assigned().by(BANK).when(expect_report()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn what_was_reported_before_it_was_expected_is_said() {
    let reported = ReportExpected { measurement_id: MEASUREMENT.into(), ..report_expected() };
    clocked(assigned(), at_hand(false), expect_report()).then(reported.clone());
    clocked(assigned(), at_hand(true), expect_report()).then(ReportExpected { verified: true, ..reported });
}

#[test]
fn it_is_late_when_the_days_allowed_are_over_and_nothing_came() {
    let late = |known, at: &str| {
        let expected = assigned().and(report_expected()).at(at.parse::<Timestamp>().unwrap());
        expected.by_service("clock").when_knowing(known, miss_report())
    };
    late(AtHand::default(), "2026-01-15T23:59:59Z").then_nothing();
    late(AtHand::default(), "2026-01-16T00:00:00Z").then(report_overdue());
    late(at_hand(false), "2026-01-16T00:00:00Z").then_nothing();
    clocked(assigned(), AtHand::default(), miss_report()).then_nothing();
    assigned().by(BANK).when(miss_report()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn an_assignment_is_ended_with_a_reason_and_what_was_open_is_named() {
    let ended = AssignmentEnded { open_period_ends: vec!["2025-12-31".into()], ..assignment_ended() };
    let expected = || assigned().and(report_expected()).by(COOPERATIVE);
    let awaited = AtHand { awaited: ["2025-12-31".to_owned()].into(), ..Default::default() };
    expected().when_knowing(awaited, end_assignment()).then(ended);
    expected().when_knowing(at_hand(false), end_assignment()).then(assignment_ended());
    let ended = || assigned().and(assignment_ended()).by(COOPERATIVE);
    ended().when(end_assignment()).then_nothing();
    let other = EndAssignment { reason: "No longer needed".into(), ..end_assignment() };
    ended().when(other.clone()).then_rejected(Rejection::Ended);
    assigned().and(assignment_ended()).by_service("evaluation").when(other).then_nothing();
    nothing::<Assignment>().by(BANK).when(end_assignment()).then_rejected(Rejection::NotFound);
    let unsaid = EndAssignment { reason: " ".into(), ..end_assignment() };
    assert!(assigned().by(BANK).when(unsaid).decision().is_err());
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::AlreadyAssigned(ASSIGNMENT.into()).refusal();
    assert_eq!(refusal.reason, "REASON_ALREADY_ASSIGNED");
    assert_eq!(refusal.metadata, vec![("assignment_id", ASSIGNMENT.to_owned())]);
    assert_eq!(Rejection::OwnReport.refusal().field, Some("verifier_partner_id"));
    assert_eq!(Rejection::Ended.refusal().reason, "REASON_ASSIGNMENT_ENDED");
}

fn miss_report() -> MissReport {
    MissReport {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        period_end: "2025-12-31".into(),
        ..Default::default()
    }
}

fn end_assignment() -> EndAssignment {
    EndAssignment {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        reason: "Counted by the cooperative from now on".into(),
        ..Default::default()
    }
}

fn at_hand(is_verified: bool) -> AtHand {
    let reported = Reported { measurement_id: MEASUREMENT.into(), is_verified };
    AtHand { reported: [("2025-12-31".to_owned(), reported)].into(), ..Default::default() }
}

fn around() -> Around {
    Around {
        is_active: true,
        indicator: Some(IsPublished(false)),
        calendar: Periods::parse(CalendarKind::Months, 0, &[]),
        members: Members {
            voices: vec![BANK.into(), COOPERATIVE.into(), AFFILIATE.into()],
            others: vec![AUDITOR.into()],
            organisations: [(AFFILIATE.to_owned(), BANK.to_owned())].into(),
            ..Default::default()
        },
        may_verify: [BANK, COOPERATIVE, AFFILIATE, AUDITOR].map(String::from).to_vec(),
        overlapping: None,
    }
}

fn assigned() -> Scenario<Assignment> {
    given([reporting_assigned()])
}

fn assigning(command: AssignReporting) -> Outcome<Assignment> {
    beside(around(), command)
}

fn beside(around: Around, command: AssignReporting) -> Outcome<Assignment> {
    nothing::<Assignment>().by(COOPERATIVE).when_knowing(around, command)
}

fn clocked<C>(scenario: Scenario<Assignment>, known: AtHand, command: C) -> Outcome<Assignment>
where
    Assignment: kernel::Decide<C, Known = AtHand>,
{
    scenario.by_service("clock").when_knowing(known, command)
}

#[track_caller]
fn invalid(command: AssignReporting, field: &str) {
    match assigning(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
