//! What facts add up to in the ledger.

use contract::resources::{event::Kind as Event, *};
use jiff::civil::date;
use resources::figures::{Books, Change, Code, Entry, Id, Meaning, Step, Tables, Value, ledger, said};

use crate::messages::*;

#[test]
fn a_promise_is_the_providers_whoever_recorded_it() {
    for kind in [
        TransactionType::OutgoingCommitment,
        TransactionType::OutgoingPledge,
        TransactionType::IncomingCommitment,
        TransactionType::IncomingPledge,
    ] {
        let lines = lines([reported(kind).into(), agreed(kind).into()]);
        assert_eq!(lines, vec![LedgerLine { promised_minor: 100, ..line(FUNDER) }]);
    }
}

#[test]
fn a_promise_is_outstanding_less_what_confirmed_transfers_fulfil_and_never_below_nothing() {
    let pledge = TransactionRecorded { transaction_id: PLEDGE.into(), ..reported(TransactionType::OutgoingPledge) };
    let paying = |id: &str, minor| TransactionRecorded {
        transaction_id: id.into(),
        amount_minor: minor,
        commitment_id: PLEDGE.into(),
        ..reported(TransactionType::Disbursement)
    };
    let confirmed = |id: &str, amount_minor| TransactionConfirmed {
        transaction_id: id.into(),
        amount_minor,
        ..agreed(TransactionType::Disbursement)
    };
    let mut events: Vec<Event> = vec![pledge.into(), paying(TRANSFER, 70).into()];
    let promised = |events: &[Event]| funders(events).promised_minor;
    assert_eq!(promised(&events), 100, "nothing is confirmed");
    events.push(confirmed(TRANSFER, 70).into());
    assert_eq!(promised(&events), 30);
    events.extend([paying(OTHER, 70).into(), confirmed(OTHER, 70).into()]);
    assert_eq!(promised(&events), 0);
    assert_eq!(funders(&events).given_minor, 140);
    let in_dollars = TransactionRecorded { currency: "USD".into(), ..paying(THIRD, 10) };
    let only = [events[0].clone(), in_dollars.into(), confirmed(THIRD, 10).into()];
    assert_eq!(promised(&only), 100, "another currency fulfils nothing");
}

#[test]
fn a_transfer_is_unconfirmed_until_the_receiver_says_so() {
    for kind in [TransactionType::Disbursement, TransactionType::IncomingFunds, TransactionType::Reimbursement] {
        let unconfirmed = LedgerLine { unconfirmed_minor: 100, ..line(FUNDER) };
        assert_eq!(lines([reported(kind).into()]), vec![unconfirmed]);
        assert_eq!(
            lines([reported(kind).into(), agreed(kind).into()]),
            vec![
                LedgerLine { given_minor: 100, net_minor: 100, given_count: 1, ..line(FUNDER) },
                LedgerLine { received_minor: 100, net_minor: -100, received_count: 1, ..line(LENDER) }
            ]
        );
    }
}

#[test]
fn what_is_disputed_or_taken_back_is_in_no_other_figure() {
    let transfer = || reported(TransactionType::Disbursement);
    let in_dispute = LedgerLine { disputed_minor: 100, ..line(FUNDER) };
    assert_eq!(lines([transfer().into(), disputed().into()]), vec![in_dispute]);
    assert_eq!(lines([transfer().into(), withdrawn().into()]), vec![]);
    let after_all = lines([transfer().into(), disputed().into(), agreed(TransactionType::Disbursement).into()]);
    assert_eq!(after_all[0].given_minor, 100);
}

