//! Saying an indicator otherwise: words, limits, disaggregations; never what its values are.

use contract::evaluation::{IndicatorRevised, ReviseIndicator};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    shape,
    state::{Defined, Indicator},
};

impl Decide<ReviseIndicator> for Indicator {
    type Known = ();

    fn target(command: &ReviseIndicator) -> (&str, &str) {
        (&command.partnership_id, &command.indicator_id)
    }

    fn decide(&self, command: &ReviseIndicator, _: &(), context: &Context) -> Decision<Self> {
        let Indicator::Defined(defined) = self else { return Err(Rejection::NotFound) };
        if !defined.at_first.source.is_empty() {
            return Err(Rejection::AsPublished);
        }
        let revised = revised(command, defined, context)?;
        match &defined.revised {
            Some(last) if is_the_same(last, &revised) => Ok(vec![]),
            _ => Ok(vec![revised.into()]),
        }
    }
}

fn revised(command: &ReviseIndicator, defined: &Defined, context: &Context) -> Result<IndicatorRevised, Invalid> {
    let ReviseIndicator {
        command_id: _,
        validate_only: _,
        partnership_id,
        indicator_id,
        title,
        definition,
        catalogue_id,
        lower_limit,
        upper_limit,
        disaggregations,
        reason,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    let (lower_limit, upper_limit) = shape::limits(lower_limit, upper_limit)?;
    Ok(IndicatorRevised {
        partnership_id: partnership_id.clone(),
        indicator_id: indicator_id.clone(),
        version: defined.version() + 1,
        title: parse::filled("title", title)?.to_owned(),
        definition: definition.trim().to_owned(),
        catalogue_id: catalogue_id.trim().to_owned(),
        lower_limit,
        upper_limit,
        disaggregations: shape::disaggregations(disaggregations)?,
        reason: parse::filled("reason", reason)?.to_owned(),
        revised_by: context.partner.clone(),
    })
}

/// The last revision once more, which leads to no version of its own.
fn is_the_same(last: &IndicatorRevised, revised: &IndicatorRevised) -> bool {
    IndicatorRevised { version: last.version, ..revised.clone() } == *last
}

impl Defined {
    fn version(&self) -> u32 {
        self.revised.as_ref().map_or(self.at_first.version, |it| it.version)
    }
}
