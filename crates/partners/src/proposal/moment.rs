//! A moment as the contract writes it, and as decisions compare it.

use jiff::Timestamp;

pub fn on_wire(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.as_second(), nanos: at.subsec_nanosecond() }
}

/// None where it is missing or out of range.
pub fn read(at: Option<&prost_types::Timestamp>) -> Option<Timestamp> {
    at.and_then(|it| Timestamp::new(it.seconds, it.nanos).ok())
}
