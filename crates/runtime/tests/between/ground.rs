//! What these tests stand on: a NATS server of their own, and a log with facts in it.

pub(crate) mod facts;
pub(crate) mod hearing;
pub(crate) mod server;
mod upsets;

use std::time::Duration;

/// Far more than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until something is so; says what it waited for when it never is.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let waited = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waited).await.unwrap_or_else(|_| panic!("never: {what}"));
}
