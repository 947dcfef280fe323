//! Carrying out what was settled of an allocation when one of its two sides left.

use contract::resources::{SettleAllocation, Terms, event::Kind as Event};
use kernel::{Context, Decide, Decision, clipped};

use super::{
    super::{
        allocation::{Return, Stage},
        state::Offer,
    },
    Taken, check_service, fact,
};

/// Where nothing more was said.
const WHY: &str = "Settled on an exit sheet.";
/// What is said of a return is shorter than what may be said on a sheet.
const REMARK_BYTES_MAX: usize = 512;

impl Decide<SettleAllocation> for Offer {
    type Known = ();

    fn target(command: &SettleAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &SettleAllocation, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &SettleAllocation, _: &(), context: &Context) -> Decision<Self> {
        check_service(context)?;
        let Ok(taken) = self.taken(&command.allocation_id) else { return Ok(vec![]) };
        let why = if command.why.is_empty() { WHY } else { command.why.as_str() };
        Ok(match &taken.allocation.stage {
            Stage::Requested => vec![taken.given_up(&command.partner_id, "", why)],
            Stage::Proposed { event_id } => vec![taken.given_up(&command.partner_id, event_id, why)],
            Stage::Agreed => taken.settled_at_exit(command, why, context),
            Stage::Withdrawn | Stage::Declined { .. } | Stage::Rejected => vec![],
        })
    }
}

impl Taken<'_> {
    /// Taken back by who asked, or else declined.
    fn given_up(&self, leaver: &str, proposed_event_id: &str, why: &str) -> Event {
        match self.allocation.receiver == leaver {
            true => self.request_withdrawn(proposed_event_id),
            false => self.declined(why, proposed_event_id, false),
        }
    }

    /// What is not delivered is released. What is lent is its giver's: no other says that it is back, or is lost.
    fn settled_at_exit(&self, command: &SettleAllocation, why: &str, context: &Context) -> Vec<Event> {
        let undelivered = self.allocation.undelivered();
        let released = (!undelivered.is_zero()).then(|| self.released(undelivered, "", why));
        let is_givers_word = command.settled_by == self.book.provider;
        let lent = match self.book.terms() == Terms::Loan {
            true if command.returned => self.returned_at_exit(is_givers_word, why, context),
            true if is_givers_word => {
                let left = self.allocation.returnable();
                (!left.is_zero()).then(|| self.written_off(left, "", why, context.today())).into_iter().collect()
            }
            _ => vec![],
        };
        released.into_iter().chain(lent).collect()
    }

    /// All that is out, in one return beside those that were reported before; its giver says with it that it has them.
    fn returned_at_exit(&self, is_givers_word: bool, why: &str, context: &Context) -> Vec<Event> {
        let mut events = Vec::new();
        let mut so_far = self.allocation.clone();
        let left = so_far.returnable();
        if !left.is_zero() {
            let recorded = fact!(ReturnRecorded of self,
                return_id: context.or_fresh("", "return"),
                quantity: left.to_string(),
                returned_on: context.today().to_string(),
                condition: String::new(),
            );
            so_far.evolve(&recorded, "");
            events.push(recorded);
        }
        let remark = clipped(why, REMARK_BYTES_MAX);
        let unconfirmed: Vec<Return> = so_far.returns.iter().filter(|it| it.confirmed.is_none()).cloned().collect();
        for back in unconfirmed.iter().filter(|_| is_givers_word) {
            // Each takes its part of what the ones before it have left of the value.
            let confirmed = Taken { allocation: &so_far, ..*self }.back(back, back.recorded, &remark, context.today());
            so_far.evolve(&confirmed, "");
            events.push(confirmed);
        }
        events
    }
}
