//! What resources decides and counts of funds: one program, so that its messages are all used.

mod agreeing;
mod budgeting;
mod conditions;
mod confirming;
mod converting;
mod leaving;
mod ledger;
mod linking;
mod loading;
mod measuring;
mod messages;
mod messages_planning;
mod orders;
mod paying;
mod recording;
mod served;
mod waiting;
