//! Finding facts through the index, however far it is behind.

use proptest::prelude::*;

use super::super::catalogue::Catalogue;
use super::super::group::Group;
use super::super::{Entry, Index, LogError};
use super::{Writer, assert_complete, derived, open, write};

/// Facts of several streams and partnerships among entries of other kinds, in small and big commits.
fn some_facts(writer: &mut Writer, round: usize) -> Vec<Entry> {
    let facts = (0..round * 7 % 60).map(|at| match at % 5 {
        4 => Entry::heard(vec![0; at * 30]),
        3 => writer.bulk_fact(&format!("p{}/measurements/{}", at % 3, round % 4), at),
        _ => writer.fact(&format!("p{}/goal/{}", at % 3, (at + round) % 11), if at == 17 { 9_000 } else { 40 * at }),
    });
    facts.collect()
}

#[test]
fn the_index_is_complete_however_far_its_table_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let (_kept, derived) = derived();
    let log = open(folder.path());
    let index = Index::attach(&log, derived).unwrap();
    let mut writer = Writer::default();
    for round in 0..30 {
        write(&log, some_facts(&mut writer, round));
        if round % 4 == 0 {
            assert_complete(&index, &writer);
        }
        if round % 3 == 0 {
            index.catch_up(10).unwrap();
        }
    }
    while index.catch_up(25).unwrap() {
        assert_complete(&index, &writer);
    }
    assert_eq!(index.lag(), 0);
    assert_complete(&index, &writer);
}

#[test]
fn facts_that_only_wait_are_read_with_their_stream() {
    let folder = tempfile::tempdir().unwrap();
    let (_kept, derived) = derived();
    let log = open(folder.path());
    let index = Index::attach(&log, derived).unwrap();
    let mut writer = Writer::default();
    for round in 0..300 {
        log.enqueue(vec![writer.fact("p/goal/1", 100), writer.fact(&format!("p/goal/{round}x"), 100)]).unwrap();
        assert_eq!(index.read_stream("p/goal/1").unwrap(), writer.streams["p/goal/1"]);
        index.catch_up(3).unwrap();
    }
    assert_eq!(index.read_stream("p/goal").unwrap().len(), 0, "a stream is not the beginning of its name");
}

#[test]
fn a_reopened_log_takes_up_its_index_where_it_left_off() {
    let folder = tempfile::tempdir().unwrap();
    let (_kept, derived) = derived();
    let mut writer = Writer::default();
    for round in 0..6 {
        let log = open(folder.path());
        let index = Index::attach(&log, derived.clone()).unwrap();
        assert_complete(&index, &writer);
        for more in 0..8 {
            write(&log, some_facts(&mut writer, 3 * round + more));
        }
        index.catch_up(50).unwrap();
        assert_complete(&index, &writer);
    }
}

#[test]
fn a_deleted_index_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::default();
    let log = open(folder.path());
    for round in 0..12 {
        write(&log, some_facts(&mut writer, round));
    }
    let (_kept, derived) = derived();
    let index = Index::attach(&log, derived).unwrap();
    assert_complete(&index, &writer);
    while index.catch_up(20).unwrap() {}
    assert_complete(&index, &writer);
}

#[test]
fn a_new_table_takes_the_old_one_s_place_while_facts_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let (_kept, derived) = derived();
    let log = open(folder.path());
    let index = Index::attach(&log, derived.clone()).unwrap();
    let mut writer = Writer::default();
    for round in 0..12 {
        write(&log, some_facts(&mut writer, round));
    }
    while index.catch_up(40).unwrap() {}
    let (_kept_too, new) = super::derived();
    std::thread::scope(|scope| {
        let replaced = scope.spawn(|| index.replace(index.anew(new).unwrap()).unwrap());
        for round in 0..20 {
            write(&log, some_facts(&mut writer, round));
            assert_complete(&index, &writer);
        }
        replaced.join().unwrap();
    });
    Catalogue::of(derived).unwrap().clear().unwrap();
    assert_complete(&index, &writer);
    while index.catch_up(40).unwrap() {}
    assert_complete(&index, &writer);
}

#[test]
fn the_index_of_another_log_is_noticed_and_made_anew() {
    let (_kept, derived) = derived();
    for bytes in [100, 200, 150] {
        let folder = tempfile::tempdir().unwrap();
        let log = open(folder.path());
        let mut writer = Writer::default();
        write(&log, (0..bytes).map(|_| writer.fact(&format!("p{bytes}/goal/1"), bytes)).collect());
        let index = Index::attach(&log, derived.clone()).unwrap();
        assert_complete(&index, &writer);
        while index.catch_up(40).unwrap() {}
        assert_complete(&index, &writer);
    }
}

#[test]
fn a_key_missing_from_the_index_is_an_error_not_a_shorter_stream() {
    let folder = tempfile::tempdir().unwrap();
    let (_kept, derived) = derived();
    let log = open(folder.path());
    let index = Index::attach(&log, derived.clone()).unwrap();
    let mut writer = Writer::default();
    for _ in 0..5 {
        write(&log, vec![writer.fact("p/goal/1", 100)]);
    }
    while index.catch_up(1).unwrap() {}
    Catalogue::of(derived).unwrap().lose(Group::Stream("p/goal/1"), 2);
    let found = index.read_stream("p/goal/1");
    assert!(matches!(&found, Err(LogError::IndexIncomplete { expected: 3, .. })), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]
    #[test]
    fn every_fact_is_found_at_any_lag(
        rounds in prop::collection::vec((prop::collection::vec((0..4_u8, 0..6_u8, 0..900_usize), 0..25), 0..40_usize), 1..15),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (_kept, derived) = derived();
        let log = open(folder.path());
        let index = Index::attach(&log, derived).unwrap();
        let mut writer = Writer::default();
        for (facts, caught_up) in rounds {
            let entries = facts.iter().map(|(partnership, stream, bytes)| {
                writer.fact(&format!("p{partnership}/goal/{stream}"), *bytes)
            });
            write(&log, entries.collect());
            if caught_up > 0 {
                index.catch_up(caught_up).unwrap();
            }
            assert_complete(&index, &writer);
        }
    }
}
