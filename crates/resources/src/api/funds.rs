//! What queries about funds need of what is at hand.

use std::collections::BTreeMap;

use contract::resources::{
    Disbursement, GetBudget, GetDisbursement, GetLedger, GetReciprocity, ListDisbursements, ListTransactions,
    Transaction,
};
use jiff::civil::Date;
use runtime::{Room, caller::Caller};

use crate::{
    Resources,
    figures::{Books, Code, Id, Paid, Said, said},
    known::funds::voices,
    memory::Funds,
    views::{
        budget::{Done, done},
        disbursements, transactions,
    },
};

/// How far planned payments of a partnership are paid.
pub(super) type Payments = BTreeMap<Id, Paid>;

pub(super) fn paid_of(room: &Room<Resources>, question: &GetDisbursement) -> Payments {
    let paid = room.memory.funds.paid(&question.partnership_id, &question.disbursement_id);
    BTreeMap::from([(Id::of(&question.disbursement_id), paid)])
}

pub(super) fn paid(room: &Room<Resources>, partnership_id: &str) -> Payments {
    let ours = room.memory.funds.of(partnership_id);
    ours.into_iter().flat_map(|it| it.plans.payments().map(|(id, _)| (id, it.paid(id)))).collect()
}

pub(super) fn finish(it: &mut Disbursement, payments: &Payments, today: Date) {
    let paid = payments.get(&Id::of(&it.disbursement_id)).copied().unwrap_or_default();
    disbursements::finish(it, &paid, today);
}

pub(super) fn finished(question: &ListDisbursements, it: &mut Disbursement, known: &(Payments, Date)) -> bool {
    finish(it, &known.0, known.1);
    disbursements::is_asked_for(question, it)
}

pub(super) fn lines(room: &Room<Resources>, question: &GetBudget) -> BTreeMap<Id, Done> {
    room.memory.funds.of(&question.partnership_id).map(done).unwrap_or_default()
}

/// Other reports that might be of the same transfers.
pub(super) type Alike = BTreeMap<Id, Vec<Id>>;

pub(super) fn alike(funds: &Funds, partnership_id: &str, transaction_id: &str) -> Alike {
    let id = Id::of(transaction_id);
    funds.of(partnership_id).map(|it| (id, it.books.perhaps_same_as(id))).into_iter().collect()
}

pub(super) fn all_alike(room: &Room<Resources>, question: &ListTransactions) -> Alike {
    let books = room.memory.funds.of(&question.partnership_id).map(|it| &it.books);
    books.map(|it| it.all_perhaps_same()).unwrap_or_default()
}

pub(super) fn suggest(it: &mut Transaction, alike: &Alike) {
    let others = alike.get(&Id::of(&it.transaction_id)).into_iter().flatten();
    it.perhaps_same_as = others.map(Id::to_string).collect();
}

pub(super) fn suggested(question: &ListTransactions, it: &mut Transaction, alike: &Alike) -> bool {
    suggest(it, alike);
    transactions::is_asked_for(question, it)
}

/// None: there is no such partnership, and no currency to convert into.
pub(super) fn of_ledger(room: &Room<Resources>, question: &GetLedger, caller: &Caller) -> Option<Said> {
    let days = (question.from.as_str(), question.until.as_str());
    take(room, (&question.partnership_id, &question.rate_table), days, caller)
}

pub(super) fn of_reciprocity(
    room: &Room<Resources>,
    question: &GetReciprocity,
    caller: &Caller,
) -> Option<(Said, Vec<String>)> {
    let days = (question.from.as_str(), question.until.as_str());
    let said = take(room, (&question.partnership_id, &question.rate_table), days, caller)?;
    Some((said, voices(room, &question.partnership_id)))
}

fn take(
    room: &Room<Resources>,
    (partnership_id, table): (&str, &str),
    days: (&str, &str),
    caller: &Caller,
) -> Option<Said> {
    let currency = Code::of(&room.standing.partnership(partnership_id)?.currency)?;
    let left = room.standing.reads_until(partnership_id, &caller.partner);
    let funds = &room.memory.funds;
    let none = Books::default();
    let books = funds.of(partnership_id).map_or(&none, |it| &it.books);
    Some(said(books, days, left, currency, funds.tables().table(table)))
}
