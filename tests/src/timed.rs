//! How long a question takes, asked many times: what the benchmarks of queries print.

use std::time::Instant;

use hdrhistogram::Histogram;

pub const TIMED_HEADING: &str = "what                                  p50 ms   p99 ms";

/// Prints the median and the 99th percentile, in milliseconds; the last answer.
pub async fn timed<R>(what: &str, calls: usize, ask: impl AsyncFn() -> R) -> Option<R> {
    let mut times = Histogram::<u64>::new(3).expect("three digits");
    let mut answer = None;
    for _ in 0..calls {
        let asked = Instant::now();
        answer = Some(ask().await);
        times.record(u64::try_from(asked.elapsed().as_nanos()).expect("less than centuries")).expect("in range");
    }
    let ms = |quantile| times.value_at_quantile(quantile) as f64 / 1e6;
    println!("{what:36}{:8.2} {:8.2}", ms(0.5), ms(0.99));
    answer
}
