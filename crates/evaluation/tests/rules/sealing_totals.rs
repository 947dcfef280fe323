//! Totals and series of a sensitive indicator: whose values show, to whom, and what no two answers tell.

use contract::{
    common::Sealed,
    evaluation::{GetSeries, GetTargetFigures, GetTotals, NotAdded, SealedValue, SeriesBasis, Total, Totals},
};
use evaluation::views::series::{
    Cell, Change, Point, Rule, Said, TargetCell,
    kept_back::{self, Sight},
    over_time, standing,
};
use kernel::{Context, Members, scenario::context, seal::Key};
use proptest::prelude::*;
use runtime::sealed::seal;
use uuid::Uuid;

use crate::messages::*;

const Q1: &str = "2025-03-31";
const Q2: &str = "2025-06-30";
const FIRST: [(&str, &str); 3] = [("a", "100"), ("b", "20"), ("c", "3")];

#[test]
fn others_see_a_total_once_three_organisations_have_reported() {
    let two = told(&FIRST[..2], "");
    assert_eq!((two.reported.as_ref().unwrap().why(), two.partners.len()), (NotAdded::Sealed, 0));
    assert_eq!(total(&two), "");
    let three = told(&FIRST, "");
    assert_eq!((total(&three), three.released_period_end.as_str()), ("123", Q1));
    assert_eq!(three.reported.as_ref().unwrap().partners, 3);
    let Totals { verified, partners, parts, reported_spread, .. } = three;
    assert_eq!((verified.unwrap().why(), partners, parts, reported_spread), (NotAdded::Sealed, vec![], vec![], None));
}

#[test]
fn affiliates_count_as_one_organisation() {
    let members = Members { organisations: [("b".into(), "a".into())].into(), ..Default::default() };
    assert_eq!(total(&asked(&question(), values(&FIRST), &members, "")), "");
    let with_another = [&FIRST[..], &[("d", "1000")]].concat();
    assert_eq!(total(&asked(&question(), values(&with_another), &members, "")), "1123");
}

#[test]
fn who_comes_later_shows_in_steps_of_three_so_that_no_difference_is_a_value() {
    let later = [("d", "1000"), ("e", "20000"), ("f", "300000")];
    for (more, shown) in [(1, "123"), (2, "123"), (3, "321123")] {
        assert_eq!(total(&told(&[&FIRST[..], &later[..more]].concat(), "")), shown, "{more} more");
    }
    let corrected = [&FIRST[..], &[("a", "500"), ("b", "60")]].concat();
    assert_eq!(total(&told(&corrected, "")), "123", "by how much one corrects shows no more than its value");
    // Said again without another figure, it hides nobody.
    let resealed = [&corrected[..], &[("c", "3")]].concat();
    assert_eq!(total(&told(&resealed, "")), "123");
    assert_eq!(total(&told(&[&corrected[..], &[("c", "7")]].concat(), "")), "567");
}

#[test]
fn what_is_given_back_goes_in_steps_too_and_what_was_never_shown_makes_none() {
    let mut cells = values(&FIRST);
    cells.push(given_back("a"));
    assert_eq!(total(&asked(&question(), cells, &Members::default(), "")), "123");
    let mut cells = values(&[("a", "100"), ("b", "20")]);
    cells.push(given_back("a"));
    cells.extend(values(&FIRST[2..]));
    assert_eq!(total(&asked(&question(), cells, &Members::default(), "")), "");
}

#[test]
fn who_verifies_all_but_one_is_not_told_the_total() {
    // "v" reads what "a" and "b" say.
    let read = |it: &str| if it == "c" || it == "d" { vec![] } else { vec!["v".to_owned()] };
    let cells = |of: &[(&str, &str)]| of.iter().flat_map(|(by, value)| value_of(by, value, &read(by))).collect();
    let three: Vec<Cell> = cells(&FIRST);
    let seen = asked(&question(), three.clone(), &Members::default(), "v");
    let verified: Vec<_> = seen.partners.iter().map(|it| it.reported.as_ref().unwrap().value.as_str()).collect();
    assert_eq!((total(&seen), verified), ("", vec!["100", "20"]));
    assert_eq!(total(&asked(&question(), three, &Members::default(), "")), "123");
    let four = cells(&[&FIRST[..], &[("d", "1000")]].concat());
    assert_eq!(total(&asked(&question(), four, &Members::default(), "v")), "1123");
}

