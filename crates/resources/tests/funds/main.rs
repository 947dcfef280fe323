//! What resources decides and counts of funds: one program, so that its messages are all used.

mod agreeing;
mod budgeting;
mod ledger;
mod linking;
mod messages;
mod recording;
