//! The log alone: as many entries of 300 bytes as there are callers wait at a time, each in a group of its own.

use std::time::{Duration, Instant};

use contract::log::Envelope;
use hdrhistogram::Histogram;
use prost::Message;
use runtime::log::{Entry, Log, Options};

use super::{line, load::Rate};

const MEASURE: Duration = Duration::from_secs(4);
const ENTRY_BYTES: usize = 300;

pub(super) async fn alone(echoes: &[f64]) {
    for (callers, echo) in super::callers().zip(echoes) {
        line(callers, "the log alone", &appended(callers).await, *echo);
    }
}

/// Callers do nothing but wait for the disk and come again.
async fn appended(callers: usize) -> Rate {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let log = Log::open(folder.path(), Options::default()).expect("a log");
    let mut times = Histogram::<u64>::new(3).expect("three digits");
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < MEASURE {
        let asked = Instant::now();
        for _ in 0..callers {
            count += 1;
            log.enqueue(vec![entry(count)]).expect("it is taken");
        }
        log.durable(log.queued_end()).await.expect("it is on disk");
        times.record(asked.elapsed().as_nanos() as u64).expect("in range");
    }
    Rate::of(count, began.elapsed(), times)
}

fn entry(number: u64) -> Entry {
    let mut fact = Envelope {
        number,
        sequence: number,
        partnership: "01975f00-0000-7000-8000-000000000001".into(),
        stream: format!("01975f00-0000-7000-8000-000000000001/offer/{number}"),
        revision: 1,
        ..Envelope::default()
    };
    fact.person = "x".repeat(ENTRY_BYTES - fact.encoded_len() - 3);
    Entry::own(&fact)
}
