//! What partners of a partnership share, as an officer reads it: the board, the ledger, the budget, and the library.

mod board;
mod budget;
mod ledger;
mod practices;

pub(super) use board::board;
pub(super) use budget::budget;
pub(super) use ledger::{Row, Wanted, ledger, lines, remarks, table};
pub(super) use practices::{Searched, practices};
