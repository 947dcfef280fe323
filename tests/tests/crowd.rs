//! A crowd of callers: what follows the logs lets them by, and is there all the same for whoever waits for it, and for
//! all afterwards.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use contract::{
    common::Receipt,
    goals::{ListGoals, ListGoalsResponse},
    resources::{GetOffer, ListOffers, ListOffersResponse, Offer, OfferResource},
};
use tempfile::TempDir;
use tests::{Stranger, World, embedded, id};

const CALLERS: usize = 256;
/// Of the one who reads; the crowd stays until they are over, and so none of them can wait for its end.
const ROUNDS: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crowd_writes_is_read_at_once_by_who_waits_for_it_and_by_all_when_the_crowd_is_gone() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("crowd").await.unwrap().partnership;
    let lender = Stranger::partner(&client, &id("crowd/lender"), "admin").seeing(&world.seen(&partnership).await);
    let is_over = Arc::new(AtomicBool::new(false));
    let offers = || tokio::spawn(offers_until(is_over.clone(), lender.clone(), partnership.clone()));
    let crowd: Vec<_> = (0..CALLERS).map(|_| offers()).collect();
    let mut made = BTreeSet::new();
    for round in 0..ROUNDS {
        made.insert(read_what_is_written(&lender, &partnership, round).await);
    }
    is_over.store(true, Ordering::Relaxed);
    for caller in crowd {
        made.extend(caller.await.unwrap());
    }
    let reader = lender.seeing(&world.seen(&partnership).await);
    assert_eq!(all(&reader, &partnership).await, made);
    host.stop().await.unwrap();
}

async fn offers_until(is_over: Arc<AtomicBool>, lender: Stranger, partnership: String) -> Vec<String> {
    let mut made = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        made.push(lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap().id);
    }
    made
}

/// An offer at once, and what another service knows once it has heard of it.
async fn read_what_is_written(lender: &Stranger, partnership: &str, round: usize) -> String {
    let Receipt { id, as_of, .. } = lender.call(&offer(partnership)).await.unwrap();
    let get = GetOffer { partnership_id: partnership.to_owned(), offer_id: id.clone(), as_of: as_of.clone() };
    let got: Offer = lender.call(&get).await.unwrap_or_else(|why| panic!("round {round}, in resources: {why:?}"));
    assert_eq!(got.offer_id, id);
    let goals = ListGoals { partnership_id: partnership.to_owned(), as_of, ..Default::default() };
    let heard = lender.call::<_, ListGoalsResponse>(&goals).await;
    heard.unwrap_or_else(|why| panic!("round {round}, in goals: {why:?}"));
    id
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
