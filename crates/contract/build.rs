//! Turns `/proto` into Rust, and keeps the descriptors with their options. The only code generation in the workspace.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor, Value,
};
use prost_types::FileDescriptorSet;
use table::{BulkRow, FieldRow, Kind as FieldKind, MessageRow, RpcRow, Table};

#[path = "src/rules/table.rs"]
mod table;

fn main() -> Result<(), Box<dyn Error>> {
    let proto = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", proto.display());
    let mut compiler = protox::Compiler::new([&proto])?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(files(&proto)?)?;
    // `protox::compile` and `file_descriptor_set` drop custom options; the encoded set keeps them.
    let encoded = compiler.encode_file_descriptor_set();
    fs::write(out.join("accord.binpb"), &encoded)?;
    let options = Options(DescriptorPool::decode(&encoded[..])?);
    fs::write(out.join("rules.binpb"), options.table().encode_to_vec())?;
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

/// The contract's own options, as its descriptors tell them.
struct Options(DescriptorPool);

impl Options {
    fn table(&self) -> Table {
        let ours = || self.0.all_messages().filter(|it| it.package_name().starts_with("accord."));
        let services = self.0.services().filter(|it| it.package_name().starts_with("accord."));
        let rpcs = services.flat_map(|it| it.methods().collect::<Vec<_>>());
        let events = ours().filter(|it| it.name() == "Event").flat_map(|it| it.fields().collect::<Vec<_>>());
        Table {
            messages: ours().map(|it| self.message(&it)).collect(),
            rpcs: rpcs.map(|it| self.rpc(&it)).collect(),
            bulk: events.filter(|it| self.is_bulk(it)).map(|it| bulk(&it)).collect(),
        }
    }

    fn message(&self, message: &MessageDescriptor) -> MessageRow {
        let fields = message.fields().map(|it| self.field(&it)).collect();
        MessageRow { full_name: message.full_name().to_owned(), fields }
    }

    fn field(&self, field: &FieldDescriptor) -> FieldRow {
        let (mut choices, mut message) = (Vec::new(), String::new());
        let kind = match field.kind() {
            Kind::String => FieldKind::Text,
            Kind::Bytes => FieldKind::Bytes,
            Kind::Bool => FieldKind::Flag,
            Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64 => FieldKind::Whole,
            Kind::Sint32 | Kind::Sint64 => FieldKind::Zigzag,
            Kind::Enum(it) => {
                choices = it.values().map(|value| value.number()).collect();
                FieldKind::Enum
            }
            Kind::Message(it) => {
                message = it.full_name().to_owned();
                FieldKind::Message
            }
            _ => FieldKind::Other,
        };
        FieldRow {
            number: field.number(),
            name: field.name().to_owned(),
            repeated: field.is_list(),
            kind: kind.into(),
            choices,
            message,
            limits: self.of(&field.options(), "accord.common.v1.limits"),
        }
    }

    fn rpc(&self, method: &MethodDescriptor) -> RpcRow {
        RpcRow {
            path: format!("{}/{}", method.parent_service().full_name(), method.name()),
            request: method.input().full_name().to_owned(),
            is_command: method.output().full_name() == "accord.common.v1.Receipt",
            permission: self.of(&method.options(), "accord.common.v1.permission"),
        }
    }

    fn is_bulk(&self, field: &FieldDescriptor) -> bool {
        let Some(extension) = self.0.get_extension_by_name("accord.common.v1.bulk") else { return false };
        field.options().get_extension(&extension).as_bool().unwrap_or(false)
    }

    /// Encoded; empty where it is not given.
    fn of(&self, options: &DynamicMessage, name: &str) -> Vec<u8> {
        let Some(extension) = self.0.get_extension_by_name(name) else { return Vec::new() };
        match options.get_extension(&extension).as_ref() {
            Value::Message(message) => message.encode_to_vec(),
            _ => Vec::new(),
        }
    }
}

fn bulk(case: &FieldDescriptor) -> BulkRow {
    // accord.goals.v1 → goals
    let service = case.parent_message().package_name().split('.').nth(1).unwrap_or_default().to_owned();
    BulkRow { service, case: case.number() }
}
