//! What becomes of an offer and of a need, given events, when a command: one program, so that its messages are all used.

mod agreeing;
mod attempts;
mod concluding;
mod delivering;
mod lapsing;
mod leaving;
mod matching;
mod messages;
mod messages_delivering;
mod model;
mod needing;
mod orders;
mod reacting;
mod requesting;
mod returning;
mod revising;
mod settling;
mod showing;
