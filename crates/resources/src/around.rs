//! What is agreed in a partnership, who stands how there, and what is to be served: what decisions ask for that begin something.

use kernel::Members;

/// What must be known of the partnership to begin something in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_active: bool,
    pub members: Members,
    /// ISO 4217.
    pub currency: String,
    /// In minor units of the currency; None: the charter has none.
    pub funds_threshold: Option<i64>,
    /// Whether the goal named is one of the partnership's; true where none is named.
    pub knows_goal: bool,
    /// Likewise the activity.
    pub knows_activity: bool,
}
