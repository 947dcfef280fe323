//! What may be asked of targets, and what each request leads to.

use contract::{
    evaluation::{
        OpenTarget, OverPartners, OverPeriods, ProgressRecorded, RecordProgress, TargetLost, TargetOpened,
        TargetReached, ValueKind, event::Kind as Event,
    },
    goals,
};
use kernel::{Context, Decide, Decision, Invalid, measures};

use super::{
    agreed::Agreed,
    figures::{Counting, Kept},
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
            None => Ok(vec![opened(partnership_id, goal_id, target, known).into()]),
        }
    }
}

pub(super) fn opened(
    partnership_id: &str,
    goal_id: &str,
    target: &goals::Target,
    known: &Option<Definition>,
) -> TargetOpened {
    TargetOpened {
        partnership_id: partnership_id.to_owned(),
        target_id: target.target_id.clone(),
        goal_id: goal_id.to_owned(),
        target: Some(target.clone()),
        over_periods: over_periods(known).into(),
        value_kind: value_kind(known).into(),
    }
}

/// Until the indicator is defined, the latest counts.
pub(super) fn over_periods(known: &Option<Definition>) -> OverPeriods {
    known.as_ref().map_or(OverPeriods::Latest, Definition::over_periods)
}

pub(super) fn value_kind(known: &Option<Definition>) -> ValueKind {
    known.as_ref().map_or(ValueKind::Unspecified, Definition::value_kind)
}

pub(super) fn check_service(context: &Context) -> Result<(), Rejection> {
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
        if self.is_dropped
            || self.has_counted(&command.measurement_id, command.correction)
            || place.period_end < agreed.starts_on
        {
            return Ok(vec![]);
        }
        let mut counting = self.counting(&agreed, known);
        // In place of what its partner said before of the same period.
        counting.counts.insert(&place, &count);
        let progress = progress_recorded(opened, command, &place, &count, &counting);
        let opened_anew = self.opened_anew(opened, definition);
        let turn = counting.is_met().and_then(|is_met| self.turn(is_met, progress.actual.clone()));
        Ok(opened_anew.into_iter().chain([progress.into()]).chain(turn).collect())
    }
}

impl Target {
    /// What counts by what is agreed: a revision may have moved the start.
    pub(super) fn counting<'c>(&'c self, agreed: &'c Agreed, known: &Option<Definition>) -> Counting<'c> {
        let counts = self.counts.iter().filter(|(place, _)| agreed.starts_on <= place.period_end).collect();
        let over_partners = known.as_ref().map_or(OverPartners::Sum, Definition::over_partners);
        Counting {
            counts,
            agreed,
            over_periods: over_periods(known),
            over_partners,
            value_kind: value_kind(known),
            overlaps: known.as_ref().map(Definition::overlaps).unwrap_or_default(),
        }
    }

    /// A target opened before its indicator was defined didn't know how values add up; its first value tells it.
    fn opened_anew(&self, opened: &TargetOpened, definition: &Definition) -> Option<Event> {
        let (over_periods, value_kind) = (definition.over_periods(), definition.value_kind());
        let knows = (opened.over_periods(), opened.value_kind()) == (over_periods, value_kind);
        let is_first = self.counts.is_empty() && !knows;
        is_first.then(|| {
            TargetOpened { over_periods: over_periods.into(), value_kind: value_kind.into(), ..opened.clone() }.into()
        })
    }

    /// What the value changes: reached, lost, or neither.
    pub(super) fn turn(&self, is_met: bool, actual: String) -> Option<Event> {
        let TargetOpened { partnership_id, target_id, goal_id, .. } = self.opened.as_deref()?.clone();
        match (self.is_reached, is_met) {
            (false, true) => Some(TargetReached { partnership_id, target_id, goal_id, actual }.into()),
            (true, false) => Some(TargetLost { partnership_id, target_id, goal_id, actual }.into()),
            _ => None,
        }
    }
}

fn progress_recorded(
    opened: &TargetOpened,
    command: &RecordProgress,
    place: &Place,
    count: &Count,
    counting: &Counting<'_>,
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
        correction,
    } = command.clone();
    let actual = counting.actual();
    let due = counting.agreed.due(place.period_end);
    let Kept { periods_kept, periods_measured } = counting.kept();
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
        progress_basis_points: actual.and_then(|it| counting.agreed.progress(it)).and_then(measures::basis_points),
        due_basis_points: due.and_then(|it| measures::basis_points(it.part)),
        due_basis: due.map(|it| it.basis).unwrap_or_default().into(),
        partner_actual: counting.of(&place.partner_id).map(numbers::written).unwrap_or_default(),
        periods_kept,
        periods_measured,
        correction,
    }
}