#[test]
fn two_reports_of_one_transfer_count_once_and_confirm_it_until_they_are_unlinked() {
    let own = TransactionRecorded {
        transaction_id: OTHER.into(),
        recorded_by: LENDER.into(),
        ..reported(TransactionType::Disbursement)
    };
    let confirmed = TransactionConfirmed { transaction_id: OTHER.into(), ..agreed(TransactionType::Disbursement) };
    let mut events: Vec<Event> =
        vec![reported(TransactionType::Disbursement).into(), own.into(), confirmed.into(), linked().into()];
    let figures = |events: &[Event]| {
        let it = funders(events);
        (it.given_minor, it.given_count, it.unconfirmed_minor)
    };
    assert_eq!(figures(&events), (100, 1, 0));
    events.push(unlinked().into());
    assert_eq!(figures(&events), (100, 1, 100));
}

#[test]
fn spending_and_guarantees_are_figures_of_their_own() {
    let expenditure = TransactionType::Expenditure;
    let spent = LedgerLine { spent_minor: 100, ..line(FUNDER) };
    assert_eq!(lines([reported(expenditure).into(), agreed(expenditure).into()]), vec![spent.clone()]);
    let own = TransactionRecorded { own_funds: true, ..reported(expenditure) };
    assert_eq!(lines([own.into()]), vec![LedgerLine { own_funds_minor: 100, ..spent }]);
    let guarantee = TransactionType::CreditGuarantee;
    let guaranteed = LedgerLine { guaranteed_minor: 100, ..line(FUNDER) };
    assert_eq!(lines([reported(guarantee).into(), agreed(guarantee).into()]), vec![guaranteed]);
}

#[test]
fn lending_and_paying_back_stay_outside_given_and_received() {
    let loan = TransactionRecorded { terms: Terms::Loan.into(), ..reported(TransactionType::Disbursement) };
    assert_eq!(
        lines([loan.into(), agreed(TransactionType::Disbursement).into()]),
        vec![LedgerLine { lent_minor: 100, ..line(FUNDER) }, LedgerLine { borrowed_minor: 100, ..line(LENDER) }]
    );
    let back = TransactionType::LoanRepayment;
    assert_eq!(
        lines([reported(back).into(), agreed(back).into()]),
        vec![LedgerLine { repaid_minor: 100, ..line(FUNDER) }, LedgerLine { repaid_to_minor: 100, ..line(LENDER) }]
    );
    let interest = TransactionType::InterestPayment;
    let paid = LedgerLine { interest_minor: 100, ..line(FUNDER) };
    assert_eq!(lines([reported(interest).into(), agreed(interest).into()]), vec![paid]);
    for kind in [TransactionType::PurchaseOfEquity, TransactionType::SaleOfEquity] {
        assert_eq!(lines([reported(kind).into(), agreed(kind).into()]), vec![]);
    }
}

#[test]
fn what_a_source_publishes_is_in_no_other_figure() {
    let published = |id: &str, provider: &str, amount_minor: i64| -> Event {
        TransactionRecorded {
            transaction_id: id.into(),
            provider_partner_id: provider.into(),
            amount_minor,
            source: "a file".into(),
            ..reported(TransactionType::Disbursement)
        }
        .into()
    };
    assert_eq!(
        lines([published(TRANSFER, "", 100), published(OTHER, "", -30), published(THIRD, FUNDER, 7)]),
        vec![
            LedgerLine { as_published_minor: 70, as_published_count: 2, ..line("") },
            LedgerLine { as_published_minor: 7, as_published_count: 1, ..line(FUNDER) },
        ]
    );
}

#[test]
fn currencies_are_never_added_up() {
    let afghani = TransactionRecorded {
        transaction_id: OTHER.into(),
        currency: "AFN".into(),
        ..reported(TransactionType::Disbursement)
    };
    let lines = lines([afghani.into(), reported(TransactionType::Disbursement).into()]);
    let currencies: Vec<_> = lines.iter().map(|it| (it.currency.as_str(), it.unconfirmed_minor)).collect();
    assert_eq!(currencies, vec![("AFN", 100), ("GBP", 100)]);
}

