//! What a request about an action leads to: asking for it here, doing it and looking at it next door.

mod assigning;
mod doing;

use super::{
    rejection::Rejection,
    state::{Action, Assigned},
};

impl Action {
    fn assigned(&self) -> Result<&Assigned, Rejection> {
        match self {
            Action::Unassigned => Err(Rejection::NotFound),
            Action::Assigned(assigned) => Ok(assigned),
        }
    }
}

impl Assigned {
    fn is_to_be_done_by(&self, partner_id: &str) -> bool {
        self.asked.assigned_to == partner_id
    }
}
