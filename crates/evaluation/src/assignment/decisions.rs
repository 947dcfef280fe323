//! What may be asked of assignments: making and ending one here, what the clock says of its reports next door.

mod falling_due;

use contract::evaluation::{AssignReporting, AssignmentEnded, EndAssignment, ReportingAssigned};
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Decide, Decision, Invalid, Members, parse};

use super::{rejection::Rejection, state::Assignment};
use crate::calendar::Periods;

pub use falling_due::{AtHand, Reported};

/// How far back an assignment may reach: of older periods nothing is at hand any more.
const YEARS_BACK_MAX: i64 = 2;
/// An event names so many periods that were waited for.
const OPEN_MAX: usize = 120;

/// What an assignment is decided beside.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_active: bool,
    /// Whether there is such an indicator, and whether a source published it.
    pub indicator: Option<IsPublished>,
    pub calendar: Option<Periods>,
    pub members: Members,
    /// Of partners that verify: members with a voice, and verifiers.
    pub may_verify: Vec<String>,
    /// The assignment of the same partner and indicator with periods in the same span.
    pub overlapping: Option<String>,
}

/// What is published is nobody's here to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsPublished(pub bool);

impl Decide<AssignReporting> for Assignment {
    type Known = Around;

    fn target(command: &AssignReporting) -> (&str, &str) {
        (&command.partnership_id, &command.assignment_id)
    }

    fn decide(&self, command: &AssignReporting, around: &Around, context: &Context) -> Decision<Self> {
        let asked = content(command, Self::thing(command, context), context)?;
        match &self.assigned {
            Some(existing) if **existing == asked => return Ok(vec![]),
            Some(_) => return Err(Rejection::IdTaken),
            None => (),
        }
        check_span(&asked, around, context.today())?;
        check_partners(&asked, around)?;
        match &around.overlapping {
            Some(other) => Err(Rejection::AlreadyAssigned(other.clone())),
            None => Ok(vec![asked.into()]),
        }
    }
}

fn content(command: &AssignReporting, assignment_id: String, context: &Context) -> Result<ReportingAssigned, Invalid> {
    let AssignReporting {
        command_id: _,
        validate_only: _,
        partnership_id,
        assignment_id: _,
        indicator_id,
        partner_id,
        calendar_id,
        from_on,
        until_on,
        days_allowed,
        verifier_partner_id,
    } = command;
    let from = parse::date("from_on", from_on)?;
    parse::in_order("until_on", Some(from), parse::date_or_none("until_on", until_on)?)?;
    Ok(ReportingAssigned {
        partnership_id: partnership_id.clone(),
        assignment_id,
        indicator_id: indicator_id.clone(),
        partner_id: partner_id.clone(),
        calendar_id: calendar_id.clone(),
        from_on: from_on.clone(),
        until_on: until_on.clone(),
        days_allowed: *days_allowed,
        verifier_partner_id: verifier_partner_id.clone(),
        assigned_by: context.partner.clone(),
    })
}

fn check_span(asked: &ReportingAssigned, around: &Around, today: Date) -> Result<(), Rejection> {
    if !around.is_active {
        return Err(Rejection::PartnershipNotActive);
    }
    match around.indicator {
        None => return Err(Rejection::NoIndicator),
        Some(IsPublished(true)) => return Err(Rejection::IndicatorAsPublished),
        Some(IsPublished(false)) => (),
    }
    let calendar = around.calendar.as_ref().ok_or(Rejection::NoCalendar)?;
    let from = parse::date("from_on", &asked.from_on)?;
    if today.checked_sub(YEARS_BACK_MAX.years()).is_ok_and(|earliest| from < earliest) {
        return Err(Invalid::new("from_on", format!("is {from}, more than {YEARS_BACK_MAX} years past")).into());
    }
    let until = parse::date_or_none("until_on", &asked.until_on)?;
    match calendar.first_from(from) {
        Some(first) if until.is_none_or(|until| first.ends_on <= until) => Ok(()),
        _ => Err(Invalid::new("until_on", "comes before the first period of the calendar is over").into()),
    }
}

fn check_partners(asked: &ReportingAssigned, around: &Around) -> Result<(), Rejection> {
    let ReportingAssigned { partner_id, verifier_partner_id: verifier, .. } = asked;
    match () {
        () if !around.members.has_voice(partner_id) => Err(Rejection::NotAMember),
        () if verifier.is_empty() => Ok(()),
        () if around.members.are_one(partner_id, verifier) => Err(Rejection::OwnReport),
        () if !around.may_verify.contains(verifier) => Err(Rejection::NotAVerifier),
        () => Ok(()),
    }
}

impl Decide<EndAssignment> for Assignment {
    type Known = AtHand;

    fn target(command: &EndAssignment) -> (&str, &str) {
        (&command.partnership_id, &command.assignment_id)
    }

    fn decide(&self, command: &EndAssignment, known: &AtHand, context: &Context) -> Decision<Self> {
        let EndAssignment { command_id: _, validate_only: _, partnership_id, assignment_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let assigned = self.assigned.as_deref().ok_or(Rejection::NotFound)?;
        match &self.ended {
            Some(said) if said == reason || context.is_service() => return Ok(vec![]),
            Some(_) => return Err(Rejection::Ended),
            None => (),
        }
        Ok(vec![
            AssignmentEnded {
                partnership_id: partnership_id.clone(),
                assignment_id: assignment_id.clone(),
                indicator_id: assigned.indicator_id.clone(),
                partner_id: assigned.partner_id.clone(),
                reason: reason.to_owned(),
                ended_by: if context.is_service() { String::new() } else { context.partner.clone() },
                open_period_ends: known.awaited.iter().rev().take(OPEN_MAX).cloned().collect(),
            }
            .into(),
        ])
    }
}
