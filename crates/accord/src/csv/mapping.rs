//! Which column is what: a TOML file, checked before the table is opened.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::Read,
    path::Path,
};

use contract::partners::FormPartnership;
use serde::Deserialize;
use uuid::Uuid;

use super::{Error, Table};
use crate::importing::{Order, derived, values};

const FILE_BYTES_MAX: u64 = 256 * 1024;
const TABLE_BYTES_MAX: usize = 64;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    /// What the table is called: ids derive from it.
    pub(super) table: String,
    /// The column that rows are known by.
    pub(super) id: String,
    #[serde(default)]
    pub(super) duplicates: Duplicates,
    #[serde(default = "comma")]
    pub(super) delimiter: char,
    #[serde(default = "iso")]
    pub(super) date_format: String,
    #[serde(default = "point")]
    pub(super) decimal: char,
    pub(super) thousands: Option<char>,
    /// The draft that rows go to, where no partnership is named on the command line.
    pub(super) partnership: Option<Draft>,
    pub(super) fields: BTreeMap<String, Field>,
    /// Rows that are left out: a column, and what it then holds.
    #[serde(default)]
    pub(super) skip: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Duplicates {
    /// Two rows of one id with other content are an error.
    #[default]
    Refuse,
    First,
    Last,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// Another table's draft, by that table's name.
    table: Option<String>,
    title: Option<String>,
    currency: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) column: Option<String>,
    /// Of several the first that says something.
    #[serde(default)]
    pub(super) columns: Vec<String>,
    pub(super) constant: Option<String>,
    /// What is meant by what is written.
    pub(super) values: Option<HashMap<String, String>>,
    /// The table whose rows the column names, by their ids.
    pub(super) table: Option<String>,
}

impl Field {
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        self.column.iter().chain(&self.columns)
    }
}

/// What a row of a table may say, and what it must.
fn fields(table: Table) -> (&'static [&'static str], &'static [&'static str]) {
    match table {
        Table::Partners => (&["name", "role"], &["reference", "kind"]),
        Table::Offers => (
            &["kind", "title", "quantity", "unit", "available_from", "terms"],
            &["value", "currency", "valuation", "place", "available_until"],
        ),
        Table::Transactions => (
            &["type", "amount", "currency", "value_date"],
            &["transacted_on", "description", "reference", "provider", "receiver"],
        ),
    }
}

impl Mapping {
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let mut text = String::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).map_err(unreadable)?;
        if FILE_BYTES_MAX < text.len() as u64 {
            return Err(Error::FileTooLarge { limit_bytes: FILE_BYTES_MAX });
        }
        toml::from_str(&text)
            .map_err(|error| Error::Mapping { path: path.to_owned(), why: error.to_string().trim_end().to_owned() })
    }

    pub(super) fn check(&self, table: Table) -> Result<(), Error> {
        let (needed, others) = fields(table);
        if let Some(missing) = needed.iter().find(|it| !self.fields.contains_key(**it)) {
            return Err(Error::Mapped(format!("says nothing of {missing}, which every row needs")));
        }
        if let Some(odd) =
            self.fields.keys().find(|it| !needed.contains(&it.as_str()) && !others.contains(&it.as_str()))
        {
            let known = [needed, others].concat().join(", ");
            return Err(Error::Mapped(format!("names a field {odd:?}; there are {known}")));
        }
        if self.table.is_empty() || TABLE_BYTES_MAX < self.table.len() || self.table.contains('/') {
            return Err(Error::Mapped("names its table with 1 to 64 bytes, without a slash".into()));
        }
        if !self.delimiter.is_ascii() {
            return Err(Error::Mapped(format!("has the delimiter {:?}, which is not ASCII", self.delimiter)));
        }
        for (name, field) in &self.fields {
            let says = field.columns().count();
            if (says == 0) == field.constant.is_none() {
                return Err(Error::Mapped(format!("has to say a column or a constant for {name}, not both")));
            }
            if field.table.is_some() != matches!(name.as_str(), "provider" | "receiver") {
                return Err(Error::Mapped(format!(
                    "says the table of {name}; provider and receiver need one, and no other field has one"
                )));
            }
        }
        Ok(())
    }

    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// All columns that are named anywhere.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.id).chain(self.fields.values().flat_map(Field::columns)).chain(self.skip.keys())
    }

    pub(super) fn partnership_id(&self, named: Option<&str>) -> Result<String, Error> {
        match (named, &self.partnership) {
            (Some(named), _) => match Uuid::try_parse(named) {
                Ok(id) => Ok(id.to_string()),
                Err(_) => Err(Error::Wrong(format!("--partnership {named:?} is no id"))),
            },
            (None, Some(draft)) => Ok(draft_id(draft.table.as_ref().unwrap_or(&self.table))),
            (None, None) => Err(Error::Mapped("describes no [partnership], and --partnership names none".into())),
        }
    }

    /// The draft to be formed, unless it is another's or there already.
    pub(super) fn draft(&self, partnership_id: &str, is_ours: bool) -> Option<Order> {
        let draft = self.partnership.as_ref().filter(|it| is_ours && it.table.is_none())?;
        let currency = draft.currency.as_deref().and_then(values::currency);
        Some(Order::FormPartnership(FormPartnership {
            command_id: derived(&format!("csv/command/partnership/{}", self.table)),
            partnership_id: partnership_id.to_owned(),
            title: draft.title.clone().unwrap_or_else(|| self.table.clone()),
            // XXX is ISO 4217 for none.
            currency: currency.map_or("XXX", |it| it.code()).to_owned(),
            source: format!("csv:{}", self.table),
            ..Default::default()
        }))
    }

    /// Where a row was read, for who looks it up.
    pub(super) fn source(&self, id: &str) -> String {
        let source = format!("csv:{}#{id}", self.table);
        if source.len() <= 256 { source } else { format!("csv:{}#{}", self.table, derived(id)) }
    }
}

fn draft_id(table: &str) -> String {
    derived(&format!("csv/partnership/{table}"))
}

/// The participant that a row of a table of partners is.
pub(super) fn participant_id(table: &str, id: &str) -> String {
    derived(&format!("csv/participant/{table}/{id}"))
}

fn comma() -> char {
    ','
}

fn point() -> char {
    '.'
}

fn iso() -> String {
    "%Y-%m-%d".into()
}
