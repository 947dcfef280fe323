//! How values become one: over periods and partners, by the indicator's own rule, with what is missing said.

use contract::{
    evaluation::*,
    goals::{self, TargetKind, TargetPart},
};
use evaluation::{
    indicator::{Indicator, PartnershipExists, Rejection, decisions::Counted},
    views::series::{Cell, Overlap, Point, Rule, Said, TargetCell, standing, totals},
};
use kernel::scenario::given;
use proptest::prelude::*;

use crate::messages::*;

const MARCH: &str = "2025-03-31";
const JUNE: &str = "2025-06-30";

#[test]
fn numbers_add_up_over_partners_and_periods_or_the_latest_counts() {
    let values = || [by(BANK, MARCH, "100", "1"), by(BANK, JUNE, "120", "1"), by(COOPERATIVE, MARCH, "40", "1")];
    assert_eq!(verified(NUMBER, OverPeriods::Sum, SUM, values()).value, "260");
    let latest = verified(NUMBER, OverPeriods::Latest, SUM, values());
    assert_eq!((latest.value.as_str(), latest.partners, latest.values), ("160", 2, 3));
    // Facts from before it could be said add up.
    assert_eq!(verified(NUMBER, OverPeriods::Latest, OverPartners::Unspecified, values()).value, "160");
}

#[test]
fn of_ratios_numerators_and_denominators_add_up_never_the_ratios() {
    let values = [by(BANK, MARCH, "5", "1000"), by(COOPERATIVE, MARCH, "20", "100")];
    let total = verified(RATIO, OverPeriods::Latest, SUM, values);
    assert_eq!(
        (total.value.as_str(), total.numerator.as_str(), total.denominator.as_str()),
        ("0.02272727", "25", "1100")
    );
    let periods = [by(BANK, MARCH, "5", "100"), by(BANK, JUNE, "15", "100")];
    assert_eq!(verified(RATIO, OverPeriods::Sum, SUM, periods).value, "0.1");
}

#[test]
fn what_does_not_add_up_is_said() {
    let values = || [by(BANK, MARCH, "100", "1"), by(COOPERATIVE, MARCH, "40", "1")];
    let why = |total: Total| {
        assert_eq!(total.value, "");
        total.why()
    };
    assert_eq!(why(verified(NUMBER, OverPeriods::Latest, OverPartners::None, values())), NotAdded::Partners);
    assert_eq!(why(verified(SCORE, OverPeriods::Latest, OverPartners::Unspecified, values())), NotAdded::Partners);
    let unique = why(verified(NUMBER, OverPeriods::Latest, OverPartners::Unique, values()));
    assert_eq!(unique, NotAdded::PeopleMayOverlap);
    let periods = || [by(BANK, MARCH, "100", "1"), by(BANK, JUNE, "40", "1")];
    assert_eq!(why(verified(NUMBER, OverPeriods::None, SUM, periods())), NotAdded::Periods);
    assert_eq!(why(verified(NUMBER, OverPeriods::Sum, SUM, [])), NotAdded::Nothing);
    let huge = "79000000000000000000000000000";
    let values = [by(BANK, MARCH, huge, "1"), by(COOPERATIVE, MARCH, huge, "1")];
    assert_eq!(why(verified(NUMBER, OverPeriods::Sum, SUM, values)), NotAdded::OutOfRange);
    // One partner's one value stands for itself, whatever the rule.
    let alone = [by(BANK, MARCH, "100", "1")];
    assert_eq!(verified(NUMBER, OverPeriods::None, OverPartners::None, alone).value, "100");
}

