//! What is kept of a partnership's reach: of each partner its latest periods, and of each activity who does what where.

use prost::Message;

/// Of each partner and indicator so many of the latest periods are kept, a year of months: what is verified later than that
/// moves no reach.
pub const PERIODS_MAX: usize = 12;
/// Notes of so many of the latest periods.
const NOTES_MAX: usize = 24;

/// One of them.
#[derive(Clone, PartialEq, Message)]
pub struct ReachCell {
    #[prost(message, optional, tag = "1")]
    pub indicator: Option<Counted>,
    #[prost(message, optional, tag = "2")]
    pub told: Option<ToldBy>,
    #[prost(message, optional, tag = "3")]
    pub work: Option<Work>,
}

/// An indicator that counts people.
#[derive(Clone, PartialEq, Message)]
pub struct Counted {
    #[prost(string, tag = "1")]
    pub indicator_id: String,
    #[prost(string, tag = "2")]
    pub title: String,
    #[prost(string, tag = "3")]
    pub unit: String,
    #[prost(int32, tag = "4")]
    pub over_partners: i32,
    /// The last note of each period, in the order of periods.
    #[prost(message, repeated, tag = "5")]
    pub overlaps: Vec<Noted>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Noted {
    #[prost(string, tag = "1")]
    pub period_end: String,
    #[prost(string, tag = "2")]
    pub people: String,
}

/// What one partner says.
#[derive(Clone, PartialEq, Message)]
pub struct ToldBy {
    #[prost(string, tag = "1")]
    pub indicator_id: String,
    #[prost(string, tag = "2")]
    pub partner_id: String,
    /// As reported, in the order of periods.
    #[prost(message, repeated, tag = "3")]
    pub periods: Vec<Told>,
    /// Of the latest period that is verified.
    #[prost(message, optional, tag = "4")]
    pub verified: Option<Told>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Told {
    #[prost(string, tag = "1")]
    pub people: String,
    #[prost(string, tag = "2")]
    pub period_start: String,
    #[prost(string, tag = "3")]
    pub period_end: String,
    #[prost(string, repeated, tag = "4")]
    pub jointly_with: Vec<String>,
    #[prost(string, tag = "5")]
    pub measurement_id: String,
    #[prost(uint32, tag = "6")]
    pub correction: u32,
    #[prost(bool, tag = "7")]
    pub is_returned: bool,
}

/// An activity that a member leads.
#[derive(Clone, PartialEq, Message)]
pub struct Work {
    #[prost(int32, tag = "1")]
    pub service: i32,
    #[prost(string, repeated, tag = "2")]
    pub places: Vec<String>,
    #[prost(string, tag = "3")]
    pub lead: String,
    #[prost(string, repeated, tag = "4")]
    pub supporting: Vec<String>,
    #[prost(bool, tag = "5")]
    pub has_started: bool,
    #[prost(bool, tag = "6")]
    pub is_completed: bool,
}

impl Counted {
    pub fn note(&mut self, noted: Noted) {
        self.overlaps.retain(|it| it.period_end != noted.period_end);
        self.overlaps.push(noted);
        // Dates of one form compare as text.
        self.overlaps.sort_by(|one, other| one.period_end.cmp(&other.period_end));
        let too_many = self.overlaps.len().saturating_sub(NOTES_MAX);
        self.overlaps.drain(..too_many);
    }
}

impl ToldBy {
    /// In place of what was said before of the same period. A correction of what another measurement has replaced, or of a
    /// period that is not kept any more, changes nothing.
    pub fn tell(&mut self, told: Told) {
        match self.periods.iter_mut().find(|it| it.period_end == told.period_end) {
            Some(before) if told.correction == 0 || before.measurement_id == told.measurement_id => *before = told,
            Some(_) => (),
            None if told.correction == 0 => self.periods.push(told),
            None => (),
        }
        self.periods.sort_by(|one, other| one.period_end.cmp(&other.period_end));
        let too_many = self.periods.len().saturating_sub(PERIODS_MAX);
        self.periods.drain(..too_many);
    }

    pub fn give_back(&mut self, measurement_id: &str, correction: u32) {
        let is_it = |it: &&mut Told| it.measurement_id == measurement_id && it.correction == correction;
        self.periods.iter_mut().filter(is_it).for_each(|it| it.is_returned = true);
    }

    /// With whom it was served jointly stands in what was reported.
    pub fn verify(&mut self, verified: &Told) {
        let is_it = |it: &&Told| (&it.measurement_id, it.correction) == (&verified.measurement_id, verified.correction);
        let Some(reported) = self.periods.iter().find(is_it) else { return };
        if self.verified.as_ref().is_none_or(|it| it.period_end <= verified.period_end) {
            self.verified = Some(Told { people: verified.people.clone(), ..reported.clone() });
        }
    }

    /// What is reported last and was not given back; else what is verified still.
    pub fn reported(&self) -> Option<&Told> {
        let standing = self.periods.iter().rev().find(|it| !it.is_returned);
        let verified = self.verified.as_ref();
        match (standing, verified) {
            (Some(one), Some(other)) if one.period_end < other.period_end => Some(other),
            (one, other) => one.or(other),
        }
    }
}
