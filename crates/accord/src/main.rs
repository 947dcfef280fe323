//! `accord`: see `accord --help`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    accord::run(accord::Cli::parse())
}
