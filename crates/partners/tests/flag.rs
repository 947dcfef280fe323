//! What warning of a partner, contesting, renewing and ending that lead to.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        ClearFlag, ContestFlag, Event as OwnEvent, Evidence, FlagCategory, FlagCleared, FlagContested, FlagLapsed,
        FlagPartner, FlagRenewed, FlagScope, LapseFlag, PartnerFlagged, RenewFlag, event::Kind as Event,
    },
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::{
    Memory,
    flag::{
        Flag, Rejection,
        decisions::{Acquaintance, Sight},
    },
    reactions::due,
};
use runtime::Memory as _;

const SEEN: Sight = Sight { is_given: true };

#[test]
fn a_partner_warns_of_one_it_works_with() {
    nothing::<Flag>().by("lender").when_knowing(acquainted(), flag()).then(flagged());
    let everywhere = FlagPartner { partnership_id: String::new(), scope: FlagScope::Directory.into(), ..flag() };
    nothing::<Flag>()
        .by("lender")
        .when_knowing(acquainted(), everywhere)
        .then(PartnerFlagged { partnership_id: String::new(), ..flagged() });
    nothing::<Flag>()
        .by("lender")
        .when_knowing(acquainted(), FlagPartner { flag_id: String::new(), ..flag() })
        .then(PartnerFlagged { flag_id: context().fresh("flag"), ..flagged() });
}

#[test]
fn nobody_warns_of_itself_nor_of_a_stranger() {
    nothing::<Flag>().by("insurer").when_knowing(acquainted(), flag()).then_rejected(Rejection::AboutItself);
    nothing::<Flag>()
        .by("lender")
        .when_knowing(Acquaintance::default(), flag())
        .then_rejected(Rejection::NoSharedPartnership);
}

#[test]
fn a_partner_warns_of_another_once_at_a_time() {
    let known = || Acquaintance { flag_id: Some("earlier".into()), ..acquainted() };
    nothing::<Flag>()
        .by("lender")
        .when_knowing(known(), flag())
        .then_rejected(Rejection::AlreadyFlagged { flag_id: "earlier".into() });
}

#[test]
fn the_same_flag_again_changes_nothing_and_its_id_stands_for_one() {
    let known = || Acquaintance { flag_id: Some("flag".into()), ..acquainted() };
    raised().by("lender").when_knowing(known(), flag()).then_nothing();
    raised().by("funder").when_knowing(acquainted(), flag()).then_rejected(Rejection::IdTaken);
    let other = FlagPartner { statement: "Worse".into(), ..flag() };
    raised().by("lender").when_knowing(known(), other).then_rejected(Rejection::IdTaken);
}

#[test]
fn a_flag_says_where_it_belongs_what_of_and_until_when() {
    let refused = |command: FlagPartner, field: &'static str, problem: &str| {
        nothing::<Flag>()
            .by("lender")
            .when_knowing(acquainted(), command)
            .then_rejected(Invalid::new(field, problem).into());
    };
    let nowhere = FlagPartner { partnership_id: String::new(), ..flag() };
    refused(nowhere, "partnership_id", "is missing: whose members are warned?");
    let everywhere = FlagPartner { scope: FlagScope::Directory.into(), ..flag() };
    refused(everywhere, "partnership_id", "must be empty: all who read the directory are warned");
    refused(FlagPartner { scope: 0, ..flag() }, "scope", "is missing");
    refused(FlagPartner { statement: " ".into(), ..flag() }, "statement", "is missing");
    refused(FlagPartner { evidence: None, ..flag() }, "evidence", "is missing");
    for day in ["2026-01-15", "2025-12-31", "2027-01-16"] {
        let problem = format!("is {day}; it must be after 2026-01-15 and at most 2027-01-15");
        refused(FlagPartner { review_on: day.into(), ..flag() }, "review_on", &problem);
    }
}

#[test]
fn the_flagged_partner_contests_and_may_say_it_better() {
    raised().by("insurer").when_knowing(SEEN, contest("We paid")).then(contested("We paid"));
    raised().and(contested("We paid")).by("insurer").when_knowing(SEEN, contest("We paid")).then_nothing();
    raised()
        .and(contested("We paid"))
        .by("insurer")
        .when_knowing(SEEN, contest("We paid in May"))
        .then(contested("We paid in May"));
}

