//! The gRPC face: one line a command, one a query.

use contract::evaluation::{
    DefineIndicator, GetIndicator, GetMeasurement, Indicator as IndicatorView, ListIndicatorVersions,
    ListIndicatorVersionsResponse, ListIndicators, ListIndicatorsResponse, ListMeasurements, ListMeasurementsResponse,
    ListStandardIndicators, ListStandardIndicatorsResponse, ListTargets, ListTargetsResponse,
    Measurement as MeasurementView, ReportMeasurement, ReviseIndicator, VerifyMeasurement,
    evaluation_commands_server::EvaluationCommands, evaluation_queries_server::EvaluationQueries,
};
use runtime::{Answered, Desk, Reply, views::key};
use tonic::Request;

use crate::{
    Evaluation,
    indicator::Indicator,
    measurement::Measurement,
    standard,
    views::{INDICATOR_VERSIONS, INDICATORS, MEASUREMENTS, TARGETS, place},
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

    async fn revise_indicator(&self, request: Request<ReviseIndicator>) -> Reply {
        self.desk.carry_out::<Indicator, _>(request).await
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

    async fn list_indicator_versions(
        &self,
        request: Request<ListIndicatorVersions>,
    ) -> Answered<ListIndicatorVersionsResponse> {
        let answer =
            |versions, next_page_token| ListIndicatorVersionsResponse { as_of: vec![], versions, next_page_token };
        let prefix = |q: &ListIndicatorVersions, _: &_| place(&q.partnership_id, &q.indicator_id);
        self.desk.list(request, INDICATOR_VERSIONS, prefix, |_, _| true, answer).await
    }

    async fn list_standard_indicators(
        &self,
        request: Request<ListStandardIndicators>,
    ) -> Answered<ListStandardIndicatorsResponse> {
        self.desk.recall(request, "topic", |_, _| Some(()), |q, ()| standard::answer(&q)).await
    }
}
