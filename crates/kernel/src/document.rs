//! A document kept elsewhere, by where it is and how to tell that it is the same: checked at the door.

use crate::parse::Invalid;

const SHA256_DIGITS: usize = 64;

/// What the fields of a document are called in a request.
pub struct Fields {
    pub uri: &'static str,
    pub sha256: &'static str,
    pub size_bytes: &'static str,
    pub media_type: &'static str,
}

pub const EVIDENCE: Fields = Fields {
    uri: "evidence.uri",
    sha256: "evidence.sha256",
    size_bytes: "evidence.size_bytes",
    media_type: "evidence.media_type",
};

pub struct Document<'d> {
    pub uri: &'d str,
    /// Hexadecimal.
    pub sha256: &'d str,
    pub size_bytes: u64,
    pub media_type: &'d str,
}

impl Document<'_> {
    pub fn check(&self, fields: &Fields) -> Result<(), Invalid> {
        let Document { uri, sha256, size_bytes, media_type } = *self;
        let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
        let invalid = |field, problem: String| Err(Invalid::new(field, problem));
        match () {
            () if !is_uri(uri) => invalid(fields.uri, format!("is not a URI such as https://example.org/a: {uri:?}")),
            () if sha256.len() != SHA256_DIGITS || !sha256.bytes().all(is_hex) => {
                invalid(fields.sha256, format!("is not {SHA256_DIGITS} hexadecimal digits in lower case"))
            }
            () if size_bytes == 0 => invalid(fields.size_bytes, "is missing".into()),
            () if !media_type.contains('/') => {
                invalid(fields.media_type, format!("is not a media type such as application/pdf: {media_type:?}"))
            }
            () => Ok(()),
        }
    }
}

/// A scheme, and something behind it; not one that leads to a person.
fn is_uri(text: &str) -> bool {
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.bytes().all(is_of_a_scheme)
            && !["mailto", "tel", "sip"].contains(&it.to_ascii_lowercase().as_str())
    };
    text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        && !text.contains(char::is_whitespace)
}

fn is_of_a_scheme(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.')
}
