//! Reading: pages that hold the exact set once while commands append, tokens for one question only, and answers that
//! have seen what the caller has.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings, Which},
};
use contract::{
    common::Receipt,
    goals::{GetGoal, Goal, GoalState, ListGoals, ListGoalsResponse, ProposeGoal, goal_queries_server::GoalQueries},
    partners::{
        Choice, ListPartners, ListPartnersResponse, ListProposals, ListProposalsResponse, PartnerKind, ProposalState,
        RegisterPartner, TakePosition,
    },
    resources::{ListOffers, ListOffersResponse, ListTransactions, ListTransactionsResponse, OfferResource},
};
use goals::Goals;
use jiff::{SignedDuration, Timestamp};
use proptest::{strategy::Strategy, test_runner::TestRunner};
use runtime::{
    Clock,
    log::Options,
    node::{Followers, Running, Settings},
    origin::GrpcOrigin,
};
use tempfile::TempDir;
use tests::{Stranger, World, embedded, fields, id, reason, told};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use uuid::Uuid;

const OFFERS: usize = 60;

fn offer(partnership: &str) -> OfferResource {
    OfferResource {
        partnership_id: partnership.into(),
        // In no order: new ones come anywhere between the old.
        offer_id: Uuid::new_v4().to_string(),
        kind: 2,
        field: "agronomy".into(),
        title: "Two agronomists".into(),
        quantity: "40".into(),
        unit: "days".into(),
        available_from: "2026-02-01".into(),
        terms: 1,
        ..Default::default()
    }
}

