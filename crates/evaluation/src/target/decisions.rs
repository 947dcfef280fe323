//! What may be asked of targets, and what each request leads to.

use std::collections::BTreeMap;

use contract::evaluation::{
    OpenTarget, OverPeriods, ProgressRecorded, RecordProgress, TargetLost, TargetOpened, TargetReached,
    event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, measures};
use rust_decimal::Decimal;

use super::{
    adding_up,
    agreed::Agreed,
    rejection::Rejection,
    state::{Count, Place, Target},
};
use crate::{indicator::Definition, numbers};

impl Decide<OpenTarget> for Target {
    /// The indicator's definition; none: it is not defined yet, which may still come.
    type Known = Option<Definition>;

    fn target(command: &OpenTarget) -> (&str, &str) {
        (&command.partnership_id, command.target.as_ref().map_or("", |it| &it.target_id))
    }

    fn decide(&self, command: &OpenTarget, known: &Option<Definition>, context: &Context) -> Decision<Self> {
        let OpenTarget { command_id: _, validate_only: _, partnership_id, goal_id, target } = command;
        check_service(context)?;
        let target = target.as_ref().ok_or_else(|| Invalid::new("target", "is missing"))?;
        Agreed::parse(target)?;
        match &self.opened {
            Some(opened) if opened.goal_id == *goal_id && opened.target.as_ref() == Some(target) => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => Ok(vec![
                TargetOpened {
                    partnership_id: partnership_id.clone(),
                    target_id: target.target_id.clone(),
                    goal_id: goal_id.clone(),
                    target: Some(target.clone()),
                    over_periods: known.as_ref().map_or(OverPeriods::Latest, Definition::over_periods).into(),
                }
                .into(),
            ]),
        }
    }
}

fn check_service(context: &Context) -> Result<(), Rejection> {
    if context.is_service() { Ok(()) } else { Err(Rejection::NotForCallers) }
}

impl Decide<RecordProgress> for Target {
    /// The definition of the target's indicator; none: the target is not followed any more, its goal is closed.
    type Known = Option<Definition>;

    fn target(command: &RecordProgress) -> (&str, &str) {
        (&command.partnership_id, &command.target_id)
    }

    fn decide(&self, command: &RecordProgress, known: &Option<Definition>, context: &Context) -> Decision<Self> {
        check_service(context)?;
        let opened = self.opened.as_deref().ok_or(Rejection::NotFound)?;
        let target = opened.target.as_ref().ok_or(Rejection::NotFound)?;
        let agreed = Agreed::parse(target)?;
        let place = Place::parse(&command.partner_id, &command.period_end)?;
        let count = Count::parse(&command.numerator, &command.denominator)?;
        let Some(definition) = known else { return Ok(vec![]) };
        if self.counted.contains(&command.measurement_id) || place.period_end < agreed.starts_on {
            return Ok(vec![]);
        }
        let actual = self.actual_with(&place, &count, &agreed, definition);
        let progress = progress_recorded(opened, command, &agreed, &place, &count, actual);
        let opened_anew = self.opened_anew(opened, definition);
        let turn = actual.and_then(|actual| self.turn(opened, &agreed, actual));
        Ok(opened_anew.into_iter().chain([progress.into()]).chain(turn).collect())
    }
}

impl Target {
    /// The value with this one counted, in place of what its partner said before of the same period.
    fn actual_with(&self, place: &Place, count: &Count, agreed: &Agreed, definition: &Definition) -> Option<Decimal> {
        let mut counts: BTreeMap<&Place, &Count> = self.counts.iter().collect();
        counts.insert(place, count);
        let periods = adding_up::periods(agreed.kind, definition.over_periods());
        adding_up::actual(&counts, periods, definition.value_kind())
    }

    /// A target opened before its indicator was defined didn't know how periods add up; its first value tells it.
    fn opened_anew(&self, opened: &TargetOpened, definition: &Definition) -> Option<Event> {
        let over_periods = definition.over_periods();
        let is_first = self.counts.is_empty() && opened.over_periods() != over_periods;
        is_first.then(|| TargetOpened { over_periods: over_periods.into(), ..opened.clone() }.into())
    }

    /// What the new value changes: reached, lost, or neither.
    fn turn(&self, opened: &TargetOpened, agreed: &Agreed, actual: Decimal) -> Option<Event> {
        let TargetOpened { partnership_id, target_id, goal_id, .. } = opened.clone();
        let shown = numbers::written(actual);
        match (self.is_reached, agreed.is_reached(actual)) {
            (false, true) => Some(TargetReached { partnership_id, target_id, goal_id, actual: shown }.into()),
            (true, false) => Some(TargetLost { partnership_id, target_id, goal_id, actual: shown }.into()),
            _ => None,
        }
    }
}

fn progress_recorded(
    opened: &TargetOpened,
    command: &RecordProgress,
    agreed: &Agreed,
    place: &Place,
    count: &Count,
    actual: Option<Decimal>,
) -> ProgressRecorded {
    let RecordProgress {
        command_id: _,
        validate_only: _,
        partnership_id,
        target_id,
        measurement_id,
        partner_id,
        period_end: _,
        numerator: _,
        denominator: _,
    } = command.clone();
    ProgressRecorded {
        partnership_id,
        target_id,
        goal_id: opened.goal_id.clone(),
        measurement_id,
        partner_id,
        period_end: place.period_end.to_string(),
        numerator: numbers::written(count.numerator),
        denominator: numbers::written(count.denominator),
        actual: actual.map(numbers::written).unwrap_or_default(),
        progress_basis_points: actual.and_then(|it| agreed.progress(it)).and_then(measures::basis_points),
        due_basis_points: agreed.due(place.period_end).and_then(measures::basis_points),
    }
}
