//! Warning of a partner.

use contract::partners::{FlagPartner, FlagScope, PartnerFlagged};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::Flag},
    Acquaintance, review_on,
};
use crate::references;

impl Decide<FlagPartner> for Flag {
    type Known = Acquaintance;

    fn target(command: &FlagPartner) -> (&str, &str) {
        (&command.partnership_id, &command.flag_id)
    }

    fn decide(&self, command: &FlagPartner, known: &Acquaintance, context: &Context) -> Decision<Self> {
        scoped(command)?;
        if command.partner_id == context.partner {
            return Err(Rejection::AboutItself);
        }
        if !known.share_a_partnership {
            return Err(Rejection::NoSharedPartnership);
        }
        if let Flag::Raised(raised) = self {
            return match is_same(&raised.flagged, command, context) {
                true => Ok(vec![]),
                false => Err(Rejection::IdTaken),
            };
        }
        let flagged = flagged(command, context)?;
        match &known.flag_id {
            Some(flag_id) => Err(Rejection::AlreadyFlagged { flag_id: flag_id.clone() }),
            None => Ok(vec![flagged.into()]),
        }
    }
}

fn scoped(command: &FlagPartner) -> Result<(), Invalid> {
    match (command.scope(), command.partnership_id.as_str()) {
        (FlagScope::Partnership, "") => Err(Invalid::new("partnership_id", "is missing: whose members are warned?")),
        (FlagScope::Directory, given) if !given.is_empty() => {
            Err(Invalid::new("partnership_id", "must be empty: all who read the directory are warned"))
        }
        (FlagScope::Unspecified, _) => Err(Invalid::new("scope", "is missing")),
        _ => Ok(()),
    }
}

/// Told again, whatever day it is by now.
fn is_same(had: &PartnerFlagged, command: &FlagPartner, context: &Context) -> bool {
    let FlagPartner {
        command_id: _,
        validate_only: _,
        partnership_id: _,
        flag_id: _,
        partner_id,
        // The stream's.
        scope: _,
        category,
        statement,
        evidence,
        review_on,
    } = command;
    (&had.raised_by, &had.partner_id, had.category) == (&context.partner, partner_id, *category)
        && had.statement == statement.trim()
        && had.evidence == *evidence
        && had.review_on == *review_on
}

fn flagged(command: &FlagPartner, context: &Context) -> Result<PartnerFlagged, Invalid> {
    Ok(PartnerFlagged {
        partnership_id: command.partnership_id.clone(),
        flag_id: context.or_fresh(&command.flag_id, Flag::KIND),
        partner_id: command.partner_id.clone(),
        raised_by: context.partner.clone(),
        category: command.category,
        statement: parse::filled("statement", &command.statement)?.to_owned(),
        evidence: Some(references::evidence(command.evidence.as_ref())?),
        review_on: review_on(&command.review_on, context)?.to_string(),
    })
}
