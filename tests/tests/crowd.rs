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
const OFFERS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crowd_writes_is_read_at_once_by_who_waits_for_it_and_by_all_when_the_crowd_is_gone() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("crowd").await.unwrap().partnership;
    let lender = Stranger::partner(&client, &id("crowd/lender"), "admin").seeing(&world.seen(&partnership).await);
    let is_over = Arc::new(AtomicBool::new(false));
    let crowd: Vec<_> = (0..CALLERS).map(|_| tokio::spawn(offers(lender.clone(), partnership.clone()))).collect();
    let reading = tokio::spawn(read_what_is_written(lender.clone(), partnership.clone(), is_over.clone()));
    let mut made = BTreeSet::new();
    for caller in crowd {
        made.extend(caller.await.unwrap());
    }
    is_over.store(true, Ordering::Relaxed);
    made.extend(reading.await.unwrap());
    let reader = lender.seeing(&world.seen(&partnership).await);
    assert_eq!(all(&reader, &partnership).await, made);
    host.stop().await.unwrap();
}

async fn offers(lender: Stranger, partnership: String) -> Vec<String> {
    let mut made = Vec::new();
    for _ in 0..OFFERS {
        made.push(lender.call::<_, Receipt>(&offer(&partnership)).await.unwrap().id);
    }
    made
}

/// Each of its own offers at once, and what another service knows once it has heard of it.
async fn read_what_is_written(lender: Stranger, partnership: String, is_over: Arc<AtomicBool>) -> Vec<String> {
    let mut made = Vec::new();
    loop {
        let is_last = is_over.load(Ordering::Relaxed);
        let Receipt { id, as_of, .. } = lender.call(&offer(&partnership)).await.unwrap();
        let get = GetOffer { partnership_id: partnership.clone(), offer_id: id.clone(), as_of: as_of.clone() };
        assert_eq!(lender.call::<_, Offer>(&get).await.unwrap().offer_id, id);
        let goals = ListGoals { partnership_id: partnership.clone(), as_of, ..Default::default() };
        lender.call::<_, ListGoalsResponse>(&goals).await.unwrap();
        made.push(id);
        if is_last {
            return made;
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
