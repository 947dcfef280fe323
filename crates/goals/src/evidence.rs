//! A document kept elsewhere, by where it is and how to tell that it is the same.

use contract::partners::Evidence;
use kernel::Invalid;

const SHA256_DIGITS: usize = 64;

/// As it was given, if it was.
pub(crate) fn checked(given: Option<&Evidence>) -> Result<Option<Evidence>, Invalid> {
    let Some(document) = given else { return Ok(None) };
    let Evidence { uri, sha256, size_bytes, media_type } = document;
    let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    let invalid = |field, problem: String| Err(Invalid::new(field, problem));
    match () {
        () if !is_uri(uri) => invalid("evidence.uri", format!("is not a URI such as https://example.org/a: {uri:?}")),
        () if sha256.len() != SHA256_DIGITS || !sha256.bytes().all(is_hex) => {
            invalid("evidence.sha256", format!("is not {SHA256_DIGITS} hexadecimal digits in lower case"))
        }
        () if *size_bytes == 0 => invalid("evidence.size_bytes", "is missing".into()),
        () if !media_type.contains('/') => {
            invalid("evidence.media_type", format!("is not a media type such as application/pdf: {media_type:?}"))
        }
        () => Ok(Some(document.clone())),
    }
}

/// A scheme, and something behind it; not one that leads to a person.
fn is_uri(text: &str) -> bool {
    let of_a_scheme = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.');
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.chars().all(of_a_scheme)
            && !["mailto", "tel", "sip"].contains(&it.to_ascii_lowercase().as_str())
    };
    text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        && !text.contains(char::is_whitespace)
}
