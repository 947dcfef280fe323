//! Planning an activity, by a member or from a source.

use contract::goals::{ActivityPlanned, PlanActivity};
use kernel::{
    Context, Decide, Decision, Invalid,
    source::{self, SourceIsTheOperators},
};

use super::{
    super::{content::Content, rejection::Rejection, state::Activity},
    Around,
};
use crate::tree::Partnership;

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
        let planned = planned(command, Self::thing(command, context), &context.partner)?;
        if let Activity::Planned(existing) = self {
            return if existing.asked == planned { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        match around.partnership {
            Partnership::Unknown => return Err(Rejection::NoPartnership),
            Partnership::Ending => return Err(Rejection::PartnershipNotActive),
            Partnership::Forming if !is_listed => return Err(Rejection::PartnershipNotActive),
            Partnership::Forming | Partnership::Active => (),
        }
        check_goal(&planned, around, is_listed)?;
        check_lead(&planned.lead_partner_id, around, is_listed)?;
        around.check_partners(&Content::from(&planned), None)?;
        Ok(vec![planned.into()])
    }
}

/// The activity as it would stand, checked for what can be checked without looking around.
fn planned(command: &PlanActivity, activity_id: String, planned_by: &str) -> Result<ActivityPlanned, Invalid> {
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
        season,
        inputs,
    } = command.clone();
    let asked = Content {
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
    };
    labels.iter().try_for_each(|label| check_label(label))?;
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
    } = asked.checked(&lead_partner_id)?;
    Ok(ActivityPlanned {
        partnership_id,
        activity_id,
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
        season,
        inputs,
        planned_by: planned_by.to_owned(),
    })
}

fn check_label(label: &str) -> Result<(), Invalid> {
    match label.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(()),
        _ => Err(Invalid::new("labels", format!("holds one that is not key=value: {label:?}"))),
    }
}

/// What a source lists may work towards any goal, or none.
fn check_goal(planned: &ActivityPlanned, around: &Around, is_listed: bool) -> Result<(), Rejection> {
    match (planned.goal_id.is_empty(), around.goal) {
        (true, _) if is_listed => Ok(()),
        (true, _) => Err(Invalid::new("goal_id", "is missing: towards which goal is the work?").into()),
        (false, Some(_)) if is_listed => Ok(()),
        (false, _) => around.check_goal(),
    }
}

fn check_lead(lead: &String, around: &Around, is_listed: bool) -> Result<(), Rejection> {
    match lead.as_str() {
        "" if is_listed => Ok(()),
        "" => Err(Invalid::new("lead_partner_id", "is missing: who leads the work?").into()),
        _ if around.voices.contains(lead) => Ok(()),
        _ => Err(Rejection::NotAMember { field: "lead_partner_id", partner_id: lead.clone() }),
    }
}
