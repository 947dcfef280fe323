//! The gRPC face: one line a command, one a query.

use contract::evaluation::{
    AssignReporting, CloseStudy, ConfirmBenefit, CorrectGroupMeans, CorrectMeasurement, DefineCalendar,
    DefineIndicator, DisputeBenefit, EndAssignment, Equity, Fairness as FairnessView, GetEquity, GetFairness,
    GetIndicator, GetMeasurement, GetPublishedTotals, GetReach, GetScorecard, GetSeries, GetStudy, GetTargetFigures,
    GetTotals, ImportMeasurements, ImportedMeasurements, Indicator as IndicatorView, LinkFinding, ListAssignments,
    ListAssignmentsResponse, ListBenefits, ListBenefitsResponse, ListCalendars, ListCalendarsResponse, ListFindings,
    ListFindingsResponse, ListIndicatorVersions, ListIndicatorVersionsResponse, ListIndicators, ListIndicatorsResponse,
    ListLockedPeriods, ListLockedPeriodsResponse, ListMeasurements, ListMeasurementsResponse, ListReports,
    ListReportsResponse, ListScorecards, ListScorecardsResponse, ListStandardIndicators,
    ListStandardIndicatorsResponse, ListStudies, ListStudiesResponse, ListTargets, ListTargetsResponse,
    ListWaitingReports, ListWaitingReportsResponse, LockPeriod, Measurement as MeasurementView, NoteOverlap, OpenStudy,
    PublishedTotals, RateFairness, Reach, RecordBenefit, RecordFinding, RecordGroupMeans, ReportMeasurement,
    ReturnMeasurement, ReviseIndicator, Scorecard, Series, Study as StudyView, TargetFigures, Totals,
    VerifyMeasurement, WithdrawBenefit, WithdrawFinding, WithdrawStudy, evaluation_commands_server::EvaluationCommands,
    evaluation_queries_server::EvaluationQueries,
};
use kernel::Members;
use runtime::{Answered, Answering, Desk, Reply, Room, caller::Caller, views::key};
use tonic::{Request, Streaming};

