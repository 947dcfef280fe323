//! What the partners of a season ask for, each having seen all that went before.

use accord::client::{Client, Failure};
use contract::{
    evaluation::{
        Basis, DefineIndicator, Direction, ListTargets, ListTargetsResponse, OverPeriods, ReportMeasurement, ValueKind,
        VerifyMeasurement,
    },
    goals::{
        Activity, Alignment, CloseGoal, ConfirmFulfilment, Disposition, DispositionHow, FulfilUndertaking, GetActivity,
        GetAlignment, GetGoal, GetUndertaking, GiveUndertaking, Goal, GoalContent, GoalStep, GoalStepKind, Level,
        ListGoalSteps, ListGoalStepsResponse, Outcome, PlanActivity, ProposeGoal, RankGoals, RankedTier, RateApproach,
        ReviseGoal, ServiceKind, Target, TargetKind, Undertaking, WorkKind,
    },
    partners::{
        Choice, DissolvePartnership, ListProposals, ListProposalsResponse, Proposal, ProposalState, TakePosition,
    },
};
use jiff::Zoned;
use tests::{Caller, Story, World, faults::settle, id};
use uuid::Uuid;

pub(crate) struct Season {
    world: World,
    client: Client,
    pub(crate) story: Story,
    indicator: String,
}

pub(crate) fn fresh() -> String {
    Uuid::now_v7().to_string()
}

pub(crate) fn today() -> String {
    Zoned::now().date().to_string()
}

impl Season {
    pub(crate) async fn begin(world: &World, client: &Client) -> Self {
        let story = world.partnership("season").await.unwrap();
        let define = DefineIndicator {
            command_id: fresh(),
            partnership_id: story.partnership.clone(),
            title: "Active borrowers".into(),
            unit: "clients".into(),
            value_kind: ValueKind::Number.into(),
            direction: Direction::Rising.into(),
            over_periods: OverPeriods::Latest.into(),
            ..Default::default()
        };
        let indicator = story.trainer.ask(define).await.unwrap().id;
        let world = World { operator: world.operator.clone() };
        Season { world, client: client.clone(), story, indicator }
    }

    pub(crate) fn partnership(&self) -> String {
        self.story.partnership.clone()
    }

    pub(crate) fn lender_id(&self) -> String {
        id("season/lender")
    }

    pub(crate) fn trainer_id(&self) -> String {
        id("season/trainer")
    }

    pub(crate) fn funder_id(&self) -> String {
        id("season/funder")
    }

    /// Until every service has heard everything, however long one was away.
    pub(crate) async fn settled(&self) {
        settle(&self.client).await;
    }

    /// An outcome of the harvest without targets, or with one where it serves nothing.
    pub(crate) async fn propose(&self, by: &Caller, title: &str, parent: &str) -> String {
        by.ask(self.proposed(title, parent)).await.unwrap().id
    }

    /// Without a target, that what is measured already might have reached.
    pub(crate) async fn propose_in_words(&self, by: &Caller, title: &str) -> String {
        by.ask(ProposeGoal { targets: vec![], ..self.proposed(title, "") }).await.unwrap().id
    }

    /// By one that waits for nothing that others have decided.
    pub(crate) async fn propose_blind(&self, by: &Caller, title: &str) -> String {
        by.blind().ask(self.proposed(title, "")).await.unwrap().id
    }

    fn proposed(&self, title: &str, parent: &str) -> ProposeGoal {
        let target = Target {
            indicator_id: self.indicator.clone(),
            kind: TargetKind::Reach.into(),
            baseline: "1000".into(),
            value: "2000".into(),
            starts_on: "2026-01-01".into(),
            due_on: "2099-12-31".into(),
            ..Default::default()
        };
        ProposeGoal {
            command_id: fresh(),
            partnership_id: self.partnership(),
            title: title.into(),
            level: if parent.is_empty() { Level::Outcome } else { Level::Output }.into(),
            parent_goal_id: parent.into(),
            targets: if parent.is_empty() { vec![target] } else { vec![] },
            ..Default::default()
        }
    }