#[test]
fn a_reporter_reads_its_own_as_of_any_indicator() {
    let seen = told(&FIRST, "a");
    assert_eq!((seen.partners.len(), &*seen.partners[0].partner_id, total(&seen)), (1, "a", "123"));
    let own = GetTotals { partner_ids: vec!["a".into()], ..question() };
    let seen = asked(&own, values(&FIRST), &Members::default(), "a");
    assert_eq!((total(&seen), seen.released_period_end.as_str()), ("100", ""));
    for partner_ids in [vec!["a".into()], vec!["a".into(), "b".into(), "c".into()]] {
        let some = GetTotals { partner_ids, ..question() };
        assert_eq!(total(&asked(&some, values(&FIRST), &Members::default(), "d")), "", "nothing of some of them");
    }
}

#[test]
fn a_total_is_of_one_whole_period_whatever_days_are_asked_for() {
    let mut cells = values(&[&FIRST[..], &[("d", "1000"), ("e", "1"), ("f", "1")]].concat());
    cells.extend(["a", "b", "c"].map(|by| on(Q2, value_of(by, "5", &[]))).concat());
    let of = |from: &str, until: &str| {
        let question = GetTotals { from: from.into(), until: until.into(), ..question() };
        let seen = asked(&question, cells.clone(), &Members::default(), "");
        (total(&seen).to_owned(), seen.released_period_end)
    };
    assert_eq!((of("", ""), of(Q2, ""), of("2025-01-01", "")), (both("15", Q2), both("15", Q2), both("15", Q2)));
    assert_eq!(of("", Q1), both("1125", Q1));
    assert_eq!(of("", "2025-01-01"), both("", ""));
}

#[test]
fn a_series_and_a_target_tell_no_more() {
    let series = |partner: &str| {
        let mut cells = value_of("a", "100", &[]);
        cells.iter_mut().for_each(|it| it.open(&|it| reads(it, partner)));
        let points =
            over_time::answer(&GetSeries { basis: SeriesBasis::Reported.into(), ..Default::default() }, cells).points;
        (points.len(), points[0].reported.clone())
    };
    assert_eq!((series("a"), series("b")), ((1, "100".to_owned()), (1, String::new())));
    let target = TargetCell { goal_id: GOAL.into(), target: Some(target()) };
    let cells = [values(&FIRST), vec![rule(), Cell { target: Some(target), ..Default::default() }]].concat();
    let figures = standing::answer(&GetTargetFigures::default(), cells).targets;
    let stands = figures[0].reported.clone().unwrap();
    assert_eq!((stands.why(), stands.actual.as_str(), stands.met), (NotAdded::Sealed, "", false));
}

proptest! {
    /// Each partner has a digit of its own, so that a total says whose values are in it: what is reported, corrected and given
    /// back in any order shows nobody's, neither in a total nor between one and the next, and no single one to who reads some.
    #[test]
    fn no_total_and_no_step_tells_a_value(
        changes in prop::collection::vec((0u32..7, 0u32..4), 1..40),
        read in prop::collection::vec(any::<bool>(), 7),
    ) {
        let audience = |by: u32| if read[by as usize] { vec!["v".to_owned()] } else { vec![] };
        let mut cells: Vec<Cell> = Vec::new();
        let mut shown = 0;
        for (by, digit) in changes {
            match digit {
                0 => cells.push(given_back(&by.to_string())),
                digit => cells.extend(value_of(&by.to_string(), &(digit * 10u32.pow(by)).to_string(), &audience(by))),
            }
            let seen = asked(&question(), cells.clone(), &Members::default(), "v");
            let now = match (seen.released_period_end.as_str(), total(&seen)) {
                // It reads all that there is, or is told nothing.
                ("", _) | (_, "") => continue,
                (_, total) => total.parse().unwrap(),
            };
            hidden(differing(now, 0), &read)?;
            if now != shown {
                hidden(differing(now, shown), &read)?;
            }
            shown = now;
        }
    }
}

