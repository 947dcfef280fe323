//! The partnership that load is made in, and the commands it is made of.

use contract::{
    evaluation::{Basis, DefineIndicator, Direction, OverPeriods, ReportMeasurement, ValueKind, VerifyMeasurement},
    goals::{GetGoal, Goal, GoalState, Level, PlanActivity, ProposeGoal, ServiceKind, Target, TargetKind},
    partners::{Choice, Matter, OpenProposal, TakePosition},
    resources::{
        ConfirmTransaction, ListOffers, ListOffersResponse, OfferResource, RecordTransaction, ResourceKind, Terms,
        TransactionType,
    },
};
use uuid::Uuid;

use crate::{Story, World, id};

pub fn fresh() -> String {
    Uuid::now_v7().to_string()
}

/// An active partnership that all four services know of, and an indicator to measure it by.
#[derive(Clone)]
pub struct Ground {
    pub partnership: String,
    pub indicator: String,
    /// Adopted: work may be planned towards it.
    pub goal: String,
    pub lender: String,
    pub trainer: String,
    pub funder: String,
    pub auditor: String,
}

impl Ground {
    pub async fn prepare(world: &World, name: &str) -> Self {
        let story = world.partnership(name).await.expect("the partnership");
        let partnership = story.partnership.clone();
        let define = DefineIndicator {
            command_id: fresh(),
            partnership_id: partnership.clone(),
            title: "Active borrowers".into(),
            unit: "clients".into(),
            value_kind: ValueKind::Number.into(),
            direction: Direction::Rising.into(),
            over_periods: OverPeriods::Latest.into(),
            ..Default::default()
        };
        let indicator = story.trainer.ask(define).await.expect("an indicator").id;
        let [lender, trainer, funder, auditor] =
            ["lender", "trainer", "funder", "auditor"].map(|role| id(&format!("{name}/{role}")));
        let mut ground = Ground { partnership, indicator, goal: String::new(), lender, trainer, funder, auditor };
        ground.goal = ground.adopted(&story).await;
        // Asked with all that was seen: resources has heard who is a member.
        let offers = ListOffers { partnership_id: ground.partnership.clone(), ..Default::default() };
        let _: ListOffersResponse = story.lender.get(offers).await.expect("no offers");
        ground
    }

    async fn adopted(&self, story: &Story) -> String {
        let goal_id = story.lender.ask(goal(self)).await.expect("a goal").id;
        let proposal = story.open_proposal().await.expect("it is put to the members").proposal_id;
        for member in [&story.lender, &story.trainer, &story.funder] {
            let agreed = position(self, &proposal, Choice::Agree, "we want it");
            member.ask(agreed).await.expect("an open proposal");
        }
        let query = GetGoal { as_of: vec![], partnership_id: self.partnership.clone(), goal_id };
        let goal: Goal = story.lender.get(query).await.expect("the goal");
        assert_eq!(goal.state(), GoalState::Active, "{}", goal.why);
        goal.goal_id
    }
}

pub fn offer(ground: &Ground) -> OfferResource {
    OfferResource {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        kind: ResourceKind::Expertise.into(),
        field: "Agronomy".into(),
        title: "Two agronomists".into(),
        quantity: "40".into(),
        unit: "days".into(),
        available_from: "2026-02-01".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    }
}

pub(super) fn grant(ground: &Ground) -> RecordTransaction {
    RecordTransaction {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: ground.funder.clone(),
        receiver_partner_id: ground.lender.clone(),
        amount_minor: 500_000,
        currency: "KES".into(),
        value_date: "2026-02-01".into(),
        ..Default::default()
    }
}

pub(super) fn confirmation(ground: &Ground, transaction: &str) -> ConfirmTransaction {
    ConfirmTransaction {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        transaction_id: transaction.into(),
        ..Default::default()
    }
}

pub fn proposal(ground: &Ground) -> OpenProposal {
    OpenProposal {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        matter: Matter::Other.into(),
        title: "Meet before the long rains".into(),
        ..Default::default()
    }
}

pub fn position(ground: &Ground, proposal: &str, choice: Choice, reason: &str) -> TakePosition {
    TakePosition {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        proposal_id: proposal.into(),
        choice: choice.into(),
        reason: reason.into(),
        ..Default::default()
    }
}

pub(super) fn report(ground: &Ground) -> ReportMeasurement {
    ReportMeasurement {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        indicator_id: ground.indicator.clone(),
        period_start: "2026-01-01".into(),
        period_end: "2026-03-31".into(),
        value: "1500".into(),
        taken_from: "loan book".into(),
        ..Default::default()
    }
}

pub(super) fn verification(ground: &Ground, measurement: &str) -> VerifyMeasurement {
    VerifyMeasurement {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        measurement_id: measurement.into(),
        basis: Basis::RecordsSampled.into(),
        note: "40 of 400 files drawn".into(),
        ..Default::default()
    }
}

pub(super) fn goal(ground: &Ground) -> ProposeGoal {
    ProposeGoal {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        title: "Two thousand smallholders borrow by the season".into(),
        level: Level::Outcome.into(),
        approach: "Loans timed to planting and harvest".into(),
        targets: vec![Target {
            target_id: String::new(),
            indicator_id: ground.indicator.clone(),
            kind: TargetKind::Reach.into(),
            baseline: "1000".into(),
            value: "2000".into(),
            starts_on: "2026-01-01".into(),
            due_on: "2027-12-31".into(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

pub(super) fn activity(ground: &Ground, goal: &str) -> PlanActivity {
    PlanActivity {
        command_id: fresh(),
        partnership_id: ground.partnership.clone(),
        goal_id: goal.into(),
        title: "Training before the long rains".into(),
        service: ServiceKind::Training.into(),
        lead_partner_id: ground.trainer.clone(),
        starts_on: "2026-02-01".into(),
        ends_on: "2099-03-15".into(),
        ..Default::default()
    }
}
