//! What the clock's order to remind leads to: a fact, the first time.

use contract::partners::{GiveReminder, ReminderGiven};
use kernel::{Context, Decide, Decision};

use super::state::Reminder;

impl Decide<GiveReminder> for Reminder {
    type Known = ();

    fn target(command: &GiveReminder) -> (&str, &str) {
        (&command.partnership_id, &command.reminder_id)
    }

    fn decide(&self, command: &GiveReminder, _: &(), _: &Context) -> Decision<Self> {
        if self.is_given {
            return Ok(vec![]);
        }
        let GiveReminder {
            command_id: _,
            validate_only: _,
            partnership_id,
            reminder_id,
            kind,
            about,
            about_id,
            partner_id,
            due_at,
        } = command.clone();
        Ok(vec![ReminderGiven { partnership_id, reminder_id, kind, about, about_id, partner_id, due_at }.into()])
    }
}
