//! A server's memory goes back to the system as soon as it is no longer used.

use std::{
    env::{args_os, current_exe, var_os},
    os::unix::process::CommandExt,
    process::Command,
};

use crate::client::Failure;

/// The allocator's setting, and how many milliseconds memory stays that may be used again: by itself it keeps a second's
/// worth, some 45 MiB more under a crowd of callers, and what they leave for as long as nobody else comes.
pub const GIVEN_BACK_AFTER: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "1");

/// The allocator takes its settings from the environment, before the first line of `main`: a process that began without
/// this one begins again with it, and remains the same process. What an operator has set stays. Call it first of all.
pub fn give_back_soon() -> Result<(), Failure> {
    let (setting, millis) = GIVEN_BACK_AFTER;
    if var_os(setting).is_some() {
        return Ok(());
    }
    let mut arguments = args_os();
    let (Some(name), Ok(program)) = (arguments.next(), current_exe()) else { return Ok(()) };
    let why = Command::new(&program).arg0(name).args(arguments).env(setting, millis).exec();
    // Going on is not safe: signals may be set for the program that should have begun.
    let program = program.display();
    Err(Failure::internal(format!("{program} cannot begin again with {setting}={millis}: {why}; set it before")))
}
