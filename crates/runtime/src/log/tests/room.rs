//! The reserve, and what everybody learns when the log fails.

use std::fs;

use super::super::{Entry, Log, LogError, Options};
use super::{block_on, open, write};

#[test]
fn a_disk_with_less_than_the_reserve_has_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path(), Options { reserve_bytes: u64::MAX, ..Options::default() }).unwrap();
    assert!(!log.has_room());
    drop(log);
    let log = Log::open(folder.path(), Options { reserve_bytes: 1, ..Options::default() }).unwrap();
    assert!(log.has_room());
}

#[test]
fn a_log_that_cannot_write_its_head_stops_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    write(&log, vec![Entry::heard("a")]);
    assert_eq!(log.stopped(), None);
    // A directory where the new head is to be made: for root no permission is in the way.
    fs::create_dir(folder.path().join("head.new")).unwrap();
    let end = block_on(async {
        let mut moved = log.watch();
        while moved.changed().await.is_ok() {}
        *moved.borrow()
    });
    assert_eq!(end, 1);
    assert!(log.stopped().is_some_and(|why| why.contains("head.new")), "{:?}", log.stopped());
    assert!(matches!(log.enqueue(vec![Entry::heard("b")]), Err(LogError::Stopped(_))));
    assert!(block_on(log.durable(2)).is_err());
    assert!(block_on(log.durable(1)).is_ok(), "what is on disk stays there");
    assert!(log.stop().is_err());
}
