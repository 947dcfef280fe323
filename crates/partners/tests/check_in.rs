//! What checking in leads to: once a period, revised until the next.

use contract::partners::{CheckInRecorded, CheckInWords, HelpWanted, RecordCheckIn};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use kernel::{
    Invalid, Reject,
    scenario::{given, nothing},
};
use partners::{
    check_in::{
        CheckIn, Rejection,
        decisions::{Cadence, Latest},
        period::Period,
    },
    members::Members,
    scenario::{key, sealed_for},
};

#[test]
fn a_member_checks_in_for_this_period_or_the_one_before() {
    nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), check_in()).then(checked_in());
    let on = |period_on: &str| RecordCheckIn { period_on: period_on.into(), ..check_in() };
    nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), on("2026-03-31")).then(checked_in());
    nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), on("2025-11-05")).then(last_quarter());
    for day in ["2026-04-01", "2025-09-30"] {
        let problem = format!("is {day}; check-ins are taken for 2025-10-01 to 2026-03-31");
        let rejection = Invalid::new("period_on", problem).into();
        nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), on(day)).then_rejected(rejection);
    }
}

#[test]
fn a_period_is_as_long_as_the_partnership_wants_it() {
    let event = CheckInRecorded { ends_on: "2026-01-31".into(), ..checked_in() };
    nothing::<CheckIn>().by("a").when_knowing((Cadence { months: 1, ..cadence() }, key()), check_in()).then(event);
}

#[test]
fn there_is_one_check_in_a_period() {
    let given = || Rejection::Given { check_in_id: "other".into(), starts_on: "2026-01-01".into() };
    let now = latest("other", date(2026, 1, 1));
    nothing::<CheckIn>().by("a").when_knowing((now.clone(), key()), check_in()).then_rejected(given());
    let before = RecordCheckIn { period_on: "2025-12-01".into(), ..check_in() };
    nothing::<CheckIn>().by("a").when_knowing((now, key()), before).then_rejected(given());
    nothing::<CheckIn>()
        .by("a")
        .when_knowing((latest("other", date(2025, 10, 1)), key()), check_in())
        .then(checked_in());
}

#[test]
fn a_shorter_period_does_not_begin_within_a_longer_one() {
    let march: Timestamp = "2026-03-10T00:00:00Z".parse().unwrap();
    let monthly = Cadence { months: 1, ..latest("other", date(2026, 1, 1)) };
    let given = Rejection::Given { check_in_id: "other".into(), starts_on: "2026-01-01".into() };
    nothing::<CheckIn>().by("a").at(march).when_knowing((monthly, key()), check_in()).then_rejected(given);
}

#[test]
fn it_may_be_revised_until_the_next() {
    let april: Timestamp = "2026-04-10T00:00:00Z".parse().unwrap();
    let mine = || latest("check-in", date(2026, 1, 1));
    let said = || given::<CheckIn, _>([checked_in()]).by("a");
    said().when_knowing((mine(), key()), check_in()).then_nothing();
    let revised = || RecordCheckIn { troubles: "Snow".into(), ..check_in() };
    let event = || CheckInRecorded { sealed: words("Seed is sown", "Snow", &[]), ..checked_in() };
    said().when_knowing((mine(), key()), revised()).then(event());
    // It stays one for its period, whenever it is revised and however long periods are by then.
    said().at(april).when_knowing((Cadence { months: 1, ..mine() }, key()), revised()).then(event());
    let over = Rejection::Over { check_in_id: "next".into(), starts_on: "2026-04-01".into() };
    said().at(april).when_knowing((latest("next", date(2026, 4, 1)), key()), revised()).then_rejected(over);
    let problem = "is 2026-04-10; this check-in is for 2026-01-01 to 2026-03-31";
    let elsewhere = RecordCheckIn { period_on: "2026-04-10".into(), ..revised() };
    said().at(april).when_knowing((mine(), key()), elsewhere).then_rejected(Invalid::new("period_on", problem).into());
}

