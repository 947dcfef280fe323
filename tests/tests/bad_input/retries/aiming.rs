//! Every command on goals that are there, validated and carried out.

use contract::goals::{
    AcceptGoal, AddMilestone, GoalContent, Level, ProposeGoal, ReachMilestone, ReserveOnGoal, ReviseGoal,
};
use jiff::{ToSpan, Zoned};
use tests::id;

use super::{Tried, fresh, partner_id};

impl Tried<'_> {
    pub(super) async fn aiming(&mut self) {
        let (lender, trainer) = (self.ground.by("lender"), self.ground.by("trainer"));
        let partnership = self.ground.partnership.clone();
        let (partnership_id, goal_id) = (|| partnership.clone(), || id("bad/goal"));
        let (today, in_a_month) = (Zoned::now().date(), Zoned::now().date().saturating_add(30.days()));
        let second = ProposeGoal { goal_id: fresh(), targets: vec![], ..self.ground.goal() };
        let second_id = self.both(lender.clone(), second).await.unwrap().id;
        let content = GoalContent { title: "All of it".into(), level: Level::Outcome.into(), ..Default::default() };
        let revise = ReviseGoal {
            command_id: fresh(),
            partnership_id: partnership_id(),
            goal_id: second_id,
            content: Some(content),
            reason: "There is more".into(),
            ..Default::default()
        };
        self.both(lender.clone(), revise).await.unwrap();
        let accept = AcceptGoal {
            command_id: fresh(),
            partnership_id: partnership_id(),
            goal_id: goal_id(),
            ..Default::default()
        };
        self.both(trainer.clone(), accept).await.expect_err("it was there when the goal was decided");
        let reserve = ReserveOnGoal {
            command_id: fresh(),
            partnership_id: partnership_id(),
            goal_id: goal_id(),
            reservation: "Too much".into(),
            ..Default::default()
        };
        self.both(trainer.clone(), reserve).await.expect_err("it was there when the goal was decided");
        let add = AddMilestone {
            command_id: fresh(),
            partnership_id: partnership_id(),
            goal_id: goal_id(),
            title: "Ten groups have met".into(),
            due_on: in_a_month.to_string(),
            owner_partner_id: partner_id("trainer"),
            ..Default::default()
        };
        let milestone_id = self.both(lender, add).await.unwrap().id;
        let reach = ReachMilestone {
            command_id: fresh(),
            partnership_id: partnership_id(),
            goal_id: goal_id(),
            milestone_id,
            reached_on: today.to_string(),
            note: "Minutes of ten meetings".into(),
            ..Default::default()
        };
        self.both(trainer, reach).await.unwrap();
    }
}
