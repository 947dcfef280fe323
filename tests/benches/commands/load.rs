//! Callers that ask as fast as they are answered, or at a pace.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use accord::client::Raw;
use bytes::Bytes;
use hdrhistogram::Histogram;
use http::uri::PathAndQuery;
use tonic::transport::Channel;

use super::servers::Server;

pub(super) type Make = fn(&str, u64) -> (&'static str, Vec<u8>);

#[derive(Clone, Copy)]
pub(super) enum Pace {
    Free,
    /// Commands a second, over all callers.
    At(f64),
}

pub(super) struct Load {
    pub(super) callers: usize,
    pub(super) pace: Pace,
    pub(super) warm_up: Duration,
    pub(super) measure: Duration,
}

/// How many there were in how long, and how long each took, in nanoseconds.
pub(super) struct Rate {
    count: u64,
    seconds: f64,
    times: Histogram<u64>,
}

impl Rate {
    pub(super) fn of(count: u64, within: Duration, times: Histogram<u64>) -> Self {
        Rate { count, seconds: within.as_secs_f64(), times }
    }

    pub(super) fn none() -> Self {
        Rate::of(0, Duration::ZERO, Histogram::new(3).expect("three digits"))
    }

    pub(super) fn add(&mut self, other: &Rate) {
        self.count += other.count;
        self.seconds += other.seconds;
        self.times.add(&other.times).expect("the same digits");
    }

    pub(super) fn per_second(&self) -> f64 {
        self.count as f64 / self.seconds
    }

    pub(super) fn ms(&self, quantile: f64) -> f64 {
        self.times.value_at_quantile(quantile) as f64 / 1e6
    }
}

impl Load {
    pub(super) async fn run(&self, server: &Server, make: Make) -> Rate {
        let began = Instant::now();
        let (from, until) = (began + self.warm_up, began + self.warm_up + self.measure);
        let next = Arc::new(AtomicU64::new(0));
        let times = Arc::new(Mutex::new(Histogram::<u64>::new(3).expect("three digits")));
        let mut callers = Vec::new();
        // As many connections as it takes to keep one from being the limit.
        let channels: Vec<Channel> = (0..self.callers.div_ceil(32)).map(|_| server.channel()).collect();
        for caller in 0..self.callers {
            let one = One {
                channel: channels[caller % channels.len()].clone(),
                partnership: server.partnership.clone(),
                partner: server.partner.clone(),
                make,
                pace: self.pace,
                began,
                from,
                until,
            };
            callers.push(tokio::spawn(one.call(next.clone(), times.clone())));
        }
        let mut count = 0;
        for caller in callers {
            count += caller.await.expect("a caller does not panic");
        }
        let times = times.lock().expect("not poisoned").clone();
        Rate::of(count, self.measure, times)
    }
}

struct One {
    channel: Channel,
    partnership: String,
    partner: String,
    make: Make,
    pace: Pace,
    began: Instant,
    from: Instant,
    until: Instant,
}

impl One {
    /// Answers how many were acknowledged within the measured time.
    async fn call(self, next: Arc<AtomicU64>, times: Arc<Mutex<Histogram<u64>>>) -> u64 {
        let mut mine = Histogram::<u64>::new(3).expect("three digits");
        let mut count = 0;
        while Instant::now() < self.until {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if let Pace::At(rate) = self.pace {
                let due = self.began + Duration::from_secs_f64(number as f64 / rate);
                tokio::time::sleep_until(due.into()).await;
            }
            let asked = Instant::now();
            self.once(number).await;
            let answered = Instant::now();
            if self.from <= asked && answered <= self.until {
                count += 1;
                mine.record((answered - asked).as_nanos() as u64).expect("in range");
            }
        }
        times.lock().expect("not poisoned").add(&mine).expect("the same digits");
        count
    }

    async fn once(&self, number: u64) {
        let (path, request) = (self.make)(&self.partnership, number);
        let mut grpc = tonic::client::Grpc::new(self.channel.clone());
        grpc.ready().await.expect("the server is there");
        let mut request = tonic::Request::new(Bytes::from(request));
        let metadata = request.metadata_mut();
        metadata.insert("accord-partner", self.partner.parse().expect("plain text"));
        metadata.insert("accord-role", "coordinator".parse().expect("plain text"));
        let answer = grpc.unary(request, PathAndQuery::from_static(path), Raw).await;
        answer.unwrap_or_else(|status| panic!("refused: {status:?}"));
    }
}
