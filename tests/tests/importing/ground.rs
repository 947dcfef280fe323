//! Two members, the first of whom reports its savers month by month, and streams of values.

use accord::{client::Client, host::Host};
use contract::{
    common::outcome::Outcome,
    evaluation::{
        AssignReporting, CalendarKind, DefineCalendar, DefineIndicator, Direction, Disaggregation, GetPublishedTotals,
        GetTotals, ImportMeasurements, ImportedMeasurements, OverPeriods, PublishedTotals, ReportMeasurement, Totals,
        ValueKind, evaluation_commands_client::EvaluationCommandsClient,
    },
};
use jiff::{civil::date, tz::TimeZone};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World, embedded_by};
use tokio::sync::mpsc::{self, Sender};
use tonic::{Status, Streaming};
use uuid::Uuid;

type Answers = Streaming<ImportedMeasurements>;

pub(crate) struct Ground {
    pub(crate) host: Host,
    pub(crate) world: World,
    pub(crate) members: Members,
    pub(crate) indicator: String,
    pub(crate) folder: TempDir,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let now = date(2026, 11, 15).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let (host, client) = embedded_by(&folder, Clock::set_to(now)).await;
        let world = World::new(&client);
        let members = Members::invited(&world, "imports", 2).await;
        members.accept().await;
        let indicator = savers(&members).await;
        Ground { host, world, members, indicator, folder }
    }

    pub(crate) async fn end(self) {
        self.host.stop().await.unwrap();
    }

    /// Of a month of 2026.
    pub(crate) fn value(&self, month: i8, value: &str) -> ReportMeasurement {
        value_of(&self.members.partnership, &self.indicator, month, value)
    }

    /// Every message as a member, and what came of each value; the first failure of the stream where it ends early.
    pub(crate) async fn send(
        &self,
        place: usize,
        messages: Vec<Vec<ReportMeasurement>>,
    ) -> Result<Vec<Outcome>, Status> {
        let message = |measurements| ImportMeasurements { as_of: vec![], measurements };
        stream(self.members.callers[place].client(), messages.into_iter().map(message).collect()).await
    }

    /// One message that needs what these tokens stand for.
    pub(crate) async fn send_heard(
        &self,
        place: usize,
        as_of: Vec<String>,
        measurements: Vec<ReportMeasurement>,
    ) -> Result<Vec<Outcome>, Status> {
        let message = ImportMeasurements { as_of, measurements };
        stream(self.members.callers[place].client(), vec![message]).await
    }

    pub(crate) async fn send_as_operator(&self, measurements: Vec<ReportMeasurement>) {
        let message = ImportMeasurements { as_of: vec![], measurements };
        let outcomes = stream(self.world.operator.client(), vec![message]).await.unwrap();
        assert!(outcomes.iter().all(|it| matches!(it, Outcome::Receipt(_))), "{outcomes:?}");
    }

    pub(crate) fn question(&self) -> GetTotals {
        let (partnership_id, indicator_id) = (self.members.partnership.clone(), self.indicator.clone());
        GetTotals { partnership_id, indicator_id, ..Default::default() }
    }

    /// Of all that was written until now.
    pub(crate) async fn totals(&self) -> Totals {
        let bulk = self.world.numbers().await[7];
        let as_of = if bulk == 0 { vec![] } else { vec![format!("home/evaluation.bulk@{bulk}")] };
        self.members.callers[1].get(GetTotals { as_of, ..self.question() }).await.unwrap()
    }

    /// What sources say, of all that was written until now.
    pub(crate) async fn published(&self, participant_ids: Vec<String>) -> PublishedTotals {
        let as_of = vec![format!("home/evaluation.bulk@{}", self.world.numbers().await[7])];
        let (partnership_id, indicator_id) = (self.members.partnership.clone(), self.indicator.clone());
        let asked = GetPublishedTotals { as_of, partnership_id, indicator_id, participant_ids, ..Default::default() };
        self.members.callers[1].get(asked).await.unwrap()
    }

    /// A stream on which nothing is sent yet; it ends when both halves are let go.
    pub(crate) async fn open(&self, place: usize) -> Result<(Sender<ImportMeasurements>, Answers), Status> {
        let client = self.members.callers[place].client();
        let mut service = EvaluationCommandsClient::new(client.channel("evaluation").unwrap());
        let (sender, messages) = mpsc::channel(1);
        let messages = futures::stream::unfold(messages, |mut it| async move { Some((it.recv().await?, it)) });
        let answers = service.import_measurements(client.request(messages).unwrap()).await?.into_inner();
        Ok((sender, answers))
    }

    pub(crate) async fn total(&self) -> String {
        self.totals().await.reported.unwrap().value
    }

    /// The first member owes a value a month, with ten days to say it.
    pub(crate) async fn assign(&self) {
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
            from_on: "2026-08-01".into(),
            days_allowed: 10,
            ..Default::default()
        };
        self.members.callers[1].ask(assign).await.unwrap();
    }
}

pub(crate) async fn savers(members: &Members) -> String {
    let define = DefineIndicator {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: "=Savers".into(),
        definition: "People with a savings account, at the end of the period".into(),
        unit: "people".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        numerator_counts_people: true,
        disaggregations: vec![Disaggregation { name: "sex".into(), values: vec!["women".into(), "men".into()] }],
        ..Default::default()
    };
    members.callers[0].ask(define).await.unwrap().id
}

pub(crate) fn value_of(partnership: &str, indicator: &str, month: i8, value: &str) -> ReportMeasurement {
    let first = date(2026, month, 1);
    ReportMeasurement {
        command_id: fresh(),
        partnership_id: partnership.into(),
        indicator_id: indicator.into(),
        period_start: first.to_string(),
        period_end: first.last_of_month().to_string(),
        value: value.into(),
        ..Default::default()
    }
}

/// Answers are in the order of what was sent, and say where each begins.
async fn stream(client: &Client, messages: Vec<ImportMeasurements>) -> Result<Vec<Outcome>, Status> {
    let mut service = EvaluationCommandsClient::new(client.channel("evaluation").unwrap());
    let request = client.request(futures::stream::iter(messages)).unwrap();
    let mut answers = service.import_measurements(request).await?.into_inner();
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await? {
        assert_eq!(answer.first, outcomes.len() as u64 + 1);
        outcomes.extend(answer.outcomes.into_iter().map(|it| it.outcome.expect("an outcome")));
    }
    Ok(outcomes)
}

pub(crate) fn fresh() -> String {
    Uuid::now_v7().to_string()
}
