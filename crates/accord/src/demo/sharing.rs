//! What the partners of the year share: a budget paid in two instalments, days of training, and what one of them knows.

use contract::resources::{
    AdoptPractice, AdoptionOutcome, AgreeAllocation, Condition, ConditionKind, ConfirmDelivery, ConfirmTransaction,
    EndorsePractice, MeetCondition, OfferResource, PlanDisbursement, PracticeContent, RecordDelivery,
    RecordTransaction, ReportAdoption, RequestAllocation, ResourceKind, SetBudget, SharePractice, StateNeed, Terms,
    TransactionType,
};
use uuid::Uuid;

use super::ask::Officer;
use crate::client::Failure;

const CURRENCY: &str = "USD";
/// In cents: what the funder pays in two instalments, and what a day of training is worth.
const INSTALMENTS: [i64; 2] = [25_000_000, 15_000_000];
const DAY: i64 = 40_000;

/// What is agreed.
pub(super) struct Shared {
    partnership: String,
    instalments: [String; 2],
    report: String,
    offer: String,
    allocation: String,
}

/// The funder plans what it pays, the second half on a report; the NGO gives days of training that the lender needs.
pub(super) async fn agree(
    funder: &Officer,
    lender: &Officer,
    ngo: &Officer,
    partnership: &str,
) -> Result<Shared, Failure> {
    let set = SetBudget {
        partnership_id: partnership.into(),
        title: "Loan fund for women in Herat".into(),
        period_from: "2025-01-01".into(),
        period_until: "2025-12-31".into(),
        amount_minor: INSTALMENTS.iter().sum(),
        currency: CURRENCY.into(),
        payer_partner_id: funder.partner.clone(),
        ..Default::default()
    };
    let line = funder.ask(set).await?.id;
    let report = Uuid::now_v7().to_string();
    let verified = Condition {
        condition_id: report.clone(),
        kind: ConditionKind::Report.into(),
        description: "Figures of the first quarter, verified".into(),
        ..Default::default()
    };
    let plan = |amount_minor, due_on: &str, conditions| PlanDisbursement {
        partnership_id: partnership.into(),
        receiver_partner_id: lender.partner.clone(),
        amount_minor,
        currency: CURRENCY.into(),
        due_on: due_on.into(),
        budget_line_id: line.clone(),
        conditions,
        ..Default::default()
    };
    let first = funder.ask(plan(INSTALMENTS[0], "2025-02-03", vec![])).await?.id;
    let second = funder.ask(plan(INSTALMENTS[1], "2025-04-15", vec![verified])).await?.id;
    let (offer, allocation) = training(lender, ngo, partnership).await?;
    Ok(Shared { partnership: partnership.into(), instalments: [first, second], report, offer, allocation })
}

async fn training(lender: &Officer, ngo: &Officer, partnership: &str) -> Result<(String, String), Failure> {
    let need = StateNeed {
        partnership_id: partnership.into(),
        kind: ResourceKind::Training.into(),
        title: "Training for first-time borrowers".into(),
        quantity: "40".into(),
        unit: "days".into(),
        place: "Herat".into(),
        needed_from: "2025-02-10".into(),
        needed_until: "2025-11-30".into(),
        ..Default::default()
    };
    let need_id = lender.ask(need).await?.id;
    let offer = OfferResource {
        partnership_id: partnership.into(),
        kind: ResourceKind::Training.into(),
        title: "Business training for first-time borrowers".into(),
        quantity: "60".into(),
        unit: "days".into(),
        value_minor: 60 * DAY,
        currency: CURRENCY.into(),
        valuation: "What a day costs us".into(),
        available_from: "2025-02-01".into(),
        available_until: "2025-12-31".into(),
        place: "Herat".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    };
    let offer_id = ngo.ask(offer).await?.id;
    let request = RequestAllocation {
        partnership_id: partnership.into(),
        offer_id: offer_id.clone(),
        quantity: "40".into(),
        starts_on: "2025-02-10".into(),
        ends_on: "2025-11-30".into(),
        need_id,
        ..Default::default()
    };
    let allocation_id = lender.ask(request).await?.id;
    let agree = AgreeAllocation {
        partnership_id: partnership.into(),
        offer_id: offer_id.clone(),
        allocation_id: allocation_id.clone(),
        ..Default::default()
    };
    ngo.ask(agree).await?;
    Ok((offer_id, allocation_id))
}

