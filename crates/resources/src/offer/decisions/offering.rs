//! Saying what can be shared.

use contract::resources::{OfferResource, OfferRevised, ResourceKind, ResourceOffered};
use jiff::civil::Date;
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::super::{rejection::Rejection, state::Offer};
use crate::{
    around::Around,
    quantity::{Money, Quantity},
};

impl Decide<OfferResource> for Offer {
    type Known = Around;

    fn target(command: &OfferResource) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &OfferResource, around: &Around, context: &Context) -> Decision<Self> {
        let offered = offered(command, context)?;
        match self {
            Offer::None => {
                around.check_active()?;
                around.check_served()?;
                Ok(vec![offered.into()])
            }
            Offer::Open(already) if already.at_first == offered => Ok(vec![]),
            Offer::Open(_) => Err(Rejection::IdTaken { field: "offer_id" }),
        }
    }
}

impl Around {
    pub(super) fn check_active(&self) -> Result<(), Rejection> {
        if self.is_active { Ok(()) } else { Err(Rejection::PartnershipNotActive) }
    }

    pub(super) fn check_served(&self) -> Result<(), Rejection> {
        match (self.knows_goal, self.knows_activity) {
            (false, _) => Err(Rejection::GoalNotFound),
            (_, false) => Err(Rejection::ActivityNotFound),
            (true, true) => Ok(()),
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
        field,
        years,
        goal_id,
        activity_id,
    } = command;
    let content = Content {
        title,
        field,
        years: *years,
        quantity,
        value_minor: *value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        goal_id,
        activity_id,
    };
    let unit = unit_of(command.kind(), unit)?;
    let said = content.said(command.kind())?;
    Ok(ResourceOffered {
        partnership_id: partnership_id.clone(),
        offer_id: context.or_fresh(offer_id, Offer::KIND),
        partner_id: context.partner.clone(),
        kind: *kind,
        title: said.title,
        quantity: said.quantity,
        unit,
        value_minor: said.value_minor,
        currency: said.currency,
        valuation: said.valuation,
        place: said.place,
        available_from: said.available_from,
        available_until: said.available_until,
        terms: *terms,
        field: said.field,
        years: said.years,
        goal_id: said.goal_id,
        activity_id: said.activity_id,
    })
}

/// What an offer says, at first and when it is revised.
pub(super) struct Content<'c> {
    pub title: &'c str,
    pub field: &'c str,
    pub years: u32,
    pub quantity: &'c str,
    pub value_minor: i64,
    pub currency: &'c str,
    pub valuation: &'c str,
    pub place: &'c str,
    pub available_from: &'c str,
    pub available_until: &'c str,
    pub goal_id: &'c str,
    pub activity_id: &'c str,
}

impl Content<'_> {
    /// Checked, and written in one way; whose it is, is left empty.
    pub(super) fn said(self, kind: ResourceKind) -> Result<OfferRevised, Invalid> {
        let from = parse::date("available_from", self.available_from)?;
        let until = parse::date_or_none("available_until", self.available_until)?;
        parse::in_order("available_until", Some(from), until)?;
        let (value_minor, currency) = Money::of(&value(self.value_minor, self.currency, self.valuation)?);
        Ok(OfferRevised {
            partnership_id: String::new(),
            offer_id: String::new(),
            partner_id: String::new(),
            title: parse::filled("title", self.title)?.to_owned(),
            field: field_of(kind, self.field)?,
            years: self.years,
            quantity: Quantity::above_zero("quantity", self.quantity)?.to_string(),
            value_minor,
            currency,
            valuation: self.valuation.trim().to_owned(),
            place: self.place.trim().to_owned(),
            available_from: from.to_string(),
            available_until: until.as_ref().map(Date::to_string).unwrap_or_default(),
            goal_id: self.goal_id.to_owned(),
            activity_id: self.activity_id.to_owned(),
        })
    }
}

/// What an offer is worth, with the currency and the way it was found; or all three empty.
fn value(minor: i64, currency: &str, valuation: &str) -> Result<Option<Money>, Invalid> {
    match (minor, currency, valuation.trim()) {
        (0, "", "") => Ok(None),
        (0, "", _) => Err(Invalid::new("valuation", "is given, but no value")),
        (0, _, _) => Err(Invalid::new("currency", "is given, but no value")),
        (minor, currency, valuation) => {
            let value = Money::parse(minor, currency)?;
            parse::filled("valuation", valuation)?;
            Ok(value)
        }
    }
}

/// Somebody who knows something knows it of a field.
pub(crate) fn field_of(kind: ResourceKind, field: &str) -> Result<String, Invalid> {
    match kind {
        ResourceKind::Expertise => parse::filled("field", field).map(str::to_owned),
        _ => Ok(field.trim().to_owned()),
    }
}

/// Funds are counted in a currency, all else in the offering partner's own words.
pub(crate) fn unit_of(kind: ResourceKind, unit: &str) -> Result<String, Invalid> {
    let unit = parse::filled("unit", unit)?;
    match kind {
        ResourceKind::Funds => parse::currency("unit", unit).map(|it| it.code().to_owned()),
        _ => Ok(unit.to_owned()),
    }
}