#[test]
fn unique_people_are_added_beside_a_note_on_how_many_are_with_several_partners() {
    let noted = |period_end: &str| Cell {
        overlap: Some(Overlap { period_end: period_end.into(), people: "15".into() }),
        ..Default::default()
    };
    let total = |values: Vec<Cell>, note: &str| {
        let rule = rule(NUMBER, OverPeriods::Latest, OverPartners::Unique);
        totals::answer(&asked(), [vec![rule, noted(note)], values].concat()).verified.unwrap()
    };
    let same = vec![by(BANK, MARCH, "100", "1"), by(COOPERATIVE, MARCH, "40", "1")];
    let added = total(same.clone(), MARCH);
    assert_eq!((added.value.as_str(), added.overlap.as_str()), ("125", "15"));
    let some = GetTotals { partner_ids: vec![BANK.into(), COOPERATIVE.into()], ..asked() };
    let cells = [vec![rule(NUMBER, OverPeriods::Latest, OverPartners::Unique), noted(MARCH)], same.clone()].concat();
    assert_eq!(
        totals::answer(&some, cells).verified.unwrap().why(),
        NotAdded::PeopleMayOverlap,
        "it is of all partners"
    );
    assert_eq!(total(same, JUNE).why(), NotAdded::PeopleMayOverlap);
    let apart = vec![by(BANK, MARCH, "100", "1"), by(COOPERATIVE, JUNE, "40", "1")];
    assert_eq!(total(apart, MARCH).why(), NotAdded::PeopleMayOverlap, "who was there in March may be in June");
}

#[test]
fn verified_and_reported_stand_beside_each_other_and_what_was_given_back_is_neither() {
    let mut corrected = point(by(BANK, MARCH, "100", "1"));
    corrected.reported = said("90", "1");
    let mut returned = point(by(COOPERATIVE, MARCH, "40", "1"));
    returned.verified = None;
    returned.reported.as_mut().unwrap().is_returned = true;
    let mut joint = point(by(AUDITOR, MARCH, "7", "1"));
    joint.verified = None;
    joint.reported.as_mut().unwrap().is_joint = true;
    let cells = [corrected, returned, joint].map(cell).to_vec();
    let answer = totals::answer(&asked(), [vec![rule(NUMBER, OverPeriods::Latest, SUM)], cells].concat());
    let value = |it: &Option<Total>| it.as_ref().unwrap().value.clone();
    assert_eq!((value(&answer.verified), value(&answer.reported)), ("100".into(), "97".into()));
    assert_eq!((answer.joint, answer.missing, answer.partners.len()), (1, 0, 3));
}

#[test]
fn what_was_to_be_reported_and_is_not_is_missing_and_not_zero() {
    let missing = |partner: &str, period_end: &str| {
        let (partner_id, period_end) = (partner.into(), period_end.into());
        cell(Point { partner_id, period_end, is_expected: true, ..Default::default() })
    };
    let cells = vec![
        rule(NUMBER, OverPeriods::Sum, SUM),
        by(BANK, MARCH, "100", "1"),
        missing(BANK, JUNE),
        missing(COOPERATIVE, MARCH),
    ];
    let answer = totals::answer(&asked(), cells.clone());
    assert_eq!((answer.missing, answer.verified.unwrap().value.as_str()), (2, "100"));
    let spread = answer.reported_spread.unwrap();
    assert_eq!((spread.count, spread.gini.as_str()), (1, ""), "who has not reported has no zero");
    let partners: Vec<_> = answer.partners.iter().map(|it| (it.partner_id.as_str(), &it.missing_period_ends)).collect();
    assert_eq!(partners, [(BANK, &vec![JUNE.to_owned()]), (COOPERATIVE, &vec![MARCH.to_owned()])]);
    assert_eq!(answer.partners[1].verified.as_ref().unwrap().why(), NotAdded::Nothing);
    // Within a span of days, and of some partners.
    let until = GetTotals { until: MARCH.into(), partner_ids: vec![BANK.into()], ..asked() };
    let answer = totals::answer(&until, cells);
    assert_eq!((answer.missing, answer.partners.len()), (0, 1));
}

#[test]
fn parts_add_up_where_they_are_told() {
    let mut both = point(by(BANK, MARCH, "100", "1"));
    both.verified.as_mut().unwrap().parts = vec![women("60")];
    both.reported.clone_from(&both.verified);
    let cells = vec![rule(NUMBER, OverPeriods::Latest, SUM), cell(both), by(COOPERATIVE, MARCH, "40", "1")];
    let answer = totals::answer(&asked(), cells);
    let [part] = &answer.parts[..] else { panic!("{:?}", answer.parts) };
    let total = part.verified.as_ref().unwrap();
    assert_eq!((part.value_name.as_str(), total.value.as_str(), total.partners), ("women", "60", 1));
}

