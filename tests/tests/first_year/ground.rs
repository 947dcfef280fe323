//! Five partners, their goal, their seasons, and how they are asked.

use std::time::Duration;

use accord::{client::Failure, host::Host};
use contract::{
    evaluation::{
        AssignReporting, Basis, CalendarKind, CorrectMeasurement, DefineCalendar, DefineIndicator, GetScorecard,
        GetTotals, ListReports, ListReportsResponse, OverPartners, RateFairness, Report, ReportMeasurement,
        ReportState, ReturnMeasurement, Scorecard, Season, Totals, VerifyMeasurement,
    },
    goals::{GetGoal, Goal, Level, ProposeGoal, Target, TargetKind, TargetState},
    partners::{
        AgreeChange, Choice, CloseReview, ListProposals, ListProposalsResponse, MemberRole, OpenReview, ProposalState,
        ReviewChangeKind, ReviewItem, ReviewItemKind, TakePosition, Terms,
    },
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use prost::{Message, Name};
use runtime::Clock;
use tempfile::TempDir;
use tests::{Members, World, embedded_by, id};
use uuid::Uuid;

pub(crate) const LENDER: usize = 0;
pub(crate) const TRAINER: usize = 1;
pub(crate) const COOPERATIVE: usize = 2;
pub(crate) const FUNDER: usize = 3;
pub(crate) const AUDITOR: usize = 4;
const ROLES: [MemberRole; 5] = [
    MemberRole::Implementing,
    MemberRole::Implementing,
    MemberRole::Implementing,
    MemberRole::Funding,
    MemberRole::Verifier,
];

pub(crate) struct Ground {
    host: Host,
    clock: Clock,
    world: World,
    pub(crate) members: Members,
    pub(crate) indicator: String,
    calendar: String,
    goal: String,
    _folder: TempDir,
}

impl Ground {
    /// On 15 January 2026; they review every six months.
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::set_to(noon("2026-01-15"));
        let (host, client) = embedded_by(&folder, clock.clone()).await;
        let world = World::new(&client);
        let terms = Terms { review_months: 6, ..Default::default() };
        let members = Members::in_roles(&world, "first year", &ROLES, vec![], terms).await;
        members.accept().await;
        let (indicator, calendar) = (borrowers(&members).await, seasons(&members).await);
        Ground { host, clock, world, members, indicator, calendar, goal: id("first year/goal"), _folder: folder }
    }

    pub(crate) async fn end(self) {
        self.host.stop().await.unwrap();
    }

    pub(crate) fn id(&self) -> String {
        self.members.partnership.clone()
    }

    pub(crate) async fn on(&self, day: &str) {
        self.world.settled(&self.members.partnership).await;
        self.clock.advance_to(noon(day));
    }

    /// Asked once everybody has heard all.
    pub(crate) async fn get<Q: Message + Name, R: Message + Default>(&self, place: usize, query: Q) -> R {
        self.world.settled(&self.members.partnership).await;
        self.members.callers[place].get(query).await.unwrap()
    }

    pub(crate) async fn agree_on_a_goal(&self) {
        let propose = ProposeGoal {
            command_id: fresh(),
            partnership_id: self.id(),
            goal_id: self.goal.clone(),
            title: "A thousand smallholders borrow by the season".into(),
            level: Level::Outcome.into(),
            approach: "Loans timed to planting and harvest".into(),
            targets: vec![Target {
                indicator_id: self.indicator.clone(),
                kind: TargetKind::Reach.into(),
                baseline: "0".into(),
                value: "1000".into(),
                starts_on: "2026-01-01".into(),
                due_on: "2026-12-31".into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        self.members.callers[LENDER].ask(propose).await.unwrap();
        self.decide().await;
    }

    /// All four with a voice agree to the one thing that is before them.
    pub(crate) async fn decide(&self) {
        let open = ListProposals { partnership_id: self.id(), state: ProposalState::Open.into(), ..Default::default() };
        let open: ListProposalsResponse = self.get(LENDER, open).await;
        assert_eq!(open.proposals.len(), 1, "{open:?}");
        for place in [LENDER, TRAINER, COOPERATIVE, FUNDER] {
            let position = TakePosition {
                command_id: fresh(),
                partnership_id: self.id(),
                proposal_id: open.proposals[0].proposal_id.clone(),
                choice: Choice::Agree.into(),
                ..Default::default()
            };
            self.members.callers[place].ask(position).await.unwrap();
        }
        self.world.settled(&self.members.partnership).await;
    }

    pub(crate) async fn assign(&self, place: usize) {
        let assign = AssignReporting {
            command_id: fresh(),
            partnership_id: self.id(),
            indicator_id: self.indicator.clone(),
            partner_id: self.members.ids[place].clone(),
            calendar_id: self.calendar.clone(),
            from_on: "2026-03-01".into(),
            days_allowed: 20,
            verifier_partner_id: self.members.ids[AUDITOR].clone(),
            ..Default::default()
        };
        self.members.callers[TRAINER].ask(assign).await.unwrap();
    }

    pub(crate) async fn report(&self, place: usize, season: &str, value: &str) -> String {
        let (period_start, period_end) = match season {
            "long" => ("2026-03-01", "2026-07-31"),
            _ => ("2026-10-01", "2026-12-31"),
        };
        let report = ReportMeasurement {
            command_id: fresh(),
            partnership_id: self.id(),
            measurement_id: id(&format!("first year/{place}/{season}")),
            indicator_id: self.indicator.clone(),
            period_start: period_start.into(),
            period_end: period_end.into(),
            value: value.into(),
            ..Default::default()
        };
        self.members.callers[place].ask(report).await.unwrap().id
    }

    pub(crate) async fn give_back(&self, measurement_id: &str, reason: &str) {
        let give_back = ReturnMeasurement {
            command_id: fresh(),
            partnership_id: self.id(),
            measurement_id: measurement_id.into(),
            reason: reason.into(),
            ..Default::default()
        };
        self.members.callers[AUDITOR].ask(give_back).await.unwrap();
    }

    pub(crate) async fn correct(&self, place: usize, measurement_id: &str, value: &str, reason: &str) {
        let correct = CorrectMeasurement {
            command_id: fresh(),
            partnership_id: self.id(),
            measurement_id: measurement_id.into(),
            value: value.into(),
            reason: reason.into(),
            ..Default::default()
        };
        self.members.callers[place].ask(correct).await.unwrap();
    }

    pub(crate) async fn verify(&self, measurement_id: &str, basis: Basis) {
        self.try_to_verify(measurement_id, basis).await.unwrap();
        self.world.settled(&self.members.partnership).await;
    }

    pub(crate) async fn verify_refused(&self, measurement_id: &str) -> String {
        self.try_to_verify(measurement_id, Basis::DeskReview).await.expect_err("refused").to_string()
    }

    async fn try_to_verify(&self, measurement_id: &str, basis: Basis) -> Result<(), Failure> {
        let verify = VerifyMeasurement {
            command_id: fresh(),
            partnership_id: self.id(),
            measurement_id: measurement_id.into(),
            basis: basis.into(),
            ..Default::default()
        };
        self.members.callers[AUDITOR].ask(verify).await.map(drop)
    }

    pub(crate) async fn rate_fairness(&self, place: usize, rating: u32) {
        let why = "By what each of us has put into it".into();
        let rate = RateFairness { command_id: fresh(), partnership_id: self.id(), rating, why, ..Default::default() };
        self.members.callers[place].ask(rate).await.unwrap();
    }

    /// Opened by the funder; they agree on a change, and close it.
    pub(crate) async fn review(&self) {
        let (partnership_id, review_id) = (self.id(), id("first year/review"));
        let note = "How many borrow by the season".to_owned();
        let looked_at = ReviewItem { kind: ReviewItemKind::Figure.into(), thing_id: self.indicator.clone(), note };
        let open = OpenReview {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            review_id: review_id.clone(),
            title: "After the long rains".into(),
            from_date: "2026-01-15".into(),
            to_date: "2026-09-14".into(),
            packet: vec![looked_at.clone()],
            ..Default::default()
        };
        self.members.callers[FUNDER].ask(open).await.unwrap();
        let agree = AgreeChange {
            command_id: fresh(),
            partnership_id: partnership_id.clone(),
            review_id: review_id.clone(),
            what: "Loans that are repaid leave the count at once".into(),
            follows_from: Some(looked_at),
            kind: ReviewChangeKind::Action.into(),
            owner_partner_id: self.members.ids[LENDER].clone(),
            due_on: "2026-09-30".into(),
            ..Default::default()
        };
        self.members.callers[FUNDER].ask(agree).await.unwrap();
        let summary = "The count is put right, and stays so".into();
        let close = CloseReview { command_id: fresh(), partnership_id, review_id, summary, ..Default::default() };
        self.members.callers[FUNDER].ask(close).await.unwrap();
        self.world.settled(&self.members.partnership).await;
    }

    /// So many reports stand so: the clock takes its time.
    pub(crate) async fn reports(&self, state: ReportState, count: usize) -> Vec<Report> {
        let asked = ListReports { partnership_id: self.id(), state: state.into(), ..Default::default() };
        for _ in 0..200 {
            let found: ListReportsResponse = self.get(AUDITOR, asked.clone()).await;
            if found.reports.len() == count {
                return found.reports;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} reports are not {}", state.as_str_name());
    }

    /// A scorecard of that day or later, once nothing more is measured: the same while the clock of every service, which
    /// each look twice a second for what is due, has looked again.
    pub(crate) async fn measured_since(&self, day: &str) -> Scorecard {
        let mut before: Option<Scorecard> = None;
        for _ in 0..30 {
            self.world.settled(&self.members.partnership).await;
            let told: Scorecard =
                self.get(TRAINER, GetScorecard { partnership_id: self.id(), ..Default::default() }).await;
            if day <= told.measured_on.as_str() && before.is_some_and(|it| it.parts == told.parts) {
                return told;
            }
            before = Some(told);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        panic!("nothing was measured since {day}");
    }

    /// Verified and reported.
    pub(crate) async fn total(&self) -> (String, String) {
        let bulk = self.world.numbers().await[7];
        let asked = GetTotals {
            as_of: vec![format!("home/evaluation.bulk@{bulk}")],
            partnership_id: self.id(),
            indicator_id: self.indicator.clone(),
            ..Default::default()
        };
        let totals: Totals = self.get(FUNDER, asked).await;
        (totals.verified.unwrap().value, totals.reported.unwrap().value)
    }

    pub(crate) async fn goal(&self) -> Goal {
        self.get(FUNDER, GetGoal { as_of: vec![], partnership_id: self.id(), goal_id: self.goal.clone() }).await
    }

    pub(crate) async fn progress(&self, basis_points: i64, state: TargetState) {
        let goal = self.goal().await;
        let target = &goal.targets[0];
        assert_eq!((target.progress_basis_points, target.state()), (Some(basis_points), state), "{target:?}");
    }
}

async fn borrowers(members: &Members) -> String {
    let define = DefineIndicator {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        standard_id: "active-borrowers".into(),
        // Nobody borrows of both: they lend in other districts.
        over_partners: OverPartners::Sum.into(),
        ..Default::default()
    };
    members.callers[LENDER].ask(define).await.unwrap().id
}

async fn seasons(members: &Members) -> String {
    let season = |name: &str, from_month, until_month| Season {
        name: name.into(),
        from_month,
        from_day: 1,
        until_month,
        until_day: 31,
    };
    let define = DefineCalendar {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        title: "Seasons".into(),
        kind: CalendarKind::Seasons.into(),
        seasons: vec![season("long rains", 3, 7), season("short rains", 10, 12)],
        ..Default::default()
    };
    members.callers[TRAINER].ask(define).await.unwrap().id
}

fn noon(day: &str) -> Timestamp {
    let day: Date = day.parse().unwrap();
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
