//! What a request about a transaction leads to: recording it, agreeing on it, telling that two reports are one.

mod agreeing;
mod linking;
mod recording;

use super::{
    rejection::Rejection,
    state::{Recorded, Transaction},
};

pub use agreeing::Reports;
pub use linking::{Kept, Pair};
pub use recording::{Named, Parties};

impl Transaction {
    fn recorded(&self) -> Result<&Recorded, Rejection> {
        match self {
            Transaction::Unrecorded => Err(Rejection::NotFound),
            Transaction::Recorded(recorded) => Ok(recorded),
        }
    }
}
