//! What follows elsewhere: a dropped goal leaves its activities, and a leaver its parts in them.

use contract::goals::{
    ActivityCancelled, ActivityHandedOver, ActivityLeft, ActivityMoved, EndActivity, SettleActivity,
    event::Kind as Event,
};
use kernel::{Context, Decide, Decision};

use super::super::{
    rejection::Rejection,
    state::{Activity, Planned},
};

impl Decide<EndActivity> for Activity {
    type Known = ();

    fn target(command: &EndActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &EndActivity, _: &(), context: &Context) -> Decision<Self> {
        let EndActivity {
            command_id: _,
            validate_only: _,
            partnership_id,
            activity_id,
            to_goal_id,
            why,
            goal_id: closed,
        } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        // Of what is over already, or works towards another goal by now, nothing needs to be said.
        let Some(planned) = self.open().filter(|it| it.plan.goal_id == *closed) else { return Ok(vec![]) };
        let (partnership_id, activity_id) = (partnership_id.clone(), activity_id.clone());
        let (goal_id, to_goal_id, why) = (planned.plan.goal_id.clone(), to_goal_id.clone(), why.trim().to_owned());
        Ok(match to_goal_id.as_str() {
            "" => vec![
                ActivityCancelled { partnership_id, activity_id, reason: why, cancelled_by: String::new(), goal_id }
                    .into(),
            ],
            there if there == goal_id => vec![],
            _ => vec![ActivityMoved { partnership_id, activity_id, from_goal_id: goal_id, to_goal_id, why }.into()],
        })
    }
}

impl Decide<SettleActivity> for Activity {
    type Known = ();

    fn target(command: &SettleActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &SettleActivity, _: &(), context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let Some(planned) = self.open() else { return Ok(vec![]) };
        Ok(match command {
            it if planned.lead == it.partner_id => vec![planned.lead_settled(it)],
            it if planned.supports(&it.partner_id) => vec![planned.support_settled(it)],
            _ => vec![],
        })
    }
}

impl Planned {
    fn lead_settled(&self, settled: &SettleActivity) -> Event {
        let SettleActivity {
            command_id: _,
            validate_only: _,
            partnership_id,
            activity_id,
            partner_id,
            to_partner_id,
            why,
        } = settled.clone();
        let why = why.trim().to_owned();
        if to_partner_id.is_empty() {
            let goal_id = self.plan.goal_id.clone();
            return ActivityCancelled { partnership_id, activity_id, reason: why, cancelled_by: partner_id, goal_id }
                .into();
        }
        let from_partner_id = partner_id;
        ActivityHandedOver { partnership_id, activity_id, from_partner_id, to_partner_id, note: why }.into()
    }

    /// Who has a part in it already takes none besides.
    fn support_settled(&self, settled: &SettleActivity) -> Event {
        let SettleActivity {
            command_id: _,
            validate_only: _,
            partnership_id,
            activity_id,
            partner_id,
            to_partner_id,
            why,
        } = settled.clone();
        let has_a_part = to_partner_id == self.lead || self.supports(&to_partner_id);
        let to_partner_id = if has_a_part { String::new() } else { to_partner_id };
        ActivityLeft { partnership_id, activity_id, partner_id, to_partner_id, reason: why.trim().to_owned() }.into()
    }
}
