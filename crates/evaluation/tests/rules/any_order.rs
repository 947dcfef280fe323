//! The order in which verified values arrive does not show in what they make.

use std::collections::BTreeMap;

use contract::{
    evaluation::{OverPeriods, RecordProgress, ReviseTarget, TargetOpened, ValueKind, event::Kind as Event},
    goals::{self, TargetKind, TargetPeriod},
};
use evaluation::{indicator::Definition, target::Target};
use kernel::{Aggregate, Context, Decide, scenario::context};
use proptest::prelude::*;

use crate::messages::*;

const PARTNERS: u8 = 4;
const PERIODS: u8 = 5;

/// Where a target stands after all has arrived.
#[derive(Debug, PartialEq)]
struct Stand {
    actual: String,
    progress_basis_points: Option<i64>,
    periods: (u32, u32),
    is_reached: bool,
}

fn a_value() -> impl Strategy<Value = RecordProgress> {
    // Up to 20 digits before the point and 8 after it: all that the contract takes.
    let numerator = (-99_999_999_999_999_999_999_i128..=99_999_999_999_999_999_999, 0_u32..100_000_000);
    let small = (-9_999_i128..=9_999, 0_u32..100_000_000);
    let numerator = prop_oneof![3 => small, 1 => numerator];
    (0..PARTNERS, 0..PERIODS, numerator, 1_u32..1_000_000).prop_map(|(partner, period, numerator, denominator)| {
        RecordProgress {
            partner_id: format!("partner-{partner}"),
            period_end: format!("2025-{:02}-28", 7 + period),
            numerator: format!("{}.{:08}", numerator.0, numerator.1),
            denominator: denominator.to_string(),
            ..record_progress()
        }
    })
}

/// One value a partner and period, each under an id of its own, and the same in another order.
fn values_in_two_orders() -> impl Strategy<Value = (Vec<RecordProgress>, Vec<RecordProgress>)> {
    proptest::collection::vec(a_value(), 1..20).prop_flat_map(|values| {
        let by_place: BTreeMap<_, _> =
            values.into_iter().map(|it| ((it.partner_id.clone(), it.period_end.clone()), it)).collect();
        let values: Vec<_> = by_place.into_values().enumerate().map(|(n, it)| under_id(n, it)).collect();
        (Just(values.clone()), Just(values).prop_shuffle())
    })
}

fn under_id(n: usize, value: RecordProgress) -> RecordProgress {
    RecordProgress { measurement_id: format!("measurement-{n}"), ..value }
}

fn a_definition() -> impl Strategy<Value = Option<Definition>> {
    let kinds = prop_oneof![Just(ValueKind::Number), Just(ValueKind::Ratio)];
    let periods = prop_oneof![Just(OverPeriods::Sum), Just(OverPeriods::Latest)];
    (kinds, periods).prop_map(|(kind, periods)| defined(kind, periods))
}

fn a_target() -> impl Strategy<Value = goals::Target> {
    let kinds = prop_oneof![Just(TargetKind::Reach), Just(TargetKind::KeepAtOrAbove), Just(TargetKind::KeepAtOrBelow)];
    let months = proptest::collection::btree_map(7..12_u8, 1000..=3000_u32, 0..4);
    (kinds, months).prop_map(|(kind, months)| goals::Target {
        kind: kind.into(),
        periods: months
            .into_iter()
            .map(|(month, value)| TargetPeriod { ends_on: format!("2025-{month:02}-28"), value: value.to_string() })
            .collect(),
        ..target()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        (one, other) in values_in_two_orders(),
        known in a_definition(),
        target in a_target(),
    ) {
        prop_assert_eq!(stand_of(target.clone(), &one, &known), stand_of(target, &other, &known));
    }

    #[test]
    fn a_revised_target_stands_where_it_would_had_it_been_agreed_at_first(
        (values, after) in values_in_two_orders(),
        known in a_definition(),
        (first, agreed) in (a_target(), a_target()),
    ) {
        let mut target = opened(first, &known);
        carry_out(&mut target, &values, &known);
        let revise = ReviseTarget {
            partnership_id: TOGETHER.into(),
            goal_id: GOAL.into(),
            revision: 1,
            target: Some(agreed.clone()),
            ..Default::default()
        };
        let revised = decided(&mut target, &revise, &known);
        let at_first = stand_of(agreed, &values, &known);
        prop_assert_eq!(target.is_reached, at_first.is_reached);
        if let Some(Event::TargetRevised(it)) = revised.first() {
            prop_assert_eq!(&it.actual, &at_first.actual);
            prop_assert_eq!(it.progress_basis_points, at_first.progress_basis_points);
            prop_assert_eq!((it.periods_kept, it.periods_measured), at_first.periods);
        }
        // What counted before the revision doesn't count again.
        carry_out(&mut target, &after, &known);
        prop_assert_eq!(target.is_reached, at_first.is_reached);
    }

    #[test]
    fn a_later_value_replaces_the_earlier_one_of_its_partner_and_period(
        (values, corrections) in values_in_two_orders(),
        known in a_definition(),
        by in -1000_i32..1000,
    ) {
        let corrections: Vec<_> = corrections
            .into_iter()
            .enumerate()
            .map(|(n, it)| RecordProgress { numerator: by.to_string(), ..under_id(100 + n, it) })
            .collect();
        let corrected: Vec<_> = values.into_iter().chain(corrections.clone()).collect();
        prop_assert_eq!(stand(&corrected, &known), stand(&corrections, &known));
    }

    #[test]
    fn repeats_change_nothing((values, repeats) in values_in_two_orders(), known in a_definition()) {
        let with_repeats: Vec<_> = values.iter().cloned().chain(repeats).collect();
        prop_assert_eq!(stand(&with_repeats, &known), stand(&values, &known));
    }
}

fn stand(values: &[RecordProgress], known: &Option<Definition>) -> Stand {
    stand_of(target(), values, known)
}

fn stand_of(agreed: goals::Target, values: &[RecordProgress], known: &Option<Definition>) -> Stand {
    let mut target = opened(agreed, known);
    let mut stand = Stand { actual: String::new(), progress_basis_points: None, periods: (0, 0), is_reached: false };
    for event in carry_out(&mut target, values, known) {
        match event {
            Event::ProgressRecorded(it) => {
                let periods = (it.periods_kept, it.periods_measured);
                let progress_basis_points = it.progress_basis_points;
                stand = Stand { actual: it.actual, progress_basis_points, periods, ..stand };
            }
            Event::TargetReached(_) => stand.is_reached = true,
            Event::TargetLost(_) => stand.is_reached = false,
            other => panic!("{other:?}"),
        }
    }
    stand
}

fn opened(agreed: goals::Target, known: &Option<Definition>) -> Target {
    let definition = known.as_ref().expect("defined");
    let opened = TargetOpened {
        target: Some(agreed),
        over_periods: definition.over_periods().into(),
        value_kind: definition.value_kind().into(),
        ..target_opened()
    };
    let mut target = Target::default();
    target.evolve(&opened.into(), "");
    target
}

fn carry_out(target: &mut Target, values: &[RecordProgress], known: &Option<Definition>) -> Vec<Event> {
    values.iter().flat_map(|value| decided(target, value, known)).collect()
}

fn decided<C>(target: &mut Target, command: &C, known: &Option<Definition>) -> Vec<Event>
where
    Target: Decide<C, Known = Option<Definition>>,
{
    let context = Context { service: "evaluation".into(), ..context() };
    let events = target.decide(command, known, &context).expect("accepted");
    events.iter().for_each(|event| target.evolve(event, ""));
    events
}