    pub(crate) async fn revise(&self, by: &Caller, goal: &str, title: &str, parent: &str) {
        let ProposeGoal { title, level, parent_goal_id, .. } = self.proposed(title, parent);
        let targets = self.goal(goal).await.targets.into_iter().filter_map(|it| it.target).collect();
        let revise = ReviseGoal {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: goal.into(),
            content: Some(GoalContent { title, level, parent_goal_id, targets, ..Default::default() }),
            reason: "We know more now".into(),
            ..Default::default()
        };
        by.ask(revise).await.unwrap();
    }

    pub(crate) async fn goal(&self, goal: &str) -> Goal {
        let query = GetGoal { partnership_id: self.partnership(), goal_id: goal.into(), ..Default::default() };
        self.story.auditor.get(query).await.unwrap()
    }

    pub(crate) async fn steps(&self, goal: &str) -> Vec<GoalStepKind> {
        self.history(goal).await.iter().map(|it| it.kind()).collect()
    }

    pub(crate) async fn history(&self, goal: &str) -> Vec<GoalStep> {
        let query = ListGoalSteps { partnership_id: self.partnership(), goal_id: goal.into(), ..Default::default() };
        self.story.auditor.get::<_, ListGoalStepsResponse>(query).await.unwrap().steps
    }

    pub(crate) async fn open_proposals(&self) -> Vec<Proposal> {
        let state = ProposalState::Open.into();
        let query = ListProposals { partnership_id: self.partnership(), state, ..Default::default() };
        self.story.lender.get::<_, ListProposalsResponse>(query).await.unwrap().proposals
    }

    /// All three agree to what is before them.
    pub(crate) async fn decide(&self, what: &str) {
        let open = self.open_proposals().await;
        let [proposal] = &open[..] else { panic!("one proposal is open: {open:?}") };
        assert!(proposal.title.starts_with(what), "{}", proposal.title);
        for member in [&self.story.lender, &self.story.trainer, &self.story.funder] {
            self.agree(member, proposal).await;
        }
    }

    /// The two that it is not about agree.
    pub(crate) async fn decide_in_partners(&self) {
        let open = self.open_proposals().await;
        for member in [&self.story.lender, &self.story.trainer] {
            self.agree(member, &open[0]).await;
        }
    }

    async fn agree(&self, member: &Caller, proposal: &Proposal) {
        let agree = TakePosition {
            command_id: fresh(),
            partnership_id: self.partnership(),
            proposal_id: proposal.proposal_id.clone(),
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        member.ask(agree).await.unwrap();
    }

    pub(crate) async fn rank(&self, by: &Caller, partner_id: String, tiers: &[&[&str]]) {
        let tier = |goals: &&[&str]| RankedTier { goal_ids: goals.iter().map(|it| (*it).to_owned()).collect() };
        let tiers = tiers.iter().map(tier).collect();
        let (command_id, partnership_id) = (fresh(), self.partnership());
        by.ask(RankGoals { command_id, partnership_id, partner_id, tiers, ..Default::default() }).await.unwrap();
    }

    pub(crate) async fn rate(&self, by: &Caller, goal: &str, rating: u32) {
        let rate = RateApproach {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: goal.into(),
            rating: Some(rating),
            why: "Too fast".into(),
            ..Default::default()
        };
        by.ask(rate).await.unwrap();
    }

    pub(crate) async fn alignment(&self) -> Alignment {
        let query = GetAlignment { partnership_id: self.partnership(), ..Default::default() };
        self.story.lender.get(query).await.unwrap()
    }

    pub(crate) async fn plan(&self, goal: &str) -> String {
        let plan = PlanActivity {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: goal.into(),
            title: "Training before the long rains".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: self.trainer_id(),
            supporting_partner_ids: vec![self.lender_id()],
            places: vec!["Kisumu".into()],
            season: "long rains".into(),
            ..Default::default()
        };
        self.story.trainer.ask(plan).await.unwrap().id
    }

    pub(crate) async fn activity(&self, activity: &str) -> Activity {
        let (partnership_id, activity_id) = (self.partnership(), activity.into());
        self.story.auditor.get(GetActivity { partnership_id, activity_id, ..Default::default() }).await.unwrap()
    }

    pub(crate) async fn promise(&self, by: &Caller, to: &str, goal: &str) -> String {
        let give = GiveUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            to_partner_id: to.into(),
            goal_id: goal.into(),
            what: "A list of the groups that meet".into(),
            due_on: "2099-12-31".into(),
            ..Default::default()
        };
        by.ask(give).await.unwrap().id
    }

