//! What decisions about meetings, actions, updates and check-ins ask for: who belongs, and how often one checks in.

use contract::{
    common::Standing,
    partners::{
        AssignAction, CompleteAction, PostUpdate, RecordAttendance, RecordCheckIn, RenegotiateAction,
        RescheduleMeeting, ScheduleMeeting,
    },
};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{Partners, check_in::decisions::Cadence, members::Members};

impl Recall<Partners, ScheduleMeeting> for Members {
    fn recall(room: &Room<Partners>, command: &ScheduleMeeting, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, RescheduleMeeting> for Members {
    fn recall(room: &Room<Partners>, command: &RescheduleMeeting, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, RecordAttendance> for Members {
    fn recall(room: &Room<Partners>, command: &RecordAttendance, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, AssignAction> for Members {
    fn recall(room: &Room<Partners>, command: &AssignAction, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, RenegotiateAction> for Members {
    fn recall(room: &Room<Partners>, command: &RenegotiateAction, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, CompleteAction> for Members {
    fn recall(room: &Room<Partners>, command: &CompleteAction, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, PostUpdate> for Members {
    fn recall(room: &Room<Partners>, command: &PostUpdate, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Partners, RecordCheckIn> for Cadence {
    fn recall(room: &Room<Partners>, command: &RecordCheckIn, context: &Context) -> Self {
        let check_ins = room.memory.check_ins();
        Cadence {
            months: check_ins.months(&command.partnership_id),
            latest: check_ins.latest(&command.partnership_id, &context.partner),
            members: members(room, &command.partnership_id),
        }
    }
}

fn members(room: &Room<Partners>, partnership_id: &str) -> Members {
    let Some(partnership) = room.standing.partnership(partnership_id) else { return Members::default() };
    let standing = |wanted: &[Standing]| {
        let members = partnership.members.iter().filter(|it| wanted.contains(&it.stands()));
        members.map(|it| it.partner_id.clone()).collect()
    };
    Members { voices: standing(&[Standing::Member]), others: standing(&[Standing::Verifier, Standing::Observer]) }
}
