//! What facts add up to: one entry a transfer, what it counts as, and what it is worth in the partnership's currency.

mod books;
mod entries;
mod entry;
mod ledger;
mod mutual;
mod rates;

pub use books::{Books, Paid};
pub use entries::{Change, Step, entries};
pub use entry::{Code, Entry, Id, Meaning, State, Value};
pub use ledger::{Counted, Said, ledger, said};
pub use mutual::{Mutual, mutual, reciprocity};
pub use rates::{Converter, Table, Tables, first_day};
