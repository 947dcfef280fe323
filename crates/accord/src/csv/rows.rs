//! The rows of a table, each within limits, so that no file can make us hold much of it.

use std::{
    cell::Cell,
    collections::HashMap,
    fs::File,
    io::{self, Read},
    path::Path,
    rc::Rc,
};

use super::{Error, mapping::Mapping};

const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
const ROW_BYTES_MAX: u64 = 1024 * 1024;
const ROWS_MAX: usize = 200_000;
const COLUMNS_MAX: usize = 1000;

/// The cells that the mapping names, by column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: HashMap<String, String>,
}

pub(super) struct Rows {
    csv: csv::Reader<Watched<File>>,
    since_row: Rc<Cell<u64>>,
    columns: Vec<(usize, String)>,
    record: csv::ByteRecord,
    count: usize,
    is_over: bool,
}

impl Rows {
    /// Reads the heading, and looks for every column that the mapping names.
    pub(super) fn open(path: &Path, mapping: &Mapping) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        if FILE_BYTES_MAX < file.metadata().map_err(unreadable)?.len() {
            return Err(Error::FileTooLarge { limit_bytes: FILE_BYTES_MAX });
        }
        let since_row = Rc::new(Cell::new(0));
        let watched = Watched { input: file, since_row: since_row.clone() };
        let delimiter = u8::try_from(mapping.delimiter).unwrap_or(b',');
        let csv = csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(watched);
        let mut rows =
            Rows { csv, since_row, columns: vec![], record: csv::ByteRecord::new(), count: 0, is_over: false };
        let heading = rows.read()?.map(|(_, cells)| cells).unwrap_or_default();
        for column in mapping.columns() {
            let Some(place) = heading.iter().position(|it| it.trim() == column) else {
                let there: Vec<_> = heading.iter().take(40).map(|it| it.trim()).collect();
                return Err(Error::NoColumn { column: column.clone(), there: there.join(", ") });
            };
            if !rows.columns.iter().any(|(it, _)| *it == place) {
                rows.columns.push((place, column.clone()));
            }
        }
        Ok(rows)
    }

    /// The next row whole: its line and its cells.
    fn read(&mut self) -> Result<Option<(u64, Vec<String>)>, Error> {
        // What is read ahead belongs to no row yet.
        self.since_row.set(0);
        let line = self.csv.position().line();
        match self.csv.read_byte_record(&mut self.record) {
            Ok(true) => (),
            Ok(false) => return Ok(None),
            Err(error) if ROW_BYTES_MAX < self.since_row.get() => {
                drop(error);
                return Err(Error::RowTooLarge { line, limit_bytes: ROW_BYTES_MAX });
            }
            Err(error) => return Err(Error::NotCsv { line, why: error.to_string() }),
        }
        // Empty lines before it belong to none.
        let line = self.record.position().map_or(line, csv::Position::line);
        if COLUMNS_MAX < self.record.len() {
            return Err(Error::TooManyColumns { line, columns: self.record.len(), limit: COLUMNS_MAX });
        }
        let text = |(place, cell): (usize, &[u8])| {
            let text = std::str::from_utf8(cell).map_err(|_| Error::NotUtf8 { line, column: place + 1 });
            text.map(|it| it.trim_start_matches('\u{feff}').to_owned())
        };
        let cells: Result<Vec<_>, _> = self.record.iter().enumerate().map(text).collect();
        Ok(Some((line, cells?)))
    }

    fn row(&mut self) -> Result<Option<Row>, Error> {
        let Some((line, mut cells)) = self.read()? else { return Ok(None) };
        self.count += 1;
        if ROWS_MAX < self.count {
            return Err(Error::TooManyRows { limit: ROWS_MAX });
        }
        let mut cell = |(place, column): &(usize, String)| {
            (column.clone(), cells.get_mut(*place).map(std::mem::take).unwrap_or_default())
        };
        Ok(Some(Row { line, cells: self.columns.iter().map(&mut cell).collect() }))
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    /// Ends after the first error: what follows cannot be trusted.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.row();
        self.is_over = !matches!(row, Ok(Some(_)));
        row.transpose()
    }
}

/// Stops a row that goes on and on, such as after a quotation mark that is never closed.
struct Watched<R> {
    input: R,
    since_row: Rc<Cell<u64>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if ROW_BYTES_MAX < self.since_row.get() {
            return Err(io::Error::other("a row is too large"));
        }
        let amount = self.input.read(into)?;
        self.since_row.set(self.since_row.get() + amount as u64);
        Ok(amount)
    }
}
