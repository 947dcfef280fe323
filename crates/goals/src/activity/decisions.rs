//! What may be asked of activities, and what each request leads to.

use std::collections::HashSet;

use contract::goals::{ActivityPlanned, GoalState, PlanActivity};
use kernel::{
    Context, Decide, Decision, Invalid, parse,
    source::{self, SourceIsTheOperators},
};

use super::{rejection::Rejection, state::Activity};
use crate::tree::Partnership;

/// What is around the activity: its partnership, the goal it names, and who has a voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub partnership: Partnership,
    pub goal: Option<GoalState>,
    pub voices: Vec<String>,
}

impl Decide<PlanActivity> for Activity {
    type Known = Around;

    fn target(command: &PlanActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &PlanActivity, around: &Around, context: &Context) -> Decision<Self> {
        let is_listed = source::is_given(&command.source, context)?;
        if !is_listed && !command.labels.is_empty() {
            return Err(SourceIsTheOperators { field: "labels" }.into());
        }
        let planned = content(command, Self::thing(command, context))?;
        if let Activity::Planned(existing) = self {
            return if **existing == planned { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        if around.partnership == Partnership::Unknown {
            return Err(Rejection::NoPartnership);
        }
        check_goal(&planned, around, is_listed)?;
        check_partners(&planned, around, is_listed)?;
        Ok(vec![planned.into()])
    }
}

/// The activity as it would stand, checked for what can be checked without looking around.
fn content(command: &PlanActivity, activity_id: String) -> Result<ActivityPlanned, Invalid> {
    let PlanActivity {
        command_id: _,
        validate_only: _,
        partnership_id,
        activity_id: _,
        goal_id,
        title,
        service,
        lead_partner_id,
        supporting_partner_ids,
        places,
        starts_on,
        ends_on,
        description,
        labels,
        source,
    } = command;
    let starts_on = parse::date_or_none("starts_on", starts_on)?;
    let ends_on = parse::date_or_none("ends_on", ends_on)?;
    parse::in_order("ends_on", starts_on, ends_on)?;
    check_distinct(lead_partner_id, supporting_partner_ids)?;
    let places = places.iter().map(|it| parse::filled("places", it).map(str::to_owned)).collect::<Result<_, _>>()?;
    labels.iter().try_for_each(|label| check_label(label))?;
    Ok(ActivityPlanned {
        partnership_id: partnership_id.clone(),
        activity_id,
        goal_id: goal_id.clone(),
        title: parse::filled("title", title)?.to_owned(),
        service: *service,
        lead_partner_id: lead_partner_id.clone(),
        supporting_partner_ids: supporting_partner_ids.clone(),
        places,
        starts_on: starts_on.map(|it| it.to_string()).unwrap_or_default(),
        ends_on: ends_on.map(|it| it.to_string()).unwrap_or_default(),
        description: description.trim().to_owned(),
        labels: labels.clone(),
        source: source.clone(),
    })
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

fn check_label(label: &str) -> Result<(), Invalid> {
    match label.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(()),
        _ => Err(Invalid::new("labels", format!("holds one that is not key=value: {label:?}"))),
    }
}

fn check_goal(planned: &ActivityPlanned, around: &Around, is_listed: bool) -> Result<(), Rejection> {
    match around.goal {
        None if planned.goal_id.is_empty() && is_listed => Ok(()),
        None if planned.goal_id.is_empty() => {
            Err(Invalid::new("goal_id", "is missing: towards which goal is the work?").into())
        }
        None => Err(Rejection::GoalNotFound),
        Some(GoalState::Active) => Ok(()),
        Some(_) if is_listed => Ok(()),
        Some(other) => Err(Rejection::GoalNotActive(other)),
    }
}

fn check_partners(planned: &ActivityPlanned, around: &Around, is_listed: bool) -> Result<(), Rejection> {
    let lead = &planned.lead_partner_id;
    if lead.is_empty() && !is_listed {
        return Err(Invalid::new("lead_partner_id", "is missing: who leads the work?").into());
    }
    let supporting = planned.supporting_partner_ids.iter().map(|it| ("supporting_partner_ids", it));
    let named = std::iter::once(("lead_partner_id", lead)).filter(|(_, it)| !it.is_empty()).chain(supporting);
    for (field, partner_id) in named {
        if !around.voices.contains(partner_id) {
            return Err(Rejection::NotAMember { field, partner_id: partner_id.clone() });
        }
    }
    Ok(())
}
