//! Who leads and who supports: offered and taken, never given unasked.

use contract::goals::{
    ActivityHandedOver, ActivityLeft, ActivityOffered, HandOverActivity, LeaveActivity, TakeOverActivity,
};
use kernel::{Context, Decide, Decision, Invalid};

use super::{
    super::{
        rejection::Rejection,
        state::{Activity, Planned},
    },
    Crew,
};

impl Decide<HandOverActivity> for Activity {
    type Known = Crew;

    fn target(command: &HandOverActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &HandOverActivity, crew: &Crew, context: &Context) -> Decision<Self> {
        let HandOverActivity { command_id: _, validate_only: _, partnership_id, activity_id, to_partner_id, note } =
            command;
        let planned = self.planned()?;
        planned.check_speaks(&context.partner)?;
        planned.check_open()?;
        let offered = ActivityOffered {
            partnership_id: partnership_id.clone(),
            activity_id: activity_id.clone(),
            from_partner_id: context.partner.clone(),
            to_partner_id: to_partner_id.clone(),
            note: note.trim().to_owned(),
        };
        match &planned.offered {
            Some(already) if *already == offered => return Ok(vec![]),
            None if to_partner_id.is_empty() => return Ok(vec![]),
            _ if to_partner_id.is_empty() => return Ok(vec![offered.into()]),
            _ => (),
        }
        if [&planned.lead, &context.partner].contains(&to_partner_id) {
            let problem = "is named as the lead already, or is yourself: who leads says so by taking over";
            return Err(Invalid::new("to_partner_id", problem).into());
        }
        if !crew.has_voice(to_partner_id) {
            return Err(Rejection::NotAMember { field: "to_partner_id", partner_id: to_partner_id.clone() });
        }
        Ok(vec![offered.into()])
    }
}

impl Decide<TakeOverActivity> for Activity {
    type Known = Crew;

    fn target(command: &TakeOverActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &TakeOverActivity, crew: &Crew, context: &Context) -> Decision<Self> {
        let TakeOverActivity { command_id: _, validate_only: _, partnership_id, activity_id } = command;
        let planned = self.planned()?;
        planned.check_open()?;
        if planned.has_lead_accepted && planned.lead == context.partner {
            return Ok(vec![]);
        }
        if !planned.may_be_taken_by(&context.partner, crew) {
            return Err(Rejection::NotOffered { lead_partner_id: planned.lead.clone() });
        }
        let offer = planned.offered.as_ref().filter(|it| it.to_partner_id == context.partner);
        Ok(vec![
            ActivityHandedOver {
                partnership_id: partnership_id.clone(),
                activity_id: activity_id.clone(),
                from_partner_id: planned.lead.clone(),
                to_partner_id: context.partner.clone(),
                note: offer.map(|it| it.note.clone()).unwrap_or_default(),
            }
            .into(),
        ])
    }
}

impl Planned {
    /// Who was offered it; before a lead has said that it leads, that one and whoever planned it; any member where the lead
    /// does not stay.
    fn may_be_taken_by(&self, partner_id: &str, crew: &Crew) -> bool {
        let (lead, planner) = (self.lead.as_str(), self.asked.planned_by.as_str());
        let is_offered = self.offered.as_ref().is_some_and(|it| it.to_partner_id == partner_id);
        is_offered || self.waits_for_its_lead() && [lead, planner].contains(&partner_id) || !crew.stays(lead)
    }
}

impl Decide<LeaveActivity> for Activity {
    type Known = ();

    fn target(command: &LeaveActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &LeaveActivity, _: &(), context: &Context) -> Decision<Self> {
        let LeaveActivity { command_id: _, validate_only: _, partnership_id, activity_id, reason } = command;
        let planned = self.planned()?;
        planned.check_open()?;
        if !planned.supports(&context.partner) {
            return Err(Rejection::NotSupporting);
        }
        Ok(vec![
            ActivityLeft {
                partnership_id: partnership_id.clone(),
                activity_id: activity_id.clone(),
                partner_id: context.partner.clone(),
                to_partner_id: String::new(),
                reason: reason.trim().to_owned(),
            }
            .into(),
        ])
    }
}
