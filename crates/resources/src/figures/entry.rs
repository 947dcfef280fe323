//! One transfer of funds or in kind, as small as can be: a partnership has thousands.

use std::fmt;

use contract::resources::{ResourceKind, Terms, TransactionRecorded, TransactionType};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A UUID as a number; 0: none.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(u128);

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Code([u8; 3]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Value {
    /// In minor units of the currency.
    pub minor: i64,
    pub currency: Code,
}

/// What a transfer is to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Meaning {
    /// Pledged or committed: outstanding until it is fulfilled.
    Promise,
    /// It stays with the receiver.
    Gift,
    /// It comes back.
    Loan,
    Repayment,
    Interest,
    Spending,
    Guarantee,
    /// Something is got in return: no contribution, so in no figure.
    Exchange,
}

/// How far it is agreed, as far as its own report goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    AsPublished,
    Recorded,
    Disputed,
    Confirmed,
    Withdrawn,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// A number of accord.resources.v1.ResourceKind.
    kind: i32,
    pub meaning: Meaning,
    pub giver: Id,
    pub receiver: Id,
    /// None: given in kind, and not valued.
    pub value: Option<Value>,
    pub value_date: Date,
    /// The day it happened.
    pub on: Date,
    pub state: State,
    /// When it was first reported, in seconds since 1970: who has left reads what was there by then.
    pub reported_at: i64,
    /// The report that is kept instead.
    pub same_as: Option<Id>,
    /// Reports of the other side that are linked to it.
    pub confirming_links: u32,
    pub reported_by: Id,
    pub disbursement: Id,
    pub commitment: Id,
    pub budget_line: Id,
    pub own_funds: bool,
}

impl Id {
    pub fn of(text: &str) -> Self {
        Id(Uuid::try_parse(text).map_or(0, |it| it.as_u128()))
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            id => Uuid::from_u128(id).fmt(f),
        }
    }
}

impl Code {
    /// None: not three letters.
    pub fn of(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().filter(|it: &[u8; 3]| it.is_ascii()).map(Code)
    }

    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Value {
    /// None without a currency.
    pub fn of(minor: i64, currency: &str) -> Option<Self> {
        Code::of(currency).map(|currency| Value { minor, currency })
    }
}

impl Entry {
    /// A transfer of any kind that one side reports.
    pub fn new(
        kind: ResourceKind,
        meaning: Meaning,
        (giver, receiver): (&str, &str),
        value: Option<Value>,
        date: Date,
    ) -> Self {
        Entry {
            kind: kind.into(),
            meaning,
            giver: Id::of(giver),
            receiver: Id::of(receiver),
            value,
            value_date: date,
            on: date,
            state: State::Recorded,
            reported_at: 0,
            same_as: None,
            confirming_links: 0,
            reported_by: Id::default(),
            disbursement: Id::default(),
            commitment: Id::default(),
            budget_line: Id::default(),
            own_funds: false,
        }
    }

    /// The same, where the receiver has said so with it.
    pub fn confirmed(self) -> Self {
        Entry { state: State::Confirmed, ..self }
    }

    /// None where its dates cannot be read: then it is in no figure.
    pub(super) fn recorded(it: &TransactionRecorded) -> Option<Self> {
        let value_date = it.value_date.parse().ok()?;
        let parties = (it.provider_partner_id.as_str(), it.receiver_partner_id.as_str());
        let value = Value::of(it.amount_minor, &it.currency);
        Some(Entry {
            on: it.transacted_on.parse().unwrap_or(value_date),
            state: if it.source.is_empty() { State::Recorded } else { State::AsPublished },
            reported_by: Id::of(&it.recorded_by),
            disbursement: Id::of(&it.disbursement_id),
            commitment: Id::of(&it.commitment_id),
            budget_line: Id::of(&it.budget_line_id),
            own_funds: it.own_funds,
            ..Entry::new(ResourceKind::Funds, Meaning::of(it.r#type(), it.terms()), parties, value, value_date)
        })
    }

    pub fn kind(&self) -> ResourceKind {
        ResourceKind::try_from(self.kind).unwrap_or_default()
    }

    /// Its own receiver says so, or a report of the other side that is linked to it does.
    pub fn is_confirmed(&self) -> bool {
        self.state == State::Confirmed || 0 < self.confirming_links
    }

    /// It is not taken back, and not another report of what is counted elsewhere.
    pub fn counts(&self) -> bool {
        self.same_as.is_none() && self.state != State::Withdrawn
    }

    /// How far it is agreed, with what is linked to it.
    pub fn standing(&self) -> State {
        if self.state != State::Withdrawn && self.is_confirmed() { State::Confirmed } else { self.state }
    }
}

impl Meaning {
    /// What is given on these terms, funds or in kind.
    pub fn given(terms: Terms) -> Self {
        if terms == Terms::Loan { Meaning::Loan } else { Meaning::Gift }
    }

    pub fn of(kind: TransactionType, terms: Terms) -> Self {
        match kind {
            TransactionType::OutgoingCommitment
            | TransactionType::IncomingCommitment
            | TransactionType::OutgoingPledge
            | TransactionType::IncomingPledge => Meaning::Promise,
            // IATI: a reimbursement is a disbursement for what has already been spent.
            TransactionType::IncomingFunds | TransactionType::Disbursement | TransactionType::Reimbursement => {
                Meaning::given(terms)
            }
            TransactionType::Expenditure => Meaning::Spending,
            TransactionType::CreditGuarantee => Meaning::Guarantee,
            TransactionType::InterestPayment => Meaning::Interest,
            TransactionType::LoanRepayment => Meaning::Repayment,
            TransactionType::PurchaseOfEquity | TransactionType::SaleOfEquity | TransactionType::Unspecified => {
                Meaning::Exchange
            }
        }
    }
}
