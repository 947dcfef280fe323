//! What the tests of faults share: callers that insist, the receipts they were given, and what logs and views hold.

mod dice;
mod four;
mod image;
mod insistent;
mod load;
mod logs;
mod orders;
mod settled;
mod shown;

pub use dice::Dice;
pub use four::{Four, SERVICES, rebuild_views, republish};
pub use image::{Image, cannot_run};
pub use insistent::{Acknowledged, Insistent, Receipts};
pub use load::Load;
pub use logs::{Contents, Found, check_logs};
pub use orders::{Ground, fresh, offer, position, proposal};
pub use settled::{heard_through, settle, statuses};
pub use shown::{assert_same, shown};
