//! Writing and reading back.

use proptest::prelude::*;

use super::super::{Checked, ENTRY_BYTES_MAX, Entry, Kind, Log, LogError, Options, Stored};
use super::{Writer, block_on, open, unlike, write};

fn contents(log: &Log) -> Vec<Stored> {
    log.read(0, usize::MAX, usize::MAX).unwrap()
}

fn kinds(kind: u8, bytes: Vec<u8>) -> Entry {
    match kind {
        0 => Entry::heard(bytes),
        1 => Entry::marker(bytes),
        _ => Entry::answered(bytes),
    }
}

#[test]
fn positions_are_counted_from_one_and_read_back_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let queued = write(&log, vec![Entry::heard("a"), Entry::marker("b")]);
    assert_eq!((queued.first, queued.last), (1, 2));
    assert_eq!(write(&log, vec![Entry::answered("c")]).first, 3);
    assert_eq!((log.queued_end(), log.durable_end(), log.head().position), (3, 3, 3));
    let read: Vec<_> = contents(&log).into_iter().map(|entry| (entry.position, entry.kind, entry.bytes)).collect();
    let expected = vec![(1, Kind::Heard, "a".into()), (2, Kind::Marker, "b".into()), (3, Kind::Answered, "c".into())];
    assert_eq!(read, expected);
    assert_eq!(log.read(1, 1, usize::MAX).unwrap()[0].position, 2);
    assert_eq!(log.read(0, 9, 1).unwrap().len(), 1, "the first is given however big it is");
    assert_eq!(log.read(3, 9, 9).unwrap(), vec![]);
    assert_eq!(log.read(u64::MAX, 9, 9).unwrap(), vec![]);
}

#[test]
fn reading_ends_before_it_holds_more_bytes_wherever_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    write(&log, (0..300).map(|_| Entry::heard(vec![7; 100])).collect());
    for (bytes_max, count) in
        [(99, 1), (100, 1), (6_399, 63), (6_400, 64), (6_450, 64), (6_500, 65), (12_850, 128), (30_000, 300)]
    {
        assert_eq!(log.read(0, usize::MAX, bytes_max).unwrap().len(), count, "{bytes_max} bytes");
    }
}

#[test]
fn nothing_queued_is_durable_with_what_was_queued_before() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    assert_eq!(write(&log, vec![]).last, 0);
    let first = log.enqueue(vec![Entry::heard("a")]).unwrap();
    let none = log.enqueue(vec![]).unwrap();
    assert_eq!((none.first, none.last), (2, 1));
    block_on(log.durable(none.last)).unwrap();
    assert!(log.durable_end() >= first.last);
}

#[test]
fn an_entry_over_the_limit_is_refused_and_the_biggest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let refused = log.enqueue(vec![Entry::heard("small"), Entry::heard(vec![7; ENTRY_BYTES_MAX + 1])]);
    assert!(matches!(refused, Err(LogError::TooBig { bytes }) if bytes == ENTRY_BYTES_MAX + 1));
    assert_eq!(log.queued_end(), 0);
    let biggest = vec![7; ENTRY_BYTES_MAX];
    write(&log, vec![Entry::heard("x"), Entry::heard(biggest.clone()), Entry::heard("y")]);
    drop(log);
    let log = open(folder.path());
    assert_eq!(contents(&log)[1].bytes, biggest);
    assert_eq!(log.read(1, 1, 9).unwrap()[0].bytes, biggest, "found in the middle too");
    assert_eq!(log.read(2, 1, 9).unwrap()[0].bytes, "y");
}

#[test]
fn the_log_goes_on_after_being_stopped_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::default();
    let log = open(folder.path());
    let waiting = log.enqueue((0..100).map(|_| writer.fact("p/goal/1", 200)).collect()).unwrap();
    log.stop().unwrap();
    log.stop().unwrap();
    assert_eq!(log.durable_end(), waiting.last, "what waits is written first");
    block_on(log.durable(waiting.last)).unwrap();
    let head = log.head();
    assert!(matches!(log.enqueue(vec![]), Err(LogError::Stopped(_))));
    assert!(matches!(log.read(0, 1, 1), Err(LogError::Stopped(_))));
    assert!(block_on(log.durable(waiting.last + 1)).is_err());
    assert!(log.watch().has_changed().is_err(), "followers see the end");

    let again = open(folder.path());
    assert_eq!(again.head(), head);
    assert_eq!(write(&again, vec![writer.fact("p/goal/1", 10)]).first, waiting.last + 1);
    assert_eq!(again.scan_check().unwrap(), Checked { entries: 101, own: 101, streams: 1, partnerships: 1 });
}

