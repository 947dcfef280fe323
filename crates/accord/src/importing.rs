//! What every import has in common: orders, ids that are derived, values, and what is said of it in the end.
//!
//! * A file is read and checked whole before its first order is sent.
//! * Two readings of the same facts give the same orders, byte for byte: every id is derived.

mod order;
mod place;
mod remarks;
pub(crate) mod values;
pub(crate) mod words;

use uuid::Uuid;

use crate::client::Failure;

pub use order::Order;
pub use place::Place;
pub use remarks::{Remark, Remarks, Row};
pub(crate) use remarks::{Told, tell};

/// What a file leads to. Its orders are made anew each time they are asked for.
pub trait Planned {
    /// In an order in which each finds what it names.
    fn orders(&self) -> Result<Box<dyn Iterator<Item = Result<Order, Failure>> + Send + '_>, Failure>;

    fn orders_count(&self) -> usize;

    fn rows(&self) -> Vec<Row>;

    /// Kinds of remarks, with what they say.
    fn remarks(&self) -> Vec<(&'static str, &Remarks)>;
}

/// Accord's own, made once, never changed: every id that was ever imported hangs on it.
pub(crate) const NAMESPACE: Uuid = Uuid::from_u128(0x9f0c_53c2_7a14_5d0e_8b6a_41d2_e6c0_77b3);
pub(crate) fn derived(words: &str) -> String {
    kernel::name_based(&NAMESPACE, words.as_bytes()).to_string()
}
