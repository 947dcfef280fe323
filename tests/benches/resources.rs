//! A partnership with a directory's worth of transfers, and another with a thousand offers and a thousand needs: how long
//! its ledgers take, and finding what would meet what.
//!
//! `cargo bench -p tests --bench resources`; services and caller share this process.

use std::time::Instant;

use contract::resources::{
    ConfirmTransaction, GetBoard, GetLedger, GetReciprocity, Ledger, LoadRates, OfferResource, Rate, RatePeriod,
    Reciprocity, RecordTransaction, ResourceKind, StateNeed, SuggestMatches, SuggestedMatches, Terms, TransactionType,
};
use futures::{StreamExt, stream};
use tempfile::TempDir;
use tests::{Members, TIMED_HEADING, World, embedded, id, timed};

/// As many as the projects of the directory that imports are tried on.
const TRANSFERS: usize = 2_010;
const MEMBERS: usize = 12;
const OFFERS: usize = 1_000;
const NEEDS: usize = 1_000;
const CALLS: usize = 100;
const AT_ONCE: usize = 32;
const CURRENCIES: [&str; 4] = ["KES", "EUR", "USD", "GBP"];
const KINDS: [ResourceKind; 7] = [
    ResourceKind::Expertise,
    ResourceKind::Training,
    ResourceKind::Technology,
    ResourceKind::Equipment,
    ResourceKind::Network,
    ResourceKind::Data,
    ResourceKind::Knowledge,
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let folder = TempDir::new().expect("a temporary folder");
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    world.operator.ask(rates()).await.expect("loaded");
    let members = Members::invited(&world, "resources", MEMBERS).await;
    members.accept().await;
    let began = Instant::now();
    stream::iter(0..TRANSFERS).for_each_concurrent(AT_ONCE, |it| transfer(&members, it)).await;
    println!("{TRANSFERS} transfers recorded and confirmed in {:.1} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    stream::iter(0..OFFERS.max(NEEDS)).for_each_concurrent(AT_ONCE, |it| share(&members, it)).await;
    println!("{OFFERS} offers and {NEEDS} needs made in {:.1} s", began.elapsed().as_secs_f64());
    world.seen(&members.partnership).await;
    println!("{TIMED_HEADING}");
    ask(&members).await;
    host.stop().await.expect("it stops");
}

async fn ask(members: &Members) {
    let (member, partnership_id) = (&members.callers[1], || members.partnership.clone());
    timed("the ledger, converted", CALLS, async || {
        let query = GetLedger { partnership_id: partnership_id(), ..Default::default() };
        let ledger: Ledger = member.get(query).await.expect("a ledger");
        assert!(ledger.unconverted.is_empty(), "all has a rate");
        let given: u32 = ledger.converted.iter().map(|it| it.given_count).sum();
        assert_eq!(given as usize, TRANSFERS);
    })
    .await;
    timed("one partner's ledger", CALLS, async || {
        let query =
            GetLedger { partnership_id: partnership_id(), partner_id: members.ids[0].clone(), ..Default::default() };
        let ledger: Ledger = member.get(query).await.expect("a ledger");
        assert!(ledger.converted.iter().all(|it| it.partner_id == members.ids[0]));
    })
    .await;
    timed("who gave what to whom", CALLS, async || {
        let query = GetReciprocity { partnership_id: partnership_id(), ..Default::default() };
        let _: Reciprocity = member.get(query).await.expect("a matrix");
    })
    .await;
    timed("what would meet what", CALLS, async || {
        let query = SuggestMatches { partnership_id: partnership_id(), per_need: 1, ..Default::default() };
        let suggested: SuggestedMatches = member.get(query).await.expect("matches");
        assert!(!suggested.matches.is_empty());
    })
    .await;
    timed("the board", CALLS, async || {
        let query = GetBoard { partnership_id: partnership_id(), ..Default::default() };
        let _: contract::resources::Board = member.get(query).await.expect("a board");
    })
    .await;
}

fn rates() -> LoadRates {
    let rate =
        |currency: &str, rate: &str| Rate { date: "2026-01-01".into(), currency: currency.into(), rate: rate.into() };
    LoadRates {
        table: "year".into(),
        period: RatePeriod::Year.into(),
        base: "XDR".into(),
        rates: vec![rate("KES", "0.0058"), rate("EUR", "0.86"), rate("USD", "0.73"), rate("GBP", "0.99")],
        ..Default::default()
    }
}

async fn transfer(members: &Members, place: usize) {
    let (from, to) = (place % MEMBERS, (place % MEMBERS + 1 + place / MEMBERS % (MEMBERS - 1)) % MEMBERS);
    let record = RecordTransaction {
        partnership_id: members.partnership.clone(),
        transaction_id: id(&format!("transfer {place}")),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: members.ids[from].clone(),
        receiver_partner_id: members.ids[to].clone(),
        amount_minor: 100_000 + place as i64 * 37,
        currency: CURRENCIES[place % CURRENCIES.len()].into(),
        value_date: format!("2026-{:02}-{:02}", 1 + place % 10, 1 + place % 28),
        ..Default::default()
    };
    let transaction_id = members.callers[from].ask(record).await.expect("recorded").id;
    let partnership_id = members.partnership.clone();
    let confirm = ConfirmTransaction { partnership_id, transaction_id, ..Default::default() };
    members.callers[to].ask(confirm).await.expect("confirmed");
}

async fn share(members: &Members, place: usize) {
    let kind = KINDS[place % KINDS.len()];
    let words = ["crop calendars", "group savings", "mobile payments", "credit scoring", "storage"][place % 5];
    let towns = ["Kitale", "Eldoret", "Nakuru", "Kisumu"];
    let offer = OfferResource {
        partnership_id: members.partnership.clone(),
        kind: kind.into(),
        title: format!("Help with {words}, number {place}"),
        field: words.into(),
        quantity: (1 + place % 40).to_string(),
        unit: "days".into(),
        place: towns[place % towns.len()].into(),
        available_from: "2026-01-01".into(),
        available_until: format!("20{}-12-31", 27 + place % 5),
        terms: Terms::Gift.into(),
        ..Default::default()
    };
    members.callers[place % MEMBERS].ask(offer).await.expect("offered");
    let need = StateNeed {
        partnership_id: members.partnership.clone(),
        kind: kind.into(),
        title: format!("Somebody who knows {words}"),
        field: words.into(),
        quantity: (1 + place % 15).to_string(),
        unit: "days".into(),
        place: towns[place / 2 % towns.len()].into(),
        needed_from: "2026-12-01".into(),
        needed_until: format!("2027-{:02}-28", 1 + place % 12),
        ..Default::default()
    };
    members.callers[(place + 5) % MEMBERS].ask(need).await.expect("stated");
}
