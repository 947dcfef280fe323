//! A target whose people may be with several partners has a total once it is noted how many are.

use contract::{evaluation::*, goals::TargetKind};
use evaluation::{
    indicator::Definition,
    target::{Rejection, Target},
    views::series::{Cell, Overlap, Point, Rule, Said, TargetCell, standing},
};
use kernel::scenario::{Scenario, given, nothing};

use crate::messages::*;

const DECEMBER: &str = "2025-12-31";

#[test]
fn without_a_note_people_of_several_partners_have_no_total_and_with_one_they_do() {
    let events = measured(unique([]), &[(BANK, DECEMBER, "1250"), (COOPERATIVE, DECEMBER, "400")]);
    assert_eq!(actuals(&events), ["1250", ""]);
    target(events).when_knowing(unique([(DECEMBER, "150")]), recount()).then(TargetRecounted {
        actual: "1500".into(),
        progress_basis_points: Some(2500),
        ..recounted()
    });
}

#[test]
fn a_note_that_was_there_before_counts_with_the_value_that_comes() {
    let events = measured(unique([(DECEMBER, "150")]), &[(BANK, DECEMBER, "1250"), (COOPERATIVE, DECEMBER, "400")]);
    assert_eq!(actuals(&events), ["1250", "1500"]);
    target(events).when_knowing(unique([(DECEMBER, "150")]), recount()).then_nothing();
}

#[test]
fn every_period_that_counts_has_to_have_its_note() {
    let values = [(BANK, DECEMBER, "1250"), (COOPERATIVE, "2025-11-30", "400")];
    let events = measured(unique([]), &values);
    let notes = || unique([(DECEMBER, "150"), ("2025-11-30", "100")]);
    target(events.clone()).when_knowing(notes(), recount()).then_nothing();
    let later = measured(unique([]), &[values[0], values[1], (COOPERATIVE, DECEMBER, "500")]);
    let outcome = target(later).when_knowing(unique([(DECEMBER, "150")]), recount());
    outcome.then(TargetRecounted { actual: "1600".into(), progress_basis_points: Some(3000), ..recounted() });
    target(events).when_knowing(unique([("2025-11-30", "100")]), recount()).then_nothing();
}

#[test]
fn a_note_reaches_a_target_and_a_larger_one_loses_it() {
    let events = measured(unique([]), &[(BANK, DECEMBER, "2500"), (COOPERATIVE, DECEMBER, "1000")]);
    let reached = TargetRecounted { actual: "3000".into(), progress_basis_points: Some(10_000), ..recounted() };
    let outcome = target(events.clone()).when_knowing(unique([(DECEMBER, "500")]), recount());
    outcome.then_all([reached.clone().into(), target_reached("3000").into()]);
    let known = [events, vec![reached.into(), target_reached("3000").into()]].concat();
    let lost = TargetRecounted { actual: "2700".into(), progress_basis_points: Some(8500), ..recounted() };
    let outcome = target(known).when_knowing(unique([(DECEMBER, "800")]), recount());
    let said = TargetLost {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: "2700".into(),
    };
    outcome.then_all([lost.into(), said.into()]);
}

#[test]
fn what_is_followed_by_nobody_or_measured_by_nothing_is_not_recounted() {
    let notes = || unique([(DECEMBER, "150")]);
    nothing::<Target>().by_service("evaluation").when_knowing(notes(), recount()).then_nothing();
    target(vec![target_opened().into()]).when_knowing(notes(), recount()).then_nothing();
    let events = measured(unique([]), &[(BANK, DECEMBER, "1250"), (COOPERATIVE, DECEMBER, "400")]);
    target(events.clone()).when_knowing(None, recount()).then_nothing();
    let callers = given::<Target, _>(events).by(BANK).when_knowing(notes(), recount());
    callers.then_rejected(Rejection::NotForCallers);
}

