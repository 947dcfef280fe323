//! A partnership's report: one page that needs nothing but itself, with each chart beside its table.

mod chart;
mod page;

pub use page::rendered;

use jiff::civil::Date;

use crate::output::Rows;

/// All that the page says.
pub struct Report {
    pub title: String,
    pub purpose: String,
    /// Where it stands, in a line.
    pub standing: String,
    pub written_on: Date,
    pub sections: Vec<Section>,
    /// Tokens: what it has seen.
    pub as_of: Vec<String>,
}

pub struct Section {
    pub heading: String,
    pub words: Vec<String>,
    pub figures: Vec<Figure>,
}

/// A table, and what draws it.
pub struct Figure {
    pub caption: String,
    pub chart: Option<Chart>,
    pub rows: Rows,
    /// What a reader must know of it.
    pub remarks: Vec<String>,
}

pub enum Chart {
    /// `whole`: what a full bar stands for, where that is more than the largest.
    Bars {
        bars: Vec<Bar>,
        whole: f64,
    },
    Lines(Vec<Line>),
}

/// One beside the others, all of one unit.
pub struct Bar {
    pub label: String,
    pub value: f64,
    /// As it is written beside the bar.
    pub written: String,
    /// Where the bar should reach by now.
    pub due: Option<f64>,
}

/// A value over time; where there is none the line breaks.
pub struct Line {
    pub label: String,
    pub points: Vec<Point>,
}

pub struct Point {
    pub on: Date,
    pub value: Option<f64>,
    /// Verified by another, or only reported.
    pub is_verified: bool,
}

impl Section {
    pub fn new(heading: impl Into<String>) -> Self {
        Section { heading: heading.into(), words: vec![], figures: vec![] }
    }

    pub fn says(mut self, words: impl Into<String>) -> Self {
        self.words.push(words.into());
        self
    }

    pub fn shows(mut self, figure: Figure) -> Self {
        self.figures.push(figure);
        self
    }
}

impl Figure {
    pub fn table(caption: impl Into<String>, rows: Rows) -> Self {
        Figure { caption: caption.into(), chart: None, rows, remarks: vec![] }
    }
}
