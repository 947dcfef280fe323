//! What a request about an organisation leads to.

use contract::partners::{ExternalId, PartnerRegistered, RegisterPartner};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{country, rejection::Rejection, state::Partner};

impl Decide<RegisterPartner> for Partner {
    type Known = ();

    fn target(command: &RegisterPartner) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &RegisterPartner, _: &(), context: &Context) -> Decision<Self> {
        if !context.is_operator() && command.partner_id != context.partner {
            return Err(Rejection::OnlyItself { own: context.partner.clone() });
        }
        let registered = registered(command, context)?;
        match self {
            Partner::Unregistered => Ok(vec![registered.into()]),
            Partner::Registered(already) if *already == registered => Ok(vec![]),
            Partner::Registered(_) => Err(Rejection::IdTaken),
        }
    }
}

fn registered(command: &RegisterPartner, context: &Context) -> Result<PartnerRegistered, Invalid> {
    let RegisterPartner { command_id: _, validate_only: _, partner_id, name, kind, country, strengths, external_ids } =
        command;
    Ok(PartnerRegistered {
        partner_id: context.or_fresh(partner_id, Partner::KIND),
        name: parse::filled("name", name)?.to_owned(),
        kind: *kind,
        country: country::parse("country", country)?.to_owned(),
        strengths: strengths.iter().map(|it| strength(it)).collect::<Result<_, _>>()?,
        external_ids: distinct(external_ids)?,
    })
}

fn strength(words: &str) -> Result<String, Invalid> {
    parse::filled("strengths", words).map(str::to_owned).map_err(|_| Invalid::new("strengths", "holds an empty entry"))
}

/// An organisation may have several ids in one register, never the same one twice.
fn distinct(ids: &[ExternalId]) -> Result<Vec<ExternalId>, Invalid> {
    for (place, it) in ids.iter().enumerate() {
        if ids[..place].contains(it) {
            return Err(Invalid::new("external_ids", format!("names {} {} twice", it.scheme, it.id)));
        }
    }
    Ok(ids.to_vec())
}
