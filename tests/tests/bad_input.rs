//! Bad input is refused with a reason and the field's name, and appends nothing: generated from the contract's limits.

use tempfile::TempDir;
use tests::{Stranger, World, embedded, fields, path, reason, rpcs, violations::violations};
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_of_every_request_is_kept() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let numbers = world.numbers().await;
    let operator = Stranger::operator(&client);
    let mut broken = 0;
    for method in rpcs() {
        for violation in violations(&method.input()) {
            let what = format!("{}: {} {}", path(&method), violation.path, violation.what);
            let refused = operator.call_dynamic(&method, &violation.request).await.expect_err(&what);
            assert_eq!(refused.code(), Code::InvalidArgument, "{what}: {refused}");
            assert_eq!(reason(&refused), "REASON_INVALID_FIELD", "{what}");
            assert_eq!(fields(&refused), [violation.path], "{what}: {}", refused.message());
            broken += 1;
        }
    }
    assert!(500 < broken, "only {broken} violations were found");
    assert_eq!(world.numbers().await, numbers, "nothing was appended");
    host.stop().await.unwrap();
}
