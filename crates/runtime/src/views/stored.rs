//! How an answer stands in its table: when it came to be, and behind that the message as it is served.

use contract::log::Envelope;
use jiff::Timestamp;

/// Raise it when this form changes: views of another one cannot be read, and are made again from the log.
pub(super) const FORM: u32 = 1;
const SECOND_BYTES: usize = 8;

/// When a fact was written down; one that does not say so comes after all others.
pub(super) fn moment(fact: &Envelope) -> Timestamp {
    fact.recorded().unwrap_or(Timestamp::MAX)
}

/// The message is to be written behind it.
pub(super) fn begin(came_at: Timestamp, stored: &mut Vec<u8>) {
    stored.extend_from_slice(&came_at.as_second().to_be_bytes());
    stored.extend_from_slice(&came_at.subsec_nanosecond().to_be_bytes());
}

/// When it came to be, and the message.
pub(super) fn unpack(stored: &[u8]) -> (Timestamp, &[u8]) {
    let read = || {
        let (second, rest) = stored.split_first_chunk::<SECOND_BYTES>()?;
        let (nanosecond, message) = rest.split_first_chunk()?;
        let at = Timestamp::new(i64::from_be_bytes(*second), i32::from_be_bytes(*nanosecond)).ok()?;
        Some((at, message))
    };
    // Only what began with `begin` stands in a table.
    read().unwrap_or((Timestamp::MAX, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_an_answer_came_to_be_is_read_to_the_nanosecond() {
        for at in ["2026-01-15T12:00:00.123456789Z", "1969-12-31T23:59:59.5Z", "9999-12-30T22:00:00.999999999Z"] {
            let at: Timestamp = at.parse().unwrap();
            for message in [&b"message"[..], b""] {
                let mut stored = Vec::new();
                begin(at, &mut stored);
                stored.extend_from_slice(message);
                assert_eq!(unpack(&stored), (at, message));
            }
        }
    }
}
