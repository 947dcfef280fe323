//! What decisions ask for that begin something in a partnership: that it is active, and that what is to be served is there.

#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Around {
    pub is_active: bool,
    /// Whether the goal named is one of the partnership's; true where none is named.
    pub knows_goal: bool,
    /// Likewise the activity.
    pub knows_activity: bool,
}
