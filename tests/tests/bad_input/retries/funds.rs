//! Every command about funds, validated and carried out.

use contract::resources::{
    AcceptBudget, CancelDisbursement, Condition, ConditionKind, ContestCondition, DisputeTransaction, DropBudget,
    KeepPublication, LinkTransaction, LoadRates, MeetCondition, PlanDisbursement, PublishedElement, Rate, RatePeriod,
    RescheduleDisbursement, SetBudget, UnlinkTransaction, WaiveCondition, WithdrawTransaction,
};

use super::{Tried, fresh};
use crate::orders::partner_id;

impl Tried<'_> {
    pub(super) async fn funding(&mut self) {
        self.loading().await;
        self.budgeting().await;
        self.paying().await;
        self.reporting_funds().await;
    }

    async fn loading(&mut self) {
        let rate = Rate { date: "2026-01-01".into(), currency: "KES".into(), rate: "0.0057".into() };
        let load = LoadRates {
            command_id: fresh(),
            table: "yearly".into(),
            period: RatePeriod::Year.into(),
            base: "XDR".into(),
            rates: vec![rate],
            ..Default::default()
        };
        self.both(self.ground.operator(), load).await.unwrap();
        let element = PublishedElement { name: "humanitarian".into(), ..Default::default() };
        let keep = KeepPublication {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            identifier: "XX-1".into(),
            part: 2,
            parts: 1,
            elements: vec![element],
            source: "file.xml".into(),
            ..Default::default()
        };
        self.both(self.ground.operator(), keep).await.expect_err("there is one part");
    }

    async fn budgeting(&mut self) {
        let (lender, funder) = (self.ground.by("lender"), self.ground.by("funder"));
        let set = SetBudget {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            title: "Training".into(),
            period_from: "2026-01-01".into(),
            period_until: "2026-12-31".into(),
            amount_minor: 5_000,
            currency: "KES".into(),
            payer_partner_id: partner_id("funder"),
            ..Default::default()
        };
        let line_id = self.both(lender, set).await.unwrap().id;
        let (command_id, partnership_id) = (fresh(), self.ground.partnership.clone());
        let accept = AcceptBudget { command_id, partnership_id, line_id: line_id.clone(), ..Default::default() };
        self.both(funder.clone(), accept).await.unwrap();
        let (command_id, partnership_id, reason) = (fresh(), self.ground.partnership.clone(), "Not now".into());
        let drop = DropBudget { command_id, partnership_id, line_id, reason, ..Default::default() };
        self.both(funder, drop).await.unwrap();
    }

    async fn paying(&mut self) {
        let (lender, funder) = (self.ground.by("lender"), self.ground.by("funder"));
        let condition_id = fresh();
        let report = Condition {
            condition_id: condition_id.clone(),
            kind: ConditionKind::Report.into(),
            description: "A report".into(),
            ..Default::default()
        };
        let plan = PlanDisbursement {
            command_id: fresh(),
            partnership_id: self.ground.partnership.clone(),
            receiver_partner_id: partner_id("lender"),
            amount_minor: 5_000,
            currency: "KES".into(),
            due_on: "2190-01-01".into(),
            conditions: vec![report],
            ..Default::default()
        };
        let disbursement_id = self.both(funder.clone(), plan).await.unwrap().id;
        let ids = || (fresh(), self.ground.partnership.clone(), disbursement_id.clone());
        let ((command_id, partnership_id, disbursement_id), condition_id) = (ids(), condition_id.clone());
        let meet = MeetCondition {
            command_id,
            partnership_id,
            disbursement_id,
            condition_id,
            met_on: "2026-01-01".into(),
            note: "Sent".into(),
            ..Default::default()
        };
        let contest = ContestCondition {
            command_id: fresh(),
            partnership_id: meet.partnership_id.clone(),
            disbursement_id: meet.disbursement_id.clone(),
            condition_id: meet.condition_id.clone(),
            reason: "Not verified".into(),
            ..Default::default()
        };
        let waive = WaiveCondition {
            command_id: fresh(),
            partnership_id: meet.partnership_id.clone(),
            disbursement_id: meet.disbursement_id.clone(),
            condition_id: meet.condition_id.clone(),
            reason: "In good faith".into(),
            ..Default::default()
        };
        let reschedule = RescheduleDisbursement {
            command_id: fresh(),
            partnership_id: meet.partnership_id.clone(),
            disbursement_id: meet.disbursement_id.clone(),
            due_on: "2190-02-01".into(),
            reason: "The bank is closed".into(),
            ..Default::default()
        };
        let cancel = CancelDisbursement {
            command_id: fresh(),
            partnership_id: meet.partnership_id.clone(),
            disbursement_id: meet.disbursement_id.clone(),
            reason: "Paid elsewhere".into(),
            ..Default::default()
        };
        self.both(lender, meet).await.unwrap();
        self.both(funder.clone(), contest).await.unwrap();
        self.both(funder.clone(), waive).await.unwrap();
        self.both(funder.clone(), reschedule).await.unwrap();
        self.both(funder, cancel).await.unwrap();
    }

    /// Two reports of one transfer, and one that is disputed.
    async fn reporting_funds(&mut self) {
        let (lender, funder) = (self.ground.by("lender"), self.ground.by("funder"));
        let partnership_id = self.ground.partnership.clone();
        let (given, taken) = (self.ground.transaction(), self.ground.transaction());
        let same_as = self.both(funder.clone(), given.clone()).await.unwrap().id;
        let transaction_id = self.both(lender.clone(), taken).await.unwrap().id;
        let (command_id, of) = (fresh(), partnership_id.clone());
        let link = LinkTransaction {
            command_id,
            partnership_id: of,
            transaction_id: transaction_id.clone(),
            same_as,
            ..Default::default()
        };
        self.both(lender.clone(), link).await.unwrap();
        let (command_id, of, reason) = (fresh(), partnership_id.clone(), "They are two".into());
        let unlink = UnlinkTransaction { command_id, partnership_id: of, transaction_id, reason, ..Default::default() };
        self.both(lender.clone(), unlink).await.unwrap();
        let other = contract::resources::RecordTransaction { amount_minor: 7, ..self.ground.transaction() };
        let transaction_id = self.both(funder.clone(), other).await.unwrap().id;
        let (command_id, of, reason) = (fresh(), partnership_id.clone(), "Five came".into());
        let dispute = DisputeTransaction {
            command_id,
            partnership_id: of,
            transaction_id: transaction_id.clone(),
            received_minor: 5,
            reason,
            ..Default::default()
        };
        self.both(lender, dispute).await.unwrap();
        let (command_id, reason) = (fresh(), "Mistyped".into());
        let withdraw = WithdrawTransaction { command_id, partnership_id, transaction_id, reason, ..Default::default() };
        self.both(funder, withdraw).await.unwrap();
    }
}
