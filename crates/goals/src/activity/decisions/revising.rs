//! Planning an activity anew: all of it as it is to stand, with what changed beside it.

use contract::goals::{ActivityRevised, ReviseActivity};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{content::Content, state::Activity},
    Around,
};

impl Decide<ReviseActivity> for Activity {
    type Known = Around;

    fn target(command: &ReviseActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &ReviseActivity, around: &Around, context: &Context) -> Decision<Self> {
        let reason = parse::filled("reason", &command.reason)?.to_owned();
        let planned = self.planned()?;
        let plan = plan(command).checked(&planned.lead)?;
        planned.check_speaks(&context.partner)?;
        planned.check_open()?;
        let changes = plan.changes_since(&planned.plan);
        if changes.is_empty() && plan == planned.plan {
            return Ok(vec![]);
        }
        if plan.goal_id.is_empty() {
            return Err(Invalid::new("goal_id", "is missing: towards which goal is the work?").into());
        }
        if plan.goal_id != planned.plan.goal_id {
            around.check_goal()?;
        }
        around.check_partners(&plan, Some(&planned.plan))?;
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
        } = plan;
        Ok(vec![
            ActivityRevised {
                partnership_id: command.partnership_id.clone(),
                activity_id: command.activity_id.clone(),
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
                reason,
                changes,
                was_goal_id: planned.plan.goal_id.clone(),
                lead_partner_id: planned.lead.clone(),
            }
            .into(),
        ])
    }
}

fn plan(command: &ReviseActivity) -> Content {
    let ReviseActivity {
        command_id: _,
        validate_only: _,
        partnership_id: _,
        activity_id: _,
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
        reason: _,
        // The desk has compared it.
        expected_revision: _,
    } = command.clone();
    Content { goal_id, title, service, supporting_partner_ids, places, starts_on, ends_on, season, description, inputs }
}
