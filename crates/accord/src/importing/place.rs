//! Where in a file something stands.

use std::fmt;

/// Where in the file; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub line: u64,
    pub column: u64,
}

impl Place {
    pub const START: Place = Place { line: 1, column: 1 };

    /// Moves on over these bytes of UTF-8, of which only the first of each character counts.
    pub(crate) fn pass(&mut self, bytes: &[u8]) {
        let characters = |bytes: &[u8]| bytes.iter().filter(|it| !(0x80..=0xBF).contains(*it)).count() as u64;
        match bytes.iter().rposition(|it| *it == b'\n') {
            Some(end) => {
                self.line += bytes.iter().filter(|it| **it == b'\n').count() as u64;
                self.column = 1 + characters(&bytes[end + 1..]);
            }
            None => self.column += characters(bytes),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}
