//! What evaluation decides, given events, when a command: one program, so that its messages are all used.

mod any_order;
mod assigning;
mod benefit;
mod by_period;
mod calendars;
mod catching_up;
mod correcting;
mod counting_people;
mod defining;
mod describing;
mod falling_due;
mod finding;
mod locking;
mod measuring;
mod messages;
mod messages_reporting;
mod over_time;
mod progressing;
mod reaching;
mod reacting;
mod recounting;
mod revising;
mod scoring;
mod studying;
mod studying_effects;
mod totalling;
