//! Minutes: how many meetings have their decisions in minutes that those present approved.

use contract::common::{Figure, Measure};
use runtime::measuring::figures::share;

use super::Around;
use crate::memory::tallies::talk::Talk;

pub(super) fn figures(talk: &Talk, around: &Around) -> Vec<Figure> {
    let held = talk.meetings(around.now).count;
    vec![share(Measure::MinutesApproved, talk.approved, held, "no meeting was held")]
}