#[test]
fn dropped_without_being_stopped_it_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::default();
    for round in 1..=5 {
        let log = open(folder.path());
        write(&log, vec![writer.fact("p/goal/1", 300), Entry::heard("h")]);
        assert_eq!(log.scan_check().unwrap().entries, 2 * round);
    }
}

#[test]
fn only_one_log_opens_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    assert!(Log::open(folder.path(), Options::default()).is_err());
    drop(log);
    open(folder.path());
}

#[test]
fn too_much_waiting_is_refused_until_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path(), Options { waiting_bytes_max: 1000, ..Options::default() }).unwrap();
    assert!(matches!(log.enqueue(vec![Entry::heard(vec![0; 1001])]), Err(LogError::Full { .. })));
    for _ in 0..50 {
        write(&log, vec![Entry::heard(vec![0; 600])]);
    }
}

#[test]
fn what_is_queued_together_is_written_together() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { batch_bytes_max: 4096, ..Options::default() };
    let log = Log::open(folder.path(), options).unwrap();
    let mut moved = log.watch();
    let group = || (0..50).map(|_| Entry::heard(vec![1; 300])).collect::<Vec<_>>();
    let queued: Vec<_> = (0..20).map(|_| log.enqueue(group()).unwrap()).collect();
    let mut ends = vec![0];
    while log.durable_end() < 1000 {
        block_on(moved.changed()).unwrap();
        ends.push(*moved.borrow_and_update());
    }
    let starts = |end: &u64| queued.iter().any(|queued| queued.last == *end) || *end == 0;
    assert!(ends.iter().all(starts), "every commit ends where a group does: {ends:?}");
}

#[test]
fn many_waiters_are_each_answered_and_those_gone_away_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let mut waiting = Vec::new();
    for at in 0..2000_u64 {
        let queued = log.enqueue(vec![Entry::heard(at.to_be_bytes().to_vec())]).unwrap();
        // Some ask twice, some late, some for more than they wrote, some go away.
        waiting.push(log.durable(queued.last));
        waiting.push(log.durable(queued.last / 2));
        waiting.push(log.durable((queued.last + 50).min(2000)));
        drop(log.durable(queued.last));
    }
    for durable in waiting {
        block_on(durable).unwrap();
    }
    assert_eq!(log.durable_end(), 2000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn what_was_queued_is_read_back_exactly(
        groups in prop::collection::vec(prop::collection::vec((0..5_u8, prop_oneof![0..400_usize, 4_000..7_000_usize, 11_900..12_100_usize, 0..=ENTRY_BYTES_MAX - 64]), 0..8), 1..12),
        reopened_after in 0..12_usize,
        batch_bytes_max in 1..100_000_usize,
        (entries_max, bytes_max) in (1..20_usize, 1..20_000_usize),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { batch_bytes_max, ..Options::default() };
        let mut log = Log::open(folder.path(), options.clone()).unwrap();
        let mut writer = Writer::default();
        let mut expected = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let entries: Vec<Entry> = group.iter().map(|(kind, bytes)| match kind {
                3 => writer.fact(&format!("p{}/goal/{}", bytes % 3, bytes % 7), *bytes),
                4 => Entry::heard(unlike(*bytes)),
                kind => kinds(*kind, vec![at as u8; *bytes]),
            }).collect();
            for entry in &entries {
                let position = expected.len() as u64 + 1;
                expected.push(Stored::read(position, entry.kind(), entry.bytes().clone()));
            }
            log.enqueue(entries).unwrap();
            if at == reopened_after {
                block_on(log.durable(log.queued_end())).unwrap();
                drop(log);
                log = Log::open(folder.path(), options.clone()).unwrap();
            }
        }
        block_on(log.durable(log.queued_end())).unwrap();
        prop_assert_eq!(&contents(&log), &expected);
        let mut paged = Vec::new();
        while paged.len() < expected.len() {
            let page = log.read(paged.len() as u64, entries_max, bytes_max).unwrap();
            prop_assert!(!page.is_empty() && page.len() <= entries_max);
            paged.extend(page);
        }
        prop_assert_eq!(&paged, &expected);
        prop_assert_eq!(log.scan_check().unwrap().own, writer.number);
        log.stop().unwrap();
        let log = Log::open(folder.path(), options).unwrap();
        prop_assert_eq!(&contents(&log), &expected, "from the disk too");
        prop_assert_eq!(&log.read(expected.len() as u64 / 2, 5, usize::MAX).unwrap()[..], expected[expected.len() / 2..].iter().take(5).cloned().collect::<Vec<_>>());
        log.stop().unwrap();
        let blobs = std::fs::read_dir(folder.path().join("log.sled/blobs")).unwrap().count();
        prop_assert_eq!(blobs, 0);
    }
}
