//! Partners by name: an officer knows them by that, and by no id.

use std::collections::HashMap;

use contract::partners::{GetPartner, Partner};

use crate::client::Client;

/// Each is asked for once.
pub(super) struct Names<'c> {
    client: &'c Client,
    known: HashMap<String, String>,
}

impl<'c> Names<'c> {
    pub(super) fn of_partners(client: &'c Client) -> Self {
        Names { client, known: HashMap::new() }
    }

    /// Its id where no name can be read; nothing for nobody.
    pub(super) async fn of(&mut self, partner_id: &str) -> String {
        if partner_id.is_empty() {
            return String::new();
        }
        if !self.known.contains_key(partner_id) {
            let asked = GetPartner { partner_id: partner_id.to_owned(), ..Default::default() };
            let answer: Result<Partner, _> = self.client.call(&asked).await;
            self.known.insert(partner_id.to_owned(), answer.map_or_else(|_| partner_id.to_owned(), |it| it.name));
        }
        self.known[partner_id].clone()
    }

    /// With commas between.
    pub(super) async fn all(&mut self, partner_ids: &[String]) -> String {
        let mut names = Vec::new();
        for partner_id in partner_ids {
            names.push(self.of(partner_id).await);
        }
        names.join(", ")
    }
}
