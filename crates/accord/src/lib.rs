//! The program: starts services, speaks with them, imports, and shows what there is.

pub mod client;
pub mod commands;
pub mod config;
pub mod demo;
pub mod host;
pub mod iati;
pub mod output;
pub mod sending;

pub use commands::{Cli, run};
