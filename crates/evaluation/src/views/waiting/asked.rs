//! What the list remembers beside its entries.

use prost::Message;

/// What was asked of a reporter for one period.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Asked {
    #[prost(string, tag = "1")]
    pub(super) assignment_id: String,
    /// Empty: whichever other member verifies.
    #[prost(string, tag = "2")]
    pub(super) verifier: String,
    #[prost(string, tag = "3")]
    pub(super) period_name: String,
    #[prost(string, tag = "4")]
    pub(super) due_on: String,
}

/// What an indicator is called.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Titles {
    #[prost(string, tag = "1")]
    pub(super) title: String,
}

/// Where the entries of a partner in a partnership stand.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Entries {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) places: Vec<Vec<u8>>,
    /// It is no member any more: nothing waits for it.
    #[prost(bool, tag = "2")]
    pub(super) has_left: bool,
}

impl Entries {
    pub(super) fn keep(&mut self, place: Vec<u8>) {
        if !self.places.contains(&place) {
            self.places.push(place);
        }
    }
}
