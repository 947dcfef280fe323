//! What the cells of a row say, by the mapping's rules.

use iso_currency::Currency;
use jiff::civil::Date;

use super::{
    error::Wrong,
    mapping::{Field, Mapping},
    rows::Row,
};
use crate::importing::{values, words};

const ID_BYTES_MAX: usize = 128;

pub(super) struct Cells<'r> {
    pub(super) row: &'r Row,
    pub(super) mapping: &'r Mapping,
}

impl Cells<'_> {
    pub(super) fn id(&self) -> Result<String, Wrong> {
        let column = &self.mapping.id;
        match self.cell(column) {
            "" => Err(self.wrong(column, "is empty, and rows are known by it")),
            long if ID_BYTES_MAX < long.len() => Err(self.wrong(column, "has more than 128 bytes")),
            id => Ok(id.to_owned()),
        }
    }

    /// The column that says that the row is left out.
    pub(super) fn is_skipped(&self) -> Option<&str> {
        let says = |(column, values): &(&String, &Vec<String>)| values.iter().any(|it| it == self.cell(column));
        self.mapping.skip.iter().find(says).map(|(column, _)| column.as_str())
    }

    /// The column whose cell holds what the contract does not take and terminals obey.
    pub(super) fn holding_control_characters(&self) -> Option<&str> {
        self.mapping.columns().map(String::as_str).find(|it| words::visible(self.cell(it)) != self.cell(it))
    }

    pub(super) fn wrong(&self, column: &str, why: impl Into<String>) -> Wrong {
        Wrong { line: self.row.line, column: column.to_owned(), why: why.into() }
    }

    /// The words of a field; empty where the mapping or the row says nothing.
    pub(super) fn text(&self, field: &str, bytes_max: usize) -> Result<String, Wrong> {
        let (column, said) = self.said(field)?;
        if is_formula(&said) {
            return Err(self.wrong(&column, format!("{:?} looks like a formula", values::start(&said))));
        }
        match said.len() <= bytes_max {
            true => Ok(said),
            false => Err(self.wrong(&column, format!("has {} bytes; at most {bytes_max} are taken", said.len()))),
        }
    }

    pub(super) fn needed(&self, field: &str, bytes_max: usize) -> Result<String, Wrong> {
        match self.text(field, bytes_max)? {
            none if none.is_empty() => Err(self.wrong(&self.column(field), format!("says no {field}"))),
            said => Ok(said),
        }
    }

    /// A value of an enum of the contract, as the contract names it.
    pub(super) fn choice<E>(&self, field: &str, named: fn(&str) -> Option<E>) -> Result<E, Wrong> {
        let (column, said) = self.said(field)?;
        named(&said).ok_or_else(|| {
            let why = format!("{:?} is no {field} of the contract", values::start(&said));
            self.wrong(&column, format!("{why}: say in the mapping's values what is meant"))
        })
    }

    pub(super) fn currency(&self, field: &str) -> Result<Currency, Wrong> {
        let (column, said) = self.said(field)?;
        let found = values::currency(&said);
        found.ok_or_else(|| self.wrong(&column, format!("{:?} is no currency of ISO 4217", values::start(&said))))
    }

    /// In minor units.
    pub(super) fn amount(&self, field: &str, currency: Currency) -> Result<i64, Wrong> {
        let (column, said) = self.said(field)?;
        let plain = self.plain(&said);
        values::minor(&plain, currency).map_err(|why| self.wrong(&column, why))
    }

    /// A number as the contract writes it.
    pub(super) fn number(&self, field: &str) -> Result<String, Wrong> {
        let (column, said) = self.said(field)?;
        let number = values::decimal(&self.plain(&said));
        number.ok_or_else(|| self.wrong(&column, format!("{:?} is no number", values::start(&said))))
    }

    pub(super) fn date(&self, field: &str) -> Result<String, Wrong> {
        let (column, said) = self.said(field)?;
        let date = Date::strptime(&self.mapping.date_format, &said).ok().filter(|it| (1900..2200).contains(&it.year()));
        date.map(|it| it.to_string()).ok_or_else(|| {
            let why = format!("{:?} is no date written {}", values::start(&said), self.mapping.date_format);
            self.wrong(&column, why)
        })
    }

    pub(super) fn date_or_none(&self, field: &str) -> Result<String, Wrong> {
        match self.said(field)?.1.is_empty() {
            true => Ok(String::new()),
            false => self.date(field),
        }
    }

    /// The column in which a field would be said.
    pub(super) fn column(&self, field: &str) -> String {
        let first = self.mapping.field(field).and_then(|it| it.columns().next());
        first.map_or_else(|| field.to_owned(), String::clone)
    }

    /// What is said, and in which column.
    fn said(&self, field: &str) -> Result<(String, String), Wrong> {
        let Some(of) = self.mapping.field(field) else { return Ok((field.to_owned(), String::new())) };
        if let Some(constant) = &of.constant {
            return Ok((field.to_owned(), constant.clone()));
        }
        let (column, cell) = self.first(of);
        match &of.values {
            None => Ok((column.to_owned(), words::visible(cell))),
            Some(meant) => match meant.get(cell) {
                Some(meant) => Ok((column.to_owned(), meant.clone())),
                None => Err(self.wrong(column, format!("{:?} is not among the mapping's values", values::start(cell)))),
            },
        }
    }

    fn first<'s>(&'s self, of: &'s Field) -> (&'s str, &'s str) {
        let said = || of.columns().map(|it| (it.as_str(), self.cell(it)));
        said().find(|(_, cell)| !cell.is_empty()).or_else(|| said().next()).unwrap_or_default()
    }

    fn cell(&self, column: &str) -> &str {
        self.row.cells.get(column).map(|it| it.trim()).unwrap_or_default()
    }

    /// With a decimal point and thousands commas. A mark that means neither makes it no number.
    fn plain(&self, written: &str) -> String {
        let Mapping { decimal, thousands, .. } = self.mapping;
        let mark = |it: char| match it {
            it if Some(it) == *thousands => ',',
            it if it == *decimal => '.',
            ',' | '.' => '?',
            it => it,
        };
        written.chars().map(mark).collect()
    }
}

/// What a spreadsheet would carry out; a name may well begin with @.
fn is_formula(said: &str) -> bool {
    said.starts_with('=') || (said.starts_with(['@', '+', '-']) && said.contains(['(', '|', '!']))
}
