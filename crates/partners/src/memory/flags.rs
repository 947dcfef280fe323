//! The flags that stand: who warns of whom, and when that falls due for review.

use std::collections::BTreeMap;

use contract::partners::event::Kind as Event;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::flag::state::day;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flags {
    /// By partnership, empty for the directory, and flag.
    open: BTreeMap<(String, String), Open>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    raised_by: String,
    partner_id: String,
    review_on: Date,
}

impl Flags {
    /// The flag by which one partner warns of another there; a partner raises one at a time.
    pub fn open(&self, partnership_id: &str, raised_by: &str, partner_id: &str) -> Option<&str> {
        let first = (partnership_id.to_owned(), String::new());
        let there = self.open.range(first..).take_while(|((partnership, _), _)| partnership == partnership_id);
        let mut found = there.filter(|(_, it)| it.raised_by == raised_by && it.partner_id == partner_id);
        found.next().map(|((_, flag_id), _)| flag_id.as_str())
    }

    /// (partnership, flag, since when) of those whose review date has come.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (&str, &str, Timestamp)> {
        self.open.iter().filter_map(move |((partnership_id, flag_id), it)| {
            let at = begins(it.review_on);
            (at <= now).then_some((partnership_id.as_str(), flag_id.as_str(), at))
        })
    }

    pub(super) fn remember(&mut self, event: &Event) {
        match event {
            Event::PartnerFlagged(it) => {
                let key = (it.partnership_id.clone(), it.flag_id.clone());
                let (raised_by, partner_id) = (it.raised_by.clone(), it.partner_id.clone());
                self.open.insert(key, Open { raised_by, partner_id, review_on: day(&it.review_on) });
            }
            Event::FlagRenewed(it) => {
                if let Some(open) = self.open.get_mut(&(it.partnership_id.clone(), it.flag_id.clone())) {
                    open.review_on = day(&it.review_on);
                }
            }
            Event::FlagCleared(it) => self.end(&it.partnership_id, &it.flag_id),
            Event::FlagLapsed(it) => self.end(&it.partnership_id, &it.flag_id),
            _ => (),
        }
    }

    fn end(&mut self, partnership_id: &str, flag_id: &str) {
        self.open.remove(&(partnership_id.to_owned(), flag_id.to_owned()));
    }
}

/// A day as the decisions count it: in UTC.
fn begins(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MIN, |it| it.timestamp())
}
