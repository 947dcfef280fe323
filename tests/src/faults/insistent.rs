//! A caller that repeats a command under the same id until it is answered, and keeps the receipt outside the services.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use accord::client::{Client, Failure};
use contract::common::Receipt;
use prost::{Message, Name};

/// A connection that a killed process left half open must not hold a caller up.
const ANSWER_MAX: Duration = Duration::from_secs(20);
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// A command that was answered: from now on it may never be missing.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub service: &'static str,
    pub partner: String,
    pub command_id: String,
    pub receipt: Receipt,
}

/// What all callers of a test were answered.
#[derive(Clone, Default)]
pub struct Receipts {
    acknowledged: Arc<Mutex<Vec<Acknowledged>>>,
    /// What attempts were told instead, and how often.
    unanswered: Arc<Mutex<BTreeMap<String, usize>>>,
}

#[derive(Clone)]
pub struct Insistent {
    client: Client,
    partner: String,
    receipts: Receipts,
}

/// Every command carries its id in the first field.
#[derive(Clone, PartialEq, Message)]
struct Identified {
    #[prost(string, tag = "1")]
    command_id: String,
}

impl Insistent {
    pub fn new(client: &Client, partner: &str, receipts: &Receipts) -> Self {
        let client = client.caller(Some(partner), "admin", "officer", "grpc");
        Insistent { client, partner: partner.to_owned(), receipts: receipts.clone() }
    }

    /// A refusal is a fault of the test, or of what it tests: these commands are all in order.
    pub async fn ask<C: Message + Name>(&self, command: &C) -> Receipt {
        loop {
            match self.try_once(command).await {
                Ok(receipt) => return receipt,
                Err(failure) if failure.is_unavailable() => tokio::time::sleep(AGAIN_AFTER).await,
                Err(failure) => panic!("{} by {}: {failure}", C::NAME, self.partner),
            }
        }
    }

    pub async fn try_once<C: Message + Name>(&self, command: &C) -> Result<Receipt, Failure> {
        let late = |_| Err(Failure::internal("no answer in time"));
        let answer = tokio::time::timeout(ANSWER_MAX, self.client.call(command)).await.unwrap_or_else(late);
        match &answer {
            Ok(receipt) => self.receipts.keep(self.acknowledged(command, receipt)),
            Err(failure) => self.receipts.note(failure),
        }
        answer
    }

    /// A query, asked until it is answered.
    pub async fn get<Q: Message + Name, R: Message + Default>(&self, query: &Q) -> R {
        loop {
            match tokio::time::timeout(ANSWER_MAX, self.client.call(query)).await {
                Ok(Ok(answer)) => return answer,
                Ok(Err(failure)) if !failure.is_unavailable() => panic!("{}: {failure}", Q::NAME),
                _ => tokio::time::sleep(AGAIN_AFTER).await,
            }
        }
    }

    fn acknowledged<C: Message + Name>(&self, command: &C, receipt: &Receipt) -> Acknowledged {
        let identified = Identified::decode(&command.encode_to_vec()[..]).expect("a command");
        Acknowledged {
            service: C::PACKAGE.split('.').nth(1).expect("accord.<service>.v1"),
            partner: self.partner.clone(),
            command_id: identified.command_id,
            receipt: receipt.clone(),
        }
    }
}

impl Receipts {
    fn keep(&self, acknowledged: Acknowledged) {
        self.acknowledged.lock().expect("not poisoned").push(acknowledged);
    }

    pub fn all(&self) -> Vec<Acknowledged> {
        self.acknowledged.lock().expect("not poisoned").clone()
    }

    pub fn count(&self) -> usize {
        self.acknowledged.lock().expect("not poisoned").len()
    }

    pub fn count_of(&self, service: &str) -> usize {
        self.acknowledged.lock().expect("not poisoned").iter().filter(|it| it.service == service).count()
    }

    /// Attempts that brought no receipt, by what they were told.
    pub fn unanswered(&self) -> BTreeMap<String, usize> {
        self.unanswered.lock().expect("not poisoned").clone()
    }

    fn note(&self, failure: &Failure) {
        let why = failure.to_string().lines().next().unwrap_or_default().to_owned();
        *self.unanswered.lock().expect("not poisoned").entry(why).or_default() += 1;
    }
}
