//! What resources decides and counts of funds: one program, so that its messages are all used.

mod ledger;
mod messages;
mod recording;
