//! What a request about a meeting leads to: calling it here, what came of it next door.

mod calling;
mod holding;
mod minutes;

use jiff::Timestamp;

use super::{
    rejection::Rejection,
    state::{Meeting, Scheduled},
};

impl Meeting {
    fn scheduled(&self) -> Result<&Scheduled, Rejection> {
        match self {
            Meeting::Unscheduled => Err(Rejection::NotFound),
            Meeting::Scheduled(scheduled) => Ok(scheduled),
        }
    }
}

impl Scheduled {
    fn before_it_begins(&self, now: Timestamp) -> Result<(), Rejection> {
        match (self.is_cancelled, self.starts_at) {
            (true, _) => Err(Rejection::Cancelled),
            (false, starts_at) if starts_at <= now => Err(Rejection::Begun { starts_at }),
            (false, _) => Ok(()),
        }
    }

    fn once_begun(&self, now: Timestamp) -> Result<(), Rejection> {
        match (self.is_cancelled, self.starts_at) {
            (true, _) => Err(Rejection::Cancelled),
            (false, starts_at) if now < starts_at => Err(Rejection::NotBegun { starts_at }),
            (false, _) => Ok(()),
        }
    }
}
