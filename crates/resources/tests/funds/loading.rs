//! What loading rates leads to.

use contract::resources::{event::Kind as Event, *};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, given, nothing},
};
use resources::{
    figures::Tables,
    rates::{Rates, Rejection},
    views::rates::found,
};

use crate::messages_planning::*;

#[test]
fn rates_stand_under_the_first_day_of_their_period() {
    nothing::<Rates>().when(load()).then(loaded());
    let yearly =
        LoadRates { period: RatePeriod::Year.into(), rates: vec![rate("2026-05-15", "AFN", "1.50")], ..load() };
    nothing::<Rates>().when(yearly).then(RatesLoaded {
        period: RatePeriod::Year.into(),
        rates: vec![rate("2026-01-01", "AFN", "1.5")],
        ..loaded()
    });
}

#[test]
fn the_same_rates_again_change_nothing_and_others_take_their_place() {
    known().when(load()).then_nothing();
    let same_in_other_words = LoadRates { rates: vec![rate("2026-01-31", "AFN", "0.010600")], ..load() };
    known().when(same_in_other_words).then_nothing();
    let restated = LoadRates { rates: vec![rate("2026-01-15", "AFN", "0.0107"), load().rates[1].clone()], ..load() };
    known().when(restated).then(RatesLoaded { rates: vec![rate("2026-01-01", "AFN", "0.0107")], ..loaded() });
}

#[test]
fn currencies_that_are_no_longer_in_use_have_rates_too() {
    let old = LoadRates { rates: vec![rate("1994-01-01", "ATS", "0.059409175")], ..load() };
    nothing::<Rates>().when(old.clone()).then(RatesLoaded { rates: old.rates, ..loaded() });
}

#[test]
fn a_table_has_one_period_and_one_base() {
    let other = || Rejection::OtherTable { period: RatePeriod::Month, base: "XDR".into() };
    known().when(LoadRates { period: RatePeriod::Day.into(), ..load() }).then_rejected(other());
    known().when(LoadRates { base: "EUR".into(), ..load() }).then_rejected(other());
    assert_eq!(other().refusal().reason, "REASON_RATE_TABLE");
}

#[test]
fn names_dates_currencies_and_rates_are_real() {
    let one = |it: Rate| LoadRates { rates: vec![it], ..load() };
    let range = "[0] has no rate above zero, of at most 15 digits that count and 20 places";
    for (command, field, problem) in [
        (
            LoadRates { table: "Monthly rates".into(), ..load() },
            "table",
            "is not lower case letters, digits and hyphens: \"Monthly rates\"".to_owned(),
        ),
        (LoadRates { base: " ".into(), ..load() }, "base", "is missing".into()),
        (LoadRates { period: 0, ..load() }, "period", "is missing".into()),
        (one(rate("2026-02-30", "AFN", "1")), "rates", "[0] has no date YYYY-MM-DD: \"2026-02-30\"".into()),
        (one(rate("2026-02-01", "afn", "1")), "rates", "[0] has no currency of three capital letters: \"afn\"".into()),
        (one(rate("2026-02-01", "AFN", "0")), "rates", format!("{range}: \"0\"")),
        (one(rate("2026-02-01", "AFN", "-1")), "rates", format!("{range}: \"-1\"")),
        (
            LoadRates { rates: vec![rate("2026-02-01", "AFN", "1"), rate("2026-02-09", "AFN", "2")], ..load() },
            "rates",
            "[1] is a second one of AFN for the period of 2026-02-01".into(),
        ),
    ] {
        nothing::<Rates>().when(command).then_rejected(Invalid::new(field, problem).into());
    }
}

#[test]
fn a_day_has_the_rate_of_its_own_period_and_of_no_other() {
    let mut tables = Tables::default();
    tables.load(&loaded());
    let on = |table: &str, date: &str| {
        let question = GetRate { table: table.into(), currency: "AFN".into(), date: date.into(), ..Default::default() };
        found(&tables, &question).and_then(|it| it.rate).map(|it| (it.date, it.rate))
    };
    let january = Some(("2026-01-01".to_owned(), "0.0106".to_owned()));
    assert_eq!(on("", "2026-01-31"), january);
    assert_eq!(on("monthly", "2026-01-01"), january);
    assert_eq!(on("", "2026-02-01"), None);
    assert_eq!(on("", "2025-12-31"), None);
    assert_eq!(on("daily", "2026-01-31"), None);
}

fn known() -> Scenario<Rates> {
    given::<Rates, Event>([loaded().into()])
}
