//! What the tests of the whole stand on: real services, a real nats-server, and callers that remember what they saw.

mod caller;
pub mod faults;
mod found;
pub mod golden;
mod members;
mod nats;
mod process;
mod settled;
mod story;
mod stranger;
mod timed;
pub mod violations;

pub use caller::{Called, Caller};
pub use found::found;
pub use members::Members;
pub use nats::Nats;
pub use process::{Process, accord_binary, free_port};
pub use story::{Story, World, embedded, embedded_by};
pub use stranger::{Stranger, all_rpcs, fields, path, reason, rpcs, said, told};
pub use timed::{TIMED_HEADING, timed};

use uuid::Uuid;

/// An id that a test can name: the same word, the same id.
pub fn id(word: &str) -> String {
    kernel::name_based(&Uuid::NAMESPACE_OID, word.as_bytes()).to_string()
}
