//! A node of 1,000 partnerships, one of them with 30 members and 2,000 decisions: how long answers take.
//!
//! `cargo bench -p tests --bench partnerships`; services and caller share this process.

use std::time::Instant;

use accord::client::Client;
use contract::{
    Answer,
    common::Receipt,
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, GetVoice, ListPartnerships,
        ListPartnershipsResponse, ListProposals, ListProposalsResponse, ListVoice, ListVoiceResponse, ListWaiting,
        ListWaitingResponse, Matter, MemberRole, OpenProposal, PartnerKind, RegisterPartner, Rule, StateExpectation,
        TakePosition, Voice,
    },
};
use futures::{FutureExt, StreamExt, stream};
use prost::{Message, Name};
use tempfile::TempDir;
use tests::{TIMED_HEADING, embedded, id, timed};

const PARTNERSHIPS: usize = 1_000;
const MEMBERS: usize = 30;
const DECISIONS: usize = 2_000;
/// More than half of them: then nothing can change it.
const SPEAKERS: usize = 16;
const AT_ONCE: usize = 64;
const CALLS: usize = 500;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let folder = TempDir::new().expect("a temporary folder");
    let (host, client) = embedded(&folder).await;
    let began = Instant::now();
    let members: Vec<String> = (0..MEMBERS).map(|it| id(&format!("member {it}"))).collect();
    stream::iter(members.clone()).for_each_concurrent(AT_ONCE, |it| register(&client, it)).await;
    let sizes = (0..PARTNERSHIPS).map(|place| (place, if place == 0 { MEMBERS } else { 2 }));
    stream::iter(sizes).for_each_concurrent(AT_ONCE, |(place, size)| form(&client, place, &members[..size])).await;
    stream::iter(1..DECISIONS).for_each_concurrent(AT_ONCE, |_| decide(&client, &members).map(drop)).await;
    // What is asked below has seen the last decision, and so all.
    let as_of = decide(&client, &members).await;
    println!("{PARTNERSHIPS} partnerships and {DECISIONS} decisions made in {:.1} s", began.elapsed().as_secs_f64());
    let member = by(&client, &members[0]);
    let operator = client.caller(None, "operator", "operator", "grpc");
    let partnership_id = || id("partnership 0");
    let page_size = 50;
    println!("{TIMED_HEADING}");
    let voice = GetVoice { as_of, partnership_id: partnership_id(), ..Default::default() };
    let answer: Voice = ask("voice and power", &member, &voice).await;
    assert_eq!(answer.proposals_decided as usize, DECISIONS);
    let history = ListVoice { partnership_id: partnership_id(), ..Default::default() };
    let _: ListVoiceResponse = ask("its history", &member, &history).await;
    let proposals = ListProposals { partnership_id: partnership_id(), page_size, ..Default::default() };
    let _: ListProposalsResponse = ask("a page of 50 proposals", &member, &proposals).await;
    let all = ListPartnerships { page_size, ..Default::default() };
    let _: ListPartnershipsResponse = ask("a page of 50 partnerships", &operator, &all).await;
    let waiting = ListWaiting { page_size, ..Default::default() };
    let _: ListWaitingResponse = ask("a page of what waits", &member, &waiting).await;
    host.stop().await.expect("it stops");
}

async fn ask<Q: Message + Name, R: Message + Default + Answer>(what: &str, by: &Client, query: &Q) -> R {
    let once = async || by.call(query).await.unwrap_or_else(|failure| panic!("{what}: {failure}"));
    timed(what, CALLS, once).await.expect("asked")
}

async fn register(client: &Client, partner_id: String) {
    let register = RegisterPartner {
        name: format!("Partner {partner_id}"),
        partner_id,
        kind: PartnerKind::Ngo.into(),
        country: "KE".into(),
        ..Default::default()
    };
    order(&client.caller(None, "operator", "operator", "grpc"), register).await;
}

async fn form(client: &Client, place: usize, members: &[String]) {
    let partnership_id = id(&format!("partnership {place}"));
    let rule = DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::SimpleMajority.into(),
        quorum_percent: 50,
        days_open: 14,
        ..Default::default()
    };
    let roles = vec![MemberRole::Implementing.into()];
    let form = FormPartnership {
        partnership_id: partnership_id.clone(),
        title: format!("Partnership {place}"),
        currency: "KES".into(),
        rules: vec![rule],
        founders: members.iter().map(|it| Founder { partner_id: it.clone(), roles: roles.clone() }).collect(),
        ..Default::default()
    };
    order(&by(client, &members[0]), form).await;
    for member in members {
        let (partnership_id, text) = (partnership_id.clone(), "Answers within a week".to_owned());
        let state = StateExpectation { partnership_id: partnership_id.clone(), text, ..Default::default() };
        order(&by(client, member), state).await;
        order(&by(client, member), AcceptInvitation { partnership_id, charter_version: 1, ..Default::default() }).await;
    }
}

async fn decide(client: &Client, members: &[String]) -> Vec<String> {
    let partnership_id = id("partnership 0");
    let open = OpenProposal {
        partnership_id: partnership_id.clone(),
        matter: Matter::Other.into(),
        title: "Meet in Kisumu".into(),
        ..Default::default()
    };
    let proposal_id = order(&by(client, &members[0]), open).await.id;
    let mut as_of = vec![];
    for member in &members[..SPEAKERS] {
        let take = TakePosition {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        as_of = order(&by(client, member), take).await.as_of;
    }
    as_of
}

fn by(client: &Client, partner: &str) -> Client {
    client.caller(Some(partner), "admin", "officer", "grpc")
}

async fn order<C: Message + Name>(by: &Client, command: C) -> Receipt {
    by.call(&command).await.unwrap_or_else(|failure| panic!("{}: {failure}", C::NAME))
}