use crate::{
    Evaluation,
    assignment::Assignment,
    benefit::{Benefit, Fairness},
    calendar::Calendar,
    finding::Finding,
    importing,
    indicator::Indicator,
    measurement::Measurement,
    period::LockedPeriods,
    standard,
    study::Study,
    views::{
        ASSIGNMENTS, BENEFITS, CALENDARS, FAIRNESS, FINDINGS, INDICATOR_VERSIONS, INDICATORS, LOCKED, MEASUREMENTS,
        REACH, REPORTS, SCORECARDS, SERIES, STUDIES, Shares, TARGETS, WAITING, equity, fairness,
        is_assignment_asked_for, is_benefit, is_finding, is_measurement_asked_for, place, reach, reports, scorecards,
        sealed::{show_measurement, show_report},
        series, studies, waiting,
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

    type ImportMeasurementsStream = Answering<ImportedMeasurements>;

    async fn import_measurements(
        &self,
        request: Request<Streaming<ImportMeasurements>>,
    ) -> Answered<Self::ImportMeasurementsStream> {
        self.desk.import::<Measurement, importing::Measurements>(request)
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

    async fn revise_indicator(&self, request: Request<ReviseIndicator>) -> Reply {
        self.desk.carry_out::<Indicator, _>(request).await
    }

    async fn return_measurement(&self, request: Request<ReturnMeasurement>) -> Reply {
        self.desk.carry_out::<Measurement, _>(request).await
    }

    async fn correct_measurement(&self, request: Request<CorrectMeasurement>) -> Reply {
        self.desk.carry_out::<Measurement, _>(request).await
    }

    async fn lock_period(&self, request: Request<LockPeriod>) -> Reply {
        self.desk.carry_out::<LockedPeriods, _>(request).await
    }

    async fn note_overlap(&self, request: Request<NoteOverlap>) -> Reply {
        self.desk.carry_out::<Indicator, _>(request).await
    }

    async fn define_calendar(&self, request: Request<DefineCalendar>) -> Reply {
        self.desk.carry_out::<Calendar, _>(request).await
    }

    async fn assign_reporting(&self, request: Request<AssignReporting>) -> Reply {
        self.desk.carry_out::<Assignment, _>(request).await
    }

    async fn open_study(&self, request: Request<OpenStudy>) -> Reply {
        self.desk.carry_out::<Study, _>(request).await
    }

    async fn record_group_means(&self, request: Request<RecordGroupMeans>) -> Reply {
        self.desk.carry_out::<Study, _>(request).await
    }

    async fn correct_group_means(&self, request: Request<CorrectGroupMeans>) -> Reply {
        self.desk.carry_out::<Study, _>(request).await
    }

    async fn close_study(&self, request: Request<CloseStudy>) -> Reply {
        self.desk.carry_out::<Study, _>(request).await
    }

    async fn withdraw_study(&self, request: Request<WithdrawStudy>) -> Reply {
        self.desk.carry_out::<Study, _>(request).await
    }

    async fn end_assignment(&self, request: Request<EndAssignment>) -> Reply {
        self.desk.carry_out::<Assignment, _>(request).await
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
        let place = |q: &GetMeasurement, _: &_| place(&q.partnership_id, &q.measurement_id);
        self.desk.get_opened(request, MEASUREMENTS, "measurement_id", place, show_measurement).await
    }

    async fn list_measurements(&self, request: Request<ListMeasurements>) -> Answered<ListMeasurementsResponse> {
        let answer =
            |measurements, next_page_token| ListMeasurementsResponse { as_of: vec![], measurements, next_page_token };
        let prefix = |q: &ListMeasurements, _: &_| key(&[&q.partnership_id]);
        let asked_for = is_measurement_asked_for;
        self.desk.list_opened(request, MEASUREMENTS, prefix, asked_for, show_measurement, answer).await
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

    async fn list_calendars(&self, request: Request<ListCalendars>) -> Answered<ListCalendarsResponse> {
        let answer = |calendars, next_page_token| ListCalendarsResponse { as_of: vec![], calendars, next_page_token };
        self.desk.list(request, CALENDARS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn list_assignments(&self, request: Request<ListAssignments>) -> Answered<ListAssignmentsResponse> {
        let answer =
            |assignments, next_page_token| ListAssignmentsResponse { as_of: vec![], assignments, next_page_token };
        self.desk.list(request, ASSIGNMENTS, |q, _| key(&[&q.partnership_id]), is_assignment_asked_for, answer).await
    }

    async fn list_locked_periods(&self, request: Request<ListLockedPeriods>) -> Answered<ListLockedPeriodsResponse> {
        let answer = |periods, next_page_token| ListLockedPeriodsResponse { as_of: vec![], periods, next_page_token };
        self.desk.list(request, LOCKED, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_series(&self, request: Request<GetSeries>) -> Answered<Series> {
        let prefix = |q: &GetSeries| series::of_partner(&q.partnership_id, &q.indicator_id, &q.partner_id);
        let answer = |q: &_, cells, (), reader: &_| series::over_time::answer_for(q, cells, reader);
        self.desk.scan_for(request, SERIES, prefix, |_, _| (), answer).await
    }

    async fn get_totals(&self, request: Request<GetTotals>) -> Answered<Totals> {
        let prefix = |q: &GetTotals| series::of(&q.partnership_id, &q.indicator_id);
        // Affiliates count as one organisation.
        let members = |room: &Room<Evaluation>, q: &GetTotals| {
            let is_sensitive = room.memory.is_sensitive(&q.partnership_id, &q.indicator_id);
            if is_sensitive { room.standing.members(&q.partnership_id) } else { Members::default() }
        };
        let answer = |q: &_, cells, members, reader: &_| series::kept_back::answer_for(q, cells, &members, reader);
        self.desk.scan_for(request, SERIES, prefix, members, answer).await
    }

    async fn get_published_totals(&self, request: Request<GetPublishedTotals>) -> Answered<PublishedTotals> {
        let prefix = |q: &GetPublishedTotals, _: &_| series::of_published(&q.partnership_id, &q.indicator_id);
        self.desk.scan(request, SERIES, prefix, series::totals::published).await
    }

    async fn get_target_figures(&self, request: Request<GetTargetFigures>) -> Answered<TargetFigures> {
        let prefix = |q: &GetTargetFigures, _: &_| series::of(&q.partnership_id, &q.indicator_id);
        self.desk.scan(request, SERIES, prefix, series::standing::answer).await
    }

    async fn get_reach(&self, request: Request<GetReach>) -> Answered<Reach> {
        self.desk.scan(request, REACH, |q, _| reach::of(q), reach::answer).await
    }

    async fn get_study(&self, request: Request<GetStudy>) -> Answered<StudyView> {
        self.desk.get(request, STUDIES, "study_id", |q, _| place(&q.partnership_id, &q.study_id)).await
    }

    async fn list_studies(&self, request: Request<ListStudies>) -> Answered<ListStudiesResponse> {
        let answer = |studies, next_page_token| ListStudiesResponse { as_of: vec![], studies, next_page_token };
        self.desk.list(request, STUDIES, |q, _| key(&[&q.partnership_id]), studies::is_asked_for, answer).await
    }

    async fn list_reports(&self, request: Request<ListReports>) -> Answered<ListReportsResponse> {
        let answer = |reports, next_page_token| ListReportsResponse { as_of: vec![], reports, next_page_token };
        let prefix = |q: &ListReports, _: &_| reports::of(q);
        self.desk.list_opened(request, REPORTS, prefix, reports::is_asked_for, show_report, answer).await
    }

    async fn list_waiting_reports(&self, request: Request<ListWaitingReports>) -> Answered<ListWaitingReportsResponse> {
        let answer = |waiting, next_page_token| ListWaitingReportsResponse { as_of: vec![], waiting, next_page_token };
        let prefix = |q: &ListWaitingReports, caller: &Caller| waiting::waits_for(&caller.partner, q);
        self.desk.list(request, WAITING, prefix, waiting::is_asked_for, answer).await
    }

    async fn get_scorecard(&self, request: Request<GetScorecard>) -> Answered<Scorecard> {
        let prefix = |q: &GetScorecard| key(&[&q.partnership_id]);
        self.desk.first(request, SCORECARDS, prefix, scorecards::asked_from, scorecards::answer).await
    }

    async fn list_scorecards(&self, request: Request<ListScorecards>) -> Answered<ListScorecardsResponse> {
        let part = request.get_ref().part();
        let answer = |scorecards, next_page_token| {
            let scorecards = scorecards::page(part, scorecards);
            ListScorecardsResponse { as_of: vec![], scorecards, next_page_token }
        };
        let prefix = |q: &ListScorecards, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, SCORECARDS, prefix, scorecards::is_asked_for, scorecards::show, answer).await
    }
}
