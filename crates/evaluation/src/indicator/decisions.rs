//! What may be asked of indicators, and what each request leads to.

mod overlapping;
mod revising;

use contract::evaluation::{DefineIndicator, Direction, IndicatorDefined, OverPeriods, ValueKind, Visibility};
use kernel::{Context, Decide, Decision, Invalid, parse, source};

use super::{rejection::Rejection, shape, state::Indicator};
use crate::standard::{self, Standard};

pub use overlapping::Counted;

/// Whether standing knows the partnership: the operator may name any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartnershipExists(pub bool);

impl Decide<DefineIndicator> for Indicator {
    type Known = PartnershipExists;

    fn target(command: &DefineIndicator) -> (&str, &str) {
        (&command.partnership_id, &command.indicator_id)
    }

    fn decide(&self, command: &DefineIndicator, known: &PartnershipExists, context: &Context) -> Decision<Self> {
        source::is_given(&command.source, context)?;
        let defined = content(&completed(command)?, Self::thing(command, context))?;
        shape::check(&defined)?;
        match (self, known) {
            (Indicator::Defined(existing), _) if existing.at_first == defined => Ok(vec![]),
            (Indicator::Defined(_), _) => Err(Rejection::IdTaken),
            (Indicator::Undefined, PartnershipExists(false)) => Err(Rejection::NoPartnership),
            (Indicator::Undefined, PartnershipExists(true)) => Ok(vec![defined.into()]),
        }
    }
}

/// With what the standard indicator says where the caller says nothing.
fn completed(command: &DefineIndicator) -> Result<DefineIndicator, Rejection> {
    if command.standard_id.is_empty() {
        return Ok(command.clone());
    }
    let standard = standard::named(&command.standard_id).ok_or(Rejection::NoStandard)?;
    let Standard { title, formula, unit, iris_id, .. } = *standard;
    let or = |said: &str, otherwise: &str| if said.trim().is_empty() { otherwise.to_owned() } else { said.to_owned() };
    let choice = |said: i32, otherwise: i32| if said == 0 { otherwise } else { said };
    Ok(DefineIndicator {
        title: or(&command.title, title),
        definition: or(&command.definition, formula),
        unit: or(&command.unit, unit),
        catalogue_id: or(&command.catalogue_id, iris_id),
        value_kind: choice(command.value_kind, standard.value_kind.into()),
        direction: choice(command.direction, standard.direction.into()),
        over_periods: choice(command.over_periods, standard.over_periods.into()),
        over_partners: choice(command.over_partners, standard.over_partners.into()),
        numerator_counts_people: command.numerator_counts_people || standard.numerator_counts_people,
        denominator_counts_people: command.denominator_counts_people || standard.denominator_counts_people,
        ..command.clone()
    })
}

fn content(command: &DefineIndicator, indicator_id: String) -> Result<IndicatorDefined, Rejection> {
    let DefineIndicator {
        command_id: _,
        validate_only: _,
        partnership_id,
        indicator_id: _,
        title,
        definition,
        unit,
        value_kind,
        direction,
        over_periods,
        catalogue_id,
        source,
        over_partners,
        lower_limit,
        upper_limit,
        scale,
        disaggregations,
        numerator_counts_people,
        denominator_counts_people,
        visibility,
        standard_id,
    } = command;
    if *visibility == i32::from(Visibility::ReporterAndVerifier) && !source.is_empty() {
        return Err(Rejection::SensitiveNotPublished);
    }
    let (lower_limit, upper_limit) = shape::limits(lower_limit, upper_limit)?;
    Ok(IndicatorDefined {
        partnership_id: partnership_id.clone(),
        indicator_id,
        title: parse::filled("title", title)?.to_owned(),
        definition: definition.trim().to_owned(),
        unit: parse::filled("unit", unit)?.to_owned(),
        value_kind: said("value_kind", *value_kind, ValueKind::try_from(*value_kind).ok())?,
        direction: said("direction", *direction, Direction::try_from(*direction).ok())?,
        over_periods: said("over_periods", *over_periods, OverPeriods::try_from(*over_periods).ok())?,
        catalogue_id: catalogue_id.trim().to_owned(),
        source: source.clone(),
        version: 1,
        over_partners: *over_partners,
        lower_limit,
        upper_limit,
        scale: shape::scale(scale)?,
        disaggregations: shape::disaggregations(disaggregations)?,
        numerator_counts_people: *numerator_counts_people,
        denominator_counts_people: *denominator_counts_people,
        visibility: *visibility,
        standard_id: standard_id.clone(),
    })
}

/// The number of a choice that this build knows; 0 is none.
fn said<E>(field: &'static str, number: i32, known: Option<E>) -> Result<i32, Invalid> {
    match known {
        Some(_) if number != 0 => Ok(number),
        _ => Err(Invalid::new(field, "is none of the values it may have")),
    }
}
