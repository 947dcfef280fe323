//! Every command about an activity, validated and carried out: planned by one for another, who takes it over.

use contract::goals::{
    CancelActivity, CompleteActivity, HandOverActivity, LeaveActivity, ReviseActivity, ServiceKind, StartActivity,
    TakeOverActivity,
};
use tests::id;

use super::{Tried, fresh, partner_id};

impl Tried<'_> {
    pub(super) async fn activities(&mut self) {
        let (lender, trainer, funder) = (self.ground.by("lender"), self.ground.by("trainer"), self.ground.by("funder"));
        let plan = self.ground.activity();
        let activity_id = self.both(lender.clone(), plan).await.unwrap().id;
        let ids = || (fresh(), self.ground.partnership.clone(), activity_id.clone());
        let revise = {
            let (command_id, partnership_id, activity_id) = ids();
            ReviseActivity {
                command_id,
                partnership_id,
                activity_id,
                goal_id: id("bad/goal"),
                title: "Training after the long rains".into(),
                service: ServiceKind::Training.into(),
                supporting_partner_ids: vec![partner_id("funder")],
                reason: "the rains came late".into(),
                ..Default::default()
            }
        };
        let offer = {
            let (command_id, partnership_id, activity_id) = ids();
            let to_partner_id = partner_id("lender");
            HandOverActivity { command_id, partnership_id, activity_id, to_partner_id, ..Default::default() }
        };
        let take = {
            let (command_id, partnership_id, activity_id) = ids();
            TakeOverActivity { command_id, partnership_id, activity_id, ..Default::default() }
        };
        let leave = {
            let (command_id, partnership_id, activity_id) = ids();
            LeaveActivity { command_id, partnership_id, activity_id, ..Default::default() }
        };
        let start = {
            let (command_id, partnership_id, activity_id) = ids();
            let started_on = "2026-01-10".into();
            StartActivity { command_id, partnership_id, activity_id, started_on, ..Default::default() }
        };
        let complete = {
            let (command_id, partnership_id, activity_id) = ids();
            let (completed_on, result) = ("2026-01-14".into(), "forty were trained".into());
            CompleteActivity { command_id, partnership_id, activity_id, completed_on, result, ..Default::default() }
        };
        let cancel = {
            let (command_id, partnership_id, activity_id) = ids();
            let reason = "it is done".into();
            CancelActivity { command_id, partnership_id, activity_id, reason, ..Default::default() }
        };
        self.both(trainer.clone(), revise).await.unwrap();
        self.both(trainer, offer).await.unwrap();
        self.both(lender.clone(), take).await.unwrap();
        self.both(funder, leave).await.unwrap();
        self.both(lender.clone(), start).await.unwrap();
        self.both(lender.clone(), complete).await.unwrap();
        self.both(lender, cancel).await.expect_err("it is over");
    }
}
