//! A partner's officer in the demo, who asks with every token anybody was given.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use contract::{Answer, common::Receipt};
use prost::{Message, Name};
use runtime::as_of::Token;

use crate::client::{Client, Failure};

#[derive(Clone)]
pub(super) struct Officer {
    pub(super) partner: String,
    pub(super) name: &'static str,
    client: Client,
    seen: Arc<Mutex<BTreeMap<String, u64>>>,
}

impl Officer {
    pub(super) fn operator(client: &Client) -> Self {
        let client = client.caller(None, "", "demo-operator", "cli");
        Officer { partner: String::new(), name: "operator", client, seen: Arc::default() }
    }

    /// Another officer, who is told all that this one saw.
    pub(super) fn of(&self, partner: String, name: &'static str) -> Self {
        let client = self.client.caller(Some(&partner), "admin", "officer-1", "cli");
        Officer { partner, name, client, seen: self.seen.clone() }
    }

    pub(super) async fn ask<C: Message + Name>(&self, command: C) -> Result<Receipt, Failure> {
        let receipt: Receipt =
            self.seeing().call(&command).await.map_err(|it| it.of(&format!("{}: {}", self.name, C::NAME)))?;
        self.see(&receipt.as_of);
        Ok(receipt)
    }

    /// `as_of` picks the tokens out of the answer.
    pub(super) async fn get<Q: Message + Name, R: Message + Default + Answer>(
        &self,
        query: Q,
        as_of: impl Fn(&R) -> &[String],
    ) -> Result<R, Failure> {
        let answer: R = self.seeing().call(&query).await.map_err(|it| it.of(Q::NAME))?;
        self.see(as_of(&answer));
        Ok(answer)
    }

    fn seeing(&self) -> Client {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens: Vec<_> = seen.iter().map(|(origin, number)| format!("{origin}@{number}")).collect();
        self.client.clone().seeing(&tokens.join(","))
    }

    fn see(&self, tokens: &[String]) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for token in tokens.iter().filter_map(|it| Token::parse(it)) {
            let number = seen.entry(token.origin).or_default();
            *number = token.number.max(*number);
        }
    }
}
