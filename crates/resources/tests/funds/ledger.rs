//! What facts add up to in the ledger.

use std::collections::BTreeMap;

use contract::resources::{
    GetLedger, LedgerLine, TransactionConfirmed, TransactionRecorded, TransactionType, event::Kind as Event,
};
use resources::views::{figures::entries, ledger};

#[test]
fn a_promise_is_the_providers_whoever_recorded_it() {
    for kind in [
        TransactionType::OutgoingCommitment,
        TransactionType::OutgoingPledge,
        TransactionType::IncomingCommitment,
        TransactionType::IncomingPledge,
    ] {
        let lines = after([recorded(kind), confirmed(kind)]);
        assert_eq!(lines, vec![LedgerLine { promised_minor: 100, ..line("funder") }]);
    }
}

#[test]
fn a_transfer_is_unconfirmed_until_the_receiver_says_so() {
    for kind in [TransactionType::Disbursement, TransactionType::IncomingFunds, TransactionType::Reimbursement] {
        assert_eq!(after([recorded(kind)]), vec![LedgerLine { unconfirmed_minor: 100, ..line("funder") }]);
        assert_eq!(
            after([recorded(kind), confirmed(kind)]),
            vec![
                LedgerLine { given_minor: 100, ..line("funder") },
                LedgerLine { received_minor: 100, ..line("lender") }
            ]
        );
    }
}

#[test]
fn spending_and_guarantees_are_figures_of_their_own() {
    let expenditure = TransactionType::Expenditure;
    let spent = LedgerLine { spent_minor: 100, ..line("funder") };
    assert_eq!(after([recorded(expenditure), confirmed(expenditure)]), vec![spent]);
    let guarantee = TransactionType::CreditGuarantee;
    let guaranteed = LedgerLine { guaranteed_minor: 100, ..line("funder") };
    assert_eq!(after([recorded(guarantee), confirmed(guarantee)]), vec![guaranteed]);
}

#[test]
fn lending_buying_and_paying_back_are_in_no_figure() {
    for kind in [
        TransactionType::InterestPayment,
        TransactionType::LoanRepayment,
        TransactionType::PurchaseOfEquity,
        TransactionType::SaleOfEquity,
    ] {
        assert_eq!(after([recorded(kind), confirmed(kind)]), vec![]);
    }
}

#[test]
fn what_a_source_publishes_is_in_no_other_figure() {
    let published = |provider: &str, amount_minor: i64| {
        let Event::TransactionRecorded(it) = recorded(TransactionType::Disbursement) else { unreachable!() };
        let provider_partner_id = provider.to_owned();
        Event::from(TransactionRecorded { provider_partner_id, amount_minor, source: "a file".into(), ..it })
    };
    assert_eq!(
        after([published("", 100), published("", -30), published("funder", 7)]),
        vec![
            LedgerLine { as_published_minor: 70, as_published_count: 2, ..line("") },
            LedgerLine { as_published_minor: 7, as_published_count: 1, ..line("funder") },
        ]
    );
}

#[test]
fn currencies_are_never_added_up() {
    let Event::TransactionRecorded(it) = recorded(TransactionType::Disbursement) else { unreachable!() };
    let afghani = TransactionRecorded { currency: "AFN".into(), ..it };
    let lines = after([afghani.into(), recorded(TransactionType::Disbursement)]);
    let currencies: Vec<_> = lines.iter().map(|it| (it.currency.as_str(), it.unconfirmed_minor)).collect();
    assert_eq!(currencies, vec![("AFN", 100), ("GBP", 100)]);
}

#[test]
fn a_ledger_may_be_asked_for_one_partner() {
    let of = |partner_id: &str| {
        let question = GetLedger { partner_id: partner_id.into(), ..Default::default() };
        ledger(&question, vec![line("funder"), line("lender")]).lines.len()
    };
    assert_eq!((of(""), of("lender"), of("stranger")), (2, 1, 0));
}

/// The lines in the order of the view: by partner, then currency.
fn after<const N: usize>(events: [Event; N]) -> Vec<LedgerLine> {
    let mut lines = BTreeMap::<_, LedgerLine>::new();
    for it in events.iter().flat_map(entries) {
        let line = lines.entry((it.partner_id.clone(), it.currency.clone())).or_default();
        (line.partner_id, line.currency) = (it.partner_id, it.currency);
        it.change.apply(line);
    }
    lines.into_values().collect()
}

fn line(partner_id: &str) -> LedgerLine {
    LedgerLine { partner_id: partner_id.into(), currency: "GBP".into(), ..Default::default() }
}

fn recorded(kind: TransactionType) -> Event {
    TransactionRecorded {
        r#type: kind.into(),
        provider_partner_id: "funder".into(),
        receiver_partner_id: "lender".into(),
        amount_minor: 100,
        currency: "GBP".into(),
        ..Default::default()
    }
    .into()
}

fn confirmed(kind: TransactionType) -> Event {
    TransactionConfirmed {
        partner_id: "lender".into(),
        r#type: kind.into(),
        provider_partner_id: "funder".into(),
        amount_minor: 100,
        currency: "GBP".into(),
        ..Default::default()
    }
    .into()
}
