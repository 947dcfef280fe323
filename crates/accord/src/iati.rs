//! IATI activity files, 1.0x and 2.0x, as orders to the four services: what is published, agreed to by nobody.
//!
//! * A file is read whole before its first order is made: nothing is taken from a broken one.
//! * Two readings of the same facts give the same orders, byte for byte: every id is derived.
//! * Nothing is left out without a remark in the report.
//! * A few activities are in memory at once, whatever the file's size; orders are made as they are asked for.

mod activity;
mod drafts;
mod element;
mod error;
mod export;
mod ids;
mod index;
mod labels;
mod node;
mod orders;
mod pieces;
mod reader;
mod report;
mod results;
mod standard;
mod wording;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use activity::{Activity, Day, Organisation, Participating, Related, Transaction};
pub use error::{Error, Place};
pub use export::{Document, Facts, Reporter, activities};
pub use node::Node;
pub use orders::Orders;
pub use reader::{Activities, Version};
pub use report::Report;
pub use results::{Figure, Indicator, Period, ResultOf};

use index::Index;

use crate::{
    client::Failure,
    importing::{Planned, Remarks, Row, values},
};

pub use crate::importing::Order;

/// What a file leads to: a report, and the orders, made anew from the file each time they are asked for.
#[derive(Debug)]
pub struct Plan {
    path: PathBuf,
    index: Index,
    report: Report,
}

/// Reads a file whole, and plans what it leads to. Blocks: call it where blocking is allowed.
pub fn plan(path: impl AsRef<Path>) -> Result<Plan, Error> {
    let path = path.as_ref().to_owned();
    let (index, report) = Index::read(&path)?;
    let mut orders = Orders::new(&path, &index, report)?;
    for order in &mut orders {
        order?;
    }
    let report = orders.into_report();
    Ok(Plan { path, index, report })
}

impl Plan {
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// As many orders as `orders` yields.
    pub fn orders_count(&self) -> usize {
        self.report.orders
    }

    /// Draft by draft; within a draft in an order in which each finds what it names.
    pub fn orders(&self) -> Result<Orders<'_>, Error> {
        Orders::new(&self.path, &self.index, Report::default())
    }
}

impl Planned for Plan {
    fn orders(&self) -> Result<Box<dyn Iterator<Item = Result<Order, Failure>> + Send + '_>, Failure> {
        let orders = self.orders().map_err(Failure::refused)?;
        Ok(Box::new(orders.map(|it| it.map_err(Failure::refused))))
    }

    fn orders_count(&self) -> usize {
        self.orders_count()
    }

    fn rows(&self) -> Vec<Row> {
        self.report.rows()
    }

    fn remarks(&self) -> Vec<(&'static str, &Remarks)> {
        self.report.remarks()
    }
}
