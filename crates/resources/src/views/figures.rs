//! What each fact adds to whose figures in the ledger: one transfer once, and what a source says to nothing else.

use contract::resources::{
    LedgerLine, TransactionConfirmed, TransactionRecorded, TransactionType, event::Kind as Event,
};

/// A change of one partner's line in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub partner_id: String,
    pub currency: String,
    pub change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    Promised(i64),
    /// Given by it, as it says or is said of it; the receiver has yet to confirm.
    Disbursed(i64),
    /// Given by it, and the receiver says so.
    Given(i64),
    Received(i64),
    Spent(i64),
    Guaranteed(i64),
    AsPublished(i64),
}

/// What a type of transaction is to the ledger.
enum Meaning {
    Promise,
    Transfer,
    Spending,
    Guarantee,
    /// Buying, lending and paying back give and receive something in return: no contribution, so in no figure.
    Exchange,
}

pub fn entries(event: &Event) -> Vec<Entry> {
    match event {
        Event::TransactionRecorded(it) => recorded(it).into_iter().collect(),
        Event::TransactionConfirmed(it) => confirmed(it),
        Event::ResourceOffered(_) | Event::PublicationKept(_) => vec![],
    }
}

fn recorded(it: &TransactionRecorded) -> Option<Entry> {
    let amount = it.amount_minor;
    let change = match meaning(it.r#type()) {
        _ if !it.source.is_empty() => Change::AsPublished(amount),
        Meaning::Promise => Change::Promised(amount),
        Meaning::Transfer => Change::Disbursed(amount),
        Meaning::Spending => Change::Spent(amount),
        Meaning::Guarantee => Change::Guaranteed(amount),
        Meaning::Exchange => return None,
    };
    Some(Entry { partner_id: it.provider_partner_id.clone(), currency: it.currency.clone(), change })
}

fn confirmed(it: &TransactionConfirmed) -> Vec<Entry> {
    let entry = |partner_id: &str, change: Change| Entry {
        partner_id: partner_id.to_owned(),
        currency: it.currency.clone(),
        change,
    };
    match meaning(it.r#type()) {
        Meaning::Transfer => vec![
            entry(&it.provider_partner_id, Change::Given(it.amount_minor)),
            entry(&it.partner_id, Change::Received(it.amount_minor)),
        ],
        Meaning::Promise | Meaning::Spending | Meaning::Guarantee | Meaning::Exchange => vec![],
    }
}

fn meaning(kind: TransactionType) -> Meaning {
    match kind {
        TransactionType::OutgoingCommitment
        | TransactionType::IncomingCommitment
        | TransactionType::OutgoingPledge
        | TransactionType::IncomingPledge => Meaning::Promise,
        // IATI: a reimbursement is a disbursement for what has already been spent.
        TransactionType::IncomingFunds | TransactionType::Disbursement | TransactionType::Reimbursement => {
            Meaning::Transfer
        }
        TransactionType::Expenditure => Meaning::Spending,
        TransactionType::CreditGuarantee => Meaning::Guarantee,
        TransactionType::InterestPayment
        | TransactionType::LoanRepayment
        | TransactionType::PurchaseOfEquity
        | TransactionType::SaleOfEquity
        | TransactionType::Unspecified => Meaning::Exchange,
    }
}

impl Change {
    /// Sums stay at the greatest number there is rather than turn negative: nine thousand times the largest amount.
    pub fn apply(self, line: &mut LedgerLine) {
        let add = |figure: &mut i64, amount: i64| *figure = figure.saturating_add(amount);
        match self {
            Change::Promised(amount) => add(&mut line.promised_minor, amount),
            Change::Disbursed(amount) => add(&mut line.unconfirmed_minor, amount),
            Change::Given(amount) => {
                add(&mut line.unconfirmed_minor, -amount);
                add(&mut line.given_minor, amount);
            }
            Change::Received(amount) => add(&mut line.received_minor, amount),
            Change::Spent(amount) => add(&mut line.spent_minor, amount),
            Change::Guaranteed(amount) => add(&mut line.guaranteed_minor, amount),
            Change::AsPublished(amount) => {
                add(&mut line.as_published_minor, amount);
                line.as_published_count += 1;
            }
        }
    }
}
