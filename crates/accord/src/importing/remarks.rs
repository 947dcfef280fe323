//! What is said of an import: counts, and what was left out and why.

use std::fmt;

use super::{Place, Planned, words};

/// Further remarks are only counted.
const REMARKS_MAX: usize = 10_000;
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub count: usize,
    pub remark: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remarks {
    /// The first ones.
    pub listed: Vec<Remark>,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// As sources name it: `GB-1-107196-101#transaction/3`.
    pub what: String,
    pub at: Place,
    pub why: String,
}

impl Remarks {
    pub(crate) fn add(&mut self, what: &str, at: Place, why: String) {
        self.count += 1;
        if self.listed.len() < REMARKS_MAX {
            self.listed.push(Remark { what: words::visible(what), at, why: words::visible(&why) });
        }
    }
}

/// Remarks that are shown in full as text; all that are listed can be had as JSON or CSV.
const REMARKS_SHOWN_MAX: usize = 20;

/// What is said of a plan, for people.
pub(crate) struct Told<'p>(pub(crate) &'p dyn Planned);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tell(f, &self.0.rows(), &self.0.remarks())
    }
}

pub(crate) fn tell(f: &mut fmt::Formatter<'_>, rows: &[Row], remarks: &[(&str, &Remarks)]) -> fmt::Result {
    for Row { label, count, remark } in rows {
        writeln!(f, "{}", format!("{label:<24}{count:>8}  {remark}").trim_end())?;
    }
    for (kind, remarks) in remarks.iter().filter(|(_, it)| 0 < it.count) {
        writeln!(f, "\n{kind}:")?;
        for remark in remarks.listed.iter().take(REMARKS_SHOWN_MAX) {
            writeln!(f, "  {}, {}: {}", remark.at, remark.what, remark.why)?;
        }
        if let Some(more) = remarks.count.checked_sub(REMARKS_SHOWN_MAX).filter(|it| 0 < *it) {
            writeln!(f, "  and {more} more")?;
        }
    }
    Ok(())
}
