//! May they? The rpc's option in the contract × the caller's role × its standing in the named partnership.

use contract::{
    common::{Reason, Role, Standing as Stands},
    rules,
};
use jiff::Timestamp;

use crate::{caller::Caller, refusal::Refused, standing::Standing};

/// Checks by the request's full name; the same refusal whether the partnership exists or not.
pub fn check(request: &str, caller: &Caller, partnership: &str, standing: &Standing) -> Result<(), Refused> {
    let rule = rules().rpc(request).ok_or_else(|| Refused::internal(format!("no rpc takes {request}")))?;
    let permission = &rule.permission;
    if caller.is_operator() {
        return match permission.operator {
            true => Ok(()),
            false => Err(denied("the operator acts for no partner and may not do this")),
        };
    }
    if caller.role < permission.role() {
        return Err(denied(&format!("this takes the role {}", word(permission.role()))));
    }
    let registers_itself = request == "accord.partners.v1.RegisterPartner";
    if !registers_itself && !standing.is_registered(&caller.partner) {
        return Err(Refused::denied(
            Reason::PartnerNotRegistered,
            "your organisation is not registered here yet; if it has just been, give the receipt's as_of",
        ));
    }
    let stands = standing.of(partnership, &caller.partner);
    match permission.standing.is_empty() || permission.standing().any(|it| it == stands) {
        true => Ok(()),
        false => Err(denied("your organisation has no standing in that partnership that allows this")),
    }
}

/// Until when a caller reads what the request asks for, where it has left the partnership and former members may ask.
pub(crate) fn reads_until(request: &str, caller: &Caller, partnership: &str, standing: &Standing) -> Option<Timestamp> {
    let allows_former = rules().rpc(request)?.permission.standing().any(|it| it == Stands::Former);
    standing.reads_until(partnership, &caller.partner).filter(|_| allows_former)
}

fn denied(message: &str) -> Refused {
    Refused::denied(Reason::PermissionDenied, message)
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Unspecified | Role::Viewer => "viewer",
        Role::Reporter => "reporter",
        Role::Coordinator => "coordinator",
        Role::Admin => "admin",
        Role::Operator => "operator",
    }
}
