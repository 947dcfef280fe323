//! Ledger and reciprocity in the partnership's currency, by the rate of each value date.

use contract::{
    log::envelope::Fact,
    partners::{self, PartnershipActivated},
    resources::{event::Kind as Event, *},
};
use jiff::Timestamp;
use resources::{
    Memory,
    figures::{Code, ledger, mutual, reciprocity, said},
};
use runtime::Memory as _;

use crate::{messages::*, messages_planning::*};

#[test]
fn each_transfer_is_converted_and_rounded_once_and_the_totals_are_the_sums_of_these() {
    let memory = with_rates(vec![given_of(TRANSFER, "AFN", 12_345), given_of(OTHER, "AFN", 12_345)]);
    let it = asked(&memory);
    // 12,345 · 0.0106 / 0.95 = 137.744… each, 275.488… together.
    let given: Vec<_> = it.converted.iter().map(|it| (it.given_minor, it.received_minor)).collect();
    assert_eq!(given, vec![(276, 0), (0, 276)]);
    assert_eq!((it.currency.as_str(), it.rate_table.as_str()), ("GBP", "monthly"));
    assert_eq!(it.rounding_difference, "0.51157895");
    assert!(it.unconverted.is_empty());
}

#[test]
fn the_same_currency_needs_no_rate() {
    let memory = after(given_of(TRANSFER, "GBP", 7));
    let it = asked(&memory);
    assert_eq!((it.converted[0].given_minor, it.rate_table.as_str(), it.rounding_difference.as_str()), (7, "", "0"));
}

#[test]
fn where_a_rate_is_missing_it_is_said_and_nothing_is_guessed() {
    let mut memory = with_rates(vec![given_of(TRANSFER, "AFN", 100), given_of(OTHER, "AFN", 200)]);
    let later = TransactionRecorded { value_date: "2026-02-01".into(), ..of_currency(THIRD, "AFN", 300) };
    hear(&mut memory, later);
    let it = asked(&memory);
    let missing = vec!["AFN 2026-02".to_owned(), "GBP 2026-02".to_owned()];
    assert_eq!(it.unconverted, vec![Unconverted { currency: "AFN".into(), count: 1, amount_minor: 300, missing }]);
    assert_eq!(it.converted[0].given_minor, 3, "1 and 2, rounded from 1.12 and 2.23");
    let unconfirmed = it.lines.iter().find(|it| it.partner_id == FUNDER).unwrap().unconfirmed_minor;
    assert_eq!(unconfirmed, 300, "in its own currency it is all there");
}

#[test]
fn a_restated_rate_flows_in() {
    let mut memory = with_rates(vec![given_of(TRANSFER, "AFN", 100_000)]);
    assert_eq!(asked(&memory).converted[0].given_minor, 1_116);
    hear(&mut memory, RatesLoaded { rates: vec![rate("2026-01-01", "AFN", "0.0212")], ..loaded() });
    assert_eq!(asked(&memory).converted[0].given_minor, 2_232);
}

#[test]
fn currencies_of_no_and_three_places_are_converted_in_their_units() {
    let rates =
        vec![rate("2026-01-01", "JPY", "0.0047"), rate("2026-01-01", "KWD", "2.35"), rate("2026-01-01", "GBP", "0.95")];
    let mut events = given_of(TRANSFER, "JPY", 1_000);
    events.extend(given_of(OTHER, "KWD", 1_000));
    let mut memory = after(events);
    hear(&mut memory, RatesLoaded { rates, ..loaded() });
    // 1,000 yen are 4.947… pounds, 1.000 dinar is 2.473… pounds.
    assert_eq!(asked(&memory).converted[0].given_minor, 495 + 247);
}

#[test]
fn who_has_left_reads_what_was_there_by_then() {
    let memory = after(given_of(TRANSFER, "GBP", 7));
    let books = &memory.funds.of(TOGETHER).unwrap().books;
    let read_by = |left: &str| {
        let left: Timestamp = left.parse().unwrap();
        said(books, ("", ""), Some(left), Code::of("GBP").unwrap(), None).transfers.len()
    };
    assert_eq!(read_by("2026-01-15T12:00:00Z"), 1);
    assert_eq!(read_by("2026-01-15T11:59:59Z"), 0);
}

