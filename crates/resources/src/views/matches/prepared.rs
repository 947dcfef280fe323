//! Offers and needs with their days, quantities and words parsed: words, units and organisations are numbers.

use std::collections::HashMap;

use contract::resources::{Need, Offer};
use jiff::civil::Date;
use kernel::Members;

use super::super::bookings::{capacity, said};
use crate::{offer::capacity::Capacity, quantity::Quantity};

/// Shorter words say little.
const LETTERS_MIN: usize = 3;

/// A number for every word, in lower case.
#[derive(Default)]
pub struct Vocabulary {
    words: HashMap<String, u32>,
    offers: u32,
}

pub struct Offered {
    /// In the order of ids.
    pub number: u32,
    pub capacity: Capacity,
    /// Its days as numbers, as far as it has a last one.
    pub days: (i32, i32),
    pub said: Said,
    pub organisation: u32,
    pub offer: Offer,
}

pub struct Needed {
    /// Not before today: days that have gone are of no use to anybody.
    pub from: Date,
    pub until: Date,
    /// The same as numbers.
    pub days: (i32, i32),
    /// On how many days it is, or was, needed.
    pub days_needed: i32,
    /// What is not agreed yet.
    pub open: Quantity,
    pub said: Said,
    pub organisation: u32,
    pub need: Need,
}

/// What is said in words: each list in order, without repeats.
pub struct Said {
    pub unit: u32,
    /// 0: none.
    pub field: u32,
    pub words: Vec<u32>,
    pub place: Vec<u32>,
}

impl Vocabulary {
    fn number(&mut self, text: &str) -> u32 {
        let next = self.words.len() as u32 + 1;
        let text = text.trim().to_lowercase();
        if text.is_empty() { 0 } else { *self.words.entry(text).or_insert(next) }
    }

    fn numbers<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>, letters_min: usize) -> Vec<u32> {
        let words = texts.into_iter().flat_map(|it| it.split(|letter: char| !letter.is_alphanumeric()));
        let long = words.filter(|it| letters_min <= it.chars().count());
        let mut numbers: Vec<u32> = long.map(|it| self.number(it)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn said(&mut self, unit: &str, field: &str, title: &str, place: &str) -> Said {
        Said {
            unit: self.number(unit),
            field: self.number(field),
            words: self.numbers([title, field], LETTERS_MIN),
            place: self.numbers([place], 1),
        }
    }
}

impl Offered {
    pub fn prepare(offer: Offer, vocabulary: &mut Vocabulary, members: &Members) -> Self {
        vocabulary.offers += 1;
        let capacity = capacity(&offer);
        Offered {
            number: vocabulary.offers,
            days: (number_of(capacity.from), capacity.until.map_or(i32::MAX, number_of)),
            capacity,
            said: vocabulary.said(&offer.unit, &offer.field, &offer.title, &offer.place),
            organisation: vocabulary.number(members.organisation(&offer.partner_id)),
            offer,
        }
    }
}

impl Needed {
    pub fn prepare(need: Need, vocabulary: &mut Vocabulary, members: &Members, today: Date) -> Self {
        let first: Date = need.needed_from.parse().unwrap_or_default();
        let until: Date = need.needed_until.parse().unwrap_or_default();
        let from = first.max(today);
        Needed {
            from,
            until,
            days: (number_of(from), number_of(until)),
            days_needed: number_of(until) - number_of(first) + 1,
            open: said(&need.quantity).less(said(&need.agreed)),
            said: vocabulary.said(&need.unit, &need.field, &need.title, &need.place),
            organisation: vocabulary.number(members.organisation(&need.partner_id)),
            need,
        }
    }
}

/// The days since the beginning of 1970.
fn number_of(day: Date) -> i32 {
    day.since(Date::constant(1970, 1, 1)).map_or(0, |it| it.get_days())
}
