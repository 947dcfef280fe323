//! The allocator that the program is built with.

use std::process::Command;

use tests::accord_binary;

/// What the allocator says of itself when the program ends.
fn told(settings: &str) -> String {
    let settings = format!("stats_print:true,{settings}");
    let asked = Command::new(accord_binary()).arg("--version").env("_RJEM_MALLOC_CONF", settings).output().unwrap();
    assert!(asked.status.success());
    String::from_utf8(asked.stderr).unwrap()
}

#[test]
fn the_allocator_is_built_with_two_arenas_and_without_huge_pages_and_an_operator_may_say_otherwise() {
    // From `.cargo/config.toml`, which is not read where cargo is started in another folder.
    for setting in ["opt.narenas: 2\n", "opt.thp: \"never\"\n"] {
        assert!(told("").contains(setting), "{setting}");
    }
    assert!(told("narenas:3").contains("opt.narenas: 3\n"));
}
