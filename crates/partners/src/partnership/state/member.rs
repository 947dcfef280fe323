//! A partner in a partnership, from its invitation on.

use contract::common::Standing;

use crate::partnership::roles::standing_by;

#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub partner_id: String,
    pub roles: Vec<i32>,
    pub is_founder: bool,
    /// The charter version it accepted; 0: none yet, or only of an earlier draft.
    pub accepted_version: u32,
    pub is_suspended: bool,
    /// It has left, or was removed.
    pub is_former: bool,
}

impl Member {
    pub fn has_accepted(&self) -> bool {
        self.accepted_version != 0
    }

    /// A say in the partnership's decisions, once it is active.
    pub fn has_voice(&self) -> bool {
        self.has_accepted() && self.may_have_voice()
    }

    /// It would have one as soon as it has accepted.
    pub fn may_have_voice(&self) -> bool {
        !self.is_suspended && !self.is_former && standing_by(&self.roles) == Standing::Member
    }

    pub(super) fn invited(partner_id: &str, roles: &[i32], is_founder: bool) -> Self {
        Member {
            partner_id: partner_id.to_owned(),
            roles: roles.to_vec(),
            is_founder,
            accepted_version: 0,
            is_suspended: false,
            is_former: false,
        }
    }
}