/// Whose digits differ.
fn differing(one: u32, other: u32) -> Vec<usize> {
    let digit = |of: u32, at: usize| of / 10u32.pow(at as u32) % 10;
    (0..7).filter(|at| digit(one, *at) != digit(other, *at)).collect()
}

fn hidden(partners: Vec<usize>, read: &[bool]) -> Result<(), TestCaseError> {
    let closed = partners.iter().filter(|it| !read[**it]).count();
    prop_assert!(3 <= partners.len() && closed != 1, "{partners:?} of {read:?}");
    Ok(())
}

fn both(value: &str, period_end: &str) -> (String, String) {
    (value.to_owned(), period_end.to_owned())
}

fn question() -> GetTotals {
    GetTotals::default()
}

fn told(values_of: &[(&str, &str)], reader: &str) -> Totals {
    asked(&question(), values(values_of), &Members::default(), reader)
}

/// Changes are in the order in which they are given; of each partner and period the last point holds.
fn asked(question: &GetTotals, cells: Vec<Cell>, members: &Members, reader: &str) -> Totals {
    let place = |it: &Cell| it.point.as_ref().map(|it| (it.partner_id.clone(), it.period_end.clone()));
    let is_last =
        |at: usize| cells[at].point.is_none() || !cells[at + 1..].iter().any(|it| place(it) == place(&cells[at]));
    let kept: Vec<Cell> = (0..cells.len()).filter(|at| is_last(*at)).map(|at| cells[at].clone()).collect();
    let sight = Sight { own: &|it| reads(it, reader), all: &|_| Some(key()) };
    kept_back::answer(question, [vec![rule()], kept].concat(), members, &sight)
}

fn total(it: &Totals) -> &str {
    let Total { value, .. } = it.reported.as_ref().unwrap();
    value
}

fn values(of: &[(&str, &str)]) -> Vec<Cell> {
    of.iter().flat_map(|(by, value)| value_of(by, value, &[])).collect()
}

fn value_of(by: &str, value: &str, audience: &[String]) -> Vec<Cell> {
    let said = SealedValue { value: value.into(), ..Default::default() };
    let context = Context { partner: by.into(), command_id: Uuid::from_u128(9), ..context() };
    let sealed = Some(seal(&key(), by, audience, &said, &context));
    let change = Change {
        partner_id: by.into(),
        period_end: Q1.into(),
        measurement_id: format!("of {by}"),
        sealed: sealed.clone(),
    };
    let reported = Said { measurement_id: format!("of {by}"), sealed, ..Default::default() };
    let point = Point { partner_id: by.into(), period_end: Q1.into(), reported: Some(reported), ..Default::default() };
    vec![Cell { point: Some(point), ..Default::default() }, Cell { change: Some(change), ..Default::default() }]
}

fn given_back(by: &str) -> Cell {
    let change =
        Change { partner_id: by.into(), period_end: Q1.into(), measurement_id: format!("of {by}"), sealed: None };
    Cell { change: Some(change), ..Default::default() }
}

fn on(period_end: &str, mut cells: Vec<Cell>) -> Vec<Cell> {
    for cell in &mut cells {
        cell.point.iter_mut().for_each(|it| it.period_end = period_end.into());
        cell.change.iter_mut().for_each(|it| it.period_end = period_end.into());
    }
    cells
}

fn rule() -> Cell {
    let rule = Rule { value_kind: 1, over_periods: 2, over_partners: 1, is_sensitive: true };
    Cell { rule: Some(rule), ..Default::default() }
}

fn key() -> Key {
    Key::new([7; 32])
}

fn reads(sealed: &Sealed, partner: &str) -> Option<Key> {
    (sealed.writer == partner || sealed.audience.iter().any(|it| it == partner)).then(key)
}
