//! Sensitive indicators: their values are read by who reported them and who verifies them, and stand in no file, stream, view or
//! answer for anybody else, who sees that they are there, and totals of three.

mod ground;

use std::{fs, time::Duration};

use contract::evaluation::ReportMeasurement;
use tempfile::TempDir;
use tests::{Nats, Process, World, embedded, found};

use ground::{CORRECTED, FIRST, Ground, OPEN, OTHERS, RETURNED, SECRETS, TOTAL};

#[tokio::test(flavor = "multi_thread")]
async fn a_sensitive_value_is_read_by_its_reporter_and_who_verifies_it_and_stands_nowhere_else() {
    let nats = Nats::start();
    let folder = TempDir::new().unwrap();
    let mut up = Process::new(&[], folder.path(), Some(&nats.url()));
    up.start();
    up.wait_until_it_listens();
    let ground = Ground::new(&World::new(&up.client())).await;

    let first = ground.report(0, FIRST).await.unwrap();
    ground.is_told_to(&first, &[0, 3], FIRST).await;
    ground.give_back(&first).await;
    for by in [0, 3] {
        assert_eq!((ground.measurement(by, &first).await.returned_reason, ground.reason(by).await), both(RETURNED));
    }
    for by in [1, 2, 4, 5] {
        assert_eq!((ground.measurement(by, &first).await.returned_reason, ground.reason(by).await), both(""));
    }
    ground.correct(&first).await;
    ground.is_told_to(&first, &[0, 3], CORRECTED).await;
    ground.only_its_verifier_verifies(&first).await;

    ground.report(1, OTHERS[0]).await.unwrap();
    for by in 0..6 {
        assert_eq!(ground.released(by).await, None, "two of them");
    }
    ground.import(2, OTHERS[1]).await;
    for by in [0, 1, 2, 3, 5] {
        assert_eq!(ground.released(by).await.as_deref(), Some(TOTAL), "{by}");
    }
    let operator = ground.totals(&ground.operator).await;
    assert_eq!(operator.reported.unwrap().value, TOTAL);
    assert_eq!(ground.released(4).await, None, "what it verifies and a total of three would tell the third");
    ground.nobody_else_is_told().await;
    ground.the_record_is_read_alike().await;
    ground.late_retries_answer_the_same().await;

    ground.open(OPEN).await;
    let published = async {
        while found(nats.folder(), OPEN.as_bytes()) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), published).await.expect("the last fact is on NATS");
    up.terminate();
    assert!(folder.path().join("evaluation/snapshot").exists());
    assert!(0 < found(folder.path(), OPEN.as_bytes()));
    for secret in SECRETS {
        let found = (found(folder.path(), secret.as_bytes()), found(nats.folder(), secret.as_bytes()));
        assert_eq!(found, (0, 0), "{secret}");
    }
    // As the memory packs numbers.
    assert!(0 < found(&folder.path().join("evaluation"), &packed(OPEN)));
    for secret in [FIRST, CORRECTED, OTHERS[0], OTHERS[1]] {
        assert_eq!(found(folder.path(), &packed(secret)), 0, "{secret}");
    }

    up.start();
    up.wait_until_it_listens();
    ground.again_at(&World::new(&up.client())).is_told_to(&first, &[0, 3], CORRECTED).await;
    up.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_source_tells_of_a_sensitive_indicator() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(&World::new(&client)).await;
    let published = ReportMeasurement { source: "iati#1".into(), ..ground.value(FIRST) };
    let refused = ground.operator.ask(published).await.unwrap_err();
    assert!(refused.to_string().contains("no source publishes"), "{refused}");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_keys_are_lost_nothing_is_sealed_under_others_until_they_are_back() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = Ground::new(&World::new(&client)).await;
    let first = ground.report(0, FIRST).await.unwrap();
    host.stop().await.unwrap();
    let keys = folder.path().join("evaluation/keys");
    let kept = fs::read(&keys).unwrap();
    fs::remove_file(&keys).unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = ground.again_at(&World::new(&client));
    let refused = ground.report(0, CORRECTED).await.unwrap_err();
    assert!(refused.to_string().contains("is lost: ask the operator to restore it"), "{refused}");
    assert_eq!(ground.measurement(0, &first).await.value, "");
    host.stop().await.unwrap();
    fs::write(&keys, kept).unwrap();
    let (host, client) = embedded(&folder).await;
    let ground = ground.again_at(&World::new(&client));
    assert_eq!(ground.measurement(3, &first).await.value, FIRST);
    ground.report(0, CORRECTED).await.unwrap();
    host.stop().await.unwrap();
}

fn both(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

/// The digits of a decimal, as they are packed.
fn packed(number: &str) -> Vec<u8> {
    let digits: u64 = number.replace('.', "").parse().unwrap();
    digits.to_le_bytes()[..5].to_vec()
}
