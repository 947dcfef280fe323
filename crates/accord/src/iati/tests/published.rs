//! Files that others published, where they are at hand: `shared/data` beside the project.

use std::{
    fs,
    path::{Path, PathBuf},
};

use contract::{partners::MemberRole, resources::TransactionType};

use super::{encoded, orders, planned};
use crate::iati::{Plan, plan};

fn published() -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|it| it.join("shared/data/iati"));
    let found = folders.into_iter().find(|it| it.is_dir());
    if found.is_none() {
        eprintln!("NOT TESTED: there is no shared/data/iati beside the project; nothing published was read.");
    }
    found
}

fn read(folder: &Path, name: &str) -> Plan {
    plan(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn dfid_in_afghanistan_is_90_programmes_and_157_components() {
    let Some(folder) = published() else { return };
    let plan = read(&folder, "real/dfid-2011-AF.xml");
    let report = plan.report();
    assert_eq!((report.activities, report.programmes, report.components, report.drafts), (247, 90, 157, 90));
    assert_eq!(report.transactions.get(&TransactionType::OutgoingCommitment), Some(&396));
    assert_eq!((report.transactions_kept(), report.members()), (396, 0));
    assert_eq!((report.named_implementers(), report.channel_labels_implementing), (8, 119));
    assert_eq!((report.channel_labels, report.organisations()), (119, 10));
    assert_eq!(report.roles[&MemberRole::Implementing], 26);
    assert_eq!((report.skipped.count, report.notes.count), (0, 0));
    let first: Vec<_> = orders(&plan).iter().map(encoded).collect();
    let again: Vec<_> = orders(&read(&folder, "real/dfid-2011-AF.xml")).iter().map(encoded).collect();
    assert!(first == again && first.len() == report.orders);
}

#[test]
fn the_demo_says_what_dfid_says_of_misfa() {
    let Some(folder) = published() else { return };
    let demo = planned(include_str!("../../../demo/misfa.xml"));
    let ours: Vec<_> = super::transactions(&demo);
    let theirs = super::transactions(&read(&folder, "real/dfid-2011-AF.xml"));
    let theirs: Vec<_> = theirs.into_iter().filter(|it| it.source.starts_with("iati:GB-1-107196")).collect();
    assert_eq!(ours, theirs);
    let members = |plan: &Plan, id: &str| -> Vec<_> {
        super::participants(plan).into_iter().filter(|it| it.partnership_id == id).collect()
    };
    let id = &ours[0].partnership_id;
    assert_eq!(members(&demo, id), members(&read(&folder, "real/dfid-2011-AF.xml"), id));
}

#[test]
fn two_other_publishers_of_the_first_dialect_are_read() {
    let Some(folder) = published() else { return };
    let tearfund = read(&folder, "real/tearfund-cd.xml");
    let report = tearfund.report();
    let of = |kind| report.transactions.get(&kind).copied().unwrap_or_default();
    assert_eq!((report.activities, report.programmes, report.participants), (1, 1, 5));
    assert_eq!(of(TransactionType::IncomingFunds), 4);
    assert_eq!(of(TransactionType::Disbursement), 6);
    assert_eq!(of(TransactionType::Expenditure), 2);
    let world_vision = read(&folder, "real/wvuk-cd.xml");
    assert_eq!((world_vision.report().activities, world_vision.report().transactions_kept()), (3, 10));
    assert_eq!((report.skipped.count, world_vision.report().skipped.count), (0, 0));
    orders(&tearfund);
    orders(&world_vision);
}

#[test]
fn the_standards_own_example_is_read_with_its_result() {
    let Some(folder) = published() else { return };
    let plan = read(&folder, "activity-standard-example-annotated-2.03.xml");
    let report = plan.report();
    assert_eq!((report.activities, report.goals, report.indicators, report.measurements), (1, 1, 1, 1));
    assert_eq!((report.transactions_kept(), report.participants), (1, 3));
    orders(&plan);
}

#[test]
fn the_standards_58_test_files_are_read_and_also_with_names_filled_in() {
    let Some(folder) = published() else { return };
    let files = files(&folder.join("should-pass"));
    assert_eq!(files.len(), 58);
    let mut goals = 0;
    for file in files {
        let read = plan(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(read.report().activities, 1);
        // Their identifiers are empty, so that nothing can be made of them as they are.
        let text = fs::read_to_string(&file).unwrap();
        let named =
            planned(&text.replace("<iati-identifier></iati-identifier>", "<iati-identifier>X</iati-identifier>"));
        assert_eq!(named.report().drafts, 1, "{}", file.display());
        orders(&named);
        goals += named.report().goals;
    }
    assert_eq!(goals, 14);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let (folders, mut found): (Vec<_>, Vec<_>) = entries.partition(|it| it.is_dir());
    found.extend(folders.iter().flat_map(|it| files(it)));
    found
}
