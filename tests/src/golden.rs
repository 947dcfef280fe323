//! Files that review what would otherwise change unseen: compared with on every run, written only when asked to.

use std::{fs, path::PathBuf};

/// Where the golden files are.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

/// Empty where there is none yet.
pub fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_default()
}

/// Whether `ACCORD_BLESS=1` asks for golden files to be written.
pub fn is_blessing() -> bool {
    std::env::var("ACCORD_BLESS").is_ok_and(|it| it == "1")
}

/// The file is what it should be, or is made so.
#[track_caller]
pub fn same(name: &str, now: &str) {
    if is_blessing() {
        fs::write(path(name), now).expect("the golden file can be written");
    }
    let golden = read(name);
    let (was, is): (Vec<_>, Vec<_>) = (golden.lines().collect(), now.lines().collect());
    let gone: Vec<_> = was.iter().filter(|it| !is.contains(it)).map(|it| format!("- {it}")).collect();
    let new: Vec<_> = is.iter().filter(|it| !was.contains(it)).map(|it| format!("+ {it}")).collect();
    let change = [gone, new].concat().join("\n");
    assert!(golden == now, "tests/golden/{name} says otherwise (ACCORD_BLESS=1 writes it):\n{change}");
}

/// Every line of the file still holds; new ones are written when asked to. Lines never go away by themselves.
#[track_caller]
pub fn only_more(name: &str, now: &[String]) {
    let golden = read(name);
    let gone: Vec<_> = golden.lines().filter(|it| !now.iter().any(|now| now == it)).collect();
    assert!(gone.is_empty(), "tests/golden/{name} holds what is no longer so; whoever relies on it breaks:\n{gone:#?}");
    let new: Vec<_> = now.iter().filter(|it| !golden.lines().any(|line| line == *it)).collect();
    if is_blessing() {
        fs::write(path(name), now.join("\n") + "\n").expect("the golden file can be written");
    } else {
        assert!(new.is_empty(), "tests/golden/{name} lacks what is new; write it with ACCORD_BLESS=1:\n{new:#?}");
    }
}