#[test]
fn figures_say_what_was_taken_out_and_why_there_is_no_total() {
    let stand = |notes: Option<Cell>, values: &[(&str, &str)]| {
        let cells = [rule(), followed()].into_iter().chain(notes).chain(values.iter().map(|it| point(it.0, it.1)));
        let question = GetTargetFigures { indicator_id: INDICATOR.into(), ..Default::default() };
        standing::answer(&question, cells.collect()).targets.remove(0).verified.unwrap()
    };
    let both = [(BANK, "1250"), (COOPERATIVE, "400")];
    let without = stand(None, &both);
    assert_eq!((without.actual.as_str(), without.why()), ("", NotAdded::PeopleMayOverlap));
    let noted = Overlap { period_end: DECEMBER.into(), people: "150".into() };
    let with = stand(Some(Cell { overlap: Some(noted), ..Default::default() }), &both);
    assert_eq!((with.actual.as_str(), with.overlap.as_str(), with.why()), ("1500", "150", NotAdded::Unspecified));
    let alone = stand(None, &both[..1]);
    assert_eq!((alone.actual.as_str(), alone.overlap.as_str(), alone.why()), ("1250", "", NotAdded::Unspecified));
    assert_eq!(stand(None, &[]).why(), NotAdded::Nothing);
}

/// People who may be with several partners, and how many of all are, by period.
fn unique<const N: usize>(notes: [(&str, &str); N]) -> Option<Definition> {
    let indicator = IndicatorDefined {
        numerator_counts_people: true,
        over_partners: OverPartners::Unique.into(),
        ..indicator_defined()
    };
    let mut definition = Definition::from(&indicator);
    for (period_end, people) in notes {
        let (period_end, people) = (period_end.into(), people.into());
        definition.note(&OverlapNoted { period_end, people, ..Default::default() });
    }
    Some(definition)
}

/// All that comes of values verified one after the other.
fn measured(known: Option<Definition>, values: &[(&str, &str, &str)]) -> Vec<event::Kind> {
    let mut events = vec![target_opened().into()];
    for (place, (partner, period_end, people)) in values.iter().enumerate() {
        let progress = RecordProgress {
            measurement_id: format!("measurement-{place}"),
            partner_id: (*partner).into(),
            period_end: (*period_end).into(),
            numerator: (*people).into(),
            ..record_progress()
        };
        let outcome = target(events.clone()).when_knowing(known.clone(), progress);
        events.extend(outcome.decision().unwrap());
    }
    events
}

fn actuals(events: &[event::Kind]) -> Vec<&str> {
    events.iter().filter_map(actual).collect()
}

fn actual(event: &event::Kind) -> Option<&str> {
    match event {
        event::Kind::ProgressRecorded(it) => Some(&it.actual),
        _ => None,
    }
}

fn target(events: Vec<event::Kind>) -> Scenario<Target> {
    given::<Target, _>(events).by_service("evaluation")
}

fn recount() -> RecountTarget {
    let (partnership_id, target_id) = (TOGETHER.into(), TARGET.into());
    RecountTarget { partnership_id, target_id, period_end: DECEMBER.into(), ..Default::default() }
}

fn recounted() -> TargetRecounted {
    TargetRecounted {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        period_end: DECEMBER.into(),
        ..Default::default()
    }
}

fn rule() -> Cell {
    let rule = Rule {
        is_sensitive: false,
        value_kind: ValueKind::Number.into(),
        over_periods: OverPeriods::Latest.into(),
        over_partners: OverPartners::Unique.into(),
    };
    Cell { rule: Some(rule), ..Default::default() }
}

fn followed() -> Cell {
    let target = target_opened().target.filter(|it| it.kind() == TargetKind::Reach);
    Cell { target: Some(TargetCell { goal_id: GOAL.into(), target }), ..Default::default() }
}

fn point(partner: &str, people: &str) -> Cell {
    let said = Said { numerator: people.into(), denominator: "1".into(), ..Default::default() };
    let point =
        Point { partner_id: partner.into(), period_end: DECEMBER.into(), verified: Some(said), ..Default::default() };
    Cell { point: Some(point), ..Default::default() }
}
