//! Sending the orders of an import: several at a time, each kind after the ones it stands on.

use std::collections::BTreeMap;

use contract::common::Receipt;
use futures::{StreamExt, TryStreamExt, stream};
use runtime::as_of::Token;

use crate::{
    client::{Client, Failure},
    importing::{Order, Planned},
};

/// Orders under way at a time.
const UNDER_WAY_MAX: usize = 32;

/// Each step needs what the one before wrote; within a step, orders need nothing of each other.
const STEPS: &[(&[&str], usize)] = &[
    (&["FormPartnership", "LoadRates"], UNDER_WAY_MAX),
    (&["ListParticipant", "PlanActivity", "DefineIndicator"], UNDER_WAY_MAX),
    (&["RecordTransaction", "KeepPublication", "OfferResource"], UNDER_WAY_MAX),
    // A goal may name a parent before it.
    (&["ProposeGoal"], 1),
    (&["ReportMeasurement"], UNDER_WAY_MAX),
];

/// What came of sending a plan.
#[derive(Default)]
pub struct Sent {
    /// What must have been heard to see all of it: node/service → number.
    tokens: BTreeMap<String, u64>,
    /// Orders that a service refused, each with its place and why; the others were carried out.
    pub refused: Vec<Failure>,
}

/// Sends all of a plan as the operator; every order is known by its id, so what was sent before changes nothing.
/// A refused order does not keep the others back; a service that can't be reached does.
pub async fn send(plan: &(dyn Planned + Sync), client: &Client, answered: impl Fn()) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    for (kinds, under_way) in STEPS {
        let client = client.clone().seeing(&sent.as_of());
        let orders = plan.orders()?;
        let wanted = orders.filter(|it| it.as_ref().map_or(true, |order| kinds.contains(&order.name())));
        let mut answers = stream::iter(wanted.map(|order| one(order, client.clone()))).buffer_unordered(*under_way);
        while let Some(answer) = answers.try_next().await? {
            answered();
            sent.note(answer)?;
        }
    }
    Ok(sent)
}

impl Sent {
    /// Tokens, with commas between.
    pub fn as_of(&self) -> String {
        self.tokens.iter().map(|(origin, number)| format!("{origin}@{number}")).collect::<Vec<_>>().join(",")
    }

    fn note(&mut self, answer: Result<Receipt, Failure>) -> Result<(), Failure> {
        match answer {
            Ok(receipt) => {
                for token in receipt.as_of.iter().filter_map(|it| Token::parse(it)) {
                    let number = self.tokens.entry(token.origin).or_default();
                    *number = token.number.max(*number);
                }
            }
            Err(failure) if failure.is_unavailable() => return Err(failure),
            Err(failure) => self.refused.push(failure),
        }
        Ok(())
    }
}

/// The file itself can't be read to its end, or what a service says to one of its orders.
async fn one(order: Result<Order, Failure>, client: Client) -> Result<Result<Receipt, Failure>, Failure> {
    let order = order?;
    let sent = match &order {
        Order::FormPartnership(it) => client.call(it).await,
        Order::ListParticipant(it) => client.call(it).await,
        Order::PlanActivity(it) => client.call(it).await,
        Order::RecordTransaction(it) => client.call(it).await,
        Order::OfferResource(it) => client.call(it).await,
        Order::KeepPublication(it) => client.call(it).await,
        Order::DefineIndicator(it) => client.call(it).await,
        Order::ProposeGoal(it) => client.call(it).await,
        Order::ReportMeasurement(it) => client.call(it).await,
        Order::LoadRates(it) => client.call(it).await,
    };
    Ok(sent.map_err(|failure| failure.of(&format!("{} of {}", order.name(), order.source()))))
}