#[test]
fn a_ledger_may_be_asked_for_one_partner_and_period_and_cut_by_time() {
    let kind = TransactionType::Disbursement;
    let events: Vec<Event> = vec![reported(kind).into(), agreed(kind).into()];
    let of = |question: GetLedger| asked(&events, question).lines.len();
    let partner = |it: &str| GetLedger { partner_id: it.into(), ..Default::default() };
    assert_eq!((of(partner("")), of(partner(LENDER)), of(partner(STRANGER))), (2, 1, 0));
    let from = |it: &str| GetLedger { from: it.into(), ..Default::default() };
    let until = |it: &str| GetLedger { until: it.into(), ..Default::default() };
    assert_eq!((of(from("2026-01-10")), of(from("2026-01-11"))), (2, 0));
    assert_eq!((of(until("2026-01-10")), of(until("2026-01-09"))), (2, 0));
    for (grouping, period) in [(LedgerGrouping::Year, "2026"), (LedgerGrouping::Month, "2026-01")] {
        let it = asked(&events, GetLedger { grouping: grouping.into(), ..Default::default() });
        assert_eq!(it.lines[0].period, period);
    }
}

#[test]
fn what_is_given_in_kind_counts_whether_it_has_a_value_or_not() {
    let of = |value| {
        let given = Meaning::given(Terms::Gift);
        Entry::new(ResourceKind::Training, given, (LENDER, FUNDER), value, date(2026, 1, 10)).confirmed()
    };
    let mut books = Books::default();
    for (id, value) in [(TRANSFER, None), (OTHER, Value::of(500, "GBP"))] {
        books.apply(Change::Reported(Id::of(id), Box::new(of(value))));
    }
    books.apply(Change::Became(Id::of(OTHER), Step::Agreed(Value::of(400, "GBP"))));
    let said = said(&books, ("", ""), None, Code::of("GBP").unwrap(), None);
    let it = ledger(GetLedger { partner_id: LENDER.into(), ..Default::default() }, said);
    let figures = |it: &LedgerLine| (it.kind(), it.currency.clone(), it.given_minor, it.given_count);
    let training = |currency: &str, minor, count| (ResourceKind::Training, currency.to_owned(), minor, count);
    let lines: Vec<_> = it.lines.iter().map(figures).collect();
    assert_eq!(lines, vec![training("", 0, 1), training("GBP", 400, 1)], "at the value that the receiver agrees to");
    assert_eq!(it.converted.iter().map(figures).collect::<Vec<_>>(), vec![training("GBP", 400, 2)]);
}

/// The funder's figures in pounds.
fn funders(events: &[Event]) -> LedgerLine {
    let lines = asked(events, GetLedger::default()).lines;
    lines.into_iter().find(|it| it.partner_id == FUNDER && it.currency == "GBP").unwrap_or_default()
}

fn lines<const N: usize>(events: [Event; N]) -> Vec<LedgerLine> {
    asked(&events, GetLedger::default()).lines
}

fn asked(events: &[Event], question: GetLedger) -> Ledger {
    let memory = after(events.iter().cloned());
    let days = (question.from.clone(), question.until.clone());
    let books = &memory.funds.of(TOGETHER).unwrap().books;
    let table = Tables::default();
    let said = said(books, (&days.0, &days.1), None, Code::of("GBP").unwrap(), table.table(""));
    ledger(question, said)
}

fn line(partner_id: &str) -> LedgerLine {
    LedgerLine {
        partner_id: partner_id.into(),
        currency: "GBP".into(),
        kind: ResourceKind::Funds.into(),
        ..Default::default()
    }
}

fn reported(kind: TransactionType) -> TransactionRecorded {
    TransactionRecorded { r#type: kind.into(), amount_minor: 100, ..recorded() }
}

fn agreed(kind: TransactionType) -> TransactionConfirmed {
    TransactionConfirmed { r#type: kind.into(), amount_minor: 100, ..confirmed() }
}
