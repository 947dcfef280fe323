//! Turns `/proto` into Rust, and keeps the descriptors with their options. The only code generation in the workspace.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use prost_types::FileDescriptorSet;

fn main() -> Result<(), Box<dyn Error>> {
    let proto = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", proto.display());
    let mut compiler = protox::Compiler::new([&proto])?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(files(&proto)?)?;
    // `protox::compile` and `file_descriptor_set` drop custom options; the encoded set keeps them.
    fs::write(out.join("accord.binpb"), compiler.encode_file_descriptor_set())?;
    let descriptors = compiler.file_descriptor_set();
    fs::write(out.join("answers.rs"), answers(&descriptors)?)?;
    let mut config = prost_build::Config::new();
    config.enable_type_names();
    tonic_prost_build::configure()
        .include_file("contract.rs")
        .codec_path("crate::codec::Protobuf")
        .enum_attribute("Event.kind", "#[derive(derive_more::From)]")
        .compile_fds_with_config(descriptors, config)?;
    Ok(())
}

/// Every answer says how fresh it is: the first field of each is `as_of`.
fn answers(descriptors: &FileDescriptorSet) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    for file in descriptors.file.iter().filter(|it| it.name().ends_with("queries.proto")) {
        let service = file.package().split('.').nth(1).ok_or("package accord.<service>.v1")?;
        for message in &file.message_type {
            if message.field.first().is_some_and(|it| it.name() == "as_of" && it.number() == 1) {
                writeln!(
                    code,
                    "impl Answer for {service}::{} {{ fn set_as_of(&mut self, as_of: Vec<String>) {{ self.as_of = as_of; }} }}",
                    message.name()
                )?;
            }
        }
    }
    Ok(code)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.extension().and_then(|it| it.to_str()) {
                None if path.is_dir() => folders.push(path),
                Some("proto") => found.push(path),
                _ => (),
            }
        }
    }
    found.sort();
    Ok(found)
}
