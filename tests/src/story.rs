//! The story that must come out the same however the services run: from registration to a goal closed as achieved.

use accord::{
    client::{Client, Failure},
    host::{ALL, Host, HostSettings},
};
use contract::{
    evaluation::{
        Basis, DefineIndicator, Direction, ListTargets, ListTargetsResponse, OverPeriods, ReportMeasurement, ValueKind,
        VerifyMeasurement,
    },
    goals::{
        GetGoal, GetResultsTree, Goal, GoalState, Level, Outcome, PlanActivity, ProposeGoal, ResultsTree, ServiceKind,
        Target, TargetKind,
    },
    log::{GetStatus, Status},
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, GetPartnership, ListProposals,
        ListProposalsResponse, Matter, MemberRole, PartnerKind, Partnership, Proposal, ProposalState, RegisterPartner,
        Rule, Stage, StateExpectation, TakePosition,
    },
    resources::{
        ConfirmTransaction, GetLedger, Ledger, OfferResource, RecordTransaction, ResourceKind, Terms, TransactionType,
    },
};
use runtime::Clock;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Caller, id};

/// Services that answer, and everybody who calls them.
pub struct World {
    pub operator: Caller,
}

/// Four services in this process.
pub async fn embedded(folder: &TempDir) -> (Host, Client) {
    embedded_by(folder, Clock::System).await
}

/// The same, by a clock of the test's own.
pub async fn embedded_by(folder: &TempDir, clock: Clock) -> (Host, Client) {
    let host = Host::start(HostSettings {
        services: ALL.to_vec(),
        node: "home".into(),
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        nats: None,
        clock,
        log: Default::default(),
    })
    .await
    .expect("the services start");
    let client = Client::at(&format!("http://{}", host.address)).expect("a URL of ours");
    (host, client)
}

/// The partners of the story, and its partnership.
pub struct Story {
    pub partnership: String,
    pub lender: Caller,
    pub trainer: Caller,
    pub funder: Caller,
    pub auditor: Caller,
    goal: String,
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}

impl World {
    pub fn new(client: &Client) -> Self {
        World { operator: Caller::operator(client) }
    }

    pub async fn numbers(&self) -> Vec<u64> {
        let mut numbers = Vec::new();
        for service in ["partners", "goals", "resources", "evaluation"] {
            let mut operations = contract::log::operations_client::OperationsClient::new(
                self.operator.client().channel(service).expect("it is there"),
            );
            let request = self.operator.client().request(GetStatus { service: service.into() }).expect("plain text");
            let status: Status = operations.get_status(request).await.expect("a status").into_inner();
            numbers.extend([status.number, status.bulk_number]);
        }
        numbers
    }

    /// A partnership of a lender, a trainer and a funder, with an auditor who verifies; all have said what they expect and accepted.
    pub async fn partnership(&self, name: &str) -> Result<Story, Failure> {
        let founders = [
            ("lender", PartnerKind::MicrofinanceInstitution, MemberRole::Implementing),
            ("trainer", PartnerKind::Ngo, MemberRole::Implementing),
            ("funder", PartnerKind::Funder, MemberRole::Funding),
            ("auditor", PartnerKind::Evaluator, MemberRole::Verifier),
        ];
        let partner_id = |role: &str| id(&format!("{name}/{role}"));
        for (role, kind, _) in founders {
            let register = RegisterPartner {
                command_id: fresh(),
                partner_id: partner_id(role),
                name: format!("{name} {role}"),
                kind: kind.into(),
                country: "KE".into(),
                ..Default::default()
            };
            self.operator.ask(register).await?;
        }
        let partnership = id(&format!("{name}/partnership"));
        let callers = founders.map(|(role, ..)| self.operator.partner(&partner_id(role)));
        let form = FormPartnership {
            command_id: fresh(),
            partnership_id: partnership.clone(),
            title: format!("{name}: seasonal loans with training"),
            purpose: "Loans that follow the harvest, and training that comes with them".into(),
            currency: "KES".into(),
            rules: vec![DecisionRule {
                matter: Matter::Other.into(),
                rule: Rule::Consent.into(),
                quorum_percent: 60,
                days_open: 14,
                ..Default::default()
            }],
            founders: founders
                .map(|(role, _, does)| Founder { partner_id: partner_id(role), roles: vec![does.into()] })
                .to_vec(),
            ..Default::default()
        };
        callers[0].ask(form).await?;
        for caller in &callers {
            let state = StateExpectation {
                command_id: fresh(),
                partnership_id: partnership.clone(),
                text: "Answers within a week, and figures by the tenth".into(),
                ..Default::default()
            };
            caller.ask(state).await?;
        }
        for caller in &callers {
            let accept = AcceptInvitation {
                command_id: fresh(),
                partnership_id: partnership.clone(),
                charter_version: 1,
                ..Default::default()
            };
            caller.ask(accept).await?;
        }
        let [lender, trainer, funder, auditor] = callers;
        let goal = id(&format!("{name}/goal"));
        Ok(Story { partnership, lender, trainer, funder, auditor, goal })
    }
}

