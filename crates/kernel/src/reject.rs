//! Why a command is refused: a kind that tools act on, a reason from the contract, words for an officer.

use crate::parse::Invalid;

/// A service's typed reasons to refuse.
pub trait Reject: std::error::Error + Clone + PartialEq + Send + From<Invalid> + 'static {
    fn refusal(&self) -> Refusal;
}

/// What a refusal means to the caller, whatever the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub kind: Kind,
    /// A value name of accord.common.v1.Reason, such as REASON_GOAL_STATE.
    pub reason: &'static str,
    /// The field of the request that is wrong, where one is.
    pub field: Option<&'static str>,
    /// More for tools: keys are frozen once published.
    pub metadata: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Invalid,
    NotFound,
    AlreadyExists,
    /// Right in itself, not in this state of things.
    NotNow,
    /// Not by this caller.
    Denied,
}

impl Refusal {
    pub fn new(kind: Kind, reason: &'static str) -> Self {
        Refusal { kind, reason, field: None, metadata: Vec::new() }
    }

    pub fn invalid(invalid: &Invalid) -> Self {
        Refusal { field: Some(invalid.field), ..Refusal::new(Kind::Invalid, "REASON_INVALID_FIELD") }
    }

    pub fn not_now(reason: &'static str) -> Self {
        Refusal::new(Kind::NotNow, reason)
    }

    pub fn not_found(field: &'static str) -> Self {
        Refusal { field: Some(field), ..Refusal::new(Kind::NotFound, "REASON_NOT_FOUND") }
    }

    pub fn denied(reason: &'static str) -> Self {
        Refusal::new(Kind::Denied, reason)
    }

    pub fn on(self, field: &'static str) -> Self {
        Refusal { field: Some(field), ..self }
    }

    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.metadata.push((key, value.into()));
        self
    }
}
