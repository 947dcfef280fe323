//! Who speaks for an organisation: persons as opaque ids, never by name.

use contract::partners::{AppointRepresentative, RepresentativeAppointed};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{super::state::Partner, own};

impl Decide<AppointRepresentative> for Partner {
    type Known = ();

    fn target(command: &AppointRepresentative) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &AppointRepresentative, _: &(), context: &Context) -> Decision<Self> {
        own(&command.partner_id, context)?;
        let appointed = appointed(command)?;
        match self.registered()?.representative.as_ref() == Some(&appointed) {
            true => Ok(vec![]),
            false => Ok(vec![appointed.into()]),
        }
    }
}

fn appointed(command: &AppointRepresentative) -> Result<RepresentativeAppointed, Invalid> {
    let AppointRepresentative { command_id: _, validate_only: _, partner_id, person, deputy, starts_on } = command;
    let person = opaque("person", parse::filled("person", person)?)?;
    let deputy = opaque("deputy", deputy)?;
    if person == deputy {
        return Err(Invalid::new("deputy", "is the representative: nobody stands in for itself"));
    }
    Ok(RepresentativeAppointed {
        partner_id: partner_id.clone(),
        person,
        deputy,
        starts_on: parse::date("starts_on", starts_on)?.to_string(),
    })
}

/// What could be a name or an address does not enter the record, which is for ever and for all to read.
fn opaque(field: &'static str, id: &str) -> Result<String, Invalid> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    match id.chars().all(is_plain) {
        true => Ok(id.to_owned()),
        false => Err(Invalid::new(field, "must be an opaque id of letters, digits, dots, hyphens and underscores")),
    }
}
