//! Commands that are right, for tests to spoil; and who gives them.

use contract::{
    evaluation::{DefineIndicator, Direction, OverPeriods, ReportMeasurement, ValueKind},
    goals::{Level, PlanActivity, ProposeGoal, ServiceKind, Target, TargetKind},
    partners::{
        Choice, ListProposals, ListProposalsResponse, Matter, OpenProposal, Proposal, ProposalState, TakePosition,
    },
    resources::{OfferResource, RecordTransaction, ResourceKind, Terms, TransactionType},
};
use tempfile::TempDir;
use tests::{Stranger, World, embedded, id};
use uuid::Uuid;

/// A partnership of a lender, a trainer, a funder and an auditor, whom every service knows.
pub(crate) struct Ground {
    pub(crate) world: World,
    pub(crate) partnership: String,
    pub(crate) seen: Vec<String>,
    host: accord::host::Host,
    _folder: TempDir,
}

pub(crate) fn fresh() -> String {
    Uuid::now_v7().to_string()
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (host, client) = embedded(&folder).await;
        let world = World::new(&client);
        let partnership = world.partnership("bad").await.unwrap().partnership;
        let seen = world.seen(&partnership).await;
        Ground { world, partnership, seen, host, _folder: folder }
    }

    pub(crate) async fn end(self) {
        self.host.stop().await.unwrap();
    }

    pub(crate) fn by(&self, partner: &str) -> Stranger {
        Stranger::partner(self.world.operator.client(), &partner_id(partner), "admin").seeing(&self.seen)
    }

    pub(crate) fn operator(&self) -> Stranger {
        Stranger::operator(self.world.operator.client()).seeing(&self.seen)
    }

    /// Waits for all that follows, so that the next call sees it.
    pub(crate) async fn settle(&mut self) -> Vec<u64> {
        self.seen = self.world.seen(&self.partnership).await;
        self.world.numbers().await
    }

    pub(crate) async fn open_proposals(&self) -> Vec<Proposal> {
        let state = ProposalState::Open.into();
        let query = ListProposals { partnership_id: self.partnership.clone(), state, ..Default::default() };
        self.operator().call::<_, ListProposalsResponse>(&query).await.unwrap().proposals
    }

    pub(crate) fn offer(&self) -> OfferResource {
        OfferResource {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            offer_id: fresh(),
            kind: ResourceKind::Expertise.into(),
            field: "Agronomy".into(),
            title: "Two agronomists".into(),
            quantity: "40".into(),
            unit: "days".into(),
            available_from: "2026-02-01".into(),
            available_until: "2026-12-31".into(),
            terms: Terms::Gift.into(),
            ..Default::default()
        }
    }

    pub(crate) fn transaction(&self) -> RecordTransaction {
        RecordTransaction {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            transaction_id: fresh(),
            r#type: TransactionType::Disbursement.into(),
            provider_partner_id: partner_id("funder"),
            receiver_partner_id: partner_id("lender"),
            amount_minor: 500_000,
            currency: "KES".into(),
            value_date: "2026-02-01".into(),
            ..Default::default()
        }
    }

    pub(crate) fn indicator(&self) -> DefineIndicator {
        DefineIndicator {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            indicator_id: id("bad/indicator"),
            title: "Active borrowers".into(),
            unit: "clients".into(),
            value_kind: ValueKind::Number.into(),
            direction: Direction::Rising.into(),
            over_periods: OverPeriods::Latest.into(),
            ..Default::default()
        }
    }

    pub(crate) fn report(&self) -> ReportMeasurement {
        ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            measurement_id: fresh(),
            indicator_id: id("bad/indicator"),
            period_start: "2026-01-01".into(),
            period_end: "2026-03-31".into(),
            value: "1500".into(),
            ..Default::default()
        }
    }

    pub(crate) fn goal(&self) -> ProposeGoal {
        ProposeGoal {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            goal_id: id("bad/goal"),
            title: "Two thousand borrow".into(),
            level: Level::Outcome.into(),
            targets: vec![self.target()],
            ..Default::default()
        }
    }

    pub(crate) fn target(&self) -> Target {
        Target {
            target_id: id("bad/target"),
            indicator_id: id("bad/indicator"),
            kind: TargetKind::Reach.into(),
            baseline: "1000".into(),
            value: "2000".into(),
            starts_on: "2026-01-01".into(),
            due_on: "2099-12-31".into(),
            ..Default::default()
        }
    }

    pub(crate) fn activity(&self) -> PlanActivity {
        PlanActivity {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            activity_id: fresh(),
            goal_id: id("bad/goal"),
            title: "Training before the long rains".into(),
            service: ServiceKind::Training.into(),
            lead_partner_id: partner_id("trainer"),
            ..Default::default()
        }
    }

    pub(crate) fn motion(&self) -> OpenProposal {
        OpenProposal {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            proposal_id: fresh(),
            matter: Matter::Other.into(),
            title: "Meet in June".into(),
            ..Default::default()
        }
    }

    pub(crate) fn position(&self, proposal: &str) -> TakePosition {
        TakePosition {
            command_id: fresh(),
            partnership_id: self.partnership.clone(),
            proposal_id: proposal.into(),
            choice: Choice::Agree.into(),
            ..Default::default()
        }
    }
}

pub(crate) fn partner_id(partner: &str) -> String {
    id(&format!("bad/{partner}"))
}
