//! Transactions are kept as published: given and received by nobody, until members say so.

use contract::resources::{RecordTransaction, TransactionType};

use super::Within;
use crate::iati::{
    activity::{Activity, Organisation, Transaction},
    ids,
    report::{Note, Report},
    values,
};
use crate::importing::Order;

const DESCRIPTION_BYTES_MAX: usize = 2048;
const REFERENCE_BYTES_MAX: usize = 128;
const PARTY_BYTES_MAX: usize = 512;

pub(super) fn of(within: &Within<'_>, activity: &Activity, report: &mut Report) -> Vec<Order> {
    let mut orders = Vec::new();
    for transaction in &activity.transactions {
        let what = format!("{}#transaction/{}", activity.identifier, transaction.place);
        match record(within, activity, transaction, &mut report.note_on(&what, transaction.at), &what) {
            Ok(order) => orders.push(Order::RecordTransaction(order)),
            Err(why) => report.skip(&what, transaction.at, why),
        }
    }
    orders
}

fn record(
    within: &Within<'_>,
    activity: &Activity,
    transaction: &Transaction,
    note: &mut Note<'_>,
    what: &str,
) -> Result<RecordTransaction, String> {
    let kind = kind(&transaction.kind)
        .ok_or_else(|| format!("its type {:?} is none of IATI's", values::start(&transaction.kind)))?;
    let code = if transaction.currency.is_empty() { &activity.default_currency } else { &transaction.currency };
    let currency = values::currency(code)
        .ok_or_else(|| format!("its currency {:?} is none of ISO 4217's", values::start(code)))?;
    let amount_minor = values::minor(&transaction.value, currency)?;
    let happened = values::date(&transaction.date);
    if happened.is_none() && !transaction.date.is_empty() {
        note.say(format!("its date is none: {:?}", values::start(&transaction.date)));
    }
    let value_date = values::date(&transaction.value_date).or(happened).ok_or("it has no date that can be read")?;
    Ok(RecordTransaction {
        command_id: ids::command_id("transaction", what),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        transaction_id: ids::known_as(transaction.own_id.as_ref(), "transaction", what),
        r#type: kind.into(),
        // Participants are no partners.
        provider_partner_id: String::new(),
        receiver_partner_id: String::new(),
        amount_minor,
        currency: currency.code().to_owned(),
        value_date: value_date.to_string(),
        transacted_on: happened.unwrap_or(value_date).to_string(),
        description: description(transaction, note),
        activity_id: within.activity_id.clone().unwrap_or_default(),
        source: ids::source(what, note),
        reference: note.cut("ref", transaction.reference.trim(), REFERENCE_BYTES_MAX),
        // One organisation may be listed in several roles; its name and reference stand in the description.
        provider_participant_id: String::new(),
        receiver_participant_id: String::new(),
        ..Default::default()
    })
}

/// Letters in 1.0x, numbers from 2.0x on.
fn kind(code: &str) -> Option<TransactionType> {
    match code.to_ascii_uppercase().as_str() {
        "IF" => Some(TransactionType::IncomingFunds),
        "C" => Some(TransactionType::OutgoingCommitment),
        "D" => Some(TransactionType::Disbursement),
        "E" => Some(TransactionType::Expenditure),
        "IP" => Some(TransactionType::InterestPayment),
        "LR" => Some(TransactionType::LoanRepayment),
        "R" => Some(TransactionType::Reimbursement),
        "QP" => Some(TransactionType::PurchaseOfEquity),
        "QS" => Some(TransactionType::SaleOfEquity),
        "CG" => Some(TransactionType::CreditGuarantee),
        number => {
            let number: i32 = number.parse().ok()?;
            TransactionType::try_from(number).ok().filter(|it| *it != TransactionType::Unspecified)
        }
    }
}

/// What it was for, and who is said to have given and received it.
fn description(transaction: &Transaction, note: &mut Note<'_>) -> String {
    let parties = [("Provider", &transaction.provider), ("Receiver", &transaction.receiver)];
    let parties: Vec<_> = parties.into_iter().filter_map(|(role, it)| party(role, it, note)).collect();
    let parties = parties.join("\n");
    // Early publishers say it beside the date.
    let is_said = !transaction.description.is_empty();
    let words = if is_said { &transaction.description } else { &transaction.date_words };
    let words = note.cut("description", words, DESCRIPTION_BYTES_MAX - parties.len() - 1);
    [words, parties].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

fn party(role: &str, organisation: &Organisation, note: &mut Note<'_>) -> Option<String> {
    let Organisation { reference, name } = organisation;
    let said = match (name.is_empty(), reference.is_empty()) {
        (true, true) => return None,
        (true, false) => reference.clone(),
        (false, true) => name.clone(),
        (false, false) => format!("{name} ({reference})"),
    };
    Some(format!("{role}: {}", note.cut(&role.to_lowercase(), &said, PARTY_BYTES_MAX)))
}
