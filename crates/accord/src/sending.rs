//! Sending the orders of an import: several at a time, each kind after the ones it stands on.

use std::collections::BTreeMap;

use contract::common::Receipt;
use futures::{StreamExt, TryStreamExt, stream};
use runtime::as_of::Token;

use crate::{
    client::{Client, Failure},
    iati::{Order, Plan},
};

/// Orders under way at a time.
const UNDER_WAY_MAX: usize = 32;

/// Each step needs what the one before wrote; within a step, orders need nothing of each other.
const STEPS: &[(&[&str], usize)] = &[
    (&["FormPartnership"], UNDER_WAY_MAX),
    (&["ListParticipant", "PlanActivity", "DefineIndicator"], UNDER_WAY_MAX),
    (&["RecordTransaction"], UNDER_WAY_MAX),
    // A goal may name a parent before it.
    (&["ProposeGoal"], 1),
    (&["ReportMeasurement"], UNDER_WAY_MAX),
];

/// Sends all of a plan as the operator; every order is known by its id, so what was sent before changes nothing.
/// Answers what must have been heard to see all of it: tokens with commas between.
pub async fn send(plan: &Plan, client: &Client, sent: impl Fn()) -> Result<String, Failure> {
    let mut tokens = BTreeMap::new();
    for (kinds, under_way) in STEPS {
        let client = client.clone().seeing(&joined(&tokens));
        let orders = plan.orders().map_err(Failure::refused)?;
        let wanted = orders.filter(|it| it.as_ref().map_or(true, |order| kinds.contains(&order.name())));
        let mut receipts = stream::iter(wanted.map(|order| one(order, client.clone()))).buffer_unordered(*under_way);
        while let Some(receipt) = receipts.try_next().await? {
            sent();
            for token in receipt.as_of.iter().filter_map(|it| Token::parse(it)) {
                let number: &mut u64 = tokens.entry(token.origin).or_default();
                *number = token.number.max(*number);
            }
        }
    }
    Ok(joined(&tokens))
}

fn joined(tokens: &BTreeMap<String, u64>) -> String {
    tokens.iter().map(|(origin, number)| format!("{origin}@{number}")).collect::<Vec<_>>().join(",")
}

async fn one(order: Result<Order, crate::iati::Error>, client: Client) -> Result<Receipt, Failure> {
    let order = order.map_err(Failure::refused)?;
    let sent = match &order {
        Order::FormPartnership(it) => client.call(it).await,
        Order::ListParticipant(it) => client.call(it).await,
        Order::PlanActivity(it) => client.call(it).await,
        Order::RecordTransaction(it) => client.call(it).await,
        Order::DefineIndicator(it) => client.call(it).await,
        Order::ProposeGoal(it) => client.call(it).await,
        Order::ReportMeasurement(it) => client.call(it).await,
    };
    sent.map_err(|failure| failure.of(&format!("{} of {}", order.name(), order.source())))
}