    pub(crate) async fn fulfil(&self, by: &Caller, undertaking: &str) {
        let fulfil = FulfilUndertaking {
            command_id: fresh(),
            partnership_id: self.partnership(),
            undertaking_id: undertaking.into(),
            fulfilled_on: today(),
            note: "Sent by post".into(),
            ..Default::default()
        };
        by.ask(fulfil).await.unwrap();
    }

    pub(crate) async fn confirm(&self, by: &Caller, undertaking: &str) {
        let (command_id, partnership_id, undertaking_id) = (fresh(), self.partnership(), undertaking.to_owned());
        let confirm = ConfirmFulfilment { command_id, partnership_id, undertaking_id, ..Default::default() };
        by.ask(confirm).await.unwrap();
    }

    pub(crate) async fn undertaking(&self, undertaking: &str) -> Undertaking {
        let (partnership_id, undertaking_id) = (self.partnership(), undertaking.into());
        let query = GetUndertaking { partnership_id, undertaking_id, ..Default::default() };
        self.story.auditor.get(query).await.unwrap()
    }

    pub(crate) async fn close(&self, goal: &str, outcome: Outcome, rest: Vec<Disposition>) -> Result<(), Failure> {
        let close = CloseGoal {
            command_id: fresh(),
            partnership_id: self.partnership(),
            goal_id: goal.into(),
            outcome: outcome.into(),
            why: "The rains came early".into(),
            dispositions: rest,
            ..Default::default()
        };
        self.story.lender.ask(close).await.map(drop)
    }

    pub(crate) async fn measure(&self, from: &str, to: &str, value: &str) {
        let report = ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership(),
            indicator_id: self.indicator.clone(),
            period_start: from.into(),
            period_end: to.into(),
            value: value.into(),
            taken_from: "loan book".into(),
            ..Default::default()
        };
        let measurement_id = self.story.lender.ask(report).await.unwrap().id;
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership(),
            measurement_id,
            basis: Basis::RecordsSampled.into(),
            ..Default::default()
        };
        self.story.auditor.ask(verify).await.unwrap();
        // What the targets make of it is seen from here on.
        let query = ListTargets { partnership_id: self.partnership(), ..Default::default() };
        self.story.auditor.get::<_, ListTargetsResponse>(query).await.unwrap();
    }

    pub(crate) async fn dissolve(&self) {
        let (command_id, partnership_id, reason) = (fresh(), self.partnership(), "The season is over".into());
        let dissolve = DissolvePartnership { command_id, partnership_id, reason, ..Default::default() };
        self.story.trainer.ask(dissolve).await.unwrap();
        self.decide("").await;
    }

    pub(crate) async fn late_retries_change_nothing(&self) {
        self.settled().await;
        let numbers = self.world.numbers().await;
        for mut called in self.world.operator.called() {
            let again = (called.again)().await.unwrap_or_else(|failure| panic!("{}: {failure}", called.rpc));
            called.receipt.as_of.sort();
            assert_eq!(again, called.receipt, "a late retry of {} gets the same receipt", called.rpc);
        }
        self.settled().await;
        assert_eq!(self.world.numbers().await, numbers, "late retries change nothing");
    }
}

pub(crate) fn disposition(kind: WorkKind, work_id: &str, how: DispositionHow, to: &str) -> Disposition {
    let (kind, how) = (kind.into(), how.into());
    Disposition { kind, work_id: work_id.into(), how, to_goal_id: to.into(), ..Default::default() }
}
