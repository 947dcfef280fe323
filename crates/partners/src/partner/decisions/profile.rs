//! What the directory says of an organisation: registered once, revised in full.

use contract::partners::{ExternalId, PartnerRegistered, ProfileRevised, RegisterPartner, ReviseProfile};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{country, rejection::Rejection, state::Partner},
    Affiliation, own,
};

impl Decide<RegisterPartner> for Partner {
    type Known = Affiliation;

    fn target(command: &RegisterPartner) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &RegisterPartner, affiliation: &Affiliation, context: &Context) -> Decision<Self> {
        if !context.is_operator() && command.partner_id != context.partner {
            return Err(Rejection::OnlyItself { own: context.partner.clone() });
        }
        let registered = registered(command, affiliation, context)?;
        match self {
            Partner::Unregistered => Ok(vec![registered.into()]),
            Partner::Registered(already) if already.registered == registered => Ok(vec![]),
            Partner::Registered(_) => Err(Rejection::IdTaken),
        }
    }
}

impl Decide<ReviseProfile> for Partner {
    type Known = Affiliation;

    fn target(command: &ReviseProfile) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &ReviseProfile, affiliation: &Affiliation, context: &Context) -> Decision<Self> {
        own(&command.partner_id, context)?;
        let revised = revised(command, affiliation)?;
        match self.registered()?.profile == revised {
            true => Ok(vec![]),
            false => Ok(vec![revised.into()]),
        }
    }
}

fn registered(
    command: &RegisterPartner,
    affiliation: &Affiliation,
    context: &Context,
) -> Result<PartnerRegistered, Invalid> {
    let RegisterPartner {
        command_id: _,
        validate_only: _,
        partner_id,
        name,
        kind,
        country,
        strengths,
        external_ids,
        affiliated_to,
    } = command;
    affiliation.check()?;
    Ok(PartnerRegistered {
        partner_id: context.or_fresh(partner_id, Partner::KIND),
        name: parse::filled("name", name)?.to_owned(),
        kind: *kind,
        country: country::parse("country", country)?.to_owned(),
        strengths: strengths.iter().map(|it| strength(it)).collect::<Result<_, _>>()?,
        external_ids: distinct(external_ids)?,
        affiliated_to: affiliated_to.clone(),
    })
}

fn revised(command: &ReviseProfile, affiliation: &Affiliation) -> Result<ProfileRevised, Invalid> {
    let ReviseProfile {
        command_id: _,
        validate_only: _,
        partner_id,
        name,
        kind,
        country,
        strengths,
        external_ids,
        affiliated_to,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    affiliation.check()?;
    Ok(ProfileRevised {
        partner_id: partner_id.clone(),
        name: parse::filled("name", name)?.to_owned(),
        kind: *kind,
        country: country::parse("country", country)?.to_owned(),
        strengths: strengths.iter().map(|it| strength(it)).collect::<Result<_, _>>()?,
        external_ids: distinct(external_ids)?,
        affiliated_to: affiliated_to.clone(),
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
