//! Rivals that report what the others are not to read, and all that anybody can ask of it.

use std::time::Duration;

use accord::client::Failure;
use contract::{
    common::outcome,
    evaluation::{
        AssignReporting, Basis, CalendarKind, CorrectMeasurement, DefineCalendar, DefineIndicator, Direction,
        GetMeasurement, GetSeries, GetTotals, ImportMeasurements, ListMeasurements, ListMeasurementsResponse,
        ListReports, ListReportsResponse, Measurement, MeasurementState, NotAdded, OverPeriods, ReportMeasurement,
        ReturnMeasurement, Series, SeriesBasis, Totals, ValueKind, VerifyMeasurement, Visibility,
        evaluation_commands_client::EvaluationCommandsClient,
    },
    log::{ListChanges, ListChangesResponse},
    partners::{MemberRole, Terms},
};
use prost::Message;
use tests::{Caller, Members, World};
use uuid::Uuid;

pub(crate) const FIRST: &str = "918273645.5";
pub(crate) const CORRECTED: &str = "817263544.25";
pub(crate) const OTHERS: [&str; 2] = ["100000000.125", "20000000.0625"];
/// Of all three, as corrected.
pub(crate) const TOTAL: &str = "937263544.4375";
pub(crate) const NARRATIVE: &str = "late-since-the-drought";
pub(crate) const RETURNED: &str = "those-written-off-are-in-it";
pub(crate) const WHY: &str = "without-those-written-off";
pub(crate) const NOTE: &str = "it-stands-so-in-the-ledger";
pub(crate) const SECRETS: [&str; 8] = [FIRST, CORRECTED, OTHERS[0], OTHERS[1], NARRATIVE, RETURNED, WHY, NOTE];
/// Of an indicator that all read, told last: what is not sealed is found.
pub(crate) const OPEN: &str = "707172737475.25";

/// Three report, the fourth is named to verify what the first does, the fifth verifies in the partnership, the sixth observes.
pub(crate) struct Ground {
    pub(crate) operator: Caller,
    members: Members,
    indicator: String,
}

impl Ground {
    pub(crate) async fn new(world: &World) -> Self {
        let roles = [
            MemberRole::Implementing,
            MemberRole::Implementing,
            MemberRole::Implementing,
            MemberRole::Funding,
            MemberRole::Verifier,
            MemberRole::Observer,
        ];
        let members = Members::in_roles(world, "rivals", &roles, vec![], Terms::default()).await;
        members.accept().await;
        let define = DefineIndicator { visibility: Visibility::ReporterAndVerifier.into(), ..defined(&members) };
        let indicator = members.callers[0].ask(define).await.unwrap().id;
        let ground = Ground { operator: world.operator.clone(), members, indicator };
        ground.assign().await;
        ground
    }

    /// The same where it is served again.
    pub(crate) fn again_at(self, world: &World) -> Self {
        let callers = self.members.ids.iter().map(|it| world.operator.partner(it)).collect();
        Ground { operator: world.operator.clone(), members: Members { callers, ..self.members }, ..self }
    }

    async fn assign(&self) {
        let partnership_id = self.members.partnership.clone();
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
            indicator_id: self.indicator.clone(),
            partner_id: self.members.ids[0].clone(),
            calendar_id,
            from_on: "2025-01-01".into(),
            until_on: "2025-01-31".into(),
            days_allowed: 10,
            verifier_partner_id: self.members.ids[3].clone(),
            ..Default::default()
        };
        self.members.callers[1].ask(assign).await.unwrap();
        for _ in 0..100 {
            if !self.reports(0).await.reports.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no report is expected");
    }

