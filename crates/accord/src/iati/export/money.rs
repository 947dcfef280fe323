//! Transactions: those of sources that are not published as they stood, and the members' own.

use contract::resources::{Terms, Transaction, TransactionState};
use rust_decimal::Decimal;

use super::{About, organisations};
use crate::iati::{ids::OWN, node::Node, values};

/// A code of the list FinanceType; what is given needs none.
const STANDARD_LOAN: &str = "421";

/// Those of an activity, or with none of the partnership itself, in the order of their days.
pub(super) fn transactions(about: &About<'_>, activity_id: &str) -> Vec<Node> {
    let published = about.published.sources();
    let is_there = |it: &Transaction| !it.source.is_empty() && published.contains(&it.source);
    // What is linked to another or withdrawn is another's transfer, or none; what is disputed is not settled yet.
    let stands = |it: &Transaction| {
        matches!(it.state(), TransactionState::AsPublished | TransactionState::Recorded | TransactionState::Confirmed)
    };
    let of = about.facts.transactions.iter().filter(|it| belongs(about, &it.activity_id, activity_id));
    let mut own: Vec<_> = of.filter(|it| stands(it) && !is_there(it)).collect();
    own.sort_by_key(|it| (&it.transacted_on, &it.value_date, &it.transaction_id));
    own.into_iter().map(|it| transaction(about, it)).collect()
}

/// What names an activity that is not here belongs to the partnership.
pub(super) fn belongs(about: &About<'_>, named: &str, activity_id: &str) -> bool {
    let is_known = about.facts.activities.iter().any(|activity| activity.activity_id == named);
    if is_known { named == activity_id } else { activity_id.is_empty() }
}

fn transaction(about: &About<'_>, it: &Transaction) -> Node {
    let side =
        |element, partner_id, participant_id| organisations::side(element, about.facts, partner_id, participant_id);
    let day = if it.transacted_on.is_empty() { &it.value_date } else { &it.transacted_on };
    let description = (!it.description.is_empty()).then(|| Node::new("description").narrative(&it.description));
    Node::new("transaction")
        .with("ref", &it.reference)
        .with(OWN, &it.transaction_id)
        .child(Node::new("transaction-type").with("code", it.r#type.to_string()))
        .child(Node::new("transaction-date").with("iso-date", day))
        .child(value(it.amount_minor, &it.currency, &it.value_date))
        .all(description)
        .all(side("provider-org", &it.provider_partner_id, &it.provider_participant_id))
        .all(side("receiver-org", &it.receiver_partner_id, &it.receiver_participant_id))
        .all((it.terms() == Terms::Loan).then(|| Node::new("finance-type").with("code", STANDARD_LOAN)))
}

pub(super) fn value(minor: i64, currency: &str, value_date: &str) -> Node {
    Node::new("value").with("currency", currency).with("value-date", value_date).text(amount(minor, currency))
}

/// 2085400 EUR → 20854
fn amount(minor: i64, currency: &str) -> String {
    let exponent = values::currency(currency).and_then(|it| it.exponent()).unwrap_or(0);
    Decimal::new(minor, u32::from(exponent)).normalize().to_string()
}
