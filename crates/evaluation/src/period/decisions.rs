//! Closing a period.

use contract::evaluation::{LockPeriod, PeriodLocked};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{rejection::Rejection, state::LockedPeriods};

/// Whether the caller's roles allow it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct MayLock(pub bool);

impl Decide<LockPeriod> for LockedPeriods {
    type Known = MayLock;

    fn target(command: &LockPeriod) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &LockPeriod, known: &MayLock, context: &Context) -> Decision<Self> {
        let LockPeriod { command_id: _, validate_only: _, partnership_id, period_start, period_end, note } = command;
        let start = parse::date("period_start", period_start)?;
        let end = parse::date("period_end", period_end)?;
        parse::in_order("period_end", Some(start), Some(end))?;
        if context.today() <= end {
            return Err(Invalid::new("period_end", format!("is {end}, which is not over")).into());
        }
        if *known == MayLock(false) {
            return Err(Rejection::MayNotLock);
        }
        // Dates of one form compare as text.
        let is_within = |it: &PeriodLocked| it.period_start <= *period_start && *period_end <= it.period_end;
        if self.locked.iter().any(is_within) {
            return Ok(vec![]);
        }
        Ok(vec![
            PeriodLocked {
                partnership_id: partnership_id.clone(),
                period_start: period_start.clone(),
                period_end: period_end.clone(),
                locked_by: context.partner.clone(),
                note: note.trim().to_owned(),
            }
            .into(),
        ])
    }
}
