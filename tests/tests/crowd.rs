//! A crowd of callers: what follows the logs lets them by, and comes in the end for whoever waits for it, and for all. That
//! it comes before the crowd has gone, the tests of runtime show.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use accord::client::Client;
use contract::{
    common::Receipt,
    goals::{ListGoals, ListGoalsResponse},
    resources::{GetOffer, ListOffers, ListOffersResponse, Offer, OfferResource},
};
use prost::{Message, Name};
use tempfile::TempDir;
use tests::{
    Stranger, World, embedded,
    faults::{Four, settle, statuses},
    id, reason,
};
use tokio::{sync::Mutex, task::JoinHandle};

const CALLERS: usize = 256;
/// Of each of them; all together so few that every service catches up in the end, on however busy a machine.
const OFFERS: usize = 60;
/// Far more than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A crowd takes all there is of a machine: one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crowd_writes_is_read_by_who_waits_for_it_and_by_all_when_the_crowd_is_gone() {
    let _alone = ALONE.lock().await;
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let written = read_what_a_crowd_writes(&client).await;
    written.assert_is_there(&client).await;
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_in_another_process_reads_it_over_nats_too_and_all_is_published_when_the_crowd_is_gone() {
    let _alone = ALONE.lock().await;
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let written = read_what_a_crowd_writes(&client).await;
    written.assert_is_there(&client).await;
    let published = async {
        while statuses(&client).await.unwrap().iter().any(|it| it.published != Some(it.number)) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, published).await.expect("what waited for the crowd to go is published");
    four.terminate_all();
}

/// What a crowd has written.
struct Written {
    partnership: String,
    lender: Stranger,
    offers: BTreeSet<String>,
}

impl Written {
    async fn assert_is_there(self, client: &Client) {
        settle(client).await;
        let seen = World::new(client).seen(&self.partnership).await;
        assert_eq!(all(&self.lender.seeing(&seen), &self.partnership).await, self.offers);
    }
}

async fn read_what_a_crowd_writes(client: &Client) -> Written {
    let world = World::new(client);
    let partnership = world.partnership("crowd").await.unwrap().partnership;
    let lender = Stranger::partner(client, &id("crowd/lender"), "admin").seeing(&world.seen(&partnership).await);
    let crowd: Vec<_> = (0..CALLERS).map(|_| tokio::spawn(offers(lender.clone(), partnership.clone()))).collect();
    let mut made = BTreeSet::new();
    while !crowd.iter().all(JoinHandle::is_finished) {
        made.insert(read_what_is_written(&lender, &partnership, made.len()).await);
    }
    for caller in crowd {
        made.extend(caller.await.unwrap());
    }
    Written { partnership, lender, offers: made }
}

async fn offers(lender: Stranger, partnership: String) -> Vec<String> {
    let mut made = Vec::new();
    for _ in 0..OFFERS {
        made.push(lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap().id);
    }
    made
}

/// An offer at once, and what another service knows once it has heard of it.
async fn read_what_is_written(lender: &Stranger, partnership: &str, round: usize) -> String {
    let Receipt { id, as_of, .. } = lender.call(&offer(partnership)).await.unwrap();
    let get = GetOffer { partnership_id: partnership.to_owned(), offer_id: id.clone(), as_of: as_of.clone() };
    let got: Offer = caught_up(lender, &get, &format!("round {round}, in resources")).await;
    assert_eq!(got.offer_id, id);
    let goals = ListGoals { partnership_id: partnership.to_owned(), as_of, ..Default::default() };
    let _: ListGoalsResponse = caught_up(lender, &goals, &format!("round {round}, in goals")).await;
    id
}

/// Asks again while a service has not caught up in the time that a question waits: on a busy machine it may take longer.
async fn caught_up<Q: Message + Name, R: Message + Default>(reader: &Stranger, question: &Q, whence: &str) -> R {
    let began = Instant::now();
    loop {
        match reader.call(question).await {
            Ok(answer) => return answer,
            Err(refused) if reason(&refused) == "REASON_NOT_CAUGHT_UP" && began.elapsed() < PATIENCE => (),
            Err(refused) => panic!("{whence}: {refused:?}"),
        }
    }
}

async fn all(reader: &Stranger, partnership: &str) -> BTreeSet<String> {
    let (mut seen, mut page_token) = (BTreeSet::new(), String::new());
    loop {
        let list =
            ListOffers { partnership_id: partnership.to_owned(), page_size: 500, page_token, ..Default::default() };
        let answer: ListOffersResponse = reader.call(&list).await.unwrap();
        seen.extend(answer.offers.into_iter().map(|it| it.offer_id));
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            return seen;
        }
    }
}

fn offer(partnership: &str) -> OfferResource {
    OfferResource {
        partnership_id: partnership.to_owned(),
        kind: 2,
        field: "agronomy".into(),
        title: "Agronomists".into(),
        quantity: "40".into(),
        unit: "days".into(),
        available_from: "2026-02-01".into(),
        terms: 1,
        ..Default::default()
    }
}
