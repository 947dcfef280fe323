//! What evaluation decides, given events, when a command: one program, so that its messages are all used.

mod any_order;
mod by_period;
mod catching_up;
mod defining;
mod describing;
mod measuring;
mod messages;
mod progressing;
mod reacting;
mod revising;
