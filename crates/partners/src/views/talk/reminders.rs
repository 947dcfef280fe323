//! Reminders that were given, by when what they remind of is due.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Reminder, ReminderGiven, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

use super::moment_in_order;

pub(super) struct Reminders;

impl View for Reminders {
    fn name(&self) -> &'static str {
        super::REMINDERS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(Event::ReminderGiven(it)) })) = &fact.fact else { return };
        let ReminderGiven { partnership_id, reminder_id, kind, about, about_id, partner_id, due_at } = it.clone();
        let place = key(&[&partnership_id, &moment_in_order(due_at.as_ref()), &reminder_id]);
        let given_at = fact.recorded_at;
        fold.put(place, Reminder { reminder_id, kind, about, about_id, partner_id, due_at, given_at });
    }
}
