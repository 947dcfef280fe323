//! How an answer stands in its table: when it came to be, and behind that the message as it is served.

use contract::log::Envelope;
use jiff::Timestamp;

use crate::desk::timestamp;

/// Raise it when this form changes: views of another one cannot be read, and are made again from the log.
pub(super) const FORM: u32 = 1;
const SECOND_BYTES: usize = 8;
const HEADER_BYTES: usize = SECOND_BYTES + 4;

/// When a fact was written down; one that does not say so comes after all others.
pub(super) fn moment(fact: &Envelope) -> Timestamp {
    fact.recorded_at.as_ref().and_then(timestamp).unwrap_or(Timestamp::MAX)
}

pub(super) fn pack(came_at: Timestamp, message: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(HEADER_BYTES + message.len());
    stored.extend_from_slice(&came_at.as_second().to_be_bytes());
    stored.extend_from_slice(&came_at.subsec_nanosecond().to_be_bytes());
    stored.extend_from_slice(message);
    stored
}

/// When it came to be, and the message.
pub(super) fn unpack(stored: &[u8]) -> (Timestamp, &[u8]) {
    let read = || {
        let (second, rest) = stored.split_first_chunk::<SECOND_BYTES>()?;
        let (nanosecond, message) = rest.split_first_chunk()?;
        let at = Timestamp::new(i64::from_be_bytes(*second), i32::from_be_bytes(*nanosecond)).ok()?;
        Some((at, message))
    };
    // Only what `pack` has made stands in a table.
    read().unwrap_or((Timestamp::MAX, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_to_the_nanosecond() {
        for at in ["2026-01-15T12:00:00.123456789Z", "1969-12-31T23:59:59.5Z", "9999-12-30T22:00:00.999999999Z"] {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(unpack(&pack(at, b"message")), (at, &b"message"[..]));
            assert_eq!(unpack(&pack(at, b"")), (at, &b""[..]));
        }
    }
}
