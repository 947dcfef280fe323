//! A report through the whole: expected, late, reported, given back, corrected, verified; and what it then makes.

use std::time::Duration;

use accord::{
    client::{Client, Failure},
    host::{ALL, Host, HostSettings},
};
use contract::evaluation::{
    AssignReporting, Basis, CalendarKind, CorrectMeasurement, DefineCalendar, DefineIndicator, GetMeasurement,
    GetSeries, GetTotals, ListReports, ListReportsResponse, ListWaitingReports, ListWaitingReportsResponse, LockPeriod,
    Measurement, MeasurementState, NotAdded, Report, ReportMeasurement, ReportState, ReturnMeasurement, Series,
    SeriesBasis, Totals, TrendState, VerifyMeasurement, WaitingReportKind,
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World};
use uuid::Uuid;

const PATIENCE: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_expected_late_given_back_corrected_and_verified() {
    let ground = Ground::new().await;
    let indicator = ground.assigned().await;
    assert_eq!(ground.waiting(0).await, []);

    ground.on(2, 1);
    ground.stands(ReportState::Due).await;
    assert_eq!(ground.waiting(0).await, [WaitingReportKind::ReportMeasurement]);
    ground.on(2, 15);
    assert!(ground.stands(ReportState::Overdue).await.late);

    let measurement = ground.report(&indicator, "1200").await.unwrap();
    let report = ground.stands(ReportState::Reported).await;
    assert_eq!((report.late, report.measurement_id.as_str()), (true, measurement.as_str()));
    assert_eq!(
        (ground.waiting(0).await, ground.waiting(1).await),
        (vec![], vec![WaitingReportKind::VerifyMeasurement])
    );
    assert_eq!(ground.totals(&indicator).await, (String::new(), "1200".to_owned()));

    ground.give_back(&measurement).await;
    assert_eq!(ground.stands(ReportState::Returned).await.reason, "Loans that were paid back are in it");
    assert_eq!(ground.waiting(0).await, [WaitingReportKind::CorrectMeasurement]);
    assert_eq!(ground.totals(&indicator).await, (String::new(), String::new()));

    ground.correct(&measurement, "1150").await;
    ground.verify(&measurement).await;
    ground.stands(ReportState::Verified).await;
    assert_eq!((ground.waiting(0).await, ground.waiting(1).await), (vec![], vec![]));
    assert_eq!(ground.totals(&indicator).await, ("1150".to_owned(), "1150".to_owned()));
    let told = ground.measurement(&measurement).await;
    assert_eq!((told.state(), told.correction, told.earlier.len()), (MeasurementState::Verified, 1, 1));
    assert_eq!((told.earlier[0].value.as_str(), told.earlier[0].state()), ("1200", MeasurementState::Returned));

    let series = ground.series(&indicator).await;
    assert_eq!(series.points.len(), 1);
    assert_eq!(series.trend.unwrap().state(), TrendState::TooFew);
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_groups_are_refused_and_not_everybody_closes_a_period() {
    let ground = Ground::new().await;
    let indicator = ground.assigned().await;
    ground.on(2, 1);
    let refused = ground.report(&indicator, "7").await.expect_err("too few");
    assert!(refused.to_string().contains("fewer than 10 people"), "{refused}");
    let lock = LockPeriod {
        command_id: fresh(),
        partnership_id: ground.members.partnership.clone(),
        period_start: "2026-01-01".into(),
        period_end: "2026-01-31".into(),
        ..Default::default()
    };
    let refused = ground.members.callers[0].ask(lock).await.expect_err("no role for it");
    assert!(refused.to_string().contains("answer for results"), "{refused}");
    ground.end().await;
}

/// Two members, the first of whom reports its borrowers month by month, and the second verifies.
struct Ground {
    host: Host,
    clock: Clock,
    members: Members,
    _folder: TempDir,
}

impl Ground {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(noon(1, 15));
        let host = Host::start(HostSettings {
            services: ALL.to_vec(),
            node: "home".into(),
            data: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            nats: None,
            clock: clock.clone(),
            log: Default::default(),
        })
        .await
        .unwrap();
        let client = Client::at(&format!("http://{}", host.address)).unwrap();
        let members = Members::invited(&World::new(&client), "reports", 2).await;
        members.accept().await;
        Ground { host, clock, members, _folder: folder }
    }

    async fn end(self) {
        self.host.stop().await.unwrap();
    }

    fn on(&self, month: i8, day: i8) {
        self.clock.advance_to(noon(month, day));
    }

    async fn assigned(&self) -> String {
        let partnership_id = self.members.partnership.clone();
        let define = DefineIndicator {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            standard_id: "active-borrowers".into(),
            ..Default::default()
        };
        let indicator_id = self.members.callers[0].ask(define).await.unwrap().id;
        let define = DefineCalendar {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            title: "Months".into(),
            kind: CalendarKind::Months.into(),
            ..Default::default()
        };
        let calendar_id = self.members.callers[0].ask(define).await.unwrap().id;
        let assign = AssignReporting {
            command_id: fresh(),
            partnership_id,
            indicator_id: indicator_id.clone(),
            partner_id: self.members.ids[0].clone(),
            calendar_id,
            from_on: "2026-01-01".into(),
            days_allowed: 10,
            verifier_partner_id: self.members.ids[1].clone(),
            ..Default::default()
        };
        self.members.callers[1].ask(assign).await.unwrap();
        indicator_id
    }

    async fn report(&self, indicator_id: &str, value: &str) -> Result<String, Failure> {
        let report = ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            indicator_id: indicator_id.into(),
            period_start: "2026-01-01".into(),
            period_end: "2026-01-31".into(),
            value: value.into(),
            ..Default::default()
        };
        Ok(self.members.callers[0].ask(report).await?.id)
    }

    async fn give_back(&self, measurement_id: &str) {
        let give_back = ReturnMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: measurement_id.into(),
            reason: "Loans that were paid back are in it".into(),
            ..Default::default()
        };
        self.members.callers[1].ask(give_back).await.unwrap();
    }

    async fn correct(&self, measurement_id: &str, value: &str) {
        let correct = CorrectMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: measurement_id.into(),
            value: value.into(),
            reason: "Without those paid back".into(),
            ..Default::default()
        };
        self.members.callers[0].ask(correct).await.unwrap();
    }

    async fn verify(&self, measurement_id: &str) {
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: measurement_id.into(),
            basis: Basis::RecordsSampled.into(),
            ..Default::default()
        };
        self.members.callers[1].ask(verify).await.unwrap();
    }

    /// The one report, once it stands so: the clock takes its time.
    async fn stands(&self, state: ReportState) -> Report {
        let partnership_id = self.members.partnership.clone();
        let query = ListReports { partnership_id, state: state.into(), ..Default::default() };
        for _ in 0..PATIENCE {
            let found: ListReportsResponse = self.members.callers[1].get(query.clone()).await.unwrap();
            if let Some(report) = found.reports.into_iter().next() {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no report is {}", state.as_str_name());
    }

    async fn waiting(&self, place: usize) -> Vec<WaitingReportKind> {
        let query = ListWaitingReports::default();
        let found: ListWaitingReportsResponse = self.members.callers[place].get(query).await.unwrap();
        found.waiting.iter().map(|it| it.kind()).collect()
    }

    /// Verified and reported.
    async fn totals(&self, indicator_id: &str) -> (String, String) {
        let (partnership_id, indicator_id) = (self.members.partnership.clone(), indicator_id.to_owned());
        let query = GetTotals { partnership_id, indicator_id, ..Default::default() };
        let totals: Totals = self.members.callers[1].get(query).await.unwrap();
        let [verified, reported] = [totals.verified, totals.reported].map(Option::unwrap);
        assert_eq!(verified.why() == NotAdded::Nothing, verified.value.is_empty());
        (verified.value, reported.value)
    }

    async fn series(&self, indicator_id: &str) -> Series {
        let query = GetSeries {
            partnership_id: self.members.partnership.clone(),
            indicator_id: indicator_id.into(),
            partner_id: self.members.ids[0].clone(),
            basis: SeriesBasis::Verified.into(),
            ..Default::default()
        };
        self.members.callers[1].get(query).await.unwrap()
    }

    async fn measurement(&self, measurement_id: &str) -> Measurement {
        let (partnership_id, measurement_id) = (self.members.partnership.clone(), measurement_id.to_owned());
        let query = GetMeasurement { as_of: vec![], partnership_id, measurement_id };
        self.members.callers[1].get(query).await.unwrap()
    }
}

fn noon(month: i8, day: i8) -> Timestamp {
    date(2026, month, day).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
