//! What members are to be reminded of, as orders of the clock: one a partner and occasion.

use contract::{
    common::Standing as Stands,
    moment,
    partners::{GiveReminder, ReminderKind, Thing},
};
use jiff::Timestamp;
use runtime::{Reaction, standing::Standing};
use uuid::Uuid;

use crate::{
    Memory, Partners,
    memory::{check_ins, occasions},
    reminder::Reminder,
};

/// The clock asks again for what is left.
const REMINDERS_MAX: usize = 64;

pub fn due(memory: &Memory, standing: &Standing, now: Timestamp) -> Vec<Reaction<Partners>> {
    let orders = reminders(memory, standing, now).take(REMINDERS_MAX);
    orders
        .map(|(remind_at, order)| {
            let reminder_id = order.reminder_id.clone();
            Reaction::new::<Reminder, GiveReminder>(order).due(&reminder_id, "remind", remind_at)
        })
        .collect()
}

/// All that is to be given by now, with the moment it was to be given. Who has gone is not reminded, and an observer not of
/// what it may not do.
pub fn reminders(
    memory: &Memory,
    standing: &Standing,
    now: Timestamp,
) -> impl Iterator<Item = (Timestamp, GiveReminder)> {
    let of_things = memory.occasions().due(now).map(|it| (it.remind_at, of_thing(it)));
    let to_check_in = memory.check_ins().due(now).map(|it| (it.remind_at, to_check_in(it)));
    of_things.chain(to_check_in).filter(|(_, it)| {
        let stands = standing.of(&it.partnership_id, &it.partner_id);
        let observes = stands == Stands::Observer && it.kind() != ReminderKind::ExpectationUnanswered;
        observes || matches!(stands, Stands::Member | Stands::Verifier)
    })
}

fn of_thing(it: occasions::Due) -> GiveReminder {
    let kind = it.occasion.kind();
    GiveReminder {
        reminder_id: named(&format!("{}/{}/{}", it.event_id, kind.as_str_name(), it.partner_id)),
        partnership_id: it.occasion.partnership_id,
        kind: kind.into(),
        about: about(kind).into(),
        about_id: it.occasion.thing_id,
        partner_id: it.partner_id,
        due_at: Some(moment::on_wire(it.due_at)),
        ..Default::default()
    }
}

fn to_check_in(it: check_ins::Due) -> GiveReminder {
    let kind = ReminderKind::CheckInDue;
    GiveReminder {
        reminder_id: named(&format!("{}/{}/{}", it.partnership_id, it.due_at, it.partner_id)),
        partnership_id: it.partnership_id,
        kind: kind.into(),
        about: about(kind).into(),
        about_id: String::new(),
        partner_id: it.partner_id,
        due_at: Some(moment::on_wire(it.due_at)),
        ..Default::default()
    }
}

/// One reminder an occasion and partner.
fn named(occasion: &str) -> String {
    kernel::name_based(&Uuid::NAMESPACE_URL, format!("accord/reminder/{occasion}").as_bytes()).to_string()
}

fn about(kind: ReminderKind) -> Thing {
    match kind {
        ReminderKind::Unspecified => Thing::Unspecified,
        ReminderKind::DeadlineSoon => Thing::Proposal,
        ReminderKind::MeetingSoon => Thing::Meeting,
        ReminderKind::ActionSoon | ReminderKind::ActionOverdue => Thing::Action,
        ReminderKind::AcknowledgementOverdue => Thing::Update,
        ReminderKind::CheckInDue => Thing::CheckIn,
        ReminderKind::ExpectationUnanswered => Thing::Expectation,
        ReminderKind::FeedbackSoon => Thing::Round,
    }
}
