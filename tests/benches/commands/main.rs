//! Rates of durable commands beside what the machine can do: a bare tonic echo, and the raw disk's group commit.
//!
//! `cargo bench -p tests --bench commands`; the server is this same program in a process of its own. Words behind `--`
//! choose among `log`, `embedded`, `nats`, `burst`, `sustained`, and 1, 64, 256 callers; without any, all is measured.

mod disk;
mod load;
mod log;
mod servers;

use std::time::Duration;

use contract::{
    partners::{Choice, TakePosition},
    resources::{OfferResource, ResourceKind, Terms},
};
use tests::Nats;

use load::{Load, Make, Pace, Rate};
use servers::{Kind, Lag, Server};

const CALLERS: [usize; 3] = [1, 64, 256];
const MEASURE: Duration = Duration::from_secs(8);
const WARM_UP: Duration = Duration::from_secs(2);
/// A burst is measured in turns with the echo that it is compared with: a machine that is slower for a while is so for
/// both.
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(2);
const TURN_WARM_UP: Duration = Duration::from_millis(500);
/// Followers let a crowd by for so long, and have the most to catch up with then.
const CROWD: Duration = Duration::from_secs(10);

fn main() {
    if let Some(kind) = servers::asked() {
        return servers::serve(kind);
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

fn callers() -> impl Iterator<Item = usize> {
    let words = CALLERS.map(|it| it.to_string());
    CALLERS.into_iter().filter(move |it| chosen(&it.to_string(), &words.each_ref().map(String::as_str)))
}

/// Whether a word was given, or none at all of its kind.
fn chosen(word: &str, among: &[&str]) -> bool {
    let given: Vec<String> = std::env::args().skip(1).filter(|it| among.contains(&it.as_str())).collect();
    given.is_empty() || given.iter().any(|it| it == word)
}

async fn measure() {
    println!("callers  what                          rate/s     p50 ms   p99 ms   of echo");
    let mut echoes = Vec::new();
    let echo = Server::start(Kind::Echo, None).await;
    for callers in callers() {
        let rate = Load { callers, pace: Pace::Free, warm_up: WARM_UP, measure: MEASURE }.run(&echo, offer).await;
        echoes.push(rate.per_second());
        line(callers, "bare tonic echo", &rate, rate.per_second());
    }
    let logged = Server::start(Kind::Logged, None).await;
    for (callers, echo) in callers().zip(&echoes) {
        let load = Load { callers, pace: Pace::Free, warm_up: WARM_UP, measure: MEASURE };
        line(callers, "the same once it is logged", &load.run(&logged, offer).await, *echo);
    }
    drop(logged);
    for (callers, echo) in callers().zip(&echoes) {
        let rate = disk::group_commits(callers, offer("00000000-0000-7000-8000-000000000000", 0).1);
        line(callers, "raw disk, group commit", &rate, *echo);
    }
    let what = ["log", "embedded", "nats"];
    if chosen("log", &what) {
        log::alone(&echoes).await;
    }
    if chosen("embedded", &what) {
        services(Kind::Up, None, &echo, &echoes).await;
    }
    if chosen("nats", &what) {
        services(Kind::UpNats, Some(Nats::start()), &echo, &echoes).await;
    }
}

async fn services(kind: Kind, nats: Option<Nats>, echo: &Server, echoes: &[f64]) {
    let words = if nats.is_some() { "with NATS" } else { "embedded" };
    let server = Server::start(kind, nats.as_ref().map(Nats::url)).await;
    let how = ["burst", "sustained"];
    for callers in callers().filter(|_| chosen("burst", &how)) {
        burst(callers, words, echo, &server).await;
    }
    if chosen("burst", &how) && callers().any(|it| it == 256) {
        crowd(words, &server, *echoes.last().expect("an echo was measured")).await;
    }
    let is_chosen = chosen("sustained", &how) && callers().any(|it| it == 256);
    for target in [8_000.0, 12_000.0, 16_000.0].into_iter().filter(|_| is_chosen) {
        let load = Load { callers: 256, pace: Pace::At(target), warm_up: WARM_UP, measure: MEASURE };
        let (rate, lag) = tokio::join!(load.run(&server, offer), server.worst_lag(WARM_UP, MEASURE));
        let what = format!("sustained at {target:.0}, {words}");
        line(256, &what, &rate, *echoes.last().expect("an echo was measured"));
        println!("         worst lag {:.2} s ({lag})", lag.entries as f64 / rate.per_second());
        server.drained().await;
    }
}

/// The echo and the commands in turns; each turn begins when all of the one before is everywhere.
async fn burst(callers: usize, words: &str, echo: &Server, server: &Server) {
    let load = Load { callers, pace: Pace::Free, warm_up: TURN_WARM_UP, measure: TURN };
    let mut bare = Rate::none();
    let mut commands = [("OfferResource, spread", offer as Make), ("TakePosition, hot", position as Make)]
        .map(|(name, make)| (format!("{name}, {words}"), make, Rate::none(), (Duration::ZERO, Lag::default())));
    for _ in 0..TURNS {
        bare.add(&load.run(echo, offer).await);
        for (_, make, rate, worst) in &mut commands {
            rate.add(&load.run(server, *make).await);
            let lag = server.lag().await;
            let drained = server.drained().await;
            if worst.0 < drained {
                *worst = (drained, lag);
            }
        }
    }
    line(callers, "bare tonic echo, in turns", &bare, bare.per_second());
    for (name, _, rate, (drained, lag)) in &commands {
        line(callers, name, rate, bare.per_second());
        println!("         lag at the end {lag}; drained in {:.1} s, at most", drained.as_secs_f64());
    }
}

/// A burst as long as followers let it by.
async fn crowd(words: &str, server: &Server, echo: f64) {
    let load = Load { callers: 256, pace: Pace::Free, warm_up: Duration::ZERO, measure: CROWD };
    let rate = load.run(server, offer).await;
    let lag = server.lag().await;
    let drained = server.drained().await;
    line(256, &format!("for {} s, {words}", CROWD.as_secs()), &rate, echo);
    println!("         lag at the end {lag}; drained in {:.1} s", drained.as_secs_f64());
}

fn line(callers: usize, what: &str, rate: &Rate, echo: f64) {
    let (per_second, p50_ms, p99_ms) = (rate.per_second(), rate.ms(0.5), rate.ms(0.99));
    println!("{callers:7}  {what:30}{per_second:8.0}  {p50_ms:8.2} {p99_ms:8.2} {:8.0} %", 100.0 * per_second / echo);
}

/// A fresh offer each time: every command a stream of its own.
fn offer(partnership: &str, number: u64) -> (&'static str, Vec<u8>) {
    let offer = OfferResource {
        command_id: String::new(),
        partnership_id: partnership.into(),
        kind: ResourceKind::Expertise.into(),
        field: "Agronomy".into(),
        title: format!("Agronomists for the season, group {number}"),
        quantity: "40".into(),
        unit: "days".into(),
        place: "Nakuru".into(),
        available_from: "2026-02-01".into(),
        available_until: "2026-06-30".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    };
    ("/accord.resources.v1.ResourceCommands/OfferResource", prost::Message::encode_to_vec(&offer))
}

/// Another reason each time: every command another fact of one stream.
fn position(partnership: &str, number: u64) -> (&'static str, Vec<u8>) {
    let position = TakePosition {
        partnership_id: partnership.into(),
        proposal_id: servers::PROPOSAL.into(),
        choice: Choice::Object.into(),
        reason: format!("the term is too short for the harvest, reason {number}"),
        ..Default::default()
    };
    ("/accord.partners.v1.PartnerCommands/TakePosition", prost::Message::encode_to_vec(&position))
}
