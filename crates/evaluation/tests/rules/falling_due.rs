//! What the clock finds: period after period, late or reported, until the assignment or the partnership ends.

use contract::{
    evaluation::*,
    log::{Envelope, envelope::Fact},
    partners::{self, MemberLeft, MemberRemoved, PartnershipClosed, event::Kind as Heard},
};
use evaluation::{
    memory::{Memory, What},
    reactions::reporting::endings,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use runtime::Memory as _;

use crate::{messages::*, messages_reporting::*};

#[test]
fn one_period_after_the_other_is_expected_on_the_day_after_it() {
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    assert!(fallen(&memory, "2025-10-31").is_empty());
    assert_eq!(fallen(&memory, "2025-11-01"), ["expected 2025-10"]);
    assert_eq!(fallen(&memory, "2026-01-15"), ["expected 2025-10"], "the next one when this one is said");
    expect(&mut memory, "2025-10-31", "2025-11-15");
    assert!(fallen(&memory, "2025-11-15").is_empty());
    assert_eq!(fallen(&memory, "2025-11-16"), ["overdue 2025-10-31"]);
    remember(&mut memory, ReportOverdue { period_end: "2025-10-31".into(), ..report_overdue() }.into());
    assert!(fallen(&memory, "2025-11-16").is_empty());
    assert_eq!(fallen(&memory, "2025-12-01"), ["expected 2025-11"]);
    assert_eq!(memory.at_hand(TOGETHER, ASSIGNMENT).awaited, ["2025-10-31".to_owned()].into(), "late, and waited for");
    remember(&mut memory, MeasurementReported { period_end: "2025-10-31".into(), ..measurement_reported() }.into());
    assert!(memory.at_hand(TOGETHER, ASSIGNMENT).awaited.is_empty());
}

#[test]
fn what_is_reported_is_never_late() {
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    expect(&mut memory, "2025-10-31", "2025-11-15");
    remember(&mut memory, MeasurementReported { period_end: "2025-10-31".into(), ..measurement_reported() }.into());
    assert!(fallen(&memory, "2025-11-30").is_empty());
    assert!(memory.at_hand(TOGETHER, ASSIGNMENT).is_reported("2025-10-31"));
    // What came before it was expected neither.
    remember(&mut memory, MeasurementReported { period_end: "2025-11-30".into(), ..measurement_reported() }.into());
    let at_hand = memory.at_hand(TOGETHER, ASSIGNMENT);
    let measurement_id = at_hand.reported["2025-11-30"].measurement_id.clone();
    let expected = ReportExpected { period_end: "2025-11-30".into(), measurement_id, ..report_expected() };
    remember(&mut memory, expected.into());
    assert!(fallen(&memory, "2025-12-31").is_empty());
}

#[test]
fn another_partners_value_or_another_indicators_is_not_what_is_waited_for() {
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    expect(&mut memory, "2025-10-31", "2025-11-15");
    let reported = || MeasurementReported { period_end: "2025-10-31".into(), ..measurement_reported() };
    remember(&mut memory, MeasurementReported { partner_id: COOPERATIVE.into(), ..reported() }.into());
    remember(&mut memory, MeasurementReported { indicator_id: GOAL.into(), ..reported() }.into());
    assert_eq!(fallen(&memory, "2025-11-16"), ["overdue 2025-10-31"]);
}

#[test]
fn nothing_falls_due_after_the_span_or_the_end() {
    let assigned = ReportingAssigned { until_on: "2025-10-31".into(), ..reporting_assigned() };
    let mut memory = remembering(&[calendar_defined().into(), assigned.into()]);
    expect(&mut memory, "2025-10-31", "2025-11-15");
    remember(&mut memory, ReportOverdue { period_end: "2025-10-31".into(), ..report_overdue() }.into());
    assert!(fallen(&memory, "2027-01-01").is_empty());
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    remember(&mut memory, assignment_ended().into());
    assert!(fallen(&memory, "2027-01-01").is_empty());
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    hear(&mut memory, PartnershipClosed { partnership_id: TOGETHER.into() }.into());
    assert!(fallen(&memory, "2027-01-01").is_empty());
}

#[test]
fn one_reporter_has_one_assignment_of_an_indicator_at_a_time() {
    let mut memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    let span = |from: &str, until: &str| ReportingAssigned {
        from_on: from.into(),
        until_on: until.into(),
        ..reporting_assigned()
    };
    assert_eq!(memory.overlapping(&span("2026-01-01", "")), Some(ASSIGNMENT));
    assert_eq!(memory.overlapping(&span("2025-01-01", "2025-09-30")), None);
    assert_eq!(memory.overlapping(&span("2025-01-01", "2025-10-01")), Some(ASSIGNMENT));
    let others = ReportingAssigned { partner_id: COOPERATIVE.into(), ..reporting_assigned() };
    assert_eq!(memory.overlapping(&others), None);
    remember(&mut memory, assignment_ended().into());
    assert_eq!(memory.overlapping(&span("2026-01-01", "")), None);
}

#[test]
fn who_is_no_member_any_more_reports_nothing() {
    let memory = remembering(&[calendar_defined().into(), reporting_assigned().into()]);
    let left = |partner: &str| -> Heard {
        MemberLeft { partnership_id: TOGETHER.into(), partner_id: partner.into(), ..Default::default() }.into()
    };
    let ended = endings(&memory, &left(BANK));
    assert_eq!(ended.len(), 1);
    assert_eq!((ended[0].assignment_id.as_str(), ended[0].partnership_id.as_str()), (ASSIGNMENT, TOGETHER));
    assert_eq!(endings(&memory, &left(COOPERATIVE)), []);
    let removed = MemberRemoved { partnership_id: TOGETHER.into(), partner_id: BANK.into(), ..Default::default() };
    assert_eq!(endings(&memory, &removed.into()).len(), 1);
}

fn expect(memory: &mut Memory, period_end: &str, due_on: &str) {
    let expected = ReportExpected { period_end: period_end.into(), due_on: due_on.into(), ..report_expected() };
    remember(memory, expected.into());
}

/// What has fallen due at the beginning of a day.
fn fallen(memory: &Memory, day: &str) -> Vec<String> {
    let at: Timestamp = day.parse::<Date>().unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp();
    let words = |what: What| match what {
        What::Expected(period) => format!("expected {}", period.name),
        What::Overdue(period_end) => format!("overdue {period_end}"),
    };
    memory.reports_fallen_due(at).map(|it| words(it.what)).collect()
}

fn remembering(events: &[event::Kind]) -> Memory {
    let mut memory = Memory::default();
    events.iter().for_each(|event| remember(&mut memory, event.clone()));
    memory
}

fn remember(memory: &mut Memory, event: event::Kind) {
    let fact = Some(Fact::Evaluation(Event { kind: Some(event) }));
    memory.remember(&Envelope { fact, ..Default::default() });
}

fn hear(memory: &mut Memory, event: Heard) {
    let fact = Some(Fact::Partners(partners::Event { kind: Some(event) }));
    memory.remember(&Envelope { fact, ..Default::default() });
}
