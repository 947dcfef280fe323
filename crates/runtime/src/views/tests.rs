//! When answers came to be, as the views keep it; and views of another form, which are made again.

use std::{collections::HashMap, path::Path, sync::Arc};

use contract::{log::Envelope, moment};
use jiff::Timestamp;
use prost::Message;
use tempfile::TempDir;

use super::{Fold, Store, View, follow::opened, key};
use crate::{
    derived::{Derived, Lasting, Table},
    log::{Log, Options},
};

/// What was last heard on each stream; revision 0 takes it away. A name and a version.
struct Last(&'static str, u32);

const NAMES: [&str; 3] = ["last", "latest", "newest"];

impl View for Last {
    fn name(&self) -> &'static str {
        self.0
    }

    fn version(&self) -> u32 {
        self.1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match fact.revision {
            0 => fold.remove(key(&[&fact.stream])),
            1 => fold.put(key(&[&fact.stream]), fact.clone()),
            _ => fold.change(key(&[&fact.stream]), |last: &mut Envelope| *last = fact.clone()),
        }
    }
}

#[test]
fn an_answer_came_to_be_with_the_fact_that_first_put_it_there() {
    for threads in [1, 2] {
        came_to_be(threads);
    }
}

fn came_to_be(threads: usize) {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path());
    let batches = [
        vec![put("kept", 1), put("moved", 1), put("gone", 1)],
        vec![put("kept", 2), change("moved", 2), take("gone", 2), put("again", 2)],
        vec![put("gone", 3), take("again", 3), put("again", 4), change("kept", 4)],
        vec![put("gone", 5), change("again", 5)],
    ];
    for (position, batch) in (1..).zip(batches) {
        store.fold(&batch, position, &HashMap::new(), threads).unwrap();
    }
    for view in NAMES {
        let since = |stream| store.get(view, &key(&[stream])).unwrap().map(|(since, _)| since.as_second());
        assert_eq!(["kept", "moved", "gone", "again"].map(since), [Some(1), Some(1), Some(3), Some(4)]);
        let mut walked = Vec::new();
        let each = |_: &[u8], since: Timestamp, answer: &[u8]| {
            walked.push((Envelope::decode(answer).unwrap().stream, since.as_second()));
            std::ops::ControlFlow::Continue(())
        };
        store.walk(view, &[], each).unwrap();
        assert_eq!(walked, [("again".into(), 4), ("gone".into(), 3), ("kept".into(), 1), ("moved".into(), 1)]);
    }
}

#[test]
fn answers_that_an_older_version_began_stay_its_own_though_a_newer_one_goes_on_with_them() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("views.redb");
    let version = |version| Store::open(&path, Arc::new(vec![Box::new(Last("last", version))])).unwrap();
    version(1).fold(&[put("kept", 1)], 1, &HashMap::new(), 1).unwrap();
    let newer = version(2);
    newer.fold(&[put("kept", 2)], 2, &HashMap::new(), 1).unwrap();
    assert!(!newer.is_current().unwrap());
    drop(newer);
    assert!(version(1).is_current().unwrap());
}

#[test]
fn views_that_another_build_has_stored_otherwise_are_made_again() {
    let folder = TempDir::new().unwrap();
    let log = Log::open(&folder.path().join("log"), Options::default()).unwrap();
    let path = folder.path().join("views.redb");
    {
        let derived = Derived::open(&path).unwrap();
        let write = derived.write(Lasting::Synced).unwrap();
        let old = Envelope { stream: "kept".into(), ..Default::default() };
        write.open_table(Table::new("last")).unwrap().insert(&b"kept\0"[..], &old.encode_to_vec()[..]).unwrap();
        // Position 7, and no form.
        write.open_table(Table::new("progress")).unwrap().insert(&b"checkpoint"[..], &[8, 7][..]).unwrap();
        write.commit().unwrap();
    }
    let made_of: Arc<Vec<Box<dyn View>>> = Arc::new(vec![Box::new(Last("last", 1))]);
    let store = opened(folder.path(), &log, &made_of).unwrap();
    assert!(store.get("last", b"kept\0").unwrap().is_none());
}

fn open(folder: &Path) -> Store {
    let views = NAMES.into_iter().map(|name| Box::new(Last(name, 1)) as Box<dyn View>).collect();
    Store::open(&folder.join("views.redb"), Arc::new(views)).unwrap()
}

fn put(stream: &str, second: i64) -> Arc<Envelope> {
    fact(stream, 1, second)
}

fn change(stream: &str, second: i64) -> Arc<Envelope> {
    fact(stream, 2, second)
}

fn take(stream: &str, second: i64) -> Arc<Envelope> {
    fact(stream, 0, second)
}

fn fact(stream: &str, revision: u64, second: i64) -> Arc<Envelope> {
    let recorded_at = Some(moment::on_wire(Timestamp::from_second(second).unwrap()));
    Arc::new(Envelope { stream: stream.into(), revision, recorded_at, ..Default::default() })
}
