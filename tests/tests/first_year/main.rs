//! A first year: five partners, two seasons; one report late, one given back, one corrected after a review. The scorecard
//! at its end reads as each of them would agree it was.

mod ground;

use contract::{
    common::{Figure, Measure},
    evaluation::{
        Basis, Finding, FindingKind, GetScorecard, GetTotals, ListFindings, ListFindingsResponse, ListReports,
        ListReportsResponse, ListScorecards, ListScorecardsResponse, Measurement, MeasurementState, Part, Report,
        ReportState, Scorecard, Totals,
    },
    goals::{Goal, GoalState, TargetState},
};

use ground::{AUDITOR, COOPERATIVE, FUNDER, Ground, LENDER, TRAINER};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_year_reads_as_each_of_them_would_tell_it() {
    let ground = Ground::new().await;
    ground.agree_on_a_goal().await;
    ground.assign(LENDER).await;
    ground.assign(COOPERATIVE).await;
    the_long_rains(&ground).await;
    the_review(&ground).await;
    the_short_rains(&ground).await;
    the_year_as_it_was(&ground).await;
    ground.end().await;
}

/// The lender is in time; the cooperative is late, and counts members that only save.
async fn the_long_rains(ground: &Ground) {
    ground.on("2026-08-10").await;
    ground.reports(ReportState::Due, 2).await;
    let lent = ground.report(LENDER, "long", "400").await;
    ground.verify(&lent, Basis::RecordsSampled).await;

    ground.on("2026-08-25").await;
    let overdue = ground.reports(ReportState::Overdue, 1).await;
    assert_eq!(overdue[0].partner_id, ground.members.ids[COOPERATIVE]);
    ground.on("2026-09-05").await;
    let late = ground.report(COOPERATIVE, "long", "450").await;
    ground.give_back(&late, "Members that only save are in it").await;
    assert_eq!(ground.total().await, ("400".into(), "400".into()), "what was given back is in no figure");
    let refused = ground.verify_refused(&late).await;
    assert!(refused.contains("given back"), "{refused}");
    ground.correct(COOPERATIVE, &late, "300", "Without those that only save").await;
    assert_eq!(ground.total().await, ("400".into(), "700".into()));
    ground.verify(&late, Basis::SiteVisit).await;
    assert_eq!(ground.total().await, ("700".into(), "700".into()));
    ground.progress(7_000, TargetState::OnTrack).await;
}

/// They look at it together; what they find is corrected, and every figure that used the old value follows.
async fn the_review(ground: &Ground) {
    ground.on("2026-09-15").await;
    for (place, rating) in [(LENDER, 4), (TRAINER, 4), (FUNDER, 3), (COOPERATIVE, 2)] {
        ground.rate_fairness(place, rating).await;
    }
    ground.review().await;
    let before = ground.scorecard(TRAINER, "").await;
    let lent = ground.measurement(LENDER, "long").await;
    ground.correct(LENDER, &lent.measurement_id, "380", "Twenty had repaid, as the review found").await;
    assert_eq!(ground.total().await, ("700".into(), "680".into()), "verified stays until the new value is");
    ground.progress(7_000, TargetState::OnTrack).await;
    ground.verify(&lent.measurement_id, Basis::RecordsSampled).await;
    assert_eq!(ground.total().await, ("680".into(), "680".into()));
    ground.progress(6_800, TargetState::OnTrack).await;
    let told = ground.measurement(LENDER, "long").await;
    assert_eq!((told.value.as_str(), told.correction, told.state()), ("380", 1, MeasurementState::Verified));
    assert_eq!((told.earlier[0].value.as_str(), told.earlier[0].state()), ("400", MeasurementState::Verified));
    let untouched = ground.measurement(COOPERATIVE, "long").await;
    assert_eq!((untouched.value.as_str(), untouched.correction), ("300", 1), "nothing else is changed");
    assert_eq!(ground.scorecard(TRAINER, "2026-09-15").await.parts, before.parts, "the review's stands as it was");
}

async fn the_short_rains(ground: &Ground) {
    ground.on("2027-01-10").await;
    ground.reports(ReportState::Due, 2).await;
    for (place, value) in [(LENDER, "520"), (COOPERATIVE, "500")] {
        let reported = ground.report(place, "short", value).await;
        ground.verify(&reported, Basis::RecordsSampled).await;
    }
    assert_eq!(ground.total().await, ("1020".into(), "1020".into()), "the latest of each");
    ground.progress(10_200, TargetState::Reached).await;
    let goal: Goal = ground.goal().await;
    assert_eq!(goal.state(), GoalState::Closing, "reaching it puts the closing to the members");
    ground.decide().await;
    assert_eq!(ground.goal().await.state(), GoalState::Closed);
}

