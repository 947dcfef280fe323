//! All that the queries of a partnership answer, so that it can be compared with what they answer later.

use std::collections::BTreeMap;

use accord::client::{Client, methods};
use contract::{
    partners::{GetPartnership, Partnership},
    rules,
};
use prost_reflect::MethodDescriptor;
use serde_json::{Value, json};

/// Queries that need no more than a partnership, and what each answers: all pages, without tokens. The operator asks,
/// and a member what is the members' alone.
pub async fn shown(client: &Client, partnership: &str) -> BTreeMap<String, Vec<Value>> {
    let operator = client.caller(None, "operator", "operator", "grpc");
    let asked = GetPartnership { as_of: vec![], partnership_id: partnership.into() };
    let formed: Partnership = operator.call(&asked).await.expect("the partnership");
    let member = client.caller(Some(&formed.members[0].partner_id), "admin", "officer", "grpc");
    let mut answers = BTreeMap::new();
    for method in methods(false).filter(is_enough) {
        let fields = &rules().message(method.input().full_name()).expect("every message has rules").fields;
        let rule = rules().rpc(method.input().full_name()).expect("every rpc has a rule");
        let asking = if rule.permission.operator { &operator } else { &member };
        let mut query = json!({});
        if fields.iter().any(|it| it.name == "partnership_id") {
            query["partnership_id"] = partnership.into();
        }
        // As many as the query gives at a time.
        if let Some(most) = fields.iter().find(|it| it.name == "page_size").and_then(|it| it.limits.max) {
            query["page_size"] = most.into();
        }
        answers.insert(method.name().to_owned(), pages(asking, method.name(), query).await);
    }
    assert!(10 <= answers.len(), "only {} queries were found", answers.len());
    answers
}

/// A service's own, that asks for a partnership or nothing.
fn is_enough(method: &MethodDescriptor) -> bool {
    let request = rules().message(method.input().full_name()).expect("every message has rules");
    let needs_more = request.fields.iter().any(|it| it.limits.required && it.name != "partnership_id");
    method.parent_service().name().ends_with("Queries") && !needs_more
}

async fn pages(client: &Client, rpc: &str, mut query: Value) -> Vec<Value> {
    let mut pages = Vec::new();
    loop {
        let answer = client.call_json(rpc, &query.to_string(), false).await;
        let answer = answer.unwrap_or_else(|failure| panic!("{rpc} {query}: {failure}"));
        let mut answer: Value = serde_json::from_str(&answer).expect("JSON");
        let fields = answer.as_object_mut().expect("a message");
        fields.remove("as_of");
        let next = fields.remove("next_page_token").unwrap_or_default();
        pages.push(answer);
        match next.as_str() {
            None | Some("") => return pages,
            Some(token) => query["page_token"] = token.into(),
        }
    }
}

/// Names the query and the page where the two part.
pub fn assert_same(before: &BTreeMap<String, Vec<Value>>, after: &BTreeMap<String, Vec<Value>>, what: &str) {
    for (query, pages) in before {
        assert_eq!(pages.len(), after[query].len(), "{what}: {query} has another number of pages");
        for (place, (before, after)) in pages.iter().zip(&after[query]).enumerate() {
            assert!(before == after, "{what}: page {place} of {query}:\n{before:#}\nnow:\n{after:#}");
        }
    }
    assert_eq!(before.len(), after.len());
}