#[test]
fn nobody_revises_anothers() {
    given::<CheckIn, _>([checked_in()])
        .by("b")
        .when_knowing((cadence(), key()), check_in())
        .then_rejected(Rejection::IdTaken);
}

#[test]
fn a_check_in_says_something() {
    let silent = RecordCheckIn { going_well: " ".into(), ..check_in() };
    let problem = "is missing, as are troubles and help wanted: a check-in says at least one of them";
    let rejection = Invalid::new("going_well", problem).into();
    nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), silent).then_rejected(rejection);
    let help_wanted = vec![help("b", "A lorry")];
    let command = RecordCheckIn { going_well: String::new(), help_wanted, ..check_in() };
    let sealed = words("", "", &["A lorry"]);
    let event = CheckInRecorded { help_wanted: vec![help("b", "")], sealed, ..checked_in() };
    nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), command).then(event);
}

#[test]
fn help_is_wanted_of_others_that_belong() {
    let refused = |help_wanted: Vec<HelpWanted>, rejection: Rejection| {
        let command = RecordCheckIn { help_wanted, ..check_in() };
        nothing::<CheckIn>().by("a").when_knowing((cadence(), key()), command).then_rejected(rejection);
    };
    refused(vec![help("stranger", "A lorry")], Rejection::NotAMember { partner_id: "stranger".into() });
    let invalid = |field, problem: &str| Invalid::new(field, problem).into();
    refused(vec![help("a", "A lorry")], invalid("help_wanted.partner_id", "names your own organisation"));
    refused(vec![help("b", "A"), help("b", "B")], invalid("help_wanted.partner_id", "names b twice"));
    refused(vec![help("b", " ")], invalid("help_wanted.what", "is missing"));
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    let (check_in_id, starts_on) = (String::from("other"), String::from("2026-01-01"));
    for (rejection, reason, field) in [
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("check_in_id")),
        (Rejection::NotAMember { partner_id: "x".into() }, "REASON_NOT_A_MEMBER", Some("help_wanted.partner_id")),
        (
            Rejection::Given { check_in_id: check_in_id.clone(), starts_on: starts_on.clone() },
            "REASON_CHECK_IN_GIVEN",
            None,
        ),
        (Rejection::Over { check_in_id, starts_on }, "REASON_CHECK_IN_GIVEN", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn cadence() -> Cadence {
    let names = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    Cadence { months: 3, latest: None, members: Members { voices: names(["a", "b"]), others: vec![] } }
}

/// With a check-in for the quarter that holds the day.
fn latest(check_in_id: &str, day: Date) -> Cadence {
    let latest = Latest { check_in_id: check_in_id.into(), period: Period::of(day, 3) };
    Cadence { latest: Some(latest), ..cadence() }
}

fn help(partner_id: &str, what: &str) -> HelpWanted {
    HelpWanted { partner_id: partner_id.into(), what: what.into() }
}

fn check_in() -> RecordCheckIn {
    RecordCheckIn {
        partnership_id: "partnership".into(),
        check_in_id: "check-in".into(),
        going_well: "Seed is sown".into(),
        ..Default::default()
    }
}

fn checked_in() -> CheckInRecorded {
    CheckInRecorded {
        partnership_id: "partnership".into(),
        check_in_id: "check-in".into(),
        partner_id: "a".into(),
        starts_on: "2026-01-01".into(),
        ends_on: "2026-03-31".into(),
        going_well: String::new(),
        troubles: String::new(),
        help_wanted: vec![],
        sealed: words("Seed is sown", "", &[]),
    }
}

fn last_quarter() -> CheckInRecorded {
    CheckInRecorded { starts_on: "2025-10-01".into(), ends_on: "2025-12-31".into(), ..checked_in() }
}

/// What a says; whom it asks for help is for all to see.
fn words(going_well: &str, troubles: &str, help: &[&str]) -> Option<contract::common::Sealed> {
    let help_wanted = help.iter().map(|it| (*it).to_owned()).collect();
    let words = CheckInWords { going_well: going_well.into(), troubles: troubles.into(), help_wanted };
    sealed_for("a", &[], &words)
}
