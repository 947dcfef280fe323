//! What a member does in a partnership, checked once.

use contract::{common::Standing, partners::MemberRole};
use kernel::Invalid;

/// At least one role, each named once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Roles(Vec<MemberRole>);

impl Roles {
    pub(super) fn parse(field: &'static str, numbers: &[i32]) -> Result<Self, Invalid> {
        let mut roles = Vec::with_capacity(numbers.len());
        for number in numbers {
            match MemberRole::try_from(*number) {
                Err(_) | Ok(MemberRole::Unspecified) => {
                    return Err(Invalid::new(field, "holds a role that is not known"));
                }
                Ok(role) if roles.contains(&role) => {
                    return Err(Invalid::new(field, format!("names {} twice", name(role))));
                }
                Ok(role) => roles.push(role),
            }
        }
        if roles.is_empty() { Err(Invalid::new(field, "names no role")) } else { Ok(Roles(roles)) }
    }

    /// Verifiers and observers have none. One voice, however many roles give it.
    pub(super) fn have_voice(&self) -> bool {
        self.0.iter().any(|it| gives_voice(*it))
    }

    pub(super) fn numbers(&self) -> Vec<i32> {
        self.0.iter().map(|it| (*it).into()).collect()
    }
}

/// How a member stands that has accepted, once the partnership is active.
pub fn standing_by(roles: &[i32]) -> Standing {
    let has = |is: fn(MemberRole) -> bool| roles.iter().any(|it| MemberRole::try_from(*it).is_ok_and(is));
    match () {
        () if has(gives_voice) => Standing::Member,
        () if has(|role| role == MemberRole::Verifier) => Standing::Verifier,
        () => Standing::Observer,
    }
}

fn gives_voice(role: MemberRole) -> bool {
    match role {
        MemberRole::Funding | MemberRole::Accountable | MemberRole::Extending | MemberRole::Implementing => true,
        MemberRole::Unspecified | MemberRole::Verifier | MemberRole::Observer => false,
    }
}

fn name(role: MemberRole) -> String {
    role.as_str_name().trim_start_matches("MEMBER_ROLE_").to_lowercase()
}
