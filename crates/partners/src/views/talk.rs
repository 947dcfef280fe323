//! What may be read of how members talk: meetings, actions, updates, comments, check-ins, reminders; the calendar they
//! make, and what waits for whom.

mod actions;
mod calendar;
mod check_ins;
mod comments;
mod meetings;
mod redactions;
mod reminders;
mod updates;
mod waiting;

use contract::{moment, partners::Thing};
use kernel::words::first_line;
use runtime::views::{View, key};

use crate::check_in::period::end_of;

/// Meetings by partnership and id.
pub const MEETINGS: &str = "meetings";
/// Actions by partnership and id.
pub const ACTIONS: &str = "actions";
/// Updates by partnership and id.
pub const UPDATES: &str = "updates";
/// Comments by partnership, what they are on, and when they were made.
pub const COMMENTS: &str = "comments";
/// Check-ins by partnership, period and member.
pub const CHECK_INS: &str = "check_ins";
/// What was taken out of the record, or was asked to be, by partnership and id.
pub const REDACTIONS: &str = "redactions";
/// Reminders by partnership and when what they remind of is due.
pub const REMINDERS: &str = "reminders";
/// What is to happen, by partnership and time.
pub const CALENDAR: &str = "calendar";
/// What waits, by partner and partnership.
pub const WAITING: &str = "waiting";

pub use check_ins::open as open_check_in;
pub use comments::open as open_comment;
pub use meetings::open as open_meeting;
pub use updates::open as open_update;
pub use waiting::open as open_waiting;

const TITLE_BYTES_MAX: usize = 512;

pub(super) fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(meetings::Meetings),
        Box::new(actions::Actions),
        Box::new(updates::Updates),
        Box::new(comments::Comments),
        Box::new(check_ins::CheckIns),
        Box::new(redactions::Redactions),
        Box::new(reminders::Reminders),
        Box::new(calendar::Calendar),
        Box::new(waiting::Waitings),
    ]
}

/// Where the comments on a thing stand.
pub fn on(partnership_id: &str, about: Thing, about_id: &str) -> Vec<u8> {
    key(&[partnership_id, about.as_str_name(), about_id])
}

/// A moment as a part of a key: in the order of time.
fn moment_in_order(at: Option<&prost_types::Timestamp>) -> String {
    format!("{:012}", at.map_or(0, |it| it.seconds.max(0)))
}

/// The last moment of what is due by a day.
fn end_of_day(due_on: &str) -> Option<prost_types::Timestamp> {
    due_on.parse().ok().map(end_of).map(moment::on_wire)
}

fn day_of(at: Option<&prost_types::Timestamp>) -> String {
    moment::day_of(moment::read(at).unwrap_or_default()).to_string()
}

/// What a text begins with.
fn line(text: &str) -> String {
    first_line(text, TITLE_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_stand_in_the_order_of_time() {
        let at = |seconds| moment_in_order(Some(&prost_types::Timestamp { seconds, nanos: 0 }));
        assert!(at(999_999_999) < at(1_000_000_000));
    }
}
