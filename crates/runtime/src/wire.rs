//! The protobuf wire format, as far as a walk over fields needs it; the bytes are our own encoding, of requests and of
//! what is stored.

use prost::encoding::{WireType, decode_key, decode_varint};

/// One field as it stands in the bytes.
pub(crate) struct Field<'r> {
    pub(crate) number: u32,
    /// The content of a length-delimited field; empty for others.
    pub(crate) bytes: &'r [u8],
    /// The value of a varint field; 0 for others.
    pub(crate) varint: u64,
}

impl Field<'_> {
    /// As a signed number; None where it was none.
    pub(crate) fn whole(&self, zigzag: bool) -> i64 {
        match zigzag {
            true => ((self.varint >> 1) as i64) ^ -((self.varint & 1) as i64),
            false => self.varint as i64,
        }
    }
}

/// The values of a repeated number, packed or not.
pub(crate) fn varints(field: &Field<'_>) -> Vec<u64> {
    if field.bytes.is_empty() {
        return vec![field.varint];
    }
    let mut rest = field.bytes;
    let mut values = Vec::new();
    while let (false, Ok(value)) = (rest.is_empty(), decode_varint(&mut rest)) {
        values.push(value);
    }
    values
}

/// The fields of a message, in the order of its bytes. Ends before the first thing that is no field.
pub(crate) struct Fields<'r> {
    rest: &'r [u8],
}

impl<'r> Fields<'r> {
    pub(crate) fn of(encoded: &'r [u8]) -> Self {
        Fields { rest: encoded }
    }

    /// Bytes not read yet.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    fn take(&mut self, length: usize) -> Option<&'r [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn field(&mut self) -> Option<Field<'r>> {
        let (number, wire_type) = decode_key(&mut self.rest).ok()?;
        let mut field = Field { number, bytes: &[], varint: 0 };
        match wire_type {
            WireType::Varint => field.varint = decode_varint(&mut self.rest).ok()?,
            WireType::LengthDelimited => {
                let length = decode_varint(&mut self.rest).ok()?;
                field.bytes = self.take(usize::try_from(length).ok()?)?;
            }
            WireType::SixtyFourBit => drop(self.take(8)?),
            WireType::ThirtyTwoBit => drop(self.take(4)?),
            WireType::StartGroup | WireType::EndGroup => return None,
        }
        Some(field)
    }
}

impl<'r> Iterator for Fields<'r> {
    type Item = Field<'r>;

    fn next(&mut self) -> Option<Field<'r>> {
        if self.rest.is_empty() {
            return None;
        }
        let before = self.rest;
        let field = self.field();
        if field.is_none() {
            self.rest = before;
        }
        field
    }
}
