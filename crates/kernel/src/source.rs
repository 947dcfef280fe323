//! Sources: what the operator reads elsewhere and lists here as published, decided by nobody.

use crate::{Context, Refusal};

/// The operator has no word of its own, and partners speak for themselves.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field} is for the node's operator, which has to say where it read what it lists")]
pub struct SourceIsTheOperators {
    pub field: &'static str,
}

/// Whether the thing comes from a source.
pub fn is_given(source: &str, context: &Context) -> Result<bool, SourceIsTheOperators> {
    let is_given = !source.is_empty();
    if is_given == context.is_operator() { Ok(is_given) } else { Err(SourceIsTheOperators { field: "source" }) }
}

impl SourceIsTheOperators {
    pub fn refusal(&self) -> Refusal {
        Refusal::denied("REASON_SOURCE_IS_THE_OPERATORS").on(self.field)
    }
}
