//! What may be asked of indicators, and what each request leads to.

use contract::evaluation::{DefineIndicator, Direction, IndicatorDefined, OverPeriods, ValueKind};
use kernel::{Context, Decide, Decision, Invalid, parse, source};

use super::{rejection::Rejection, state::Indicator};

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
        let defined = content(command, Self::thing(command, context))?;
        match (self, known) {
            (Indicator::Defined(existing), _) if **existing == defined => Ok(vec![]),
            (Indicator::Defined(_), _) => Err(Rejection::IdTaken),
            (Indicator::Undefined, PartnershipExists(false)) => Err(Rejection::NoPartnership),
            (Indicator::Undefined, PartnershipExists(true)) => Ok(vec![defined.into()]),
        }
    }
}

fn content(command: &DefineIndicator, indicator_id: String) -> Result<IndicatorDefined, Invalid> {
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
    } = command;
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
    })
}

/// The number of a choice that this build knows; 0 is none.
fn said<E>(field: &'static str, number: i32, known: Option<E>) -> Result<i32, Invalid> {
    match known {
        Some(_) if number != 0 => Ok(number),
        _ => Err(Invalid::new(field, "is none of the values it may have")),
    }
}
