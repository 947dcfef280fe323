//! A row of a table of resources is an offer of the calling partner.

use contract::resources::{OfferResource, ResourceKind, Terms};

use super::{cells::Cells, error::Wrong};
use crate::importing::derived;

const TITLE_BYTES_MAX: usize = 512;
const UNIT_BYTES_MAX: usize = 64;
const VALUATION_BYTES_MAX: usize = 512;
const PLACE_BYTES_MAX: usize = 256;

pub(super) fn offer(cells: &Cells<'_>, partnership_id: &str, id: &str) -> Result<OfferResource, Wrong> {
    let table = &cells.mapping.table;
    let (value_minor, currency) = match cells.text("value", UNIT_BYTES_MAX)?.as_str() {
        "" => (0, String::new()),
        _ => {
            let currency = cells.currency("currency")?;
            (cells.amount("value", currency)?, currency.code().to_owned())
        }
    };
    Ok(OfferResource {
        command_id: derived(&format!("csv/command/offer/{partnership_id}/{table}/{id}")),
        partnership_id: partnership_id.to_owned(),
        offer_id: derived(&format!("csv/offer/{partnership_id}/{table}/{id}")),
        kind: cells.choice("kind", kind)?.into(),
        title: cells.needed("title", TITLE_BYTES_MAX)?,
        quantity: cells.number("quantity")?,
        unit: cells.needed("unit", UNIT_BYTES_MAX)?,
        value_minor,
        currency,
        valuation: cells.text("valuation", VALUATION_BYTES_MAX)?,
        place: cells.text("place", PLACE_BYTES_MAX)?,
        available_from: cells.date("available_from")?,
        available_until: cells.date_or_none("available_until")?,
        terms: cells.choice("terms", terms)?.into(),
        ..Default::default()
    })
}

fn kind(named: &str) -> Option<ResourceKind> {
    ResourceKind::from_str_name(named).filter(|it| *it != ResourceKind::Unspecified)
}

fn terms(named: &str) -> Option<Terms> {
    Terms::from_str_name(named).filter(|it| *it != Terms::Unspecified)
}
