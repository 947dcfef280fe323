//! Who was present.

use contract::partners::{AttendanceRecorded, MinutesState, RecordAttendance};
use kernel::{Context, Decide, Decision, Invalid};

use super::super::{rejection::Rejection, state::Meeting};
use crate::{members::Members, references};

impl Decide<RecordAttendance> for Meeting {
    type Known = Members;

    fn target(command: &RecordAttendance) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &RecordAttendance, members: &Members, context: &Context) -> Decision<Self> {
        let RecordAttendance {
            command_id: _,
            validate_only: _,
            partnership_id,
            meeting_id,
            present,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        if present.is_empty() {
            return Err(Invalid::new("present", "names nobody: a meeting that nobody came to was not held").into());
        }
        references::named_once("present", present)?;
        let scheduled = self.scheduled()?;
        scheduled.once_begun(context.now)?;
        let mut present = present.clone();
        present.sort();
        if scheduled.attendance.as_ref().is_some_and(|it| it.present == present) {
            return Ok(vec![]);
        }
        // The minutes say who may approve them; that must not change under those who do.
        match scheduled.minutes.as_ref().map(|it| it.state) {
            Some(MinutesState::Agreed) => return Err(Rejection::MinutesAgreed),
            Some(MinutesState::Recorded) => return Err(Rejection::MinutesWait),
            Some(MinutesState::Returned | MinutesState::Unspecified) | None => (),
        }
        if let Some(stranger) = present.iter().find(|it| !members.belongs(it)) {
            return Err(Rejection::NotAMember { partner_id: stranger.clone() });
        }
        Ok(vec![
            AttendanceRecorded {
                partnership_id: partnership_id.clone(),
                meeting_id: meeting_id.clone(),
                recorded_by: context.partner.clone(),
                with_voice: present.iter().filter(|it| members.has_voice(it)).cloned().collect(),
                present,
            }
            .into(),
        ])
    }
}
