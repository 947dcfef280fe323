//! The disk alone: as many requests as there are callers, written together and synced, again and again.

use std::{
    fs::File,
    io::Write,
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;

use super::load::Rate;

/// An envelope takes about this much more than its request.
const ENVELOPE_BYTES: usize = 330;

pub(super) fn group_commits(callers: usize, request: Vec<u8>) -> Rate {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let mut file = File::create(folder.path().join("raw")).expect("a file");
    let batch = vec![7; callers * (request.len() + ENVELOPE_BYTES)];
    let mut times = Histogram::<u64>::new(3).expect("three digits");
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < Duration::from_secs(3) {
        let asked = Instant::now();
        file.write_all(&batch).and_then(|()| file.sync_data()).expect("the disk takes it");
        times.record(asked.elapsed().as_nanos() as u64).expect("in range");
        count += callers;
    }
    Rate::of(count as u64, began.elapsed(), times)
}
