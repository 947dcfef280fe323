//! What may be read: answers as they are served, folded from the log into tables, rebuilt at will.

mod fold;
mod follow;
mod store;
mod stored;

use contract::log::Envelope;

pub use fold::Fold;
pub(crate) use follow::Progress;
pub use follow::Views;
pub use store::{Store, ViewError};

#[cfg(test)]
mod tests;

/// How facts become one kind of answer. All orders of a view are key prefixes in its one table.
pub trait View: Send + Sync + 'static {
    /// The table's name.
    fn name(&self) -> &'static str;

    /// Raise it when `project` changes its meaning: the views are then built anew at the next start.
    fn version(&self) -> u32;

    /// Folds one fact, own or heard.
    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>);
}

/// A key of parts that cannot run into each other. Parts hold no zero byte: ids, dates and codes do not.
pub fn key(parts: &[&str]) -> Vec<u8> {
    let mut key = Vec::with_capacity(parts.iter().map(|it| it.len() + 1).sum());
    for part in parts {
        key.extend_from_slice(part.as_bytes());
        key.push(0);
    }
    key
}
