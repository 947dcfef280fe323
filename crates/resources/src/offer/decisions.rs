//! What a request about an offer leads to.

use contract::resources::{OfferResource, ResourceKind, ResourceOffered};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};
use rust_decimal::Decimal;

use super::{rejection::Rejection, state::Offer};

impl Decide<OfferResource> for Offer {
    type Known = ();

    fn target(command: &OfferResource) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &OfferResource, _: &(), context: &Context) -> Decision<Self> {
        let offered = offered(command, context)?;
        match self {
            Offer::None => Ok(vec![offered.into()]),
            Offer::Open(already) if **already == offered => Ok(vec![]),
            Offer::Open(_) => Err(Rejection::IdTaken),
        }
    }
}

fn offered(command: &OfferResource, context: &Context) -> Result<ResourceOffered, Invalid> {
    let OfferResource {
        command_id: _,
        validate_only: _,
        partnership_id,
        offer_id,
        kind,
        title,
        quantity,
        unit,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        terms,
    } = command;
    let from = parse::date("available_from", available_from)?;
    let until = parse::date_or_none("available_until", available_until)?;
    parse::in_order("available_until", Some(from), until)?;
    let value = Value::parse(*value_minor, currency, valuation)?;
    Ok(ResourceOffered {
        partnership_id: partnership_id.clone(),
        offer_id: context.or_fresh(offer_id, Offer::KIND),
        partner_id: context.partner.clone(),
        kind: *kind,
        title: parse::filled("title", title)?.to_owned(),
        quantity: above_zero(quantity)?,
        unit: unit_of(command.kind(), unit)?,
        value_minor: value.minor,
        currency: value.currency,
        valuation: value.valuation,
        place: place.trim().to_owned(),
        available_from: from.to_string(),
        available_until: until.map(|it| it.to_string()).unwrap_or_default(),
        terms: *terms,
    })
}

/// What an offer is worth, with the currency and the way it was found; or all three empty.
struct Value {
    minor: i64,
    currency: String,
    valuation: String,
}

impl Value {
    fn parse(minor: i64, currency: &str, valuation: &str) -> Result<Self, Invalid> {
        let valuation = valuation.trim();
        if minor == 0 {
            return match (currency, valuation) {
                ("", "") => Ok(Value { minor, currency: String::new(), valuation: String::new() }),
                ("", _) => Err(Invalid::new("valuation", "is given, but no value")),
                _ => Err(Invalid::new("currency", "is given, but no value")),
            };
        }
        if minor < 0 {
            return Err(Invalid::new("value_minor", "is below zero"));
        }
        Ok(Value {
            minor,
            currency: parse::currency("currency", parse::filled("currency", currency)?)?.code().to_owned(),
            valuation: parse::filled("valuation", valuation)?.to_owned(),
        })
    }
}

fn above_zero(quantity: &str) -> Result<String, Invalid> {
    match parse::decimal("quantity", quantity)? {
        some if Decimal::ZERO < some => Ok(some.normalize().to_string()),
        _ => Err(Invalid::new("quantity", format!("is {quantity}; it must be above zero"))),
    }
}

/// Funds are counted in a currency, all else in the offering partner's own words.
fn unit_of(kind: ResourceKind, unit: &str) -> Result<String, Invalid> {
    let unit = parse::filled("unit", unit)?;
    match kind {
        ResourceKind::Funds => parse::currency("unit", unit).map(|it| it.code().to_owned()),
        _ => Ok(unit.to_owned()),
    }
}
