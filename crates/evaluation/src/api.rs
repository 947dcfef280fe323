//! The gRPC face: one line a command, one a query.

use contract::evaluation::{
    ConfirmBenefit, DefineIndicator, DisputeBenefit, Equity, Fairness as FairnessView, GetEquity, GetFairness,
    GetIndicator, GetMeasurement, Indicator as IndicatorView, LinkFinding, ListBenefits, ListBenefitsResponse,
    ListFindings, ListFindingsResponse, ListIndicators, ListIndicatorsResponse, ListMeasurements,
    ListMeasurementsResponse, ListTargets, ListTargetsResponse, Measurement as MeasurementView, RateFairness,
    RecordBenefit, RecordFinding, ReportMeasurement, VerifyMeasurement, WithdrawBenefit, WithdrawFinding,
    evaluation_commands_server::EvaluationCommands, evaluation_queries_server::EvaluationQueries,
};
use runtime::{Answered, Desk, Reply, Room, views::key};
use tonic::Request;

use crate::{
    Evaluation,
    benefit::{Benefit, Fairness},
    finding::Finding,
    indicator::Indicator,
    measurement::Measurement,
    views::{
        BENEFITS, FAIRNESS, FINDINGS, INDICATORS, MEASUREMENTS, Shares, TARGETS, equity, fairness, is_benefit,
        is_finding, place,
    },
};

#[derive(Clone)]
pub struct Api {
    pub desk: Desk<Evaluation>,
}

#[tonic::async_trait]
impl EvaluationCommands for Api {
    async fn define_indicator(&self, request: Request<DefineIndicator>) -> Reply {
        self.desk.carry_out::<Indicator, _>(request).await
    }

    async fn report_measurement(&self, request: Request<ReportMeasurement>) -> Reply {
        self.desk.carry_out::<Measurement, _>(request).await
    }

    async fn verify_measurement(&self, request: Request<VerifyMeasurement>) -> Reply {
        self.desk.carry_out::<Measurement, _>(request).await
    }

    async fn record_benefit(&self, request: Request<RecordBenefit>) -> Reply {
        self.desk.carry_out::<Benefit, _>(request).await
    }

    async fn confirm_benefit(&self, request: Request<ConfirmBenefit>) -> Reply {
        self.desk.carry_out::<Benefit, _>(request).await
    }

    async fn dispute_benefit(&self, request: Request<DisputeBenefit>) -> Reply {
        self.desk.carry_out::<Benefit, _>(request).await
    }

    async fn withdraw_benefit(&self, request: Request<WithdrawBenefit>) -> Reply {
        self.desk.carry_out::<Benefit, _>(request).await
    }

    async fn rate_fairness(&self, request: Request<RateFairness>) -> Reply {
        self.desk.carry_out::<Fairness, _>(request).await
    }

    async fn record_finding(&self, request: Request<RecordFinding>) -> Reply {
        self.desk.carry_out::<Finding, _>(request).await
    }

    async fn link_finding(&self, request: Request<LinkFinding>) -> Reply {
        self.desk.carry_out::<Finding, _>(request).await
    }

    async fn withdraw_finding(&self, request: Request<WithdrawFinding>) -> Reply {
        self.desk.carry_out::<Finding, _>(request).await
    }
}

#[tonic::async_trait]
impl EvaluationQueries for Api {
    async fn get_indicator(&self, request: Request<GetIndicator>) -> Answered<IndicatorView> {
        self.desk.get(request, INDICATORS, "indicator_id", |q, _| place(&q.partnership_id, &q.indicator_id)).await
    }

    async fn list_indicators(&self, request: Request<ListIndicators>) -> Answered<ListIndicatorsResponse> {
        let answer =
            |indicators, next_page_token| ListIndicatorsResponse { as_of: vec![], indicators, next_page_token };
        self.desk.list(request, INDICATORS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_measurement(&self, request: Request<GetMeasurement>) -> Answered<MeasurementView> {
        self.desk.get(request, MEASUREMENTS, "measurement_id", |q, _| place(&q.partnership_id, &q.measurement_id)).await
    }

    async fn list_measurements(&self, request: Request<ListMeasurements>) -> Answered<ListMeasurementsResponse> {
        let answer =
            |measurements, next_page_token| ListMeasurementsResponse { as_of: vec![], measurements, next_page_token };
        self.desk.list(request, MEASUREMENTS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn list_targets(&self, request: Request<ListTargets>) -> Answered<ListTargetsResponse> {
        let answer = |targets, next_page_token| ListTargetsResponse { as_of: vec![], targets, next_page_token };
        self.desk.list(request, TARGETS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn list_benefits(&self, request: Request<ListBenefits>) -> Answered<ListBenefitsResponse> {
        let answer = |benefits, next_page_token| ListBenefitsResponse { as_of: vec![], benefits, next_page_token };
        self.desk.list(request, BENEFITS, |q, _| key(&[&q.partnership_id]), is_benefit, answer).await
    }

    async fn get_equity(&self, request: Request<GetEquity>) -> Answered<Equity> {
        let agreed = |room: &Room<Evaluation>, q: &GetEquity| Shares::agreed(room, &q.partnership_id);
        self.desk.scan_knowing(request, BENEFITS, |q| key(&[&q.partnership_id]), agreed, equity).await
    }

    async fn get_fairness(&self, request: Request<GetFairness>) -> Answered<FairnessView> {
        self.desk.scan(request, FAIRNESS, |q, _| key(&[&q.partnership_id]), fairness).await
    }

    async fn list_findings(&self, request: Request<ListFindings>) -> Answered<ListFindingsResponse> {
        let answer = |findings, next_page_token| ListFindingsResponse { as_of: vec![], findings, next_page_token };
        self.desk.list(request, FINDINGS, |q, _| key(&[&q.partnership_id]), is_finding, answer).await
    }
}
