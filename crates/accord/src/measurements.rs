//! Measurements in a CSV file: a row a value, or a part of one; read as it is sent, so that a file may be of any length.

mod columns;
mod reading;
mod sending;
mod template;

pub use columns::Error;
pub use reading::{Next, Read, Reader, Wanted, name};
pub use sending::{Came, send};
pub use template::{Owed, template};

/// A cell, or a row, that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Of the file, from 1.
    pub line: u64,
    /// Empty: the row as a whole.
    pub column: String,
    pub why: String,
}