impl Story {
    /// Plays it to the end, reading each step back with all that was seen.
    pub async fn play(&self) -> Result<(), Failure> {
        self.is_active().await?;
        let indicator = self.define_indicator().await?;
        self.propose(&indicator).await?;
        assert_eq!(self.goal().await?.state(), GoalState::Proposed);
        self.decide("adopt").await?;
        let goal = self.goal().await?;
        assert_eq!(goal.state(), GoalState::Active, "{}", goal.why);
        self.work_together().await?;
        self.measure(&indicator, "2026-01-01", "2026-03-31", "1500").await?;
        assert_eq!(self.goal().await?.targets[0].progress_basis_points, Some(5_000));
        self.measure(&indicator, "2026-04-01", "2026-06-30", "2100").await?;
        let goal = self.goal().await?;
        assert_eq!(goal.targets[0].progress_basis_points, Some(11_000));
        assert!(goal.targets[0].reached);
        assert_eq!(goal.state(), GoalState::Closing, "reaching the target puts the closing to the members");
        self.decide("close").await?;
        let goal = self.goal().await?;
        assert_eq!((goal.state(), goal.outcome()), (GoalState::Closed, Outcome::Achieved));
        let tree: ResultsTree =
            self.auditor.get(GetResultsTree { as_of: vec![], partnership_id: self.partnership.clone() }).await?;
        assert_eq!(tree.nodes.len(), 1);
        assert_eq!((tree.nodes[0].targets_reached, tree.nodes[0].targets_total), (1, 1));
        Ok(())
    }

    async fn is_active(&self) -> Result<(), Failure> {
        let query = GetPartnership { as_of: vec![], partnership_id: self.partnership.clone() };
        let partnership: Partnership = self.auditor.get(query).await?;
        assert_eq!(partnership.stage(), Stage::Active);
        assert_eq!(partnership.members.len(), 4);
        Ok(())
    }

    async fn define_indicator(&self) -> Result<String, Failure> {
        let define = DefineIndicator {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            indicator_id: String::new(),
            title: "Active borrowers".into(),
            definition: "Clients with an outstanding loan at the end of the period".into(),
            unit: "clients".into(),
            value_kind: ValueKind::Number.into(),
            direction: Direction::Rising.into(),
            over_periods: OverPeriods::Latest.into(),
            catalogue_id: "IRIS+ PI9327".into(),
            ..Default::default()
        };
        Ok(self.trainer.ask(define).await?.id)
    }

