//! What stands beside each other of one indicator: its rule, its values, its targets, what is noted of it.

use contract::{
    common::Sealed,
    evaluation::{MeasuredPart, SealedValue},
    goals::Target,
};
use prost::Message;

use crate::{
    measurement::state::Figures,
    views::sealed::{Opens, opened},
};

/// One of them.
#[derive(Clone, PartialEq, Message)]
pub struct Cell {
    #[prost(message, optional, tag = "1")]
    pub rule: Option<Rule>,
    #[prost(message, optional, tag = "2")]
    pub point: Option<Point>,
    #[prost(message, optional, tag = "3")]
    pub target: Option<TargetCell>,
    #[prost(message, optional, tag = "4")]
    pub overlap: Option<Overlap>,
    /// What was sealed, one after the other: what totals for others are let out by.
    #[prost(message, optional, tag = "6")]
    pub change: Option<Change>,
}

/// A sealed value was reported, corrected or given back.
#[derive(Clone, PartialEq, Message)]
pub struct Change {
    #[prost(string, tag = "1")]
    pub partner_id: String,
    #[prost(string, tag = "2")]
    pub period_end: String,
    #[prost(string, tag = "3")]
    pub measurement_id: String,
    /// None: it was given back.
    #[prost(message, optional, tag = "4")]
    pub sealed: Option<Sealed>,
}

/// How values add up; numbers are those of the contract's enums.
#[derive(Clone, PartialEq, Message)]
pub struct Rule {
    #[prost(int32, tag = "1")]
    pub value_kind: i32,
    #[prost(int32, tag = "2")]
    pub over_periods: i32,
    #[prost(int32, tag = "3")]
    pub over_partners: i32,
    #[prost(bool, tag = "4")]
    pub is_sensitive: bool,
}

/// One partner's value for one period.
#[derive(Clone, PartialEq, Message)]
pub struct Point {
    #[prost(string, tag = "1")]
    pub partner_id: String,
    #[prost(string, tag = "2")]
    pub period_start: String,
    #[prost(string, tag = "3")]
    pub period_end: String,
    #[prost(message, optional, tag = "4")]
    pub reported: Option<Said>,
    #[prost(message, optional, tag = "5")]
    pub verified: Option<Said>,
    /// It was to be reported.
    #[prost(bool, tag = "6")]
    pub is_expected: bool,
}

/// What was said of it last.
#[derive(Clone, PartialEq, Message)]
pub struct Said {
    #[prost(string, tag = "1")]
    pub measurement_id: String,
    #[prost(uint32, tag = "2")]
    pub correction: u32,
    #[prost(string, tag = "3")]
    pub numerator: String,
    /// 1 for a number.
    #[prost(string, tag = "4")]
    pub denominator: String,
    #[prost(message, repeated, tag = "5")]
    pub parts: Vec<MeasuredPart>,
    /// With other partners.
    #[prost(bool, tag = "6")]
    pub is_joint: bool,
    /// It was given back, and is not corrected yet.
    #[prost(bool, tag = "7")]
    pub is_returned: bool,
    #[prost(uint32, tag = "8")]
    pub indicator_version: u32,
    /// Of a sensitive indicator, while it is not opened: its figures and parts.
    #[prost(message, optional, tag = "9")]
    pub sealed: Option<Sealed>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TargetCell {
    #[prost(string, tag = "1")]
    pub goal_id: String,
    #[prost(message, optional, tag = "2")]
    pub target: Option<Target>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Overlap {
    #[prost(string, tag = "1")]
    pub period_end: String,
    #[prost(string, tag = "2")]
    pub people: String,
}

/// Where targets stand.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Places {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) places: Vec<Vec<u8>>,
    /// Of a goal: it is closed, and nothing of it is followed, even where its opening comes in late.
    #[prost(bool, tag = "2")]
    pub(super) is_closed: bool,
}

/// By which values a figure is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Verified,
    Reported,
}

impl Cell {
    /// What who reads may read of a sensitive indicator.
    pub fn open(&mut self, opens: Opens<'_>) {
        let said = self.point.iter_mut().flat_map(|it| [&mut it.reported, &mut it.verified]).flatten();
        said.for_each(|it| it.open(opens));
    }
}

impl Said {
    fn open(&mut self, opens: Opens<'_>) {
        let Some(SealedValue { value, numerator, denominator, parts, .. }) = opened(&mut self.sealed, opens) else {
            return;
        };
        let figures = Figures { value: &value, numerator: &numerator, denominator: &denominator, parts: &parts };
        let (numerator, denominator) = figures.counted();
        (self.numerator, self.denominator) = (numerator.to_owned(), denominator.to_owned());
        self.parts = parts;
    }
}

impl Point {
    /// What is reported and was not given back; else what is verified still.
    pub(super) fn said(&self, by: By) -> Option<&Said> {
        let reported = self.reported.as_ref().filter(|it| !it.is_returned);
        match by {
            By::Verified => self.verified.as_ref(),
            By::Reported => reported.or(self.verified.as_ref()),
        }
    }

    /// It was to be reported, and is not.
    pub(super) fn is_missing(&self) -> bool {
        self.is_expected && self.reported.is_none() && self.verified.is_none()
    }

    pub(super) fn is_within(&self, from: &str, until: &str) -> bool {
        is_within(&self.period_end, from, until)
    }
}

/// Dates of one form compare as text; empty: without end.
pub(super) fn is_within(period_end: &str, from: &str, until: &str) -> bool {
    (from.is_empty() || from <= period_end) && (until.is_empty() || period_end <= until)
}
