//! How undertakings were kept, as it is told: counts beside ratios, nothing where there is nothing, each in its own time.

use contract::goals::*;
use goals::views::undertakings::{Counted, Membership, Row, Side, Span, is_asked_for, summary};
use jiff::civil::Date;

use crate::{messages::*, messages_undertaking::*};

#[test]
fn where_nothing_fell_due_there_is_no_ratio() {
    let nothing = summed(vec![]);
    let all = nothing.all.unwrap();
    assert_eq!(all.by_first, Some(UndertakingsKept::default()));
    assert_eq!(all.by_first.unwrap().kept_basis_points, None);
    assert_eq!((nothing.counted_on.as_str(), nothing.partners.len()), ("2026-07-15", 0));
    let to_come = summed(vec![counted(Counted { due_on: "2026-07-15".into(), ..late() })]);
    assert_eq!(to_come.all.unwrap().by_agreed.unwrap().kept_basis_points, None, "today is not over");
}

#[test]
fn each_is_counted_by_the_day_promised_at_first_and_by_the_day_agreed_last() {
    let on_time = Counted { fulfilled_on: DUE.into(), ..confirmed() };
    let in_the_agreed_time = Counted { fulfilled_on: LATER.into(), ..confirmed() };
    let too_late = Counted { fulfilled_on: "2026-07-01".into(), ..confirmed() };
    let rows = [on_time, in_the_agreed_time, too_late, late()].map(counted);
    let all = summed(rows.to_vec()).all.unwrap();
    assert_eq!((all.open, all.overdue, all.confirmed), (1, 1, 3));
    assert_eq!(all.by_first, kept(4, 0, 1, Some(2_500)));
    assert_eq!(all.by_agreed, kept(4, 0, 2, Some(5_000)));
}

#[test]
fn what_waits_to_be_confirmed_is_counted_apart() {
    let waiting = Counted { state: UndertakingState::Fulfilled.into(), fulfilled_on: DUE.into(), ..late() };
    let all = summed(vec![counted(waiting.clone())]).all.unwrap();
    assert_eq!((all.open, all.fulfilled, all.overdue), (0, 1, 0));
    assert_eq!(all.by_first, kept(1, 1, 0, None));
    let all = summed(vec![counted(waiting), counted(late())]).all.unwrap();
    assert_eq!(all.by_first, kept(2, 1, 0, Some(0)));
}

#[test]
fn what_is_released_in_time_never_fell_due() {
    let on = |day: &str| Counted { state: UndertakingState::Released.into(), released_on: day.into(), ..late() };
    let all = summed(vec![counted(on(DUE))]).all.unwrap();
    assert_eq!((all.released, all.by_first, all.by_agreed), (1, kept(0, 0, 0, None), kept(0, 0, 0, None)));
    let all = summed(vec![counted(on("2026-04-01"))]).all.unwrap();
    assert_eq!((all.by_first, all.by_agreed), (kept(1, 0, 0, Some(0)), kept(0, 0, 0, None)));
    let unjudged = Counted { fulfilled_on: DUE.into(), ..on("2026-07-10") };
    assert_eq!(summed(vec![counted(unjudged)]).all.unwrap().by_first, kept(0, 0, 0, None));
}

#[test]
fn each_partner_has_what_it_promised_and_what_was_promised_to_it() {
    let done = Counted { fulfilled_on: DUE.into(), ..confirmed() };
    let told =
        summed(vec![counted(done), member(BANK, &[("2026-01-01", "")]), member(COOPERATIVE, &[("2026-01-01", "")])]);
    let [bank, cooperative] = &told.partners[..] else { panic!("two partners: {told:?}") };
    assert_eq!((bank.partner_id.as_str(), cooperative.partner_id.as_str()), (BANK, COOPERATIVE));
    let (given, received) = (bank.given.unwrap(), bank.received.unwrap());
    assert_eq!((given.confirmed, given.by_first), (1, kept(1, 0, 1, Some(10_000))));
    assert_eq!((received.confirmed, received.by_first), (0, kept(0, 0, 0, None)));
    let (given, received) = (cooperative.given.unwrap(), cooperative.received.unwrap());
    assert_eq!((given.confirmed, received.confirmed, received.by_first), (0, 1, kept(1, 0, 1, Some(10_000))));
}

#[test]
fn what_was_promised_to_all_is_in_nobodys_received() {
    let to_all = Counted { receivers: vec![side("", TODAY)], ..late() };
    let told = summed(vec![counted(to_all), member(BANK, &[("2026-01-01", "")])]);
    assert_eq!(told.partners.iter().map(|it| it.partner_id.as_str()).collect::<Vec<_>>(), [BANK]);
}

