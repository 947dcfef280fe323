//! The gRPC face: one line a command, one a query.

mod asked;
mod commands;
mod queries;

use runtime::Desk;

use crate::Partners;

#[derive(Clone)]
pub struct Api {
    pub desk: Desk<Partners>,
}