#[test]
fn targets_stand_by_what_is_verified_with_what_is_reported_beside_it_and_in_parts() {
    let target = goals::Target {
        kind: TargetKind::Reach.into(),
        parts: vec![TargetPart { dimension: "sex".into(), value_name: "women".into(), value: "1500".into() }],
        ..target()
    };
    let followed = TargetCell { goal_id: GOAL.into(), target: Some(target) };
    let mut grown = point(by(BANK, "2025-12-31", "2000", "1"));
    grown.verified.as_mut().unwrap().parts = vec![women("900")];
    grown.reported = Some(Said { parts: vec![women("1400")], ..said("3000", "1").unwrap() });
    let cells = vec![
        rule(NUMBER, OverPeriods::Latest, SUM),
        cell(grown),
        by(BANK, "2025-06-30", "9999", "1"),
        Cell { target: Some(followed), ..Default::default() },
    ];
    let question =
        GetTargetFigures { partnership_id: TOGETHER.into(), indicator_id: INDICATOR.into(), ..Default::default() };
    let answer = standing::answer(&question, cells.clone());
    let [figure] = &answer.targets[..] else { panic!("{answer:?}") };
    let stand = |it: &Option<TargetStand>| {
        let it = it.clone().unwrap();
        (it.actual, it.progress_basis_points, it.met, it.measurements)
    };
    // What ended before the start of the target does not count.
    assert_eq!(stand(&figure.verified), ("2000".into(), Some(5_000), false, 1));
    assert_eq!(stand(&figure.reported), ("3000".into(), Some(10_000), true, 1));
    let part = &figure.parts[0];
    assert_eq!((part.wanted.as_str(), part.verified.as_str(), part.reported.as_str()), ("1500", "900", "1400"));
    let other = GetTargetFigures { target_id: GOAL.into(), ..question };
    assert_eq!(standing::answer(&other, cells).targets, []);
}

#[test]
fn a_target_over_people_who_may_be_with_several_partners_has_no_sum() {
    let followed = TargetCell { goal_id: GOAL.into(), target: Some(target()) };
    let cells = |second: &str| {
        vec![
            rule(NUMBER, OverPeriods::Latest, OverPartners::Unique),
            by(BANK, "2025-12-31", "2000", "1"),
            by(second, "2025-12-31", "100", "1"),
            Cell { target: Some(followed.clone()), ..Default::default() },
        ]
    };
    let actual = |cells| {
        let answer = standing::answer(&GetTargetFigures::default(), cells);
        answer.targets[0].verified.as_ref().unwrap().actual.clone()
    };
    assert_eq!(actual(cells(COOPERATIVE)), "");
    assert_eq!(actual(cells(BANK)), "100");
}

#[test]
fn an_overlap_is_noted_of_people_and_tells_of_no_few() {
    let people = || IndicatorDefined {
        numerator_counts_people: true,
        over_partners: OverPartners::Unique.into(),
        ..indicator_defined()
    };
    let known = || Counted { people: vec![100.into(), 40.into()], minimum: 10 };
    let note = |people: &str| NoteOverlap {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        period_end: MARCH.into(),
        people: people.into(),
        note: "Phone numbers compared".into(),
        ..Default::default()
    };
    let noting = |command| given::<Indicator, _>([people()]).by(BANK).when_knowing(known(), command);
    let noted = OverlapNoted {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        period_end: MARCH.into(),
        people: "15".into(),
        note: "Phone numbers compared".into(),
        noted_by: BANK.into(),
    };
    noting(note("15.0")).then(noted.clone());
    let again = given::<Indicator, _>([people()]).and(noted);
    again.by(BANK).when_knowing(known(), note("15")).then_nothing();
    for few in ["5", "35"] {
        noting(note(few)).then_rejected(Rejection::GroupTooSmall { minimum: 10 });
    }
    assert!(noting(note("0")).decision().is_ok() && noting(note("40")).decision().is_ok());
    for wrong in ["41", "-1", "12.5"] {
        assert!(matches!(noting(note(wrong)).decision(), Err(Rejection::Invalid(it)) if it.field == "people"));
    }
    let others = given::<Indicator, _>([indicator_defined()]).by(BANK);
    others.when_knowing(known(), note("15")).then_rejected(Rejection::NoOverlap);
    // It is no other definition of the indicator.
    let defined = given::<Indicator, _>([indicator_defined()]).by(BANK);
    defined.when_knowing(PartnershipExists(true), define_indicator()).then_nothing();
}

