//! A partner's officer, or the operator, who merges every token it is given and asks with all of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use accord::client::{Client, Failure};
use contract::common::Receipt;
use prost::{Message, Name};

/// node/service → number, as seen by everybody in a test who shares it.
type Seen = Arc<Mutex<BTreeMap<String, u64>>>;

#[derive(Clone)]
pub struct Caller {
    client: Client,
    seen: Seen,
    called: Arc<Mutex<Vec<Called>>>,
}

/// A command that was accepted, for late retries.
#[derive(Clone)]
pub struct Called {
    pub partner: Option<String>,
    pub rpc: &'static str,
    pub request: Vec<u8>,
    pub receipt: Receipt,
    pub again: Again,
}

type Again = Arc<dyn Fn() -> std::pin::Pin<Box<dyn Future<Output = Result<Receipt, Failure>> + Send>> + Send + Sync>;

impl Caller {
    pub fn operator(client: &Client) -> Self {
        Caller { client: client.caller(None, "", "operator", "grpc"), seen: Seen::default(), called: Arc::default() }
    }

    /// Another caller who has been told all that this one saw.
    pub fn partner(&self, partner: &str) -> Self {
        Caller { client: self.client.caller(Some(partner), "admin", "officer", "grpc"), ..self.clone() }
    }

    pub fn with_role(&self, partner: &str, role: &str) -> Self {
        Caller { client: self.client.caller(Some(partner), role, "officer", "grpc"), ..self.clone() }
    }

    /// One who has seen nothing yet.
    pub fn blind(&self) -> Self {
        Caller { seen: Seen::default(), ..self.clone() }
    }

    /// Carries a command out, remembering it and its receipt.
    pub async fn ask<C: Message + Name + Clone + Default + 'static>(&self, command: C) -> Result<Receipt, Failure> {
        let receipt: Receipt = self.seeing().call(&command).await?;
        self.see(&receipt.as_of);
        let (caller, request) = (self.clone(), command.clone());
        let again: Again = Arc::new(move || {
            let (caller, request) = (caller.clone(), request.clone());
            Box::pin(async move { caller.client.call(&request).await })
        });
        let called =
            Called { partner: None, rpc: C::NAME, request: command.encode_to_vec(), receipt: receipt.clone(), again };
        self.called.lock().expect("not poisoned").push(called);
        Ok(receipt)
    }

    /// Asks a query that has seen everything this caller has.
    pub async fn get<Q: Message + Name, R: Message + Default>(&self, query: Q) -> Result<R, Failure> {
        let answer: R = self.seeing().call(&query).await?;
        self.see(&as_of(&answer));
        Ok(answer)
    }

    pub fn called(&self) -> Vec<Called> {
        self.called.lock().expect("not poisoned").clone()
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    fn seeing(&self) -> Client {
        let seen = self.seen.lock().expect("not poisoned");
        let tokens: Vec<_> = seen.iter().map(|(origin, number)| format!("{origin}@{number}")).collect();
        self.client.clone().seeing(&tokens.join(","))
    }

    fn see(&self, tokens: &[String]) {
        let mut seen = self.seen.lock().expect("not poisoned");
        for token in tokens.iter().filter_map(|it| runtime::as_of::Token::parse(it)) {
            let number = seen.entry(token.origin).or_default();
            *number = token.number.max(*number);
        }
    }
}

/// Every answer carries its tokens in the first field.
#[derive(Clone, PartialEq, Message)]
struct Fresh {
    #[prost(string, repeated, tag = "1")]
    as_of: Vec<String>,
}

fn as_of<R: Message>(answer: &R) -> Vec<String> {
    Fresh::decode(&answer.encode_to_vec()[..]).map(|it| it.as_of).unwrap_or_default()
}
