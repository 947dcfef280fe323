//! What a request about an organisation leads to.

use contract::partners::{ExternalId, PartnerRegistered, RegisterPartner};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{country, rejection::Rejection, state::Partner};

/// How many organisations may stand above another.
const ABOVE_MAX: usize = 8;

/// The partners above one, if it were affiliated as asked: from the one named upwards.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Affiliation {
    pub partner_id: String,
    /// Empty where no affiliation is asked for.
    pub above: Vec<String>,
    /// The one named is in no directory.
    pub is_unknown: bool,
}

impl Affiliation {
    fn check(&self) -> Result<(), Invalid> {
        let problem = match () {
            () if self.is_unknown => "names a partner that is not registered",
            () if self.above.contains(&self.partner_id) => "leads back to the partner itself",
            () if ABOVE_MAX < self.above.len() => "has too many others above it: name the organisation at the head",
            () => return Ok(()),
        };
        Err(Invalid::new("affiliated_to", problem))
    }
}

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
            Partner::Registered(already) if *already == registered => Ok(vec![]),
            Partner::Registered(_) => Err(Rejection::IdTaken),
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