#[test]
fn nobody_else_contests() {
    for who in ["lender", "funder"] {
        raised().by(who).when_knowing(SEEN, contest("We paid")).then_rejected(Rejection::NotTheFlagged);
    }
    let silent = Invalid::new("statement", "is missing").into();
    raised().by("insurer").when_knowing(SEEN, contest(" ")).then_rejected(silent);
}

#[test]
fn who_raised_it_renews_it_until_another_review() {
    raised().by("lender").when_knowing(SEEN, renew()).then(renewed());
    raised().and(renewed()).by("lender").when_knowing(SEEN, renew()).then_nothing();
    raised().by("insurer").when_knowing(SEEN, renew()).then_rejected(Rejection::NotTheFlagger);
    raised().when_knowing(SEEN, renew()).then_rejected(Rejection::NotTheFlagger);
    let problem = "is 2026-01-15; it must be after 2026-01-15 and at most 2027-01-15";
    raised()
        .by("lender")
        .when_knowing(SEEN, RenewFlag { review_on: "2026-01-15".into(), ..renew() })
        .then_rejected(Invalid::new("review_on", problem).into());
    raised()
        .by("lender")
        .when_knowing(SEEN, RenewFlag { statement: String::new(), ..renew() })
        .then_rejected(Invalid::new("statement", "is missing").into());
}

#[test]
fn who_raised_it_clears_it_or_the_operator_with_a_reason() {
    raised().by("lender").when_knowing(SEEN, clear("")).then(cleared("lender", ""));
    raised().when_knowing(SEEN, clear("Wrong partner")).then(cleared("", "Wrong partner"));
    let problem = "is missing: the operator says why it clears another's flag";
    raised().when_knowing(SEEN, clear("")).then_rejected(Invalid::new("reason", problem).into());
    raised().by("insurer").when_knowing(SEEN, clear("")).then_rejected(Rejection::NotTheFlagger);
    raised().and(cleared("lender", "")).by("lender").when_knowing(SEEN, clear("")).then_nothing();
}

#[test]
fn a_flag_lapses_at_its_review_date() {
    let (eve, review) = (at(2026, 6, 30), at(2026, 7, 1));
    let too_early = Rejection::Stands { review_on: date(2026, 7, 1) };
    raised().by_service("clock").at(eve).when(lapse()).then_rejected(too_early);
    raised().by_service("clock").at(review).when(lapse()).then(lapsed());
    raised().and(lapsed()).by_service("clock").at(review).when(lapse()).then_nothing();
    raised().and(cleared("lender", "")).by_service("clock").at(review).when(lapse()).then_nothing();
    let later = Rejection::Stands { review_on: date(2026, 12, 1) };
    raised().and(renewed()).by_service("clock").at(review).when(lapse()).then_rejected(later);
    nothing::<Flag>().by_service("clock").when(lapse()).then_rejected(Rejection::NotFound);
}

#[test]
fn what_is_over_is_over_even_if_the_clock_is_late() {
    let review = at(2026, 7, 1);
    raised().by("insurer").at(review).when_knowing(SEEN, contest("We paid")).then_rejected(Rejection::Ended);
    raised().by("lender").at(review).when_knowing(SEEN, renew()).then_rejected(Rejection::Ended);
    raised().and(lapsed()).by("insurer").when_knowing(SEEN, contest("We paid")).then_rejected(Rejection::Ended);
    raised().and(cleared("lender", "")).by("lender").when_knowing(SEEN, renew()).then_rejected(Rejection::Ended);
}

#[test]
fn who_has_no_standing_learns_nothing() {
    let hidden = || Sight { is_given: false };
    for scenario in [nothing::<Flag>, raised] {
        scenario().by("stranger").when_knowing(hidden(), contest("x")).then_rejected(Rejection::NoStanding);
        scenario().by("stranger").when_knowing(hidden(), renew()).then_rejected(Rejection::NoStanding);
        scenario().by("stranger").when_knowing(hidden(), clear("")).then_rejected(Rejection::NoStanding);
    }
    nothing::<Flag>().by("lender").when_knowing(SEEN, clear("")).then_rejected(Rejection::NotFound);
}

