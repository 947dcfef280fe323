//! What the partners of the year say of their goals, plan, promise and do.

use contract::goals::{
    AddMilestone, CompleteActivity, ConfirmFulfilment, FulfilUndertaking, GiveUndertaking, PlanActivity, RankGoals,
    RankedTier, RateApproach, ReachMilestone, ServiceKind, StartActivity,
};

use super::ask::Officer;
use crate::client::Failure;

/// What is under way.
pub(super) struct Work {
    partnership: String,
    goal: String,
    activity: String,
    milestone: String,
}

/// The one that comes last puts the second goal first, and doubts the approach to the first.
pub(super) async fn rank_and_rate(members: &[&Officer], partnership: &str, goals: &[String; 2]) -> Result<(), Failure> {
    for (place, member) in members.iter().enumerate() {
        let is_last = place + 1 == members.len();
        let tier = |goal: &String| RankedTier { goal_ids: vec![goal.clone()] };
        let mut tiers = goals.iter().map(tier).collect::<Vec<_>>();
        if is_last {
            tiers.reverse();
        }
        let (partnership_id, partner_id) = (partnership.to_owned(), member.partner.clone());
        member.ask(RankGoals { partnership_id, partner_id, tiers, ..Default::default() }).await?;
        let (rating, why) = if is_last { (1, "Who pays for training in the second year?") } else { (4, "") };
        let rate = RateApproach {
            partnership_id: partnership.into(),
            goal_id: goals[0].clone(),
            rating: Some(rating),
            why: why.into(),
            ..Default::default()
        };
        member.ask(rate).await?;
    }
    Ok(())
}

/// The NGO leads, with the lender's support.
pub(super) async fn plan(ngo: &Officer, lender: &Officer, partnership: &str, goal: &str) -> Result<Work, Failure> {
    let plan = PlanActivity {
        partnership_id: partnership.into(),
        goal_id: goal.into(),
        title: "Training before the first loan".into(),
        service: ServiceKind::Training.into(),
        lead_partner_id: ngo.partner.clone(),
        supporting_partner_ids: vec![lender.partner.clone()],
        places: vec!["Herat".into()],
        starts_on: "2025-02-10".into(),
        ends_on: "2025-11-30".into(),
        ..Default::default()
    };
    let activity = ngo.ask(plan).await?.id;
    let add = AddMilestone {
        partnership_id: partnership.into(),
        goal_id: goal.into(),
        title: "Six trainers work in Herat".into(),
        due_on: "2025-03-31".into(),
        owner_partner_id: ngo.partner.clone(),
        ..Default::default()
    };
    let milestone = ngo.ask(add).await?.id;
    Ok(Work { partnership: partnership.into(), goal: goal.into(), activity, milestone })
}

impl Work {
    pub(super) async fn start(&self, ngo: &Officer, on: &str) -> Result<(), Failure> {
        let (partnership_id, activity_id, started_on) =
            (self.partnership.clone(), self.activity.clone(), on.to_owned());
        ngo.ask(StartActivity { partnership_id, activity_id, started_on, ..Default::default() }).await.map(drop)
    }

    pub(super) async fn reach(&self, ngo: &Officer, on: &str) -> Result<(), Failure> {
        let reach = ReachMilestone {
            partnership_id: self.partnership.clone(),
            goal_id: self.goal.clone(),
            milestone_id: self.milestone.clone(),
            reached_on: on.into(),
            note: "Six contracts are signed".into(),
            ..Default::default()
        };
        ngo.ask(reach).await.map(drop)
    }

    /// What the lender promises the NGO, for the training.
    pub(super) async fn promise(&self, lender: &Officer, ngo: &Officer) -> Result<String, Failure> {
        let give = GiveUndertaking {
            partnership_id: self.partnership.clone(),
            to_partner_id: ngo.partner.clone(),
            goal_id: self.goal.clone(),
            activity_id: self.activity.clone(),
            what: "Lists of new borrowers, a week before each disbursement".into(),
            quantity: "6".into(),
            unit: "lists".into(),
            due_on: "2025-11-30".into(),
            ..Default::default()
        };
        Ok(lender.ask(give).await?.id)
    }

    /// The training is done, and the NGO has had its lists.
    pub(super) async fn complete(
        &self,
        lender: &Officer,
        ngo: &Officer,
        undertaking: &str,
        on: &str,
    ) -> Result<(), Failure> {
        let complete = CompleteActivity {
            partnership_id: self.partnership.clone(),
            activity_id: self.activity.clone(),
            completed_on: on.into(),
            result: "1,140 women trained before their first loan".into(),
            ..Default::default()
        };
        ngo.ask(complete).await?;
        let fulfil = FulfilUndertaking {
            partnership_id: self.partnership.clone(),
            undertaking_id: undertaking.into(),
            fulfilled_on: on.into(),
            delivered: "6".into(),
            ..Default::default()
        };
        lender.ask(fulfil).await?;
        let (partnership_id, undertaking_id) = (self.partnership.clone(), undertaking.to_owned());
        ngo.ask(ConfirmFulfilment { partnership_id, undertaking_id, ..Default::default() }).await.map(drop)
    }
}
