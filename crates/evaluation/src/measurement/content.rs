//! What a value may say: figures that fit the indicator, parts that it tells apart, a comment where it is unusual.

use contract::evaluation::{MeasuredPart, ValueKind};
use kernel::{Invalid, parse};
use rust_decimal::Decimal;

use super::{
    decisions::Around,
    people::{self, Count, Part},
    rejection::Rejection,
};
use crate::{indicator::Definition, numbers};

/// As it was asked, in a report or a correction.
pub(super) struct Asked<'c> {
    pub(super) value: &'c str,
    pub(super) numerator: &'c str,
    pub(super) denominator: &'c str,
    pub(super) parts: &'c [MeasuredPart],
    pub(super) jointly_with: &'c [String],
    pub(super) comment: &'c str,
}

/// As events carry it.
pub(super) struct Content {
    pub(super) value: String,
    pub(super) numerator: String,
    pub(super) denominator: String,
    pub(super) parts: Vec<MeasuredPart>,
    pub(super) jointly_with: Vec<String>,
    pub(super) comment: String,
    pub(super) outside_limits: bool,
}

impl Asked<'_> {
    /// `told` are parts that earlier versions of the value have told.
    pub(super) fn checked(
        &self,
        definition: &Definition,
        around: &Around,
        reporter: &str,
        told: &[MeasuredPart],
    ) -> Result<Content, Rejection> {
        let figures = figures([self.value, self.numerator, self.denominator], definition)?;
        let parts = parts(self.parts, definition)?;
        check_people(&figures, &parts, told, definition, around.people_minimum)?;
        let comment = self.comment.trim().to_owned();
        let outside_limits = is_outside(&figures, definition, &comment, reporter)?;
        let [value, numerator, denominator] = figures;
        Ok(Content {
            value,
            numerator,
            denominator,
            parts,
            jointly_with: jointly(self.jointly_with, around, reporter)?,
            comment,
            outside_limits,
        })
    }
}

/// Value, numerator and denominator, rewritten: of a number or score the first alone, of a ratio the other two.
fn figures(given: [&str; 3], definition: &Definition) -> Result<[String; 3], Rejection> {
    const FIELDS: [&str; 3] = ["value", "numerator", "denominator"];
    let takes = definition.value_kind();
    let wanted = match takes {
        ValueKind::Ratio => [false, true, true],
        ValueKind::Number | ValueKind::Score | ValueKind::Unspecified => [true, false, false],
    };
    let misfits = |place: &usize| wanted[*place] == given[*place].is_empty();
    // What is missing is said before what is too much.
    let order = (0..3).filter(|place| wanted[*place]).chain((0..3).filter(|place| !wanted[*place]));
    if let Some(place) = order.into_iter().find(misfits) {
        return Err(Rejection::ValueKind { field: FIELDS[place], takes });
    }
    let [value, numerator, denominator] = std::array::from_fn(|place| match given[place] {
        "" => Ok(String::new()),
        number => numbers::rewritten(FIELDS[place], number),
    });
    let figures = [value?, numerator?, denominator?];
    if parse::decimal_or_none("denominator", &figures[2])?.is_some_and(|it| it <= Decimal::ZERO) {
        return Err(Invalid::new("denominator", "is not above zero").into());
    }
    match takes {
        ValueKind::Score if !definition.scale.iter().any(|step| step.to_string() == figures[0]) => {
            Err(Rejection::NotOnScale)
        }
        _ => Ok(figures),
    }
}

/// Each of a dimension and value that the indicator knows, and once.
fn parts(given: &[MeasuredPart], definition: &Definition) -> Result<Vec<MeasuredPart>, Rejection> {
    let mut checked: Vec<MeasuredPart> = Vec::new();
    for MeasuredPart { dimension, value_name, value, numerator, denominator } in given {
        let (dimension, value_name) = (dimension.trim(), value_name.trim());
        let known = definition.told_apart_by(dimension);
        if !known.is_some_and(|values| values.iter().any(|it| it == value_name)) {
            let (dimension, value_name) = (dimension.to_owned(), value_name.to_owned());
            return Err(Rejection::NotToldApart { dimension, value_name });
        }
        if checked.iter().any(|it| it.dimension == dimension && it.value_name == value_name) {
            return Err(Invalid::new("parts", format!("say {value_name:?} of {dimension:?} twice")).into());
        }
        let [value, numerator, denominator] = figures([value, numerator, denominator], definition)?;
        let (dimension, value_name) = (dimension.to_owned(), value_name.to_owned());
        checked.push(MeasuredPart { dimension, value_name, value, numerator, denominator });
    }
    Ok(checked)
}

fn check_people(
    [value, numerator, denominator]: &[String; 3],
    parts: &[MeasuredPart],
    told: &[MeasuredPart],
    definition: &Definition,
    minimum: u32,
) -> Result<(), Rejection> {
    let whole = count(value, numerator, denominator)?;
    let counted = |parts: &[MeasuredPart]| -> Result<Vec<Part>, Invalid> {
        let of = |it: &MeasuredPart| {
            let count = count(&it.value, &it.numerator, &it.denominator)?;
            Ok(Part { dimension: it.dimension.clone(), value_name: it.value_name.clone(), count })
        };
        parts.iter().map(of).collect()
    };
    let people = people::Rule::of(definition, minimum);
    people.check(&whole, &counted(parts)?)?;
    people.check_beside(&whole, &counted(parts)?, &counted(told)?)
}

fn count(value: &str, numerator: &str, denominator: &str) -> Result<Count, Invalid> {
    Ok(match denominator {
        "" => Count { numerator: parse::decimal("value", value)?, denominator: None },
        it => Count {
            numerator: parse::decimal("numerator", numerator)?,
            denominator: Some(parse::decimal("denominator", it)?),
        },
    })
}

/// Whether it is outside of the indicator's limits; then its reporter says why. What a source publishes has none to say it.
fn is_outside(
    [value, numerator, denominator]: &[String; 3],
    definition: &Definition,
    comment: &str,
    reporter: &str,
) -> Result<bool, Rejection> {
    let Count { numerator, denominator } = count(value, numerator, denominator)?;
    // What leaves the range of a decimal is outside of any limit.
    let value = numerator.checked_div(denominator.unwrap_or(Decimal::ONE));
    let (lower, upper) = definition.limits();
    let is_below = |limit: Decimal| value.is_none_or(|it| it < limit);
    let is_above = |limit: Decimal| value.is_none_or(|it| limit < it);
    let is_outside = lower.is_some_and(is_below) || upper.is_some_and(is_above);
    match is_outside && comment.is_empty() && !reporter.is_empty() {
        true => Err(Rejection::OutsideLimits { lower, upper }),
        false => Ok(is_outside),
    }
}

/// Other partners of the partnership, each once.
fn jointly(with: &[String], around: &Around, reporter: &str) -> Result<Vec<String>, Invalid> {
    let mut partners: Vec<String> = Vec::new();
    for partner_id in with {
        let problem = match () {
            () if partner_id == reporter => "names the reporter itself",
            () if !around.members.belongs(partner_id) => "names a partner that does not belong to this partnership",
            () if partners.contains(partner_id) => "names a partner twice",
            () => {
                partners.push(partner_id.clone());
                continue;
            }
        };
        return Err(Invalid::new("jointly_with", format!("{problem}: {partner_id}")));
    }
    partners.sort_unstable();
    Ok(partners)
}
