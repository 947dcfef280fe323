//! Why a client command did not do what was asked, in words, and as an exit code.

use std::{fmt, process::ExitCode};

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// 1: refused or not found; 2: bad usage; 3: unavailable.
#[derive(Debug, Clone)]
pub struct Failure {
    exit: u8,
    /// The reason of the contract, where a service gave one.
    pub reason: String,
    message: String,
}

impl Failure {
    pub fn usage(message: impl fmt::Display) -> Self {
        Failure { exit: 2, reason: String::new(), message: message.to_string() }
    }

    pub fn refused(message: impl fmt::Display) -> Self {
        Failure { exit: 1, reason: String::new(), message: message.to_string() }
    }

    pub fn unreachable(error: impl std::error::Error) -> Self {
        Failure {
            exit: 3,
            reason: String::new(),
            message: format!("the service cannot be reached: {}", causes(&error)),
        }
    }

    pub fn internal(error: impl fmt::Display) -> Self {
        Failure { exit: 3, reason: String::new(), message: error.to_string() }
    }

    /// Says what it was about.
    pub fn of(self, what: &str) -> Self {
        Failure { message: format!("{what}: {}", self.message), ..self }
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }

    pub fn is_unavailable(&self) -> bool {
        self.exit == 3
    }
}

/// An error with what is behind it: a transport's own words alone say nothing.
fn causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let mut lines = vec![status.message().to_owned()];
        if let Some(bad) = details.bad_request() {
            lines.extend(bad.field_violations.iter().map(|it| format!("  {}: {}", it.field, it.description)));
        }
        let info = details.error_info();
        let reason = info.map(|it| it.reason.clone()).unwrap_or_default();
        if !reason.is_empty() {
            lines.push(format!("  reason: {reason}"));
        }
        let mut metadata: Vec<_> = info.iter().flat_map(|it| &it.metadata).collect();
        metadata.sort();
        lines.extend(metadata.into_iter().map(|(key, value)| format!("  {key}: {value}")));
        if let Some(after) = details.retry_info().and_then(|it| it.retry_delay) {
            lines.push(format!("  try again after: {after:?}"));
        }
        if let Some(error) = std::error::Error::source(&status) {
            lines.push(format!("  {}", causes(error)));
        }
        let exit = match status.code() {
            Code::Unavailable | Code::Internal | Code::Unknown | Code::DeadlineExceeded | Code::Cancelled => 3,
            Code::Unimplemented => 2,
            _ => 1,
        };
        Failure { exit, reason, message: lines.join("\n") }
    }
}
