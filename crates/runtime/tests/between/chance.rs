//! Hearing over NATS while anything happens, in an order that nobody thought of.

use crate::ground::{
    facts::Facts,
    hearing::{Inbox, heard, serve, until_published},
    server::Server,
};
use uuid::Uuid;

const STREAM: &str = "accord-log-n-goals";

/// A failure says its seed: set ACCORD_SEED to it to see it again.
#[tokio::test(flavor = "multi_thread")]
async fn every_fact_comes_once_whatever_happens_to_nats() {
    let seed = std::env::var("ACCORD_SEED").ok().and_then(|it| it.parse().ok());
    let seed = seed.unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0);
    println!("ACCORD_SEED={seed}");
    let mut chance = Chance(seed | 1);
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let bus = server.bus().await;
    let mut serving = Some(serve(&bus, &facts, true).await);
    let origin = heard(server.bus().await);
    let mut inbox = Inbox::of(&origin);
    for _ in 0..12 {
        facts.write(1 + chance.of(1_500) as usize).await;
        let heard = inbox.facts.len() as u64;
        inbox.hear(&facts, heard + chance.of(facts.end() - heard + 1)).await;
        facts.write(1 + chance.of(500) as usize).await;
        let happens = chance.of(6);
        println!("{happens} happens at {}, heard {}", facts.end(), inbox.facts.len());
        match happens {
            0 | 1 => {
                server.kill();
                if happens == 1 {
                    server.lose_everything();
                }
                facts.write(10).await;
                server.run();
            }
            2..=4 => harm(&server, &mut chance, happens).await,
            _ => {
                drop(serving.take());
                facts.write(10).await;
                serving = Some(serve(&bus, &facts, true).await);
            }
        }
    }
    inbox.hear(&facts, facts.end()).await;
    until_published(&server, facts.end()).await;
    println!("{} facts, broken {} times", facts.end(), inbox.broken);
}

/// There may be no stream at that moment: then there is nothing to be done to it.
async fn harm(server: &Server, chance: &mut Chance, happens: u64) {
    let operator = server.operator().await;
    let Ok(stream) = operator.get_stream(STREAM).await else { return };
    // Beyond its end a purge would displace it: the outbox has its own test for that.
    let at = 1 + chance.of(stream.cached_info().state.last_sequence.max(1));
    match happens {
        2 => drop(operator.delete_stream(STREAM).await),
        3 => drop(stream.delete_message(at).await),
        _ => drop(stream.purge().sequence(at).await),
    }
}

/// Chance that can be repeated.
struct Chance(u64);

impl Chance {
    fn of(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