#[test]
fn reciprocity_counts_gifts_that_are_confirmed_pair_by_pair_and_kind_by_kind() {
    let back = |it: Event| match it {
        Event::TransactionRecorded(it) => Event::from(TransactionRecorded {
            provider_partner_id: it.receiver_partner_id.clone(),
            receiver_partner_id: it.provider_partner_id.clone(),
            ..it
        }),
        other => other,
    };
    let mut events = given_of(TRANSFER, "GBP", 7);
    events.extend(given_of(OTHER, "GBP", 5).into_iter().map(back));
    events.push(TransactionRecorded { receiver_partner_id: INSURER.into(), ..of_currency(THIRD, "GBP", 9) }.into());
    let memory = after(events);
    let books = &memory.funds.of(TOGETHER).unwrap().books;
    let members = [FUNDER, LENDER, INSURER].map(str::to_owned);
    let said = said(books, ("", ""), None, Code::of("GBP").unwrap(), None);
    let it = reciprocity(GetReciprocity::default(), &said, &members);
    let pairs: Vec<_> = it
        .pairs
        .iter()
        .map(|it| (it.giver_partner_id.as_str(), it.kinds[0].value_minor, it.kinds[0].count, it.answered))
        .collect();
    assert_eq!(pairs, vec![(FUNDER, 7, 1, true), (LENDER, 5, 1, true)]);
    assert_eq!((it.members, it.links, it.answered), (3, 2, 2));
    assert_eq!(
        (it.reciprocity_basis_points, it.density_basis_points, it.rho_basis_points),
        (Some(10_000), Some(3_333), Some(10_000))
    );
    let measured = mutual(books, &members);
    assert_eq!((measured.all.members, measured.all.links, measured.all.answered), (3, 2, 2));
    assert_eq!(measured.kinds, vec![ReciprocityOfKind { kind: ResourceKind::Funds.into(), links: 2, answered: 2 }]);
}

#[test]
fn reciprocity_is_measured_at_the_midnight_after_a_change_and_not_again_without_one() {
    let due = |memory: &Memory, now: &str| {
        let now: Timestamp = now.parse().unwrap();
        memory.funds.schedule().due(now).count()
    };
    let mut memory = Memory::default();
    let activated = PartnershipActivated { partnership_id: TOGETHER.into(), charter_version: 1 };
    memory.remember(&fact(Fact::Partners(partners::Event { kind: Some(activated.into()) })));
    given_of(TRANSFER, "GBP", 7).into_iter().for_each(|it| hear(&mut memory, it));
    assert_eq!(due(&memory, "2026-01-15T23:59:59Z"), 0);
    assert_eq!(due(&memory, "2026-01-16T00:00:00Z"), 1);
    hear(&mut memory, ReciprocityMeasured { partnership_id: TOGETHER.into(), ..Default::default() });
    assert_eq!(due(&memory, "2026-01-20T00:00:00Z"), 0);
}

/// January's rates, and these.
fn with_rates(transfers: Vec<Vec<Event>>) -> Memory {
    let mut memory = after(transfers.into_iter().flatten());
    hear(&mut memory, loaded());
    memory
}

/// Given, and confirmed.
fn given_of(id: &str, currency: &str, amount_minor: i64) -> Vec<Event> {
    let confirmed = TransactionConfirmed { transaction_id: id.into(), ..confirmed() };
    vec![of_currency(id, currency, amount_minor).into(), confirmed.into()]
}

fn of_currency(id: &str, currency: &str, amount_minor: i64) -> TransactionRecorded {
    TransactionRecorded { transaction_id: id.into(), currency: currency.into(), amount_minor, ..recorded() }
}

fn asked(memory: &Memory) -> Ledger {
    let books = &memory.funds.of(TOGETHER).unwrap().books;
    let table = memory.funds.tables().table("");
    let said = said(books, ("", ""), None, Code::of("GBP").unwrap(), table);
    ledger(GetLedger::default(), said)
}
