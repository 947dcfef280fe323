//! The descriptors of the whole contract, with their options.

use std::sync::LazyLock;

use prost_reflect::DescriptorPool;

/// The file descriptor set as protox encoded it: for reflection, tools and breaking-change checks.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/accord.binpb"));

static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("the build encoded these descriptors itself"));

pub fn pool() -> &'static DescriptorPool {
    &POOL
}

/// The full names of the contract's gRPC services.
pub fn services() -> Vec<String> {
    pool().services().map(|it| it.full_name().to_owned()).filter(|it| it.starts_with("accord.")).collect()
}