const NUMBER: ValueKind = ValueKind::Number;
const RATIO: ValueKind = ValueKind::Ratio;
const SCORE: ValueKind = ValueKind::Score;
const SUM: OverPartners = OverPartners::Sum;

fn asked() -> GetTotals {
    GetTotals { partnership_id: TOGETHER.into(), indicator_id: INDICATOR.into(), ..Default::default() }
}

fn verified(
    kind: ValueKind,
    over_periods: OverPeriods,
    over_partners: OverPartners,
    values: impl IntoIterator<Item = Cell>,
) -> Total {
    let cells = [rule(kind, over_periods, over_partners)].into_iter().chain(values).collect();
    totals::answer(&asked(), cells).verified.unwrap()
}

fn rule(kind: ValueKind, over_periods: OverPeriods, over_partners: OverPartners) -> Cell {
    let rule = Rule {
        value_kind: kind.into(),
        over_periods: over_periods.into(),
        over_partners: over_partners.into(),
        is_sensitive: false,
    };
    Cell { rule: Some(rule), ..Default::default() }
}

/// Reported and verified.
fn by(partner: &str, period_end: &str, numerator: &str, denominator: &str) -> Cell {
    let said = said(numerator, denominator);
    cell(Point {
        partner_id: partner.into(),
        period_end: period_end.into(),
        reported: said.clone(),
        verified: said,
        ..Default::default()
    })
}

fn said(numerator: &str, denominator: &str) -> Option<Said> {
    Some(Said { numerator: numerator.into(), denominator: denominator.into(), ..Default::default() })
}

fn cell(point: Point) -> Cell {
    Cell { point: Some(point), ..Default::default() }
}

fn point(cell: Cell) -> Point {
    cell.point.unwrap()
}

fn women(value: &str) -> MeasuredPart {
    MeasuredPart { dimension: "sex".into(), value_name: "women".into(), value: value.into(), ..Default::default() }
}

type Places = Vec<((u8, u8), (i64, i64))>;

/// One value a partner and period, and the same in another order.
fn in_two_orders() -> impl Strategy<Value = (Places, Places)> {
    let places = proptest::collection::btree_map((0_u8..5, 1_u8..5), (0_i64..1_000_000, 1_i64..1_000), 0..20);
    places.prop_flat_map(|it| {
        let places: Places = it.into_iter().collect();
        (Just(places.clone()), Just(places).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn totals_do_not_depend_on_the_order_of_values(
        (one, other) in in_two_orders(),
        kind in prop_oneof![Just(NUMBER), Just(RATIO)],
        over_periods in prop_oneof![Just(OverPeriods::Sum), Just(OverPeriods::Latest)],
    ) {
        let total = |places: &Places| {
            let cell = |((partner, period), (numerator, denominator)): &((u8, u8), (i64, i64))| {
                let (partner, period_end) = (format!("partner-{partner}"), format!("2025-0{period}-28"));
                by(&partner, &period_end, &numerator.to_string(), &denominator.to_string())
            };
            verified(kind, over_periods, SUM, places.iter().map(cell))
        };
        prop_assert_eq!(total(&one), total(&other));
        if kind == NUMBER && over_periods == OverPeriods::Sum && !one.is_empty() {
            prop_assert_eq!(total(&one).value, one.iter().map(|(_, (numerator, _))| numerator).sum::<i64>().to_string());
        }
    }
}