async fn page(by: &Stranger, partnership: &str, size: u32, token: &str) -> Result<ListOffersResponse, Status> {
    let (partnership_id, page_token) = (partnership.to_owned(), token.to_owned());
    by.call(&ListOffers { partnership_id, page_size: size, page_token, ..Default::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_size_hold_every_offer_once_while_others_are_made() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("pages").await.unwrap().partnership;
    let lender = Stranger::partner(&client, &id("pages/lender"), "admin").seeing(&world.seen(&partnership).await);
    let mut made = BTreeSet::new();
    for _ in 0..OFFERS {
        made.insert(lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap().id);
    }
    let reader = lender.clone().seeing(&world.seen(&partnership).await);
    let mut runner = TestRunner::deterministic();
    let sizes = [1, 2, OFFERS as u32 - 1, OFFERS as u32, OFFERS as u32 + 1, 500];
    let any = (0..10).map(|_| (1..=70_u32).new_tree(&mut runner).map(|it| proptest::strategy::ValueTree::current(&it)));
    let any: Vec<u32> = any.map(Result::unwrap).collect();
    for size in sizes.into_iter().chain(any) {
        let done = Arc::new(AtomicBool::new(false));
        let appending = tokio::spawn(append_until(done.clone(), lender.clone(), partnership.clone()));
        let seen = all_pages(&reader, &partnership, size).await;
        done.store(true, Ordering::Relaxed);
        appending.await.unwrap();
        let unique: BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!(unique.len(), seen.len(), "size {size}: something came twice");
        assert!(seen.is_sorted(), "size {size}: out of order");
        assert!(made.is_subset(&unique), "size {size}: {:?} are missing", made.difference(&unique));
    }
    host.stop().await.unwrap();
}

async fn append_until(done: Arc<AtomicBool>, lender: Stranger, partnership: String) {
    // A few a round, so that the rounds after it stay short.
    for _ in 0..20 {
        if done.load(Ordering::Relaxed) {
            return;
        }
        lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap();
    }
}

async fn all_pages(reader: &Stranger, partnership: &str, size: u32) -> Vec<String> {
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let answer = page(reader, partnership, size, &token).await.unwrap();
        assert!(answer.offers.len() <= size as usize);
        seen.extend(answer.offers.into_iter().map(|it| it.offer_id));
        token = answer.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_token_is_for_its_own_question_and_caller_and_not_for_ever() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::set_to(Timestamp::now());
    let (host, client) = host(&folder, "home", ALL.to_vec(), clock.clone()).await;
    let world = World::new(&client);
    let partnership = world.partnership("tokens").await.unwrap().partnership;
    let seen = world.seen(&partnership).await;
    let by = |partner: &str| Stranger::partner(&client, &id(&format!("tokens/{partner}")), "admin").seeing(&seen);
    let lender = by("lender");
    for _ in 0..3 {
        lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap();
    }
    let reader = lender.clone().seeing(&world.seen(&partnership).await);
    let token = page(&reader, &partnership, 2, "").await.unwrap().next_page_token;
    assert_eq!(page(&reader, &partnership, 2, &token).await.unwrap().offers.len(), 1);
    assert_eq!(page(&reader, &partnership, 1, &token).await.unwrap().offers.len(), 1, "the size may change");

    for place in [0, 1, token.len() / 2, token.len() - 1] {
        let mut tampered = token.clone().into_bytes();
        tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
        refused(page(&reader, &partnership, 2, &String::from_utf8(tampered).unwrap()).await, "tampered");
    }
    for none in ["x", "=", "ä", &token[..token.len() / 2], &format!("{token}A")] {
        refused(page(&reader, &partnership, 2, none).await, "no token");
    }
    refused(page(&by("trainer"), &partnership, 2, &token).await, "another caller's");
    refused(page(&Stranger::operator(&client), &partnership, 2, &token).await, "the operator's");
    let elsewhere = world.partnership("elsewhere").await.unwrap().partnership;
    refused(page(&Stranger::operator(&client), &elsewhere, 2, &token).await, "another partnership's");
    let (partnership_id, page_token) = (partnership.clone(), token.clone());
    let transactions = ListTransactions { partnership_id, page_token, ..Default::default() };
    refused(lender.call::<_, ListTransactionsResponse>(&transactions).await, "another query's");
    another_filter(&client, &world, &partnership).await;

    clock.advance_to(Timestamp::now() + SignedDuration::from_hours(25));
    refused(page(&reader, &partnership, 2, &token).await, "a day old");
    host.stop().await.unwrap();
}

/// A token of all proposals is none of the open ones.
async fn another_filter(client: &Client, world: &World, partnership: &str) {
    let lender = Stranger::partner(client, &id("tokens/lender"), "admin");
    for title in ["one", "two"] {
        let (partnership_id, title) = (partnership.to_owned(), title.to_owned());
        let motion = contract::partners::OpenProposal { partnership_id, matter: 7, title, ..Default::default() };
        lender.call::<_, Receipt>(&motion).await.unwrap();
    }
    let as_of = world.seen(partnership).await;
    let all = ListProposals { as_of, partnership_id: partnership.into(), page_size: 1, ..Default::default() };
    let page_token = lender.call::<_, ListProposalsResponse>(&all).await.unwrap().next_page_token;
    let next = ListProposals { page_token, ..all };
    assert_eq!(lender.call::<_, ListProposalsResponse>(&next).await.unwrap().proposals.len(), 1);
    let open = ListProposals { state: ProposalState::Open.into(), ..next };
    refused(lender.call::<_, ListProposalsResponse>(&open).await, "another filter's");
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, Status>, what: &str) {
    let refused = answer.expect_err(what);
    assert_eq!(refused.code(), Code::InvalidArgument, "{what}: {refused}");
    assert_eq!(
        (reason(&refused).as_str(), fields(&refused)),
        ("REASON_PAGE_TOKEN", vec!["page_token".into()]),
        "{what}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_501_is_refused_and_none_asked_for_is_50() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let operator = Stranger::operator(&client);
    for place in 0..51 {
        let (name, kind, country) = (format!("Partner {place}"), PartnerKind::Ngo.into(), "KE".into());
        operator.call::<_, Receipt>(&RegisterPartner { name, kind, country, ..Default::default() }).await.unwrap();
    }
    let all = ListPartners { as_of: vec!["home/partners@51".into()], ..Default::default() };
    let answer: ListPartnersResponse = operator.call(&all).await.unwrap();
    assert_eq!((answer.partners.len(), answer.next_page_token.is_empty()), (50, false));
    let answer: ListPartnersResponse = operator.call(&ListPartners { page_size: 500, ..all.clone() }).await.unwrap();
    assert_eq!((answer.partners.len(), answer.next_page_token.as_str()), (51, ""));
    let many = ListPartners { page_size: 501, ..all };
    let refused = operator.call::<_, ListPartnersResponse>(&many).await.unwrap_err();
    assert_eq!((refused.code(), fields(&refused)), (Code::InvalidArgument, vec!["page_size".to_owned()]));
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_arrived_in_the_callers_time_is_named() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("waiting").await.unwrap().partnership;
    let seen = world.seen(&partnership).await;
    let future = "home/partners@1000000";
    for (token, in_time) in [(future, 1_000), ("elsewhere/goals@1", 2_000)] {
        let lender = Stranger::partner(&client, &id("waiting/lender"), "admin");
        let at_most = Duration::from_millis(in_time);
        let started = Instant::now();
        let as_of = [seen.clone(), vec![token.to_owned()]].concat();
        let query = ListGoals { as_of: as_of.clone(), partnership_id: partnership.clone(), ..Default::default() };
        let asked = lender.clone().within(at_most).call::<_, ListGoalsResponse>(&query).await;
        let commanded = lender.seeing(&as_of).within(at_most).call::<_, Receipt>(&offer(&partnership)).await;
        for refused in [asked.unwrap_err(), commanded.unwrap_err()] {
            assert_eq!(refused.code(), Code::Unavailable, "{refused}");
            assert_eq!(reason(&refused), "REASON_NOT_CAUGHT_UP");
            assert_eq!(told(&refused, "missing").as_deref(), Some(token), "only what is missing");
            assert!(refused.get_details_retry_info().is_some_and(|it| it.retry_delay.is_some()));
        }
        assert!(started.elapsed() < 2 * at_most, "both answered in the caller's time");
    }
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_receipt_is_enough_to_see_what_followed_in_another_service_and_back() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("back").await.unwrap().partnership;
    let seen = world.seen(&partnership).await;
    for round in 0..10 {
        let by = |partner: &str| Stranger::partner(&client, &id(&format!("back/{partner}")), "admin");
        let goal_id = Uuid::now_v7().to_string();
        let propose = ProposeGoal {
            partnership_id: partnership.clone(),
            goal_id: goal_id.clone(),
            title: format!("Goal {round}"),
            level: 2,
            ..Default::default()
        };
        let proposed: Receipt = by("lender").seeing(&seen).call(&propose).await.unwrap();
        let state = ProposalState::Open.into();
        let query =
            ListProposals { as_of: proposed.as_of, partnership_id: partnership.clone(), state, ..Default::default() };
        let open: ListProposalsResponse = by("trainer").call(&query).await.unwrap();
        let [proposal] = &open.proposals[..] else { panic!("one is open: {open:?}") };
        let mut decided = Receipt::default();
        for member in ["lender", "trainer", "funder"] {
            let take = TakePosition {
                partnership_id: partnership.clone(),
                proposal_id: proposal.proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            decided = by(member).call(&take).await.unwrap();
        }
        let query = GetGoal { as_of: decided.as_of, partnership_id: partnership.clone(), goal_id };
        let goal: Goal = by("auditor").call(&query).await.unwrap();
        assert_eq!(goal.state(), GoalState::Active, "{}", goal.why);
    }
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_two_nodes_are_answered_once_both_are_heard() {
    let folders = [(); 3].map(|()| TempDir::new().unwrap());
    let mut receipts = Vec::new();
    let mut hosts = Vec::new();
    for (node, folder) in ["north", "south"].into_iter().zip(&folders) {
        let (host, client) = host(folder, node, vec![Which::Partners], Clock::System).await;
        let register = RegisterPartner { name: node.into(), kind: 3, country: "KE".into(), ..Default::default() };
        receipts.push(Stranger::operator(&client).call::<_, Receipt>(&register).await.unwrap());
        hosts.push(host);
    }
    let followers = Followers::start().unwrap();
    let (data, clock, log) = (folders[2].path().to_owned(), Clock::System, Options::default());
    let settings = Settings { node: "reader".into(), data, clock, log };
    let reader = Running::<Goals>::start(&settings, followers.handle()).unwrap();
    let api = goals::api::Api { desk: reader.desk() };
    let origin = |place: usize, node: &str| {
        let endpoint = format!("http://{}", hosts[place].address).parse().unwrap();
        Arc::new(GrpcOrigin { node: node.into(), service: "partners".into(), endpoint })
    };
    let [north, south] = [0, 1].map(|place: usize| receipts[place].as_of.clone());
    assert_eq!((&north[..], &south[..]), (&["north/partners@1".to_owned()][..], &["south/partners@1".to_owned()][..]));

    reader.hear(origin(0, "north"));
    api.list_goals(asking(north.clone(), None)).await.unwrap();
    let both = [north, south].concat();
    let refused = api.list_goals(asking(both.clone(), Some(Duration::from_millis(300)))).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::Unavailable, "REASON_NOT_CAUGHT_UP"));
    assert_eq!(told(&refused, "missing").as_deref(), Some("south/partners@1"));

    let (waiting, asked) = (api.clone(), asking(both.clone(), None));
    let waiting = tokio::spawn(async move { waiting.list_goals(asked).await });
    reader.hear(origin(1, "south"));
    let mut heard = waiting.await.unwrap().unwrap().into_inner().as_of;
    heard.sort();
    assert_eq!(heard, both, "and the answer says that it has seen both");
    reader.stop().await;
    for host in hosts {
        host.stop().await.unwrap();
    }
}

fn asking(as_of: Vec<String>, at_most: Option<Duration>) -> Request<ListGoals> {
    let mut request = Request::new(ListGoals { as_of, partnership_id: id("anything"), ..Default::default() });
    request.metadata_mut().insert(runtime::caller::ROLE, "operator".parse().unwrap());
    if let Some(at_most) = at_most {
        request.set_timeout(at_most);
    }
    request
}

async fn host(folder: &TempDir, node: &str, services: Vec<Which>, clock: Clock) -> (Host, Client) {
    let (data, listen, node) = (folder.path().to_owned(), ([127, 0, 0, 1], 0).into(), node.to_owned());
    let settings = HostSettings { services, node, data, listen, nats: None, clock, log: Options::default() };
    let host = Host::start(settings).await.unwrap();
    let client = Client::at(&format!("http://{}", host.address)).unwrap();
    (host, client)
}
