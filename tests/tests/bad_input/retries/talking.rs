//! Every command of talk, validated and carried out: what came of a meeting that has not begun is refused alike.

use contract::partners::{
    AcknowledgeUpdate, AddAgendaItem, ApproveMinutes, AssignAction, CancelMeeting, CompleteAction, PostComment,
    PostUpdate, RecordAttendance, RecordCheckIn, RecordMinutes, RedactText, RenegotiateAction, RescheduleMeeting,
    ReturnAction, ReturnMinutes, ScheduleMeeting, Thing, VerifyAction,
};
use prost_reflect::prost_types::Timestamp;

use super::{Tried, fresh, partner_id};

impl Tried<'_> {
    pub(super) async fn talking(&mut self) {
        self.meeting().await;
        self.doing().await;
        self.telling().await;
    }

    async fn meeting(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let in_days = |days: u64| {
            let at = std::time::SystemTime::now() + std::time::Duration::from_secs(days * 24 * 3600);
            Some(Timestamp::from(at))
        };
        let schedule = ScheduleMeeting {
            command_id: fresh(),
            partnership_id: partnership_id(),
            title: "Spring meeting".into(),
            starts_at: in_days(7),
            minutes_long: 60,
            place: "Kisumu".into(),
            ..Default::default()
        };
        let meeting_id = self.both(lender.clone(), schedule).await.unwrap().id;
        let meeting_id = || meeting_id.clone();
        let add = AddAgendaItem {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            text: "Prices".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), add).await.unwrap();
        let reschedule = RescheduleMeeting {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            starts_at: in_days(8),
            ..Default::default()
        };
        self.both(lender.clone(), reschedule).await.unwrap();
        let attend = RecordAttendance {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            present: vec![partner_id("lender")],
            ..Default::default()
        };
        self.both(lender.clone(), attend).await.expect_err("it has not begun");
        let record = RecordMinutes {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            summary: "Seed is bought together".into(),
            ..Default::default()
        };
        self.both(lender.clone(), record).await.expect_err("it has not begun");
        let approve = ApproveMinutes {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            version: 1,
            ..Default::default()
        };
        self.both(trainer.clone(), approve).await.expect_err("there are no minutes");
        let give_back = ReturnMinutes {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            version: 1,
            reason: "Prices are missing".into(),
            ..Default::default()
        };
        self.both(trainer, give_back).await.expect_err("there are no minutes");
        let cancel = CancelMeeting {
            command_id: fresh(),
            partnership_id: partnership_id(),
            meeting_id: meeting_id(),
            reason: "Floods".into(),
            ..Default::default()
        };
        self.both(lender, cancel).await.unwrap();
    }

    async fn doing(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let assign = AssignAction {
            command_id: fresh(),
            partnership_id: partnership_id(),
            what: "Buy seed".into(),
            assigned_to: partner_id("trainer"),
            due_on: "2190-01-01".into(),
            ..Default::default()
        };
        let action_id = self.both(lender.clone(), assign).await.unwrap().id;
        let action_id = || action_id.clone();
        let put_off = RenegotiateAction {
            command_id: fresh(),
            partnership_id: partnership_id(),
            action_id: action_id(),
            due_on: "2190-02-01".into(),
            ..Default::default()
        };
        self.both(lender.clone(), put_off).await.unwrap();
        for note in ["Bought", "Bought, with a receipt"] {
            let complete = CompleteAction {
                command_id: fresh(),
                partnership_id: partnership_id(),
                action_id: action_id(),
                note: note.into(),
                ..Default::default()
            };
            self.both(trainer.clone(), complete).await.unwrap();
            if note == "Bought" {
                let give_back = ReturnAction {
                    command_id: fresh(),
                    partnership_id: partnership_id(),
                    action_id: action_id(),
                    reason: "No receipt".into(),
                    ..Default::default()
                };
                self.both(lender.clone(), give_back).await.unwrap();
            }
        }
        let verify = VerifyAction {
            command_id: fresh(),
            partnership_id: partnership_id(),
            action_id: action_id(),
            ..Default::default()
        };
        self.both(lender, verify).await.unwrap();
    }

    async fn telling(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let partnership_id = || partnership.clone();
        let post = PostUpdate {
            command_id: fresh(),
            partnership_id: partnership_id(),
            what: "Rates fall".into(),
            ..Default::default()
        };
        let update_id = self.both(lender.clone(), post).await.unwrap().id;
        let comment = PostComment {
            command_id: fresh(),
            partnership_id: partnership_id(),
            about: Thing::Update.into(),
            about_id: update_id.clone(),
            text: "At last".into(),
            ..Default::default()
        };
        let auditor = self.ground.by("auditor");
        let comment_id = self.both(auditor.clone(), comment).await.unwrap().id;
        let redact = RedactText {
            command_id: fresh(),
            partnership_id: partnership_id(),
            about: Thing::Comment.into(),
            about_id: comment_id,
            reason: "Said in haste".into(),
            ..Default::default()
        };
        self.both(auditor, redact).await.unwrap();
        let note = AcknowledgeUpdate {
            command_id: fresh(),
            partnership_id: partnership_id(),
            update_id,
            ..Default::default()
        };
        self.both(trainer, note).await.unwrap();
        let check_in = RecordCheckIn {
            command_id: fresh(),
            partnership_id: partnership_id(),
            going_well: "Seed is sown".into(),
            ..Default::default()
        };
        self.both(lender, check_in).await.unwrap();
    }
}