#[test]
fn a_partner_answers_for_what_fell_due_while_it_was_a_member() {
    let due = |spans: &[(&str, &str)]| {
        let told = summed(vec![counted(late()), member(BANK, spans)]);
        let bank = told.partners.iter().find(|it| it.partner_id == BANK).unwrap().clone();
        let given = bank.given.unwrap();
        (given.open, given.by_first.unwrap().due, given.by_agreed.unwrap().due)
    };
    assert_eq!(due(&[("2026-01-01", "")]), (1, 1, 1));
    assert_eq!(due(&[("2026-01-01", "2026-05-01")]), (1, 1, 0));
    assert_eq!(due(&[("2026-01-01", "2026-03-31")]), (1, 0, 0), "on its last day nothing falls due any more");
    assert_eq!(due(&[("2026-01-01", "2026-02-01"), ("2026-06-01", "")]), (1, 0, 1));
    assert_eq!(due(&[]), (1, 0, 0));
}

#[test]
fn what_is_taken_over_is_the_takers_from_that_day_on() {
    let taken = Counted { givers: vec![side(BANK, TODAY), side(INSURER, "2026-05-01")], ..late() };
    let rows =
        vec![counted(taken), member(BANK, &[("2026-01-01", "2026-05-01")]), member(INSURER, &[("2026-01-01", "")])];
    let told = summed(rows);
    let given = |partner: &str| {
        let given = told.partners.iter().find(|it| it.partner_id == partner).unwrap().given.unwrap();
        (given.open, given.by_first.unwrap().due, given.by_agreed.unwrap().due)
    };
    assert_eq!((given(BANK), given(INSURER)), ((0, 1, 0), (1, 0, 1)));
    let gone: Vec<_> = told.partners.iter().filter(|it| it.has_left).map(|it| it.partner_id.as_str()).collect();
    assert_eq!(gone, [BANK]);
}

#[test]
fn a_list_holds_what_is_asked_for() {
    let it = Undertaking {
        given_by: BANK.into(),
        to_partner_id: COOPERATIVE.into(),
        goal_id: GOAL.into(),
        state: UndertakingState::Open.into(),
        overdue: true,
        waits_for: vec![BANK.into()],
        ..Default::default()
    };
    let asked = |question: ListUndertakings| is_asked_for(&question, &it);
    assert!(asked(ListUndertakings::default()));
    assert!(asked(ListUndertakings { given_by: BANK.into(), to_partner_id: COOPERATIVE.into(), ..Default::default() }));
    assert!(!asked(ListUndertakings { given_by: COOPERATIVE.into(), ..Default::default() }));
    assert!(!asked(ListUndertakings { to_partner_id: BANK.into(), ..Default::default() }));
    assert!(asked(ListUndertakings { goal_id: GOAL.into(), overdue: true, ..Default::default() }));
    assert!(!asked(ListUndertakings { goal_id: CHILD.into(), ..Default::default() }));
    assert!(!asked(ListUndertakings { state: UndertakingState::Confirmed.into(), ..Default::default() }));
    assert!(asked(ListUndertakings { waits_for: BANK.into(), ..Default::default() }));
    assert!(!asked(ListUndertakings { waits_for: COOPERATIVE.into(), ..Default::default() }));
    let in_time = Undertaking { overdue: false, ..it.clone() };
    assert!(!is_asked_for(&ListUndertakings { overdue: true, ..Default::default() }, &in_time));
}

fn summed(rows: Vec<Row>) -> UndertakingSummary {
    let today: Date = "2026-07-15".parse().expect("a date");
    summary(&GetUndertakingSummary { as_of: vec![], partnership_id: TOGETHER.into() }, rows, today)
}

fn kept(due: u32, waiting: u32, kept: u32, kept_basis_points: Option<u32>) -> Option<UndertakingsKept> {
    Some(UndertakingsKept { due, waiting, kept, kept_basis_points })
}

/// Due at the end of March at first, at the end of June as agreed; not done.
fn late() -> Counted {
    Counted {
        givers: vec![side(BANK, TODAY)],
        receivers: vec![side(COOPERATIVE, TODAY)],
        first_due_on: DUE.into(),
        due_on: LATER.into(),
        state: UndertakingState::Open.into(),
        ..Default::default()
    }
}

fn confirmed() -> Counted {
    Counted { state: UndertakingState::Confirmed.into(), ..late() }
}

fn counted(it: Counted) -> Row {
    Row { counted: Some(it), membership: None }
}

fn side(partner_id: &str, since: &str) -> Side {
    Side { partner_id: partner_id.into(), since: since.into() }
}

fn member(partner_id: &str, spans: &[(&str, &str)]) -> Row {
    let spans = spans.iter().map(|(from, until)| Span { from: (*from).into(), until: (*until).into() }).collect();
    Row { counted: None, membership: Some(Membership { partner_id: partner_id.into(), spans }) }
}
