//! What goals decides, given events, when a command: one program, so that its messages are all used.

mod aligning;
mod circles;
mod closing;
mod disposing;
mod following;
mod joining;
mod measuring;
mod messages;
mod messages_aligning;
mod messages_revising;
mod messages_targets;
mod messages_undertaking;
mod passing;
mod planning;
mod proposing;
mod ranking;
mod reacting;
mod results;
mod revising;
mod targeting;
mod undertaking;
