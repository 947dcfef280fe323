//! Why a table is not taken in, with the row and the column where it goes wrong.

use std::{fmt, io, path::PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("the file is larger than {limit_bytes} bytes: split it")]
    FileTooLarge { limit_bytes: u64 },
    #[error("the mapping {}: {why}", path.display())]
    Mapping { path: PathBuf, why: String },
    #[error("the mapping {0}")]
    Mapped(String),
    #[error("the heading has no column {column:?}; it has {there}")]
    NoColumn { column: String, there: String },
    #[error("row {line} is larger than {limit_bytes} bytes")]
    RowTooLarge { line: u64, limit_bytes: u64 },
    #[error("row {line} has {columns} columns; at most {limit} are read")]
    TooManyColumns { line: u64, columns: usize, limit: usize },
    #[error("there are more than {limit} rows: split the file")]
    TooManyRows { limit: usize },
    #[error("row {line}: this is not CSV: {why}")]
    NotCsv { line: u64, why: String },
    #[error("row {line}, column {column}: this is not UTF-8: save the table as UTF-8")]
    NotUtf8 { line: u64, column: usize },
    #[error("{0}")]
    Wrong(String),
}

impl Error {
    pub(super) fn wrong(all: Vec<Wrong>, told_max: usize) -> Self {
        let mut lines: Vec<_> = all.iter().take(told_max).map(ToString::to_string).collect();
        if told_max < all.len() {
            lines.push(format!("and {} more", all.len() - told_max));
        }
        Error::Wrong(lines.join("\n  "))
    }
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wrong {
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) why: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}, column {:?}: {}", self.line, self.column, self.why)
    }
}
