//! The descriptors of the whole contract, with their options.

use std::{collections::BTreeSet, sync::LazyLock};

use prost_reflect::DescriptorPool;

use crate::rules;

/// The file descriptor set as protox encoded it: for reflection, tools and breaking-change checks.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/accord.binpb"));

/// For whoever turns messages into text and back. A server does without: it takes 25 MB.
pub fn pool() -> &'static DescriptorPool {
    static POOL: LazyLock<DescriptorPool> =
        LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("the build encoded these descriptors itself"));
    &POOL
}

/// The full names of the contract's gRPC services.
pub fn services() -> Vec<String> {
    let services: BTreeSet<&str> = rules().rpcs().filter_map(|it| Some(it.path.split_once('/')?.0)).collect();
    services.into_iter().map(str::to_owned).collect()
}