    async fn propose(&self, indicator: &str) -> Result<(), Failure> {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            goal_id: self.goal.clone(),
            title: "Two thousand smallholders borrow by the season".into(),
            level: Level::Outcome.into(),
            approach: "Loans timed to planting and harvest, with training before".into(),
            targets: vec![Target {
                target_id: String::new(),
                indicator_id: indicator.into(),
                kind: TargetKind::Reach.into(),
                baseline: "1000".into(),
                value: "2000".into(),
                starts_on: "2026-01-01".into(),
                due_on: "2027-12-31".into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        self.lender.ask(propose).await.map(drop)
    }

    pub async fn goal(&self) -> Result<Goal, Failure> {
        let query = GetGoal { as_of: vec![], partnership_id: self.partnership.clone(), goal_id: self.goal.clone() };
        self.lender.get(query).await
    }

    /// The open proposal, as everybody who has seen what led to it can read it.
    pub async fn open_proposal(&self) -> Result<Proposal, Failure> {
        let query = ListProposals {
            partnership_id: self.partnership.clone(),
            state: ProposalState::Open.into(),
            ..Default::default()
        };
        let mut open: ListProposalsResponse = self.lender.get(query).await?;
        assert_eq!(open.proposals.len(), 1, "one proposal is open");
        Ok(open.proposals.remove(0))
    }

    async fn decide(&self, what: &str) -> Result<(), Failure> {
        let proposal = self.open_proposal().await?;
        assert_eq!(proposal.eligible.len(), 3, "the verifier has no voice");
        for member in [&self.lender, &self.trainer, &self.funder] {
            let position = TakePosition {
                command_id: fresh(),
                partnership_id: self.partnership.clone(),
                proposal_id: proposal.proposal_id.clone(),
                choice: Choice::Agree.into(),
                reason: format!("we want to {what} it"),
                ..Default::default()
            };
            member.ask(position).await?;
        }
        Ok(())
    }

    async fn work_together(&self) -> Result<(), Failure> {
        let plan = PlanActivity {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            goal_id: self.goal.clone(),
            title: "Training before the long rains".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: self.partner_id("trainer").await?,
            places: vec!["KE-37".into()],
            starts_on: "2026-02-01".into(),
            ends_on: "2099-03-15".into(),
            ..Default::default()
        };
        self.trainer.ask(plan).await?;
        let offer = OfferResource {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            kind: ResourceKind::Expertise.into(),
            title: "Two agronomists".into(),
            field: "Agronomy".into(),
            quantity: "40".into(),
            unit: "days".into(),
            available_from: "2026-02-01".into(),
            terms: Terms::Gift.into(),
            ..Default::default()
        };
        self.trainer.ask(offer).await?;
        self.fund().await
    }

    /// A grant that counts once its receiver has confirmed it.
    async fn fund(&self) -> Result<(), Failure> {
        let (funder, lender) = (self.partner_id("funder").await?, self.partner_id("lender").await?);
        let grant = RecordTransaction {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            r#type: TransactionType::Disbursement.into(),
            provider_partner_id: funder.clone(),
            receiver_partner_id: lender,
            amount_minor: 500_000_000,
            currency: "KES".into(),
            value_date: "2026-02-01".into(),
            ..Default::default()
        };
        let transaction = self.funder.ask(grant).await?.id;
        assert_eq!(self.given(&funder).await?, (0, 500_000_000), "not given before it is confirmed");
        let confirm = ConfirmTransaction {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            transaction_id: transaction,
            ..Default::default()
        };
        self.lender.ask(confirm).await?;
        assert_eq!(self.given(&funder).await?, (500_000_000, 0));
        Ok(())
    }

    async fn given(&self, partner: &str) -> Result<(i64, i64), Failure> {
        let query = GetLedger { partnership_id: self.partnership.clone(), ..Default::default() };
        let ledger: Ledger = self.lender.get(query).await?;
        let line = ledger.lines.iter().find(|it| it.partner_id == partner).expect("the funder has a line");
        Ok((line.given_minor, line.unconfirmed_minor))
    }

    async fn measure(&self, indicator: &str, from: &str, to: &str, value: &str) -> Result<(), Failure> {
        let report = ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            indicator_id: indicator.into(),
            period_start: from.into(),
            period_end: to.into(),
            value: value.into(),
            taken_from: "loan book".into(),
            ..Default::default()
        };
        let measurement = self.lender.ask(report).await?.id;
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            measurement_id: measurement,
            basis: Basis::RecordsSampled.into(),
            note: "40 of 400 files drawn".into(),
            ..Default::default()
        };
        self.auditor.ask(verify).await?;
        let query = ListTargets { partnership_id: self.partnership.clone(), ..Default::default() };
        let targets: ListTargetsResponse = self.auditor.get(query).await?;
        assert_eq!(targets.targets[0].actual, value, "the verified value counts");
        Ok(())
    }

    async fn partner_id(&self, role: &str) -> Result<String, Failure> {
        let query = GetPartnership { as_of: vec![], partnership_id: self.partnership.clone() };
        let partnership: Partnership = self.auditor.get(query).await?;
        let member = partnership.members.into_iter().find(|it| it.name.ends_with(role));
        Ok(member.expect("a member of that name").partner_id)
    }
}