/// Read by all five after the year: the same, and true.
async fn the_year_as_it_was(ground: &Ground) {
    ground.on("2027-01-20").await;
    let scorecard = ground.measured_since("2027-01-11").await;
    for place in [LENDER, TRAINER, COOPERATIVE, FUNDER, AUDITOR] {
        let told = ground.scorecard(place, "").await;
        assert_eq!(told.parts, scorecard.parts, "{place} reads the same");
    }
    let counts = |of, measure, split: &str| {
        let figure = figure(&scorecard, of, measure, split);
        (figure.count.unwrap_or_default(), figure.of.unwrap_or_default())
    };
    assert_eq!(counts(Part::Transparency, Measure::ValuesVerified, ""), (4, 4));
    let bases: Vec<_> = figures(&scorecard, Part::Transparency, Measure::VerifiedBy)
        .into_iter()
        .map(|it| (it.split, it.count))
        .collect();
    assert_eq!(bases, [("records sampled".to_owned(), Some(3)), ("site visit".to_owned(), Some(1))]);
    assert_eq!(counts(Part::Impact, Measure::TargetsReached, "outcome"), (1, 1));
    let fair = figure(&scorecard, Part::Equity, Measure::Fairness, "");
    assert_eq!((fair.value.as_deref(), fair.count, fair.of), (Some("3.5"), Some(4), Some(4)));
    let lowest = figures(&scorecard, Part::Equity, Measure::FairnessLowest).remove(0);
    assert_eq!(
        (lowest.value.as_deref(), &lowest.partner_ids),
        (Some("2"), &vec![ground.members.ids[COOPERATIVE].clone()])
    );
    // Due twice by the charter's six months; held once.
    assert_eq!(counts(Part::Communication, Measure::Reviews, ""), (1, 2));
    // Adopted and closed, each by all four with a voice.
    assert_eq!(counts(Part::Voice, Measure::Turnout, ""), (8, 8));
    let reciprocity = part(&scorecard, Part::Reciprocity);
    let nothing = figure(&scorecard, Part::Reciprocity, Measure::GivingAnswered, "");
    assert_eq!(nothing.value, None, "nobody gave anything, which is no zero: {reciprocity:?}");
    let trust = figure(&scorecard, Part::Trust, Measure::Reliability, "");
    assert!(trust.value.is_none() && !trust.not_measurable.is_empty(), "no feedback was given: {trust:?}");

    let late: ListReportsResponse =
        ground.get(FUNDER, ListReports { partnership_id: ground.id(), ..Default::default() }).await;
    let told: Vec<_> = late.reports.iter().map(|it: &Report| (it.late, it.state())).collect();
    assert_eq!(told.iter().filter(|(late, _)| *late).count(), 1, "one of four was late, and that stays: {told:?}");
    assert!(told.iter().all(|(_, state)| *state == ReportState::Verified));
    let found: ListFindingsResponse =
        ground.get(TRAINER, ListFindings { partnership_id: ground.id(), ..Default::default() }).await;
    let successes: Vec<&Finding> = found.findings.iter().filter(|it| it.kind() == FindingKind::Success).collect();
    assert_eq!(successes.len(), 1, "the target that was reached is a success: {:?}", found.findings);
    let days: ListScorecardsResponse =
        ground.get(AUDITOR, ListScorecards { partnership_id: ground.id(), ..Default::default() }).await;
    assert!(days.scorecards.iter().any(|it| !it.review_ids.is_empty()), "the review has a scorecard of its own");
    let totals: Totals = ground
        .get(
            FUNDER,
            GetTotals { partnership_id: ground.id(), indicator_id: ground.indicator.clone(), ..Default::default() },
        )
        .await;
    assert_eq!(totals.missing, 0);
}

fn part(scorecard: &Scorecard, of: Part) -> contract::evaluation::ScorecardPart {
    scorecard.parts.iter().find(|it| it.part() == of).cloned().expect("all eight are there")
}

fn figures(scorecard: &Scorecard, of: Part, measure: Measure) -> Vec<Figure> {
    part(scorecard, of).figures.into_iter().filter(|it| it.measure() == measure).collect()
}

/// Of all members.
fn figure(scorecard: &Scorecard, of: Part, measure: Measure, split: &str) -> Figure {
    let all = figures(scorecard, of, measure);
    let found = all.iter().find(|it| it.partner_ids.is_empty() && it.split == split);
    found.cloned().unwrap_or_else(|| panic!("no {measure:?} of {split:?} in {:#?}", part(scorecard, of)))
}

impl Ground {
    pub(crate) async fn scorecard(&self, place: usize, on: &str) -> Scorecard {
        self.get(place, GetScorecard { partnership_id: self.id(), on: on.into(), ..Default::default() }).await
    }

    pub(crate) async fn measurement(&self, place: usize, season: &str) -> Measurement {
        let measurement_id = tests::id(&format!("first year/{place}/{season}"));
        let asked = contract::evaluation::GetMeasurement { as_of: vec![], partnership_id: self.id(), measurement_id };
        self.get(FUNDER, asked).await
    }
}
