//! What resources decides and counts of funds: one program, so that its messages are all used.

mod agreeing;
mod budgeting;
mod conditions;
mod converting;
mod ledger;
mod linking;
mod loading;
mod measuring;
mod messages;
mod orders;
mod paying;
mod recording;
mod served;
