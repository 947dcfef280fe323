//! What an officer asks on the command line, and what is printed: what waits, and what has changed.

use std::{
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::partners::{AssignAction, Matter, OpenProposal};
use jiff::{Timestamp, ToSpan, Zoned, tz::TimeZone};
use runtime::Clock;
use serde_json::Value;
use tempfile::TempDir;
use tests::{Members, Process, World, accord_binary, id};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_listed_with_the_most_pressing_first_and_the_ids_to_act_on_it() {
    let folder = TempDir::new().unwrap();
    let (mut node, members) = node(&folder).await;
    let due_on = Zoned::now().with_time_zone(TimeZone::UTC).date().saturating_add(3.days()).to_string();
    let proposal = members.callers[0].ask(motion(&members)).await.unwrap().id;
    let action = members.callers[0].ask(seed(&members, &due_on)).await.unwrap().id;
    let mine = ["todo", "--as", &members.ids[1], "--output", "json"];
    let waiting = until(&node.url(), &mine, |it| whats(it) == ["complete action", "take position"]).await;
    let told = |it: &Value| ["what", "about", "partnership", "id"].map(|name| text(it, name));
    assert_eq!(
        waiting.iter().map(told).collect::<Vec<_>>(),
        [
            ["complete action", "Buy seed", "Together", &action].map(str::to_owned),
            ["take position", "Meet in Kisumu", "Together", &proposal].map(str::to_owned),
        ]
    );
    assert_eq!(text(&waiting[0], "due"), due_on, "the last day to do it on");

    let table = printed(&node.url(), &["todo", "--as", &members.ids[1]]);
    let heads: Vec<_> = table.lines().next().unwrap_or_default().split_whitespace().collect();
    assert_eq!(heads, ["due", "late", "what", "about", "partnership", "since", "id"]);
    assert!(table.contains("Buy seed") && table.contains(&due_on), "{table}");
    assert_eq!(shown(&node.url(), &["todo", "--as", &members.ids[2], "--output", "json"]).len(), 1, "not another's");
    let other = id("another partnership");
    let of_none = ["todo", "--partnership", &other, "--as", &members.ids[1], "--output", "json"];
    assert_eq!(shown(&node.url(), &of_none), Vec::<Value>::new());

    let agree = format!(
        r#"{{"partnership_id": "{}", "proposal_id": "{proposal}", "choice": "CHOICE_AGREE"}}"#,
        members.partnership
    );
    told_to(&node.url(), &["do", "TakePosition", "-", "--as", &members.ids[1]], &agree);
    until(&node.url(), &mine, |it| whats(it) == ["complete action"]).await;

    let (code, said) = refused(&node.url(), &["todo"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--as PARTNER"), "{said}");
    assert!(node.terminate().success(), "{}", node.logged());
    let (code, said) = refused(&node.url(), &["todo", "--as", &members.ids[1]]);
    assert_eq!(code, Some(3), "nobody is there: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_since_a_moment_is_listed_as_it_happened_with_who_did_it() {
    let folder = TempDir::new().unwrap();
    let (mut node, members) = node(&folder).await;
    // Facts are kept to the nanosecond, and what came before is not asked for.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let before = Timestamp::now().to_string();
    members.callers[0].ask(motion(&members)).await.unwrap();
    members.callers[2].ask(seed(&members, "2199-01-01")).await.unwrap();
    let asked = ["changes", "--since", &before, "--as", &members.ids[1], "--output", "json"];
    let changes = until(&node.url(), &asked, |it| whats(it) == ["proposal opened", "action assigned"]).await;
    let told = |it: &Value| ["who", "what", "about", "partnership"].map(|name| text(it, name));
    assert_eq!(
        changes.iter().map(told).collect::<Vec<_>>(),
        [
            ["Together 0", "proposal opened", "Meet in Kisumu", "Together"].map(str::to_owned),
            ["Together 2", "action assigned", "Buy seed", "Together"].map(str::to_owned),
        ]
    );
    let all = printed(&node.url(), &["changes", "--since", "2020-01-01", "--as", &members.ids[1]]);
    for told in ["partnership formed", "invitation accepted", "partnership activated", "action assigned"] {
        assert!(all.contains(told), "{told} is missing: {all}");
    }
    let (code, said) = refused(&node.url(), &["changes", "--since", "last week", "--as", &members.ids[1]]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--since last week"), "{said}");
    let (code, said) =
        refused(&node.url(), &["changes", "--partnership", &members.partnership, "--as", &id("stranger")]);
    assert_eq!(code, Some(1), "{said}");
    assert!(node.terminate().success(), "{}", node.logged());
}

/// In this process, for its clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_that_is_due_names_the_partnership_to_check_in_to() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::set_to(at("2026-01-15"));
    let host = Host::start(HostSettings {
        services: ALL.to_vec(),
        node: "home".into(),
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        nats: None,
        clock: clock.clone(),
        log: Default::default(),
    });
    let host = host.await.unwrap();
    let url = format!("http://{}", host.address);
    let members = together(&Client::at(&url).unwrap()).await;
    clock.advance_to(at("2026-03-25"));
    let asked = ["todo", "--as", &members.ids[1], "--output", "json"];
    let due = until(&url, &asked, |it| whats(it) == ["check in"]).await;
    let told = |it: &Value| ["due", "what", "about", "partnership", "since", "id"].map(|name| text(it, name));
    let row = ["2026-03-31", "check in", "Check in", "Together", "2026-03-25", &members.partnership];
    assert_eq!(due.iter().map(told).collect::<Vec<_>>(), [row.map(str::to_owned)]);

    let check_in = format!(r#"{{"partnership_id": "{}", "going_well": "Harvest"}}"#, text(&due[0], "id"));
    told_to(&url, &["do", "RecordCheckIn", "-", "--as", &members.ids[1]], &check_in);
    assert_eq!(until(&url, &asked, Vec::is_empty).await, Vec::<Value>::new());
    host.stop().await.unwrap();
}

async fn node(folder: &TempDir) -> (Process, Members) {
    let mut node = Process::new(&[], folder.path(), None);
    node.start();
    node.wait_until_it_listens();
    // It listens before its logs are open, and answers after.
    World::new(&node.client()).numbers().await;
    let members = together(&node.client()).await;
    (node, members)
}

/// Three members of an active partnership.
async fn together(client: &Client) -> Members {
    let members = Members::invited(&World::new(client), "Together", 3).await;
    members.accept().await;
    members
}

fn motion(members: &Members) -> OpenProposal {
    OpenProposal {
        command_id: Uuid::now_v7().to_string(),
        partnership_id: members.partnership.clone(),
        matter: Matter::Other.into(),
        title: "Meet in Kisumu".into(),
        ..Default::default()
    }
}

fn seed(members: &Members, due_on: &str) -> AssignAction {
    AssignAction {
        command_id: Uuid::now_v7().to_string(),
        partnership_id: members.partnership.clone(),
        what: "Buy seed".into(),
        assigned_to: members.ids[1].clone(),
        due_on: due_on.into(),
        ..Default::default()
    }
}

/// Asked again until it is so: what was just told is shown a moment later, what the clock does when it does it, and the
/// services answer a partner once they have heard of it.
async fn until(url: &str, arguments: &[&str], is_so: impl Fn(&Vec<Value>) -> bool) -> Vec<Value> {
    for _ in 0..100 {
        let (code, answer, _) = run(url, arguments, "");
        let rows = if code == Some(0) { rows(&answer) } else { vec![] };
        if code == Some(0) && is_so(&rows) {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{arguments:?} stays {:?}", run(url, arguments, ""));
}

fn whats(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|it| text(it, "what")).collect()
}

/// The rows of an answer as JSON.
fn shown(url: &str, arguments: &[&str]) -> Vec<Value> {
    rows(&printed(url, arguments))
}

fn rows(answer: &str) -> Vec<Value> {
    serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

fn printed(url: &str, arguments: &[&str]) -> String {
    told_to(url, arguments, "")
}

/// What the program prints when it is given that to read.
fn told_to(url: &str, arguments: &[&str], given: &str) -> String {
    let (code, answer, said) = run(url, arguments, given);
    assert_eq!(code, Some(0), "{arguments:?}: {said}");
    answer
}

fn refused(url: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let (code, _, said) = run(url, arguments, "");
    (code, said)
}

fn run(url: &str, arguments: &[&str], given: &str) -> (Option<i32>, String, String) {
    // A service in this process goes on serving meanwhile.
    tokio::task::block_in_place(|| {
        let mut child = Command::new(accord_binary())
            .args(arguments)
            .args(["--to", url])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("it is piped").write_all(given.as_bytes()).expect("it reads");
        let ended = child.wait_with_output().expect("it ends");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ended.status.code(), words(&ended.stdout), words(&ended.stderr))
    })
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_else(|| panic!("no {name} in {row}")).to_owned()
}

/// Noon of a day.
fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}
