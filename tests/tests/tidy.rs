//! The architecture as tests: what crates/README.md promises, this file holds us to.

use std::{
    fs,
    path::{Path, PathBuf},
};

const SERVICES: &[&str] = &["partners", "goals", "resources", "evaluation"];
/// Rooms that decide and remember, and therefore must not touch the world.
const PURE: &[&str] = &["state.rs", "decisions.rs", "rejection.rs"];
const PURE_BANS: &[&str] = &[
    "runtime::",
    "tokio",
    "tonic",
    "sled",
    "async_nats",
    "async ",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "now_v7",
    "new_v4",
    "std::fs",
    "std::env",
    "rand",
];
const LINES_MAX: usize = 400;
/// What the top level holds; dot files beside it.
const TOP: &[&str] =
    &["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "crates", "data", "deploy", "proto", "target", "tests"];

#[test]
fn services_know_each_other_only_through_the_contract() {
    for service in SERVICES {
        let manifest = manifest(service);
        for other in SERVICES.iter().chain(&["accord", "tests"]).filter(|it| *it != service) {
            assert!(!manifest.contains(&format!("{other}.workspace")), "{service} depends on {other}");
        }
    }
}

#[test]
fn dependencies_point_one_way() {
    let ours = |names: &[&'static str]| names.iter().map(|it| format!("\n{it}.workspace")).collect::<Vec<_>>();
    let all = ["contract", "kernel", "runtime", "partners", "goals", "resources", "evaluation", "accord"];
    let allowed: &[(&str, &[&str])] = &[
        ("contract", &[]),
        ("kernel", &[]),
        ("runtime", &["contract", "kernel"]),
        ("partners", &["contract", "kernel", "runtime"]),
        ("goals", &["contract", "kernel", "runtime"]),
        ("resources", &["contract", "kernel", "runtime"]),
        ("evaluation", &["contract", "kernel", "runtime"]),
    ];
    for (name, may) in allowed {
        let manifest = manifest(name);
        for (other, line) in all.iter().zip(ours(&all)) {
            assert!(may.contains(other) || !manifest.contains(&line), "{name} depends on {other}");
        }
    }
}

#[test]
fn pure_rooms_stay_pure() {
    let mut pure = 0;
    for (path, text) in sources() {
        let in_service = SERVICES.iter().any(|it| path.starts_with(root().join("crates").join(it).join("src")));
        if in_service && PURE.iter().any(|room| path.ends_with(room)) {
            pure += 1;
            for banned in PURE_BANS {
                assert!(!code(&text).contains(banned), "{} mentions `{banned}`", path.display());
            }
        }
    }
    assert!(8 * PURE.len() <= pure, "only {pure} pure rooms were found");
}

#[test]
fn every_service_has_the_same_rooms() {
    for service in SERVICES {
        let folder = root().join("crates").join(service).join("src");
        for room in ["lib.rs", "api.rs", "views.rs", "reactions.rs"] {
            assert!(folder.join(room).exists(), "{service} has no {room}");
        }
        for entry in fs::read_dir(&folder).unwrap() {
            let aggregate = entry.unwrap().path();
            if aggregate.join("state.rs").exists() {
                for room in PURE {
                    assert!(aggregate.join(room).exists(), "{} has no {room}", aggregate.display());
                }
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
        assert!(text.lines().count() <= LINES_MAX, "{} is too long to read at once", path.display());
    }
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_ignored() {
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("tidy.rs")) {
        let words = ["todo!(", "unimplemented!(", "TODO", "FIXME", "#[ignore", "allow(unused", "allow(dead_code"];
        for word in words {
            assert!(!text.contains(word), "{} says `{word}`", path.display());
        }
    }
}

#[test]
fn no_module_is_named_for_what_fits_nowhere() {
    for (path, _) in sources() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["utils", "util", "common", "helpers", "helper", "manager", "misc"].contains(&&*name),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_top_level_holds_nothing_else() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || TOP.contains(&&*name), "{name} does not belong at the top");
    }
}

#[test]
fn every_dependency_stands_once_in_the_workspace() {
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).unwrap();
        for section in text.split("\n[").filter(|it| it.contains("dependencies]")) {
            for line in section.lines().skip(1).filter(|it| it.contains('=')) {
                assert!(line.contains(".workspace = true"), "{}: {line}", manifest.display());
            }
        }
    }
}

/// Without comments: a room may say in words what it does not do.
fn code(text: &str) -> String {
    text.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn manifest(name: &str) -> String {
    fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap()
}

fn manifests() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|it| it.unwrap().path().join("Cargo.toml"));
    crates.filter(|it| it.exists()).chain([root().join("tests/Cargo.toml")]).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("crates"), root().join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == "rs") => {
                    let text = fs::read_to_string(&path).unwrap();
                    found.push((path, text));
                }
                false => (),
            }
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}