impl Shared {
    /// The funder records it, the lender confirms.
    pub(super) async fn pay(&self, funder: &Officer, lender: &Officer, place: usize, on: &str) -> Result<(), Failure> {
        let record = RecordTransaction {
            partnership_id: self.partnership.clone(),
            r#type: TransactionType::Disbursement.into(),
            provider_partner_id: funder.partner.clone(),
            receiver_partner_id: lender.partner.clone(),
            amount_minor: INSTALMENTS[place],
            currency: CURRENCY.into(),
            value_date: on.into(),
            description: "Instalment of the loan fund".into(),
            disbursement_id: self.instalments[place].clone(),
            ..Default::default()
        };
        let transaction_id = funder.ask(record).await?.id;
        let partnership_id = self.partnership.clone();
        lender.ask(ConfirmTransaction { partnership_id, transaction_id, ..Default::default() }).await.map(drop)
    }

    /// The auditor says that the condition of the second instalment is met.
    pub(super) async fn meet(&self, auditor: &Officer, on: &str) -> Result<(), Failure> {
        let meet = MeetCondition {
            partnership_id: self.partnership.clone(),
            disbursement_id: self.instalments[1].clone(),
            condition_id: self.report.clone(),
            met_on: on.into(),
            note: "50 loan files drawn at random agree with the report".into(),
            ..Default::default()
        };
        auditor.ask(meet).await.map(drop)
    }

    /// Of forty days agreed, thirty-eight were given.
    pub(super) async fn deliver(&self, ngo: &Officer, lender: &Officer, on: &str) -> Result<(), Failure> {
        let (quantity, value_minor) = ("38", 38 * DAY);
        let record = RecordDelivery {
            partnership_id: self.partnership.clone(),
            offer_id: self.offer.clone(),
            allocation_id: self.allocation.clone(),
            quantity: quantity.into(),
            value_minor,
            currency: CURRENCY.into(),
            delivered_on: on.into(),
            ..Default::default()
        };
        let delivery_id = ngo.ask(record).await?.id;
        let confirm = ConfirmDelivery {
            partnership_id: self.partnership.clone(),
            offer_id: self.offer.clone(),
            allocation_id: self.allocation.clone(),
            delivery_id,
            quantity: quantity.into(),
            value_minor,
            currency: CURRENCY.into(),
            ..Default::default()
        };
        lender.ask(confirm).await.map(drop)
    }

    /// What the NGO knows, the lender does too; the apex has seen it elsewhere.
    pub(super) async fn learn(&self, ngo: &Officer, apex: &Officer, lender: &Officer) -> Result<(), Failure> {
        let share = SharePractice {
            partnership_id: self.partnership.clone(),
            content: Some(PracticeContent {
                title: "Training before the first loan, at home".into(),
                topics: vec!["training".into(), "women".into()],
                summary: "Women who cannot travel are trained in a neighbour's house".into(),
                how: "Three afternoons, at most twelve women, a house that all of them may enter".into(),
                works_when: "Where a woman of the street lends her house".into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let practice_id = ngo.ask(share).await?.id;
        let (partnership_id, why) = (self.partnership.clone(), "Seen in two other provinces".to_owned());
        apex.ask(EndorsePractice { partnership_id, practice_id: practice_id.clone(), why, ..Default::default() })
            .await?;
        let adopt = AdoptPractice {
            partnership_id: self.partnership.clone(),
            practice_id: practice_id.clone(),
            place: "Herat, district 6".into(),
            started_on: "2025-04-01".into(),
            ..Default::default()
        };
        let adoption_id = lender.ask(adopt).await?.id;
        let report = ReportAdoption {
            partnership_id: self.partnership.clone(),
            practice_id,
            adoption_id,
            reported_on: "2025-11-20".into(),
            outcome: AdoptionOutcome::Helped.into(),
            what: "Nine in ten finished the training; before, six in ten".into(),
            ..Default::default()
        };
        lender.ask(report).await.map(drop)
    }
}
