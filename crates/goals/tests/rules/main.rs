//! What goals decides, given events, when a command: one program, so that its messages are all used.

mod closing;
mod messages;
mod planning;
mod proposing;
mod reacting;
mod results;
