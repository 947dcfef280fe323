//! 30 members that rank 200 goals and rate their approaches: how long it takes to answer how far they are aligned.
//!
//! `cargo bench -p tests --bench goals`; services and caller share this process.

use std::time::{Duration, Instant};

use accord::client::Client;
use contract::{
    Answer,
    common::Receipt,
    goals::{Alignment, GetAlignment, Level, ListAlignment, ListAlignmentResponse, ProposeGoal, RankGoals, RankedTier},
    goals::{ListApproachRatings, ListApproachRatingsResponse, RateApproach},
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, ListProposals, ListProposalsResponse, Matter,
        MemberRole, PartnerKind, ProposalState, RegisterPartner, Rule, StateExpectation, TakePosition,
    },
};
use futures::{StreamExt, stream};
use prost::{Message, Name};
use tempfile::TempDir;
use tests::{TIMED_HEADING, embedded, id, timed};

const MEMBERS: usize = 30;
const GOALS: usize = 200;
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
    form(&client, &members).await;
    adopt(&client, &members).await;
    let mut as_of = vec![];
    for (place, member) in members.iter().enumerate() {
        as_of = speak(&by(&client, member), place, member).await;
    }
    println!("{MEMBERS} members and {GOALS} goals made in {:.1} s", began.elapsed().as_secs_f64());
    let member = by(&client, &members[0]);
    println!("{TIMED_HEADING}");
    let alignment = GetAlignment { as_of, partnership_id: id("together") };
    let answer: Alignment = ask("alignment", &member, &alignment).await;
    assert_eq!((answer.pairs.len(), answer.ranked_goal_ids.len()), (MEMBERS * (MEMBERS - 1) / 2, GOALS));
    let history = ListAlignment { partnership_id: id("together"), ..Default::default() };
    let _: ListAlignmentResponse = ask("its history", &member, &history).await;
    let ratings = ListApproachRatings { partnership_id: id("together"), goal_id: goal(0), ..Default::default() };
    let _: ListApproachRatingsResponse = ask("the ratings of an approach", &member, &ratings).await;
    host.stop().await.expect("it stops");
}

async fn ask<Q: Message + Name, R: Message + Default + Answer>(what: &str, by: &Client, query: &Q) -> R {
    let once = async || by.call(query).await.unwrap_or_else(|failure| panic!("{what}: {failure}"));
    timed(what, CALLS, once).await.expect("asked")
}

async fn form(client: &Client, members: &[String]) {
    let operator = client.caller(None, "operator", "operator", "grpc");
    for partner_id in members.iter().cloned() {
        let (name, country) = (format!("Partner {partner_id}"), "KE".to_owned());
        let kind = PartnerKind::Ngo.into();
        order(&operator, RegisterPartner { name, partner_id, kind, country, ..Default::default() }).await;
    }
    let rule = DecisionRule {
        matter: Matter::Goal.into(),
        rule: Rule::SimpleMajority.into(),
        quorum_percent: 50,
        days_open: 14,
        ..Default::default()
    };
    let roles = vec![MemberRole::Implementing.into()];
    let form = FormPartnership {
        partnership_id: id("together"),
        title: "Together".into(),
        currency: "KES".into(),
        rules: vec![rule],
        founders: members.iter().map(|it| Founder { partner_id: it.clone(), roles: roles.clone() }).collect(),
        ..Default::default()
    };
    order(&by(client, &members[0]), form).await;
    for member in members {
        let (partnership_id, text) = (id("together"), "Answers within a week".to_owned());
        let state = StateExpectation { partnership_id: partnership_id.clone(), text, ..Default::default() };
        order(&by(client, member), state).await;
        order(&by(client, member), AcceptInvitation { partnership_id, charter_version: 1, ..Default::default() }).await;
    }
}

/// Proposes every goal, and decides each proposal that comes of it.
async fn adopt(client: &Client, members: &[String]) {
    let proposer = by(client, &members[0]);
    let mut as_of = vec![];
    for place in 0..GOALS {
        let propose = ProposeGoal {
            partnership_id: id("together"),
            goal_id: goal(place),
            title: format!("Goal {place}"),
            level: Level::Output.into(),
            ..Default::default()
        };
        // The first one waits until goals has heard of the partnership.
        as_of = order_heard(&proposer, propose).await.as_of;
    }
    let query = ListProposals {
        as_of,
        partnership_id: id("together"),
        state: ProposalState::Open.into(),
        page_size: 500,
        ..Default::default()
    };
    let opened: ListProposalsResponse = proposer.call(&query).await.expect("proposals");
    assert_eq!(opened.proposals.len(), GOALS);
    let decide = |proposal: contract::partners::Proposal| async move {
        for member in &members[..SPEAKERS] {
            let take = TakePosition {
                partnership_id: id("together"),
                proposal_id: proposal.proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            order(&by(client, member), take).await;
        }
    };
    stream::iter(opened.proposals).for_each_concurrent(AT_ONCE, decide).await;
}

/// Its own order, with ties, and a rating of every tenth approach.
async fn speak(by: &Client, place: usize, partner_id: &str) -> Vec<String> {
    let mut tiers = vec![RankedTier::default(); GOALS / 2];
    for it in 0..GOALS {
        tiers[(it * (2 * place + 3) + place) % GOALS / 2].goal_ids.push(goal(it));
    }
    tiers.retain(|it| !it.goal_ids.is_empty());
    let partner_id = partner_id.to_owned();
    let rank = RankGoals { partnership_id: id("together"), partner_id, tiers, ..Default::default() };
    let mut as_of = order_heard(by, rank).await.as_of;
    for it in (0..GOALS).step_by(10) {
        let rating = Some(((it + place) % 5) as u32);
        let (partnership_id, why) = (id("together"), "As agreed in Kisumu".to_owned());
        let rate = RateApproach { partnership_id, goal_id: goal(it), rating, why, ..Default::default() };
        as_of = order(by, rate).await.as_of;
    }
    as_of
}

fn goal(place: usize) -> String {
    id(&format!("goal {place}"))
}

fn by(client: &Client, partner: &str) -> Client {
    client.caller(Some(partner), "admin", "officer", "grpc")
}

async fn order<C: Message + Name>(by: &Client, command: C) -> Receipt {
    by.call(&command).await.unwrap_or_else(|failure| panic!("{}: {failure}", C::NAME))
}

/// Once goals has heard what partners decided: some moments later.
async fn order_heard<C: Message + Name>(by: &Client, command: C) -> Receipt {
    for _ in 0..500 {
        if let Ok(receipt) = by.call(&command).await {
            return receipt;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    order(by, command).await
}
