//! Refusals as gRPC statuses: the one file that knows gRPC codes.

use std::time::Duration;

use contract::common::Reason;
use kernel::{Reject, reject::Kind};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// Names the fields of ErrorInfo as ours.
pub const DOMAIN: &str = "accord";

/// Why a call is not carried out, with all that its status says.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub code: Code,
    pub reason: Reason,
    pub message: String,
    /// Fields that are wrong: path and what would be right.
    pub fields: Vec<(String, String)>,
    pub metadata: Vec<(&'static str, String)>,
    pub retry_after: Option<Duration>,
}

impl Refused {
    pub fn new(code: Code, reason: Reason, message: impl Into<String>) -> Self {
        let message = message.into();
        Refused { code, reason, message, fields: vec![], metadata: vec![], retry_after: None }
    }

    pub fn invalid(fields: Vec<(String, String)>) -> Self {
        let message = fields.iter().map(|(path, problem)| format!("{path} {problem}")).collect::<Vec<_>>().join("; ");
        Refused { fields, ..Refused::new(Code::InvalidArgument, Reason::InvalidField, message) }
    }

    pub fn malformed(message: impl Into<String>) -> Self {
        Refused::new(Code::InvalidArgument, Reason::MalformedRequest, message)
    }

    pub fn page_token(message: &str) -> Self {
        let fields = vec![("page_token".to_owned(), message.to_owned())];
        Refused { fields, ..Refused::new(Code::InvalidArgument, Reason::PageToken, format!("page_token {message}")) }
    }

    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Refused::new(Code::Unauthenticated, Reason::Unauthenticated, message)
    }

    pub fn denied(reason: Reason, message: impl Into<String>) -> Self {
        Refused::new(Code::PermissionDenied, reason, message)
    }

    pub fn not_found(field: &str, id: &str) -> Self {
        let message = format!("{field} names nothing here: {id:?}");
        Refused::new(Code::NotFound, Reason::NotFound, message).with("field", field)
    }

    pub fn exists(reason: Reason, message: impl Into<String>) -> Self {
        Refused::new(Code::AlreadyExists, reason, message)
    }

    pub fn mismatch(expected: u64, actual: u64) -> Self {
        let message = format!("it is at revision {actual}, not {expected}: read it again before changing it");
        Refused::new(Code::Aborted, Reason::RevisionMismatch, message)
            .with("expected", expected.to_string())
            .with("actual", actual.to_string())
    }

    /// Nothing is wrong with the request; the service can't take it now.
    pub fn unavailable(reason: Reason, message: impl Into<String>, retry_after: Duration) -> Self {
        Refused { retry_after: Some(retry_after), ..Refused::new(Code::Unavailable, reason, message) }
    }

    pub fn overloaded(message: impl Into<String>) -> Self {
        let retry_after = Some(Duration::from_millis(500));
        Refused { retry_after, ..Refused::new(Code::ResourceExhausted, Reason::Overloaded, message) }
    }

    /// Broken machinery: the detail goes to the log, not to the caller.
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        tracing::error!(%detail, "a call failed on broken machinery");
        Refused::new(Code::Internal, Reason::Internal, "the service failed; its operator can find out why in its log")
    }

    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.metadata.push((key, value.into()));
        self
    }
}

/// A service's rejection, in the caller's terms.
pub fn rejected(rejection: &impl Reject) -> Refused {
    let refusal = rejection.refusal();
    let code = match refusal.kind {
        Kind::Invalid => Code::InvalidArgument,
        Kind::NotFound => Code::NotFound,
        Kind::AlreadyExists => Code::AlreadyExists,
        Kind::NotNow => Code::FailedPrecondition,
        Kind::Denied => Code::PermissionDenied,
    };
    let reason = Reason::from_str_name(refusal.reason).unwrap_or(Reason::Internal);
    let message = rejection.to_string();
    let mut refused = Refused::new(code, reason, message.clone());
    refused.metadata = refusal.metadata;
    if let Some(field) = refusal.field {
        refused.metadata.push(("field", field.to_owned()));
        if refusal.kind == Kind::Invalid {
            refused.fields.push((field.to_owned(), message));
        }
    }
    refused
}

impl From<Refused> for Status {
    fn from(refused: Refused) -> Self {
        let Refused { code, reason, message, fields, metadata, retry_after } = refused;
        let metadata = metadata.into_iter().map(|(key, value)| (key.to_owned(), value));
        let mut details = ErrorDetails::new();
        details.set_error_info(reason.as_str_name(), DOMAIN, metadata.collect::<std::collections::HashMap<_, _>>());
        if !fields.is_empty() {
            details.set_bad_request(
                fields
                    .into_iter()
                    .map(|(path, problem)| tonic_types::FieldViolation::new(path, problem))
                    .collect::<Vec<_>>(),
            );
        }
        if code == Code::FailedPrecondition {
            details.add_precondition_failure_violation(reason.as_str_name(), "", message.clone());
        }
        if let Some(after) = retry_after {
            details.set_retry_info(Some(after));
        }
        Status::with_error_details(code, message, details)
    }
}

/// The same words for every status that tonic itself makes, so that no failure is without a reason.
pub fn reason_of(code: Code) -> Reason {
    match code {
        Code::Unimplemented => Reason::Unimplemented,
        Code::Cancelled | Code::DeadlineExceeded => Reason::Cancelled,
        Code::ResourceExhausted => Reason::Overloaded,
        Code::InvalidArgument | Code::OutOfRange | Code::DataLoss => Reason::MalformedRequest,
        Code::Unavailable => Reason::Stopping,
        Code::Unauthenticated => Reason::Unauthenticated,
        Code::PermissionDenied => Reason::PermissionDenied,
        Code::NotFound => Reason::NotFound,
        _ => Reason::Internal,
    }
}
