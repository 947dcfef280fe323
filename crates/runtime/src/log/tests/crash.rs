//! What a log that was damaged, cut or half made says when it is opened or read.

use std::fs;
use std::path::Path;

use super::super::{Entry, Log, LogError, Options};
use super::{Writer, open, unlike, write};

fn blocks(folder: &Path) -> (sled::Db, sled::Tree) {
    let db = super::super::store::open_when_free(&sled::Config::new().path(folder.join("log.sled"))).unwrap();
    let blocks = db.open_tree("blocks").unwrap();
    (db, blocks)
}

/// Three commits of ten facts each, closed in good order.
fn thirty_facts(folder: &Path) {
    let log = open(folder);
    let mut writer = Writer::default();
    for _ in 0..3 {
        write(&log, (0..10).map(|_| writer.fact("p/goal/1", 100)).collect());
    }
    log.stop().unwrap();
}

fn first_key(position: u64) -> Vec<u8> {
    [&position.to_be_bytes()[..], &[0, 0]].concat()
}

fn refusal(folder: &Path) -> LogError {
    Log::open(folder, Options::default()).err().expect("it must not open")
}

#[test]
fn a_log_that_lost_its_tail_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let (db, tree) = blocks(folder.path());
    tree.remove(first_key(21)).unwrap();
    drop((db, tree));
    let refused = refusal(folder.path());
    assert!(matches!(refused, LogError::Behind { head: 30, end: 20, .. }), "{refused}");
    fs::remove_dir_all(folder.path().join("log.sled")).unwrap();
    let refused = refusal(folder.path());
    assert!(matches!(refused, LogError::Behind { head: 30, end: 0, .. }), "{refused}");
}

#[test]
fn a_log_that_lost_its_beginning_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let (db, tree) = blocks(folder.path());
    tree.remove(first_key(1)).unwrap();
    drop((db, tree));
    assert!(matches!(refusal(folder.path()), LogError::Gap { position: 1 }));
}

#[test]
fn a_gap_is_named_by_its_first_position() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let (db, tree) = blocks(folder.path());
    tree.remove(first_key(11)).unwrap();
    drop((db, tree));
    let log = open(folder.path());
    assert!(matches!(log.read(0, 100, usize::MAX), Err(LogError::Gap { position: 11 })));
    assert!(matches!(log.read(14, 100, usize::MAX), Err(LogError::Gap { position: 11 })));
    assert!(matches!(log.scan_check(), Err(LogError::Gap { position: 11 })));
    assert_eq!(log.read(20, 100, usize::MAX).unwrap().len(), 10);
}

#[test]
fn a_changed_entry_is_named_by_its_position() {
    for (position, changed) in [(1, 11), (21, 21)] {
        let folder = tempfile::tempdir().unwrap();
        thirty_facts(folder.path());
        let (db, tree) = blocks(folder.path());
        let mut value = tree.get(first_key(changed)).unwrap().unwrap().to_vec();
        let fifth = 8 + (value.len() - 8) / 10 * 4 + 50;
        value[fifth] ^= 1;
        tree.insert(first_key(changed), value).unwrap();
        drop((db, tree));
        let read = Log::open(folder.path(), Options::default()).and_then(|log| log.read(position, 100, usize::MAX));
        assert!(matches!(&read, Err(LogError::Damaged { position, .. }) if *position == changed + 4), "{read:?}");
    }
}

#[test]
fn a_fact_changed_together_with_its_checksum_shows_in_the_root() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let (db, tree) = blocks(folder.path());
    let mut value = tree.get(first_key(1)).unwrap().unwrap().to_vec();
    let first = &mut value[8..];
    let length = u32::from_be_bytes(first[..4].try_into().unwrap()) as usize;
    first[9 + length - 1] ^= 1;
    let checksum = crc32fast::hash(&first[8..9 + length]);
    first[4..8].copy_from_slice(&checksum.to_be_bytes());
    tree.insert(first_key(1), value).unwrap();
    drop((db, tree));
    let checked = open(folder.path()).scan_check();
    assert!(matches!(checked, Err(LogError::OtherRoot { tree_size: 30 })), "{checked:?}");
}

#[test]
fn a_missing_part_of_a_big_entry_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    write(&log, vec![Entry::heard(unlike(20_000)), Entry::heard("next")]);
    drop(log);
    let (db, tree) = blocks(folder.path());
    tree.remove([&1_u64.to_be_bytes()[..], &[0, 2]].concat()).unwrap();
    drop((db, tree));
    let read = open(folder.path()).read(0, 1, 1);
    assert!(matches!(read, Err(LogError::Damaged { position: 1, .. })), "{read:?}");
}

#[test]
fn a_head_that_is_older_than_the_log_catches_up() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let old = fs::read(folder.path().join("head")).unwrap();
    let mut writer = Writer { number: 30, ..Writer::default() };
    let log = open(folder.path());
    write(&log, (0..25).map(|_| writer.fact("q/goal/1", 100)).collect());
    let head = log.head();
    log.stop().unwrap();
    fs::write(folder.path().join("head"), old).unwrap();
    let log = open(folder.path());
    assert_eq!(log.head(), head);
    log.scan_check().unwrap();
}

#[test]
fn a_log_without_a_head_is_taken_as_it_is_and_a_damaged_head_is_not() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let path = folder.path().join("head");
    let head = fs::read_to_string(&path).unwrap();
    fs::write(&path, head.replace("position 30", "position 3")).unwrap();
    assert!(matches!(refusal(folder.path()), LogError::HeadDamaged { .. }));
    fs::write(&path, [0xFF, 0xFE]).unwrap();
    assert!(matches!(refusal(folder.path()), LogError::HeadDamaged { .. }));
    fs::remove_file(&path).unwrap();
    let log = open(folder.path());
    assert_eq!((log.head().position, log.head().number), (30, 30));
    log.scan_check().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), head);
}

#[test]
fn what_a_crash_while_opening_left_behind_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    let half_made = folder.path().join("log.sled/snap.0000000000001234.generating");
    fs::write(&half_made, "half a snapshot").unwrap();
    assert_eq!(open(folder.path()).durable_end(), 30);
    assert!(!half_made.exists());
}

#[test]
fn a_log_with_a_blob_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    thirty_facts(folder.path());
    fs::write(folder.path().join("log.sled/blobs/17"), "not synced").unwrap();
    assert!(matches!(refusal(folder.path()), LogError::Blobs { .. }));
}
