//! Noting how many people are with several partners, so that those of all partners can be added up.

use contract::evaluation::{NoteOverlap, OverPartners, OverlapNoted};
use kernel::{Context, Decide, Decision, Invalid, parse};
use rust_decimal::Decimal;

use super::super::{definition::Definition, rejection::Rejection, state::Indicator};
use crate::numbers;

/// What the partners say of the periods that end on the day, and the smallest group that may be told of.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Counted {
    pub people: Vec<Decimal>,
    pub minimum: u32,
}

impl Decide<NoteOverlap> for Indicator {
    type Known = Counted;

    fn target(command: &NoteOverlap) -> (&str, &str) {
        (&command.partnership_id, &command.indicator_id)
    }

    fn decide(&self, command: &NoteOverlap, known: &Counted, context: &Context) -> Decision<Self> {
        let NoteOverlap { command_id: _, validate_only: _, partnership_id, indicator_id, period_end, people, note } =
            command;
        let Indicator::Defined(defined) = self else { return Err(Rejection::NotFound) };
        if Definition::from(&defined.at_first).over_partners() != OverPartners::Unique {
            return Err(Rejection::NoOverlap);
        }
        parse::date("period_end", period_end)?;
        let people = parse::decimal("people", people)?;
        known.check(people)?;
        let noted = OverlapNoted {
            partnership_id: partnership_id.clone(),
            indicator_id: indicator_id.clone(),
            period_end: period_end.clone(),
            people: numbers::written(people),
            note: parse::filled("note", note)?.to_owned(),
            noted_by: context.partner.clone(),
        };
        match defined.overlaps.get(period_end) {
            Some(last) if *last == noted => Ok(vec![]),
            _ => Ok(vec![noted.into()]),
        }
    }
}

impl Counted {
    /// Nobody is known by how many are with two partners, or by how many of a partner are with it alone.
    fn check(&self, people: Decimal) -> Result<(), Rejection> {
        if people < Decimal::ZERO || !people.fract().is_zero() {
            return Err(Invalid::new("people", format!("is {people}: people are counted in whole numbers")).into());
        }
        let all: Decimal = self.people.iter().sum();
        let most = self.people.iter().max().copied().unwrap_or_default();
        if all - most < people {
            return Err(Invalid::new("people", "is more than can be with several partners").into());
        }
        let is_small = |it: Decimal| Decimal::ZERO < it && it < Decimal::from(self.minimum);
        let alone = self.people.iter().map(|it| *it - people);
        match is_small(people) || alone.into_iter().any(is_small) {
            true => Err(Rejection::GroupTooSmall { minimum: self.minimum }),
            false => Ok(()),
        }
    }
}
