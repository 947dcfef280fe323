//! What was decided and said, recorded by one member and approved by the others that were present.

use contract::partners::{
    ApproveMinutes, MinutesAgreed, MinutesApproved, MinutesRecorded, MinutesReturned, MinutesState, RecordMinutes,
    ReturnMinutes, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, parse};

use super::super::{
    approval::Approval,
    rejection::Rejection,
    state::{Meeting, Minutes, Scheduled},
};
use crate::{references, sealing::WritingKey, words::Words};

impl Decide<RecordMinutes> for Meeting {
    type Known = WritingKey;

    fn target(command: &RecordMinutes) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &RecordMinutes, key: &WritingKey, context: &Context) -> Decision<Self> {
        let RecordMinutes {
            command_id: _,
            validate_only: _,
            partnership_id,
            meeting_id,
            summary,
            document,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let summary = parse::filled("summary", summary)?.to_owned();
        let document = references::document(&references::DOCUMENT, document.as_ref())?;
        let scheduled = self.scheduled()?;
        scheduled.once_begun(context.now)?;
        let attendance = scheduled.attendance.as_ref().ok_or(Rejection::AttendanceMissing)?;
        let written_by = context.partner.clone();
        let recorded = MinutesRecorded {
            partnership_id: partnership_id.clone(),
            meeting_id: meeting_id.clone(),
            version: scheduled.minutes_version() + 1,
            approvers: attendance.with_voice.iter().filter(|it| **it != written_by).cloned().collect(),
            written_by,
            summary: String::new(),
            document,
            sealed: Words::written(summary.clone(), &[], key, context).sealed,
        };
        match &scheduled.minutes {
            Some(it) if it.state == MinutesState::Returned => Ok(vec![recorded.into()]),
            Some(it) if it.says_the_same_as(&recorded, &summary, key) => Ok(vec![]),
            Some(it) if it.state == MinutesState::Agreed => Err(Rejection::MinutesAgreed),
            Some(it) if it.recorded.written_by != recorded.written_by => Err(Rejection::MinutesWait),
            Some(_) | None => Ok(vec![recorded.into()]),
        }
    }
}

impl Decide<ApproveMinutes> for Meeting {
    type Known = ();

    fn target(command: &ApproveMinutes) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &ApproveMinutes, _: &(), context: &Context) -> Decision<Self> {
        let ApproveMinutes { command_id: _, validate_only: _, partnership_id, meeting_id, version } = command;
        let minutes = self.scheduled()?.read_by(&context.partner, *version)?;
        if minutes.is_approved_by(&context.partner) {
            return Ok(vec![]);
        }
        if minutes.state == MinutesState::Returned {
            return Err(Rejection::MinutesReturned);
        }
        let approved = MinutesApproved {
            partnership_id: partnership_id.clone(),
            meeting_id: meeting_id.clone(),
            version: *version,
            partner_id: context.partner.clone(),
        };
        let Approval { approved: before, approvers } = minutes.approval();
        let approval = Approval { approved: before + 1, approvers };
        let agrees = minutes.state == MinutesState::Recorded && approval.is_agreed();
        let agreed = agrees.then(|| agreed(&minutes.recorded, approval));
        Ok([approved.into()].into_iter().chain(agreed).collect())
    }
}

impl Decide<ReturnMinutes> for Meeting {
    type Known = ();

    fn target(command: &ReturnMinutes) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &ReturnMinutes, _: &(), context: &Context) -> Decision<Self> {
        let ReturnMinutes { command_id: _, validate_only: _, partnership_id, meeting_id, version, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let minutes = self.scheduled()?.read_by(&context.partner, *version)?;
        let partner_id = context.partner.clone();
        match minutes.state {
            MinutesState::Agreed => Err(Rejection::MinutesAgreed),
            MinutesState::Returned if minutes.returned == Some((partner_id.clone(), reason.clone())) => Ok(vec![]),
            MinutesState::Returned => Err(Rejection::MinutesReturned),
            MinutesState::Recorded | MinutesState::Unspecified => {
                let (partnership_id, meeting_id) = (partnership_id.clone(), meeting_id.clone());
                let (version, written_by) = (*version, minutes.recorded.written_by.clone());
                Ok(vec![MinutesReturned { partnership_id, meeting_id, version, partner_id, reason, written_by }.into()])
            }
        }
    }
}

impl Scheduled {
    /// The minutes, for someone who may judge this version of them.
    fn read_by(&self, partner_id: &str, named: u32) -> Result<&Minutes, Rejection> {
        let minutes = self.minutes.as_ref().ok_or(Rejection::NoMinutes)?;
        let MinutesRecorded { version: current, written_by, approvers, .. } = &minutes.recorded;
        if written_by == partner_id {
            return Err(Rejection::OwnMinutes);
        }
        let is_among = |partners: &[String]| partners.iter().any(|it| it == partner_id);
        if !self.attendance.as_ref().is_some_and(|it| is_among(&it.present)) {
            return Err(Rejection::NotPresent);
        }
        if !is_among(approvers) {
            return Err(Rejection::NoVoice);
        }
        match *current {
            current if current == named => Ok(minutes),
            current => Err(Rejection::MinutesVersion { named, current }),
        }
    }
}

impl Minutes {
    fn says_the_same_as(&self, it: &MinutesRecorded, text: &str, key: &WritingKey) -> bool {
        let MinutesRecorded { written_by, summary, document, sealed, .. } = &self.recorded;
        let words = Words::recorded(summary, sealed.as_ref());
        (written_by, document) == (&it.written_by, &it.document) && words.are(text, key)
    }
}

fn agreed(recorded: &MinutesRecorded, approval: Approval) -> Event {
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    MinutesAgreed {
        partnership_id: recorded.partnership_id.clone(),
        meeting_id: recorded.meeting_id.clone(),
        version: recorded.version,
        approved: count(approval.approved),
        approvers: count(approval.approvers),
        why: approval.why(),
    }
    .into()
}
