//! How well an offer would meet a need: 100 points at most, each with its reason.

use contract::resources::{MatchReason, MatchReasonKind, Terms};
use jiff::civil::Date;
use kernel::clipped;

use super::prepared::{Needed, Offered};
use crate::quantity::Quantity;

const QUANTITY: u32 = 30;
/// Where the units differ, nothing can be said of how much is covered.
const QUANTITY_UNTOLD: u32 = 10;
const DAYS: u32 = 25;
const WORDS: u32 = 20;
const PLACE_SAME: u32 = 10;
const PLACE_WITHIN: u32 = 7;
const PLACE_UNTOLD: u32 = 3;
const UNIT: u32 = 10;
const SERVES_ACTIVITY: u32 = 5;
const SERVES_GOAL: u32 = 3;
const WORDS_BYTES_MAX: usize = 256;

/// What speaks for an offer, in points; and how much of it is free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    pub quantity: u32,
    pub days: u32,
    pub words: u32,
    pub place: u32,
    pub unit: u32,
    pub serves: u32,
    pub free: Quantity,
    days_there: i32,
}

/// None: it could not meet it at all. That both are of one kind, and of different organisations, is seen to before.
pub fn points(need: &Needed, offer: &Offered, today: Date) -> Option<Points> {
    let terms = need.need.terms();
    if terms != Terms::Unspecified && terms != offer.offer.terms() || need.open.is_zero() {
        return None;
    }
    let days_there = need.days.1.min(offer.days.1) - need.days.0.max(offer.days.0) + 1;
    if days_there <= 0 {
        return None;
    }
    let from = need.from.max(offer.capacity.from);
    let until = offer.capacity.until.map_or(need.until, |it| it.min(need.until));
    let free = offer.capacity.free(from, until, today);
    if free.is_zero() {
        return None;
    }
    let is_one_unit = need.said.unit == offer.said.unit;
    Some(Points {
        quantity: if is_one_unit { QUANTITY * free.hundredths_of(need.open) / 100 } else { QUANTITY_UNTOLD },
        days: share(DAYS, days_there.unsigned_abs(), need.days_needed.unsigned_abs()),
        words: words(need, offer),
        place: place(&need.said.place, &offer.said.place),
        unit: if is_one_unit { UNIT } else { 0 },
        serves: serves(need, offer),
        free,
        days_there,
    })
}

impl Points {
    pub fn total(&self) -> u32 {
        self.quantity + self.days + self.words + self.place + self.unit + self.serves
    }

    pub fn reasons(&self, need: &Needed, offer: &Offered) -> Vec<MatchReason> {
        let (wanted, offered) = (&need.need, &offer.offer);
        let covered = match self.unit {
            0 => format!("{} {} free; {} {} are needed", self.free, offered.unit, need.open, wanted.unit),
            _ => format!("{} of {} {} free", self.free, need.open, wanted.unit),
        };
        let place = match self.place {
            PLACE_SAME => format!("in {}", offered.place),
            PLACE_WITHIN => format!("{} and {}", offered.place, wanted.place),
            PLACE_UNTOLD => "where is not said of both".to_owned(),
            _ => format!("{}, needed in {}", offered.place, wanted.place),
        };
        let served = match self.serves {
            SERVES_ACTIVITY => "serves the same activity",
            SERVES_GOAL => "serves the same goal",
            _ => "",
        };
        let said = [
            (MatchReasonKind::Quantity, self.quantity, covered),
            (MatchReasonKind::Days, self.days, format!("there on {} of {} days", self.days_there, need.days_needed)),
            (MatchReasonKind::Words, self.words, offered.title.clone()),
            (MatchReasonKind::Place, self.place, place),
            (MatchReasonKind::Unit, self.unit, format!("both in {}", offered.unit)),
            (MatchReasonKind::Serves, self.serves, served.to_owned()),
        ];
        let told = said.into_iter().filter(|(kind, points, _)| 0 < *points || *kind == MatchReasonKind::Place);
        let reason = |(kind, points, words): (MatchReasonKind, u32, String)| MatchReason {
            kind: kind.into(),
            points,
            words: clipped(&words, WORDS_BYTES_MAX),
        };
        told.map(reason).collect()
    }
}

/// So many points of the most, as one number is of another.
fn share(most: u32, part: u32, whole: u32) -> u32 {
    if whole == 0 { 0 } else { (u64::from(most) * u64::from(part.min(whole)) / u64::from(whole)) as u32 }
}

fn words(need: &Needed, offer: &Offered) -> u32 {
    let is_one_field = need.said.field != 0 && need.said.field == offer.said.field;
    match is_one_field {
        true => WORDS,
        false => share(WORDS, common(&need.said.words, &offer.said.words), need.said.words.len() as u32),
    }
}

fn place(needed: &[u32], offered: &[u32]) -> u32 {
    match common(needed, offered) as usize {
        _ if needed.is_empty() || offered.is_empty() => PLACE_UNTOLD,
        both if both == needed.len() && both == offered.len() => PLACE_SAME,
        both if both == needed.len() || both == offered.len() => PLACE_WITHIN,
        _ => 0,
    }
}

fn serves(need: &Needed, offer: &Offered) -> u32 {
    let is_same = |one: &str, other: &str| !one.is_empty() && one == other;
    match () {
        () if is_same(&need.need.activity_id, &offer.offer.activity_id) => SERVES_ACTIVITY,
        () if is_same(&need.need.goal_id, &offer.offer.goal_id) => SERVES_GOAL,
        () => 0,
    }
}

/// How many stand in both; each list is in order.
fn common(one: &[u32], other: &[u32]) -> u32 {
    let (mut left, mut right, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        both += u32::from(a == b);
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    both
}