#[test]
fn an_open_flag_falls_due_at_its_review_until_it_ends() {
    let mut memory = Memory::default();
    let many_due = |memory: &Memory, now| due(memory, now).len();
    memory.remember(&own(flagged()));
    assert_eq!(memory.flags.open("partnership", "lender", "insurer"), Some("flag"));
    assert_eq!(memory.flags.open("", "lender", "insurer"), None);
    assert_eq!((many_due(&memory, at(2026, 6, 30)), many_due(&memory, at(2026, 7, 1))), (0, 1));
    memory.remember(&own(renewed()));
    assert_eq!((many_due(&memory, at(2026, 7, 1)), many_due(&memory, at(2026, 12, 1))), (0, 1));
    memory.remember(&own(lapsed()));
    assert_eq!(many_due(&memory, at(2026, 12, 1)), 0);
    assert_eq!(memory.flags.open("partnership", "lender", "insurer"), None);
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("flag_id")),
        (Rejection::NoStanding, "REASON_PERMISSION_DENIED", None),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("flag_id")),
        (Rejection::AboutItself, "REASON_ABOUT_ITSELF", Some("partner_id")),
        (Rejection::NoSharedPartnership, "REASON_NO_SHARED_PARTNERSHIP", Some("partner_id")),
        (Rejection::AlreadyFlagged { flag_id: "flag".into() }, "REASON_ALREADY_FLAGGED", None),
        (Rejection::Ended, "REASON_FLAG_ENDED", None),
        (Rejection::NotTheFlagged, "REASON_NOT_THE_FLAGGED", None),
        (Rejection::NotTheFlagger, "REASON_NOT_THE_FLAGGER", None),
        (Rejection::Stands { review_on: date(2026, 7, 1) }, "REASON_FLAG_STANDS", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn raised() -> Scenario<Flag> {
    given::<Flag, Event>([flagged().into()])
}

fn acquainted() -> Acquaintance {
    Acquaintance { share_a_partnership: true, flag_id: None }
}

fn flag() -> FlagPartner {
    FlagPartner {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        partner_id: "insurer".into(),
        scope: FlagScope::Partnership.into(),
        category: FlagCategory::NotDelivering.into(),
        statement: "Claims are paid months late".into(),
        evidence: Some(Evidence {
            uri: "https://example.org/claims.csv".into(),
            sha256: "0f".repeat(32),
            size_bytes: 2_048,
            media_type: "text/csv".into(),
        }),
        review_on: "2026-07-01".into(),
        ..Default::default()
    }
}

fn flagged() -> PartnerFlagged {
    let FlagPartner { partnership_id, flag_id, partner_id, category, statement, evidence, review_on, .. } = flag();
    let raised_by = "lender".into();
    PartnerFlagged { partnership_id, flag_id, partner_id, raised_by, category, statement, evidence, review_on }
}

fn contest(statement: &str) -> ContestFlag {
    ContestFlag {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        statement: statement.into(),
        ..Default::default()
    }
}

fn contested(statement: &str) -> FlagContested {
    FlagContested {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        partner_id: "insurer".into(),
        statement: statement.into(),
    }
}

fn renew() -> RenewFlag {
    RenewFlag {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        review_on: "2026-12-01".into(),
        statement: "Still late".into(),
        ..Default::default()
    }
}

fn renewed() -> FlagRenewed {
    FlagRenewed {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        partner_id: "insurer".into(),
        review_on: "2026-12-01".into(),
        statement: "Still late".into(),
    }
}

fn clear(reason: &str) -> ClearFlag {
    ClearFlag {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        reason: reason.into(),
        ..Default::default()
    }
}

fn cleared(by: &str, reason: &str) -> FlagCleared {
    FlagCleared {
        partnership_id: "partnership".into(),
        flag_id: "flag".into(),
        partner_id: "insurer".into(),
        cleared_by: by.into(),
        reason: reason.into(),
    }
}

fn lapse() -> LapseFlag {
    LapseFlag { partnership_id: "partnership".into(), flag_id: "flag".into(), ..Default::default() }
}

fn lapsed() -> FlagLapsed {
    FlagLapsed { partnership_id: "partnership".into(), flag_id: "flag".into(), partner_id: "insurer".into() }
}

fn at(year: i16, month: i8, day: i8) -> Timestamp {
    date(year, month, day).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn own(event: impl Into<Event>) -> Envelope {
    Envelope { fact: Some(Fact::Partners(OwnEvent { kind: Some(event.into()) })), ..Default::default() }
}
