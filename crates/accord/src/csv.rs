//! Tables of partners, offers and transactions, read with a mapping that says which column is what.
//!
//! * A file is read and checked whole; what is wrong is told with row and column, and then nothing is sent.
//! * A row is known by its table and its id: reading it again gives the same order.
//! * Partners become participants: a table makes nobody a member.

mod cells;
mod error;
mod mapping;
mod offers;
mod partners;
mod references;
mod rows;
mod transactions;

#[cfg(test)]
mod tests;

use std::{collections::HashMap, path::PathBuf};

use crate::{
    client::Failure,
    importing::{Order, Place, Planned, Remarks, Row},
};

pub use error::Error;
pub use references::check_references;

use cells::Cells;
use error::Wrong;
use mapping::{Duplicates, Mapping};

/// So many are told; the rest is counted.
const WRONG_TOLD_MAX: usize = 50;

pub const HELP: &str = include_str!("csv/help.txt");

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Table {
    Partners,
    Offers,
    Transactions,
}

/// Which file, and how to read it.
#[derive(Debug, Clone, clap::Args)]
pub struct Wanted {
    /// What a row is
    #[arg(value_enum)]
    pub table: Table,
    /// The table: CSV in UTF-8, with a heading
    pub file: PathBuf,
    /// Which column is what: a TOML file
    #[arg(long, value_name = "MAPPING")]
    pub mapping: PathBuf,
    /// Into which partnership [default: the draft that the mapping describes]
    #[arg(long, value_name = "ID")]
    pub partnership: Option<String>,
}

/// What a table leads to.
#[derive(Debug)]
pub struct Plan {
    partnership_id: String,
    orders: Vec<Order>,
    rows: usize,
    skipped: Remarks,
    twice: Remarks,
    mended: Remarks,
    references: Vec<references::Reference>,
}

/// Reads a table whole, and plans what it leads to. Blocks: call it where blocking is allowed.
pub fn plan(wanted: &Wanted) -> Result<Plan, Error> {
    let mapping = Mapping::read(&wanted.mapping)?;
    mapping.check(wanted.table)?;
    let partnership_id = mapping.partnership_id(wanted.partnership.as_deref())?;
    let mut plan = Plan {
        orders: mapping.draft(&partnership_id, wanted.partnership.is_none()).into_iter().collect(),
        partnership_id,
        rows: 0,
        skipped: Remarks::default(),
        twice: Remarks::default(),
        mended: Remarks::default(),
        references: vec![],
    };
    let mut wrong = Vec::new();
    let mut known: HashMap<String, (rows::Row, usize)> = HashMap::new();
    for row in rows::Rows::open(&wanted.file, &mapping)? {
        let row = row?;
        plan.rows += 1;
        let cells = Cells { row: &row, mapping: &mapping };
        match plan.take(wanted.table, &cells, &mut known) {
            Ok(()) => (),
            Err(why) => wrong.push(why),
        }
    }
    match wrong.is_empty() {
        true => Ok(plan),
        false => Err(Error::wrong(wrong, WRONG_TOLD_MAX)),
    }
}

impl Plan {
    fn take(
        &mut self,
        table: Table,
        cells: &Cells<'_>,
        known: &mut HashMap<String, (rows::Row, usize)>,
    ) -> Result<(), Wrong> {
        let at = Place { line: cells.row.line, column: 1 };
        let id = cells.id()?;
        if let Some(column) = cells.is_skipped() {
            self.skipped.add(&format!("row {id}"), at, format!("its {column} says that it is left out"));
            return Ok(());
        }
        let replaces = match known.get(&id) {
            None => None,
            Some((before, _)) if before.cells == cells.row.cells => {
                self.twice.add(&format!("row {id}"), at, format!("stands in line {} already", before.line));
                return Ok(());
            }
            Some((before, place)) => match cells.mapping.duplicates {
                Duplicates::Refuse => {
                    let why = format!("{id:?} stands in line {} with other content", before.line);
                    return Err(cells.wrong(&cells.mapping.id, why));
                }
                Duplicates::First => {
                    self.twice.add(&format!("row {id}"), at, format!("line {} was taken", before.line));
                    return Ok(());
                }
                Duplicates::Last => {
                    self.twice.add(&format!("row {id}"), at, format!("taken in place of line {}", before.line));
                    Some(*place)
                }
            },
        };
        if let Some(column) = cells.holding_control_characters() {
            let why = format!("its {column} holds control characters; each stands as {}", char::REPLACEMENT_CHARACTER);
            self.mended.add(&format!("row {id}"), at, why);
        }
        let order = self.order(table, cells, &id)?;
        let place = replaces.unwrap_or(self.orders.len());
        match replaces {
            Some(place) => self.orders[place] = order,
            None => self.orders.push(order),
        }
        known.insert(id, (cells.row.clone(), place));
        Ok(())
    }

    fn order(&mut self, table: Table, cells: &Cells<'_>, id: &str) -> Result<Order, Wrong> {
        let partnership_id = &self.partnership_id;
        Ok(match table {
            Table::Partners => Order::ListParticipant(partners::list(cells, partnership_id, id)?),
            Table::Offers => Order::OfferResource(offers::offer(cells, partnership_id, id)?),
            Table::Transactions => {
                Order::RecordTransaction(transactions::record(cells, partnership_id, id, &mut self.references)?)
            }
        })
    }
}

impl Planned for Plan {
    fn orders(&self) -> Result<Box<dyn Iterator<Item = Result<Order, Failure>> + Send + '_>, Failure> {
        Ok(Box::new(self.orders.iter().cloned().map(Ok)))
    }

    fn orders_count(&self) -> usize {
        self.orders.len()
    }

    fn rows(&self) -> Vec<Row> {
        let row = |label: &str, count, remark: &str| Row { label: label.into(), count, remark: remark.into() };
        let of = |name| self.orders.iter().filter(|it| it.name() == name).count();
        vec![
            row("rows", self.rows, ""),
            row("partnership drafts", of("FormPartnership"), "agreed to by nobody"),
            row("participants", of("ListParticipant"), "a table makes nobody a member"),
            row("offers", of("OfferResource"), ""),
            row("transactions", of("RecordTransaction"), "kept as published: outside given and received"),
            row("twice", self.twice.count, ""),
            row("skipped", self.skipped.count, ""),
            row("orders", self.orders.len(), ""),
        ]
    }

    fn remarks(&self) -> Vec<(&'static str, &Remarks)> {
        vec![("twice", &self.twice), ("skipped", &self.skipped), ("mended", &self.mended)]
    }
}
