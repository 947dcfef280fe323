//! What confirming a transaction leads to.

use kernel::scenario::nothing;
use resources::transaction::{Rejection, Transaction};

use crate::messages::*;

#[test]
fn the_receiver_confirms() {
    noted().by(LENDER).when(confirm()).then(confirmed());
}

#[test]
fn confirming_twice_is_confirming_once() {
    noted().and(confirmed()).by(LENDER).when(confirm()).then_nothing();
}

#[test]
fn nobody_else_confirms() {
    for by in [FUNDER, INSURER] {
        noted().by(by).when(confirm()).then_rejected(Rejection::NotTheReceiver);
    }
}

#[test]
fn what_is_not_recorded_is_not_confirmed() {
    nothing::<Transaction>().by(LENDER).when(confirm()).then_rejected(Rejection::NotFound);
}
