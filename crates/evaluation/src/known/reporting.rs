//! What decisions about assignments ask for: who may report and verify, in which periods, and what is reported already.

use contract::{
    common::Standing as Stands,
    evaluation::{AssignReporting, EndAssignment, ExpectReport, MissReport, ReportingAssigned},
};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Evaluation,
    assignment::{Around, AtHand, decisions::IsPublished},
};

impl Recall<Evaluation, AssignReporting> for Around {
    fn recall(room: &Room<Evaluation>, command: &AssignReporting, _: &Context) -> Self {
        let AssignReporting { partnership_id, indicator_id, partner_id, calendar_id, from_on, until_on, .. } = command;
        let partnership = room.standing.partnership(partnership_id);
        let members = partnership.iter().flat_map(|it| &it.members);
        let verifies = |it: i32| [Stands::Member, Stands::Verifier].map(i32::from).contains(&it);
        let definition = room.memory.definition(partnership_id, indicator_id);
        let asked = ReportingAssigned {
            partnership_id: partnership_id.clone(),
            indicator_id: indicator_id.clone(),
            partner_id: partner_id.clone(),
            from_on: from_on.clone(),
            until_on: until_on.clone(),
            ..Default::default()
        };
        Around {
            is_active: partnership.is_some_and(|it| it.is_active),
            indicator: definition.map(|it| IsPublished(it.is_published)),
            calendar: room.memory.calendar(partnership_id, calendar_id).cloned(),
            members: room.standing.members(partnership_id),
            may_verify: members.filter(|it| verifies(it.standing)).map(|it| it.partner_id.clone()).collect(),
            overlapping: room.memory.overlapping(&asked).map(str::to_owned),
        }
    }
}

impl Recall<Evaluation, ExpectReport> for AtHand {
    fn recall(room: &Room<Evaluation>, command: &ExpectReport, _: &Context) -> Self {
        room.memory.at_hand(&command.partnership_id, &command.assignment_id)
    }
}

impl Recall<Evaluation, MissReport> for AtHand {
    fn recall(room: &Room<Evaluation>, command: &MissReport, _: &Context) -> Self {
        room.memory.at_hand(&command.partnership_id, &command.assignment_id)
    }
}

impl Recall<Evaluation, EndAssignment> for AtHand {
    fn recall(room: &Room<Evaluation>, command: &EndAssignment, _: &Context) -> Self {
        room.memory.at_hand(&command.partnership_id, &command.assignment_id)
    }
}
