//! `do` and `get`: any command or query of the contract, as JSON.

use std::{io::Read, path::PathBuf};

use contract::pool;
use prost_types::FileDescriptorProto;

use crate::client::{ClientArgs, Failure, methods};

pub(super) async fn call(
    rpc: Option<String>,
    file: Option<PathBuf>,
    client: &ClientArgs,
    is_command: bool,
) -> Result<(), Failure> {
    let Some(rpc) = rpc else {
        list(is_command);
        return Ok(());
    };
    let json = match file {
        None if is_command => {
            return Err(Failure::usage(format!("give the {rpc} as a JSON file; - for standard input")));
        }
        None => "{}".to_owned(),
        Some(path) if path.as_os_str() == "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(Failure::usage)?;
            text
        }
        Some(path) => {
            std::fs::read_to_string(&path).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?
        }
    };
    println!("{}", client.connect("cli")?.call_json(&rpc, &json, is_command).await?);
    Ok(())
}

/// Every rpc with the first line of its comment in the contract.
fn list(is_command: bool) {
    for method in methods(is_command) {
        let service = method.parent_service();
        let comment = comment(service.parent_file().file_descriptor_proto(), method.path());
        println!("{:24} {:11} {comment}", method.name(), service.package_name().split('.').nth(1).unwrap_or_default());
    }
    let example = if is_command { "accord do RegisterPartner partner.json" } else { "accord get ListPartners" };
    println!("\nFor example: {example}. The fields stand in proto/accord/, {} files.", pool().files().count());
}

fn comment(file: &FileDescriptorProto, path: &[i32]) -> String {
    let locations = file.source_code_info.iter().flat_map(|it| &it.location);
    let found = locations.filter(|it| it.path == path).find_map(|it| it.leading_comments.clone());
    found.unwrap_or_default().trim().lines().next().unwrap_or_default().to_owned()
}
