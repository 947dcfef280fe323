//! How far a partnership reaches: whom alone, whom jointly, and what is never added up.

use contract::{
    evaluation::{GetReach, NotAdded, OverPartners, Reach, ReachBy, ReachClients},
    goals::ServiceKind,
};
use evaluation::views::reach::{
    answer,
    cells::{Counted, Noted, PERIODS_MAX, ReachCell, Told, ToldBy, Work},
};

use crate::messages::{BANK, COOPERATIVE, INDICATOR, TOGETHER};

#[test]
fn of_each_partner_its_latest_period_verified_beside_reported() {
    let mut bank = by(BANK);
    bank.tell(told("2025-09-30", "1000"));
    bank.verify(&told("2025-09-30", "1000"));
    bank.tell(told("2025-12-31", "1100"));
    let clients = clients([counted(OverPartners::Sum), cell(bank)]);
    let line = &clients.partners[0];
    let (verified, reported) = (line.verified.clone().unwrap(), line.reported.clone().unwrap());
    assert_eq!((verified.people.as_str(), verified.period_end.as_str()), ("1000", "2025-09-30"));
    assert_eq!((reported.people.as_str(), reported.period_end.as_str()), ("1100", "2025-12-31"));
    assert_eq!(clients.period_end, "2025-12-31");
    assert_eq!((value(&clients.verified), value(&clients.reported)), ("1000".into(), "1100".into()));
}

#[test]
fn what_was_given_back_is_not_told_until_it_is_corrected() {
    let mut bank = by(BANK);
    bank.tell(told("2025-09-30", "1000"));
    bank.tell(told("2025-12-31", "1100"));
    bank.give_back("of 2025-12-31", 0);
    assert_eq!(bank.reported().unwrap().people, "1000");
    let corrected = Told { correction: 1, ..told("2025-12-31", "1090") };
    bank.tell(corrected.clone());
    assert_eq!(bank.reported().unwrap().people, "1090");
    bank.verify(&told("2025-12-31", "1100"));
    assert_eq!(bank.verified, None, "what was corrected since is not what was verified");
    bank.verify(&corrected);
    assert_eq!(bank.verified.unwrap().people, "1090");
}

#[test]
fn late_verifications_and_corrections_of_what_was_replaced_move_nothing() {
    let mut bank = by(BANK);
    bank.tell(told("2025-09-30", "1000"));
    bank.tell(told("2025-12-31", "1100"));
    bank.verify(&told("2025-12-31", "1100"));
    bank.verify(&told("2025-09-30", "1000"));
    assert_eq!(bank.verified.as_ref().unwrap().people, "1100");
    let other = Told { measurement_id: "another".into(), correction: 2, ..told("2025-12-31", "7") };
    bank.tell(other);
    assert_eq!(bank.reported().unwrap().people, "1100");
    for month in 1..=PERIODS_MAX {
        bank.tell(told(&format!("2026-{month:02}-28"), "1200"));
    }
    assert_eq!(bank.periods.len(), PERIODS_MAX);
    bank.verify(&told("2025-12-31", "1100"));
    assert_eq!(bank.verified.unwrap().people, "1100", "it stays verified though its period is not kept");
}

#[test]
fn unique_people_are_added_up_beside_a_note_only() {
    let (bank, cooperative) = (reports(BANK, "1000", &[]), reports(COOPERATIVE, "500", &[]));
    let without = clients([counted(OverPartners::Unique), cell(bank.clone()), cell(cooperative.clone())]);
    let total = without.reported.unwrap();
    assert_eq!((total.value.as_str(), total.why()), ("", NotAdded::PeopleMayOverlap));
    let mut indicator = counted(OverPartners::Unique);
    let noted = Noted { period_end: "2025-12-31".into(), people: "100".into() };
    indicator.indicator.as_mut().unwrap().note(noted);
    let with = clients([indicator, cell(bank), cell(cooperative)]);
    assert_eq!(value(&with.reported), "1400");
    assert_eq!(with.alone_reported.unwrap().why(), NotAdded::PeopleMayOverlap, "the note is of all, not of some");
}

#[test]
fn people_whom_two_tell_of_as_served_jointly_are_not_added_up() {
    let alone = || cell(reports(COOPERATIVE, "500", &[]));
    let of_one = clients([counted(OverPartners::Sum), cell(reports(BANK, "1000", &[COOPERATIVE])), alone()]);
    assert_eq!((value(&of_one.reported), value(&of_one.alone_reported)), ("1500".into(), "500".into()));
    let joint = &of_one.partners.iter().find(|it| it.partner_id == BANK).unwrap().reported;
    assert_eq!(joint.as_ref().unwrap().jointly_with, [COOPERATIVE]);
    let also = cell(reports(COOPERATIVE, "500", &[BANK]));
    let of_two = clients([counted(OverPartners::Sum), cell(reports(BANK, "1000", &[COOPERATIVE])), also]);
    assert_eq!(of_two.reported.unwrap().why(), NotAdded::PeopleMayOverlap);
    assert_eq!(of_two.alone_reported.unwrap().why(), NotAdded::Nothing);
}