    pub(crate) fn value(&self, value: &str) -> ReportMeasurement {
        ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: fresh(),
            indicator_id: self.indicator.clone(),
            period_start: "2025-01-01".into(),
            period_end: "2025-01-31".into(),
            value: value.into(),
            narrative: NARRATIVE.into(),
            ..Default::default()
        }
    }

    pub(crate) async fn report(&self, by: usize, value: &str) -> Result<String, Failure> {
        Ok(self.members.callers[by].ask(self.value(value)).await?.id)
    }

    /// The same by the stream.
    pub(crate) async fn import(&self, by: usize, value: &str) {
        let client = self.members.callers[by].client();
        let message = ImportMeasurements { as_of: vec![], measurements: vec![self.value(value)] };
        let mut service = EvaluationCommandsClient::new(client.channel("evaluation").unwrap());
        let request = client.request(futures::stream::iter([message])).unwrap();
        let mut answers = service.import_measurements(request).await.unwrap().into_inner();
        let answer = answers.message().await.unwrap().unwrap();
        assert!(matches!(answer.outcomes[0].outcome, Some(outcome::Outcome::Receipt(_))), "{answer:?}");
    }

    pub(crate) async fn give_back(&self, measurement_id: &str) {
        let give_back = ReturnMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: measurement_id.into(),
            reason: RETURNED.into(),
            ..Default::default()
        };
        let others = ReturnMeasurement { command_id: fresh(), ..give_back.clone() };
        let refused = self.members.callers[4].ask(others).await.unwrap_err();
        assert!(refused.to_string().contains("sealed, to its reporter and who verifies it"), "{refused}");
        self.members.callers[3].ask(give_back).await.unwrap();
    }

    pub(crate) async fn correct(&self, measurement_id: &str) {
        let correct = CorrectMeasurement {
            command_id: fresh(),
            partnership_id: self.members.partnership.clone(),
            measurement_id: measurement_id.into(),
            value: CORRECTED.into(),
            narrative: NARRATIVE.into(),
            reason: WHY.into(),
            ..Default::default()
        };
        let first = self.members.callers[0].ask(correct.clone()).await.unwrap();
        let again = CorrectMeasurement { command_id: fresh(), ..correct };
        let again = self.members.callers[0].ask(again).await.unwrap();
        assert_eq!(again.revision, first.revision, "what is said already leads to nothing");
    }

    pub(crate) async fn only_its_verifier_verifies(&self, measurement_id: &str) {
        let verify = |by: usize| {
            let verify = VerifyMeasurement {
                command_id: fresh(),
                partnership_id: self.members.partnership.clone(),
                measurement_id: measurement_id.into(),
                basis: Basis::RecordsSampled.into(),
                note: NOTE.into(),
                ..Default::default()
            };
            self.members.callers[by].ask(verify)
        };
        for by in [1, 4] {
            let refused = verify(by).await.unwrap_err();
            assert!(refused.to_string().contains("sealed, to its reporter and who verifies it"), "{refused}");
        }
        verify(3).await.unwrap();
        for (by, note) in [(0, NOTE), (3, NOTE), (4, ""), (5, "")] {
            let told = self.measurement(by, measurement_id).await;
            assert_eq!((told.state(), &*told.note), (MeasurementState::Verified, note), "{by}");
            let earlier = &told.earlier[0];
            let said = [&*earlier.value, &*earlier.reason, &*told.narrative];
            assert_eq!(said, if note.is_empty() { [""; 3] } else { [FIRST, WHY, NARRATIVE] });
        }
    }

    /// In every answer; all others see that there is one.
    pub(crate) async fn is_told_to(&self, measurement_id: &str, readers: &[usize], value: &str) {
        for by in 0..6 {
            let told = if readers.contains(&by) { value } else { "" };
            let got = self.measurement(by, measurement_id).await;
            assert_eq!((&*got.value, got.sealed.is_some()), (told, told.is_empty()), "{by}");
            let listed = self.listed(&self.members.callers[by]).await;
            let listed = listed.iter().find(|it| it.measurement_id == measurement_id).unwrap();
            assert_eq!((&*listed.value, &*listed.partner_id), (told, &*self.members.ids[0]));
            let point = self.series(&self.members.callers[by]).await.points.remove(0);
            assert_eq!((&*point.reported, point.sealed, point.missing), (told, told.is_empty(), false));
            let totals = self.totals(&self.members.callers[by]).await;
            let own = totals.partners.iter().find(|it| it.partner_id == self.members.ids[0]);
            assert_eq!(own.map(|it| &*it.reported.as_ref().unwrap().value), Some(told).filter(|it| !it.is_empty()));
        }
        for told in
            [self.listed(&self.operator).await[0].encode_to_vec(), self.series(&self.operator).await.encode_to_vec()]
        {
            assert!(!holds(&told, value), "the operator reads none");
        }
    }

    /// A total that is not of what it may read alone.
    pub(crate) async fn released(&self, by: usize) -> Option<String> {
        let Totals { reported, verified, parts, released_period_end, .. } =
            self.totals(&self.members.callers[by]).await;
        let reported = reported.unwrap();
        assert_eq!((verified.unwrap().why(), parts), (NotAdded::Sealed, vec![]));
        match reported.why() {
            NotAdded::Sealed => assert_eq!((&*reported.value, &*released_period_end), ("", "")),
            why => assert_eq!((why, &*released_period_end), (NotAdded::Unspecified, "2025-01-31")),
        }
        Some(reported.value).filter(|it| !it.is_empty())
    }

    /// No answer to an observer, the operator or a rival holds a value of another's.
    pub(crate) async fn nobody_else_is_told(&self) {
        for (caller, closed) in [
            (&self.members.callers[5], &SECRETS[..4]),
            (&self.operator, &SECRETS[..4]),
            (&self.members.callers[1], &[FIRST, CORRECTED, OTHERS[1]][..]),
        ] {
            let told = [
                ListMeasurementsResponse { measurements: self.listed(caller).await, ..Default::default() }
                    .encode_to_vec(),
                self.series(caller).await.encode_to_vec(),
                self.totals(caller).await.encode_to_vec(),
                self.changes(caller).await.encode_to_vec(),
            ];
            for secret in closed {
                assert!(told.iter().all(|it| !holds(it, secret)), "{secret}");
            }
            let some = GetTotals { partner_ids: vec![self.members.ids[0].clone()], ..self.all() };
            let some: Totals = caller.get(some).await.unwrap();
            assert_eq!(some.reported.unwrap().why(), NotAdded::Sealed, "nothing of some of them");
        }
    }

    /// Facts are the same for all; what is sealed in them is opened beside them for who may read it.
    pub(crate) async fn the_record_is_read_alike(&self) {
        let written = |it: ListChangesResponse| it.written.into_iter().map(|it| it.text).collect::<Vec<_>>();
        let of_the_first = [
            format!("{FIRST}; {NARRATIVE}"),
            RETURNED.to_owned(),
            format!("{CORRECTED}; {NARRATIVE}; {WHY}"),
            NOTE.to_owned(),
        ];
        for by in [0, 3] {
            assert_eq!(written(self.changes(&self.members.callers[by]).await), of_the_first);
        }
        assert_eq!(written(self.changes(&self.members.callers[5]).await), [""; 0]);
        let verifies = written(self.changes(&self.members.callers[4]).await);
        assert_eq!(verifies, OTHERS.map(|it| format!("{it}; {NARRATIVE}")));
    }

    pub(crate) async fn late_retries_answer_the_same(&self) {
        for called in self.members.callers[0].called() {
            assert_eq!((called.again)().await.unwrap(), called.receipt, "{}", called.rpc);
        }
    }

    pub(crate) async fn open(&self, value: &str) {
        let indicator_id = self.members.callers[0].ask(defined(&self.members)).await.unwrap().id;
        let report = ReportMeasurement { indicator_id, narrative: String::new(), ..self.value(value) };
        self.members.callers[0].ask(report).await.unwrap();
    }

    pub(crate) async fn measurement(&self, by: usize, measurement_id: &str) -> Measurement {
        let (partnership_id, measurement_id) = (self.members.partnership.clone(), measurement_id.to_owned());
        self.members.callers[by].get(GetMeasurement { as_of: vec![], partnership_id, measurement_id }).await.unwrap()
    }

    async fn listed(&self, caller: &Caller) -> Vec<Measurement> {
        let list = ListMeasurements { partnership_id: self.members.partnership.clone(), ..Default::default() };
        let listed: ListMeasurementsResponse = caller.get(list).await.unwrap();
        listed.measurements
    }

    async fn series(&self, caller: &Caller) -> Series {
        let query = GetSeries {
            partnership_id: self.members.partnership.clone(),
            indicator_id: self.indicator.clone(),
            partner_id: self.members.ids[0].clone(),
            basis: SeriesBasis::Reported.into(),
            ..Default::default()
        };
        caller.get(query).await.unwrap()
    }

    fn all(&self) -> GetTotals {
        let (partnership_id, indicator_id) = (self.members.partnership.clone(), self.indicator.clone());
        GetTotals { partnership_id, indicator_id, ..Default::default() }
    }

    pub(crate) async fn totals(&self, caller: &Caller) -> Totals {
        caller.get(self.all()).await.unwrap()
    }

    async fn reports(&self, by: usize) -> ListReportsResponse {
        let list = ListReports { partnership_id: self.members.partnership.clone(), ..Default::default() };
        self.members.callers[by].get(list).await.unwrap()
    }

    pub(crate) async fn reason(&self, by: usize) -> String {
        self.reports(by).await.reports.remove(0).reason
    }

    async fn changes(&self, caller: &Caller) -> ListChangesResponse {
        let list = ListChanges {
            partnership_id: self.members.partnership.clone(),
            service: "evaluation".into(),
            page_size: 500,
            ..Default::default()
        };
        caller.get(list).await.unwrap()
    }
}

fn defined(members: &Members) -> DefineIndicator {
    DefineIndicator {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: "Outstanding and late by 30 days".into(),
        unit: "KES".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Falling.into(),
        over_periods: OverPeriods::Latest.into(),
        ..Default::default()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|it| it == text.as_bytes())
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
