//! Leaving: announced with the charter's notice, withdrawn until the day has come, completed on it whatever is open.

use contract::partners::{
    CompleteExit, LeaveAnnounced, LeavePartnership, LeavingWithdrawn, MemberLeft, Stage, WithdrawLeaving,
    event::Kind as Event,
};
use jiff::{Span, civil::Date};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Formed, Member, Partnership},
    },
    Outstanding,
    closing::Aftermath,
    exits::sheet,
};

/// Nobody announces further ahead.
const DAYS_AHEAD_MAX: i32 = 730;

impl Decide<LeavePartnership> for Partnership {
    type Known = Outstanding;

    fn target(command: &LeavePartnership) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &LeavePartnership, outstanding: &Outstanding, context: &Context) -> Decision<Self> {
        let LeavePartnership { command_id: _, validate_only: _, partnership_id, reason, effective_on } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let day = parse::date("effective_on", effective_on)?;
        let formed = self.formed()?;
        let member = formed.member(&context.partner).ok_or(Rejection::NotInvited)?;
        if formed.stage == Stage::Closed {
            return Err(Rejection::Stage { stage: formed.stage, asked: "not closed" });
        }
        match formed.leaving(&context.partner) {
            Some(exit) if (exit.effective_on, &exit.reason) == (day, &reason) => return Ok(vec![]),
            Some(exit) => return Err(Rejection::AlreadyLeaving { effective_on: exit.effective_on }),
            None => (),
        }
        formed.in_time(member, day, context.today())?;
        let (partnership_id, partner_id) = (partnership_id.clone(), context.partner.clone());
        let effective_on = day.to_string();
        let announced = LeaveAnnounced { partnership_id, partner_id, reason, effective_on }.into();
        let opened = [announced].into_iter().chain(sheet(formed, &context.partner, outstanding)).collect();
        Ok(if day <= context.today() { departed(formed, &context.partner, opened) } else { opened })
    }
}

impl Decide<WithdrawLeaving> for Partnership {
    type Known = ();

    fn target(command: &WithdrawLeaving) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &WithdrawLeaving, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawLeaving { command_id: _, validate_only: _, partnership_id } = command;
        let formed = self.formed()?;
        // The clock may be late with completing it; the day is not.
        match formed.leaving(&context.partner).filter(|it| context.today() < it.effective_on) {
            None => Err(Rejection::NotLeaving),
            Some(_) => {
                let (partnership_id, partner_id) = (partnership_id.clone(), context.partner.clone());
                Ok(vec![LeavingWithdrawn { partnership_id, partner_id }.into()])
            }
        }
    }
}

impl Decide<CompleteExit> for Partnership {
    type Known = ();

    fn target(command: &CompleteExit) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &CompleteExit, _: &(), context: &Context) -> Decision<Self> {
        let CompleteExit { command_id: _, validate_only: _, partnership_id: _, partner_id } = command;
        let formed = self.formed()?;
        let exit = formed.exit(partner_id).ok_or(Rejection::NotLeaving)?;
        match exit.effective_on {
            _ if exit.is_over => Ok(vec![]),
            effective_on if context.today() < effective_on => Err(Rejection::ExitNotDue { effective_on }),
            _ => Ok(departed(formed, partner_id, vec![])),
        }
    }
}

impl Formed {
    /// Who has not joined yet owes no notice, and neither does anybody while the partnership forms.
    fn in_time(&self, member: &Member, day: Date, today: Date) -> Result<(), Rejection> {
        let is_bound = self.stage != Stage::Forming && member.has_accepted();
        let notice_days = if is_bound { self.charter.terms.notice_days.unwrap_or(0) } else { 0 };
        let earliest = after(today, i32::try_from(notice_days).unwrap_or(i32::MAX));
        if day < earliest {
            return Err(Rejection::Notice { notice_days, earliest });
        }
        let latest = after(today, DAYS_AHEAD_MAX);
        match day <= latest {
            true => Ok(()),
            false => Err(Invalid::new("effective_on", format!("is {day}: later than {latest} is not taken")).into()),
        }
    }
}

/// What is not settled stays listed: leaving never leaves a thing that cannot end.
fn departed(formed: &Formed, partner_id: &str, mut events: Vec<Event>) -> Vec<Event> {
    let mut after = formed.clone();
    events.iter().for_each(|it| after.evolve(it, ""));
    let unsettled = after.exit(partner_id).map_or(0, |it| it.unsettled());
    events.push(
        MemberLeft {
            partnership_id: formed.id().to_owned(),
            partner_id: partner_id.to_owned(),
            items_unsettled: u32::try_from(unsettled).unwrap_or(u32::MAX),
        }
        .into(),
    );
    Aftermath::of(formed, events).events()
}

fn after(day: Date, days: i32) -> Date {
    day.saturating_add(Span::new().days(days))
}
