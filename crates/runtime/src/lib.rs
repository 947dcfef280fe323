//! The shell every service shares: what stands between a pure decision and the world.

// Some of what the tests between services stand on serves this crate's own tests too.
#[cfg(test)]
extern crate self as runtime;

pub mod as_of;
#[cfg(test)]
mod bare;
pub mod bus;
pub mod caller;
pub mod clock;
mod crowd;
mod derived;
pub mod desk;
mod full_name;
pub mod inbox;
pub mod keys;
pub mod limits;
pub mod log;
pub mod measuring;
pub mod node;
pub mod operations;
pub mod origin;
pub mod outbox;
pub mod pages;
pub mod permission;
pub mod reactor;
pub mod refusal;
pub mod sealed;
pub mod server;
pub mod service;
pub mod standing;
pub mod telemetry;
pub mod views;
mod wire;

pub use clock::Clock;
pub use derived::Derived;
pub use desk::{Answered, Answering, Answers, Desk, Import, Reply};
pub use service::{Memory, Reaction, Recall, Room, Service};
