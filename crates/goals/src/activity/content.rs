//! What a plan of an activity says: checked at the door, and compared with the plan before.

use std::collections::HashSet;

use contract::goals::{ActivityChange, ActivityInput, ActivityPlanned, ActivityRevised, ServiceKind};
use kernel::{Invalid, clipped, parse};

/// What is kept of one side of a difference; the whole stands in the facts.
const SIDE_BYTES_MAX: usize = 1024;

/// All of a plan but who leads.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Content {
    pub goal_id: String,
    pub title: String,
    /// A number of accord.goals.v1.ServiceKind.
    pub service: i32,
    pub supporting_partner_ids: Vec<String>,
    pub places: Vec<String>,
    /// A date; empty: not known.
    pub starts_on: String,
    pub ends_on: String,
    pub season: String,
    pub description: String,
    pub inputs: Vec<ActivityInput>,
}

impl Content {
    /// As it would stand, checked for what can be checked without looking around.
    pub fn checked(self, lead: &str) -> Result<Self, Invalid> {
        let starts_on = parse::date_or_none("starts_on", &self.starts_on)?;
        let ends_on = parse::date_or_none("ends_on", &self.ends_on)?;
        parse::in_order("ends_on", starts_on, ends_on)?;
        check_distinct(lead, &self.supporting_partner_ids)?;
        let places = self.places.iter().map(|it| parse::filled("places", it).map(str::to_owned));
        Ok(Content {
            title: parse::filled("title", &self.title)?.to_owned(),
            places: places.collect::<Result<_, _>>()?,
            starts_on: starts_on.map(|it| it.to_string()).unwrap_or_default(),
            ends_on: ends_on.map(|it| it.to_string()).unwrap_or_default(),
            season: self.season.trim().to_owned(),
            description: self.description.trim().to_owned(),
            inputs: self.inputs.iter().map(input).collect::<Result<_, _>>()?,
            ..self
        })
    }

    /// What is other than in the plan before.
    pub fn changes_since(&self, before: &Content) -> Vec<ActivityChange> {
        let pairs = before.lines().into_iter().zip(self.lines());
        pairs
            .filter(|((_, was), (_, is))| was != is)
            .map(|((field, was), (_, is))| ActivityChange {
                field: field.into(),
                was: clipped(&was, SIDE_BYTES_MAX),
                is: clipped(&is, SIDE_BYTES_MAX),
            })
            .collect()
    }

    /// Every part with what it says.
    fn lines(&self) -> [(&'static str, String); 10] {
        let Content {
            goal_id,
            title,
            service,
            supporting_partner_ids,
            places,
            starts_on,
            ends_on,
            season,
            description,
            inputs,
        } = self;
        let service = ServiceKind::try_from(*service).unwrap_or_default();
        [
            ("goal_id", goal_id.clone()),
            ("title", title.clone()),
            ("service", service.as_str_name().to_owned()),
            ("supporting_partner_ids", supporting_partner_ids.join("; ")),
            ("places", places.join("; ")),
            ("starts_on", starts_on.clone()),
            ("ends_on", ends_on.clone()),
            ("season", season.clone()),
            ("description", description.clone()),
            ("inputs", inputs.iter().map(in_words).collect::<Vec<_>>().join("; ")),
        ]
    }
}

impl From<&ActivityPlanned> for Content {
    fn from(it: &ActivityPlanned) -> Self {
        Content {
            goal_id: it.goal_id.clone(),
            title: it.title.clone(),
            service: it.service,
            supporting_partner_ids: it.supporting_partner_ids.clone(),
            places: it.places.clone(),
            starts_on: it.starts_on.clone(),
            ends_on: it.ends_on.clone(),
            season: it.season.clone(),
            description: it.description.clone(),
            inputs: it.inputs.clone(),
        }
    }
}

impl From<&ActivityRevised> for Content {
    fn from(it: &ActivityRevised) -> Self {
        Content {
            goal_id: it.goal_id.clone(),
            title: it.title.clone(),
            service: it.service,
            supporting_partner_ids: it.supporting_partner_ids.clone(),
            places: it.places.clone(),
            starts_on: it.starts_on.clone(),
            ends_on: it.ends_on.clone(),
            season: it.season.clone(),
            description: it.description.clone(),
            inputs: it.inputs.clone(),
        }
    }
}

/// One partner, one part in the work.
fn check_distinct(lead: &str, supporting: &[String]) -> Result<(), Invalid> {
    let mut seen = HashSet::from([lead]);
    match supporting.iter().find(|partner| !seen.insert(partner.as_str())) {
        Some(twice) => {
            Err(Invalid::new("supporting_partner_ids", format!("names {twice:?} twice, or as lead and support")))
        }
        None => Ok(()),
    }
}

fn input(given: &ActivityInput) -> Result<ActivityInput, Invalid> {
    let ActivityInput { what, quantity, unit, partner_id, allocation_id } = given;
    let number = parse::decimal_or_none("inputs.quantity", quantity)?;
    if number.is_some_and(|it| it.is_zero() || it.is_sign_negative()) {
        return Err(Invalid::new("inputs.quantity", format!("is {quantity}; it must be above zero")));
    }
    Ok(ActivityInput {
        what: parse::filled("inputs.what", what)?.to_owned(),
        // 1.50 and 1.5 are one number.
        quantity: number.map(|it| it.normalize().to_string()).unwrap_or_default(),
        unit: unit.trim().to_owned(),
        partner_id: partner_id.clone(),
        allocation_id: allocation_id.clone(),
    })
}

fn in_words(it: &ActivityInput) -> String {
    let ActivityInput { what, quantity, unit, partner_id, allocation_id } = it;
    let by = if partner_id.is_empty() { String::new() } else { format!("by {partner_id}") };
    let of = if allocation_id.is_empty() { String::new() } else { format!("of {allocation_id}") };
    let parts = [what.as_str(), quantity, unit, &by, &of];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}
