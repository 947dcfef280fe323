//! The program: starts services, speaks with them, imports, and shows what there is.

pub mod client;
pub mod commands;
pub mod config;
pub mod csv;
pub mod demo;
pub mod host;
pub mod iati;
pub mod importing;
pub mod measurements;
mod named;
pub mod output;
pub mod rates;
pub mod report;
pub mod sending;

pub use commands::{Cli, run};

/// Sled and gRPC make and drop small values all the time, on many threads.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