#[test]
fn services_and_places_say_who_gives_them_alone_and_who_jointly() {
    let training = |lead: &str, with: &[&str], places: &[&str]| Work {
        service: ServiceKind::Training.into(),
        places: places.iter().map(|it| (*it).to_owned()).collect(),
        lead: lead.into(),
        supporting: with.iter().map(|it| (*it).to_owned()).collect(),
        ..Default::default()
    };
    let done = Work { has_started: true, is_completed: true, ..training(BANK, &[], &["Busia", "Busia"]) };
    let credit = Work { service: ServiceKind::Credit.into(), has_started: true, ..training(BANK, &[], &["Busia"]) };
    let reach = reach([
        work(training(COOPERATIVE, &[BANK], &["Siaya", "Busia"])),
        work(training(BANK, &[COOPERATIVE], &[])),
        work(done),
        work(credit),
    ]);
    let [credit, training] = &reach.services[..] else { panic!("{:?}", reach.services) };
    assert_eq!((credit.service(), training.service()), (ServiceKind::Credit, ServiceKind::Training));
    let both = vec![BANK.to_owned(), COOPERATIVE.to_owned()];
    assert_eq!(
        training.by,
        [
            ReachBy { partner_ids: vec![BANK.into()], completed: 1, ..Default::default() },
            ReachBy { partner_ids: both.clone(), planned: 2, ..Default::default() },
        ],
        "whoever leads"
    );
    let [busia, siaya] = &reach.places[..] else { panic!("{:?}", reach.places) };
    assert_eq!((busia.place.as_str(), siaya.place.as_str()), ("Busia", "Siaya"));
    assert_eq!(busia.services, [i32::from(ServiceKind::Credit), ServiceKind::Training.into()]);
    assert_eq!(
        busia.by[0],
        ReachBy { partner_ids: vec![BANK.into()], under_way: 1, completed: 1, ..Default::default() },
        "a place named twice by one activity counts once"
    );
    assert_eq!(siaya.by, [ReachBy { partner_ids: both, planned: 1, ..Default::default() }]);
}

#[test]
fn where_nothing_is_measured_or_planned_nothing_is_said() {
    let reach = reach([counted(OverPartners::Sum)]);
    assert_eq!((reach.services.len(), reach.places.len()), (0, 0));
    let clients = &reach.clients[0];
    assert_eq!((clients.partners.len(), clients.period_end.as_str()), (0, ""));
    assert_eq!(clients.verified.as_ref().unwrap().why(), NotAdded::Nothing, "null is not zero");
}

fn reach(cells: impl IntoIterator<Item = ReachCell>) -> Reach {
    let question = GetReach { partnership_id: TOGETHER.into(), ..Default::default() };
    answer(&question, cells.into_iter().collect())
}

fn clients(cells: impl IntoIterator<Item = ReachCell>) -> ReachClients {
    reach(cells).clients.remove(0)
}

fn counted(over_partners: OverPartners) -> ReachCell {
    let indicator = Counted {
        indicator_id: INDICATOR.into(),
        title: "Borrowers".into(),
        unit: "clients".into(),
        over_partners: over_partners.into(),
        overlaps: vec![],
    };
    ReachCell { indicator: Some(indicator), ..Default::default() }
}

fn reports(partner: &str, people: &str, jointly_with: &[&str]) -> ToldBy {
    let jointly_with = jointly_with.iter().map(|it| (*it).to_owned()).collect();
    let mut by = by(partner);
    by.tell(Told { jointly_with, ..told("2025-12-31", people) });
    by
}

fn by(partner: &str) -> ToldBy {
    ToldBy { indicator_id: INDICATOR.into(), partner_id: partner.into(), ..Default::default() }
}

fn told(period_end: &str, people: &str) -> Told {
    Told {
        people: people.into(),
        period_end: period_end.into(),
        measurement_id: format!("of {period_end}"),
        ..Default::default()
    }
}

fn cell(told: ToldBy) -> ReachCell {
    ReachCell { told: Some(told), ..Default::default() }
}

fn work(work: Work) -> ReachCell {
    ReachCell { work: Some(work), ..Default::default() }
}

fn value(total: &Option<contract::evaluation::Total>) -> String {
    total.clone().unwrap().value
}
