//! What is measured of equity, verification and impact, and when.

use contract::{
    common::{Figure, Measure},
    evaluation::{event::Kind as Told, *},
    goals::{self, GoalClosed, GoalProposed, GoalRevised, GoalRevisionProposed, Level, Outcome, TargetKind},
    log::{Envelope, envelope::Fact},
    moment,
    partners::{self, BenefitShare, Founder, InvitationAccepted, MemberLeft, MemberRole, PartnershipFormed, Terms},
};
use evaluation::{
    Evaluation,
    measures::{Figures, Measures, Rejection},
    memory::Memory,
    reactions::measures::due,
};
use jiff::Timestamp;
use kernel::scenario::{context, given, nothing};
use runtime::{Memory as _, Recall as _, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

use crate::messages::*;

struct World {
    memory: Memory,
    standing: Standing,
}

#[test]
fn where_nothing_is_recorded_nothing_is_zero() {
    let [equity, verification, impact] = World::of(&[]).measured().parts;
    let why = |measure| of(&equity, measure, &[]).not_measurable;
    assert_eq!(why(Measure::BenefitShareAgreed), "the charter agrees on no shares: gains stand side by side");
    assert_eq!(why(Measure::BenefitShare), "no money gained is confirmed by another member");
    assert_eq!(why(Measure::Fairness), "no member has said how fair it finds its share");
    let values = of(&verification, Measure::ValuesVerified, &[]);
    assert_eq!((values.value, values.not_measurable.as_str()), (None, "no member has reported a value"));
    let record = of(&verification, Measure::RecordVerified, &[]);
    assert_eq!(record.not_measurable, "the record is not verified by this version");
    assert!(impact.is_empty(), "no target is followed: {impact:?}");
}

#[test]
fn shares_of_confirmed_money_stand_beside_those_that_the_charter_agrees_to() {
    let mut world = World::of(&[(BANK, 7_000), (COOPERATIVE, 3_000)]);
    for (benefit_id, partner_id, amount_minor) in [("1", BANK, 300), ("2", COOPERATIVE, 100), ("3", BANK, 900)] {
        world.own(gained(benefit_id, partner_id, amount_minor, "KES"));
    }
    world.own(gained("4", BANK, 50, "USD"));
    for (benefit_id, by) in [("1", COOPERATIVE), ("2", BANK)] {
        world.own(BenefitConfirmed { benefit_id: benefit_id.into(), confirmed_by: by.into(), ..Default::default() });
    }
    let [equity, ..] = world.measured().parts;
    assert_eq!(of(&equity, Measure::BenefitShareAgreed, &[BANK]).value.as_deref(), Some("70"));
    let share = of(&equity, Measure::BenefitShare, &[BANK]);
    assert_eq!((share.value.as_deref(), share.split.as_str()), (Some("75"), "KES"), "of what is confirmed only");
    assert_eq!((share.count, share.of), (Some(1), Some(2)));
    let confirmed = of(&equity, Measure::BenefitsConfirmed, &[BANK]);
    assert_eq!((confirmed.count, confirmed.of), (Some(1), Some(3)));
    world.own(BenefitDisputed { benefit_id: "1".into(), disputed_by: COOPERATIVE.into(), ..Default::default() });
    let [equity, ..] = world.measured().parts;
    assert_eq!(of(&equity, Measure::BenefitShare, &[COOPERATIVE]).value.as_deref(), Some("100"));
}

#[test]
fn fairness_is_the_median_and_the_lowest_of_those_that_are_members() {
    let mut world = World::of(&[(BANK, 5_000), (COOPERATIVE, 5_000)]);
    for (partner_id, rating) in [(BANK, 4), (COOPERATIVE, 1), (COOPERATIVE, 3), ("stranger", 1)] {
        world.own(FairnessRated { partner_id: partner_id.into(), rating, ..Default::default() });
    }
    let [equity, ..] = world.measured().parts;
    let median = of(&equity, Measure::Fairness, &[]);
    assert_eq!((median.value.as_deref(), median.count, median.of), (Some("3.5"), Some(2), Some(2)));
    let lowest = of(&equity, Measure::FairnessLowest, &[COOPERATIVE]);
    assert_eq!((lowest.value.as_deref(), lowest.count), (Some("3"), Some(1)));
    let left = MemberLeft { partnership_id: TOGETHER.into(), partner_id: COOPERATIVE.into(), ..Default::default() };
    world.hear(partners(left));
    let figures = world.measured();
    assert_eq!(figures.members, [BANK]);
    assert_eq!(of(&figures.parts[0], Measure::Fairness, &[]).value.as_deref(), Some("4"));
}

#[test]
fn values_are_verified_as_they_stand_or_not_at_all() {
    let mut world = World::of(&[]);
    for (place, period_end) in ["2025-06-30", "2025-09-30", "2025-12-31"].into_iter().enumerate() {
        world.own(MeasurementReported {
            measurement_id: id(place),
            period_end: period_end.into(),
            value: "5".into(),
            ..measurement_reported()
        });
    }
    for (place, basis) in [(0, Basis::SiteVisit), (1, Basis::DeskReview)] {
        let period_end = if place == 0 { "2025-06-30" } else { "2025-09-30" };
        world.own(MeasurementVerified {
            measurement_id: id(place),
            period_end: period_end.into(),
            basis: basis.into(),
            correction: 0,
            ..measurement_verified()
        });
    }
    let [_, verification, _] = world.measured().parts;
    let values = of(&verification, Measure::ValuesVerified, &[]);
    assert_eq!((values.value.as_deref(), values.count, values.of), (Some("66.67"), Some(2), Some(3)));
    let by: Vec<_> = verification.iter().filter(|it| it.measure() == Measure::VerifiedBy).collect();
    assert_eq!(by.iter().map(|it| it.split.as_str()).collect::<Vec<_>>(), ["desk review", "site visit"]);
    world.own(MeasurementCorrected {
        partnership_id: TOGETHER.into(),
        measurement_id: id(0),
        indicator_id: measurement_reported().indicator_id,
        partner_id: measurement_reported().partner_id,
        period_end: "2025-06-30".into(),
        correction: 1,
        value: "6".into(),
        ..Default::default()
    });
    let [_, verification, _] = world.measured().parts;
    let values = of(&verification, Measure::ValuesVerified, &[]);
    assert_eq!((values.count, values.of), (Some(1), Some(3)), "the corrected value is verified by nobody");
}

#[test]
fn targets_stand_each_at_the_level_of_its_goal() {
    let mut world = World::of(&[]);
    world.hear(level("output goal", Level::Output));
    world.hear(level("outcome goal", Level::Outcome));
    let reach = TargetKind::Reach;
    for (target_id, goal_id, kind) in [
        ("on track", "output goal", reach),
        ("behind", "output goal", reach),
        ("undefined", "output goal", reach),
        ("silent", "output goal", reach),
        ("recounted", "output goal", reach),
        ("reached", "outcome goal", reach),
        ("lost", "outcome goal", reach),
        ("kept", "outcome goal", TargetKind::KeepAtOrAbove),
        ("not kept", "outcome goal", TargetKind::KeepAtOrBelow),
    ] {
        let target = goals::Target { target_id: target_id.into(), kind: kind.into(), ..target() };
        let (target_id, goal_id) = (target_id.into(), goal_id.into());
        world.own(TargetOpened { target_id, goal_id, target: Some(target), ..target_opened() });
    }
    for (target_id, progress, due) in [
        ("on track", Some(4_300), Some(5_000)),
        ("behind", Some(4_200), Some(5_000)),
        ("undefined", None, Some(5_000)),
        ("reached", Some(10_000), Some(10_000)),
        ("lost", Some(10_000), Some(10_000)),
        ("kept", None, None),
        ("not kept", None, None),
    ] {
        world.own(progressed(target_id, progress, due));
    }
    // It was undefined, until somebody noted how many people are with several partners.
    world.own(progressed("recounted", None, Some(5_000)));
    let recounted = ("recounted".to_owned(), "700".to_owned(), Some(9_000));
    let (target_id, actual, progress_basis_points) = recounted;
    world.own(TargetRecounted { target_id, actual, progress_basis_points, ..Default::default() });
    for target_id in ["reached", "lost", "kept"] {
        world.own(TargetReached { target_id: target_id.into(), ..Default::default() });
    }
    world.own(progressed("lost", Some(9_000), Some(10_000)));
    world.own(TargetLost { target_id: "lost".into(), ..Default::default() });
    let [_, _, impact] = world.measured().parts;
    let count = |measure: Measure, level: &str| {
        let found = impact.iter().find(|it| it.measure() == measure && it.split == level).unwrap();
        (found.count.unwrap(), found.of.unwrap())
    };
    assert_eq!(count(Measure::TargetsOnTrack, "output"), (2, 5));
    assert_eq!(count(Measure::TargetsBehind, "output"), (1, 5));
    assert_eq!(count(Measure::TargetsUndefined, "output"), (2, 5));
    assert_eq!(count(Measure::TargetsReached, "outcome"), (1, 4));
    assert_eq!(count(Measure::TargetsLost, "outcome"), (1, 4));
    assert_eq!(count(Measure::TargetsKept, "outcome"), (1, 4));
    assert_eq!(count(Measure::TargetsNotKept, "outcome"), (1, 4));
    assert!(impact.iter().all(|it| it.split != "impact"), "no target at that level");
}

#[test]
fn a_goal_that_is_dropped_takes_its_targets_along_and_a_revised_one_its_level() {
    let mut world = World::of(&[]);
    world.hear(level(GOAL, Level::Output));
    world.own(target_opened());
    let content = Some(goals::GoalContent { level: Level::Impact.into(), ..Default::default() });
    world.hear(agreed(GoalRevisionProposed { goal_id: GOAL.into(), content, ..Default::default() }));
    let revised = GoalRevised { goal_id: GOAL.into(), proposed_event_id: "fact".into(), ..Default::default() };
    world.hear(agreed(revised));
    let [_, _, impact] = world.measured().parts;
    assert!(impact.iter().all(|it| it.split == "impact"), "{impact:?}");
    let closed = |outcome: Outcome| GoalClosed { goal_id: GOAL.into(), outcome: outcome.into(), ..Default::default() };
    world.hear(agreed(closed(Outcome::NotAchieved)));
    assert!(!world.measured().parts[2].is_empty(), "what was not achieved shows");
    world.hear(agreed(closed(Outcome::Dropped)));
    assert!(world.measured().parts[2].is_empty());
}

#[test]
fn a_partnership_is_measured_once_a_day_and_says_only_what_has_changed() {
    let measure = || MeasurePartnership { partnership_id: TOGETHER.into(), ..Default::default() };
    let known = || World::of(&[]).measured();
    let first = nothing::<Measures>().by_service("clock").when_knowing(known(), measure()).decision().unwrap();
    assert_eq!(first.len(), 3);
    let again = || given::<Measures, Told>(first.clone()).by_service("clock");
    again().when_knowing(known(), measure()).then_nothing();
    let tomorrow = again().at("2026-01-16T00:00:00Z".parse().unwrap()).when_knowing(known(), measure());
    assert!(matches!(&tomorrow.decision().unwrap()[..], [Told::EquityMeasured(_)]), "all is as it was");
    let for_review = MeasurePartnership { review_id: GOAL.into(), ..measure() };
    assert_eq!(again().when_knowing(known(), for_review).decision().unwrap().len(), 3);
    nothing::<Measures>().by(BANK).when_knowing(known(), measure()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn what_changes_on_a_day_is_measured_when_it_is_over() {
    let mut world = World::of(&[]);
    let count = |world: &World, now: &str| due(&world.memory, &world.standing, now.parse::<Timestamp>().unwrap()).len();
    world.own(EquityMeasured { measured_on: "2026-01-15".into(), ..Default::default() });
    assert_eq!(count(&world, "2026-02-01T00:00:00Z"), 0);
    world.own(FairnessRated { partner_id: BANK.into(), rating: 4, ..Default::default() });
    assert_eq!((count(&world, "2026-01-15T23:59:59Z"), count(&world, "2026-01-16T00:00:00Z")), (0, 1));
}

impl World {
    /// Two members, with these shares of the benefits, active since noon on 2026-01-15.
    fn of(shares: &[(&str, u32)]) -> Self {
        let mut world = World { memory: Memory::default(), standing: Standing::default() };
        let share = |it: &(&str, u32)| BenefitShare { partner_id: it.0.into(), basis_points: it.1 };
        let terms = Terms { benefit_shares: shares.iter().map(share).collect(), ..Default::default() };
        let founder = |it: &str| Founder { partner_id: it.into(), roles: vec![MemberRole::Implementing.into()] };
        world.hear(partners(PartnershipFormed {
            partnership_id: TOGETHER.into(),
            charter_version: 1,
            founders: [BANK, COOPERATIVE].map(founder).to_vec(),
            terms: Some(terms),
            ..Default::default()
        }));
        for partner_id in [BANK, COOPERATIVE] {
            let (partnership_id, partner_id) = (TOGETHER.into(), partner_id.into());
            world.hear(partners(InvitationAccepted { partnership_id, partner_id, charter_version: 1 }));
        }
        world.hear(partners(partners::PartnershipActivated { partnership_id: TOGETHER.into(), charter_version: 1 }));
        world
    }

    fn own(&mut self, event: impl Into<Told>) {
        self.hear(Fact::Evaluation(Event { kind: Some(event.into()) }));
    }

    fn hear(&mut self, fact: Fact) {
        let fact = Envelope {
            event_id: "fact".into(),
            partnership: TOGETHER.into(),
            recorded_at: Some(moment::on_wire(context().now)),
            fact: Some(fact),
            ..Default::default()
        };
        self.memory.remember(&fact);
        self.standing.remember(&fact);
    }

    /// Equity, verification and impact.
    fn measured(&self) -> Figures {
        let folder = TempDir::new().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let room: Room<'_, Evaluation> = Room { memory: &self.memory, standing: &self.standing, keys: &keys };
        let measure = MeasurePartnership { partnership_id: TOGETHER.into(), ..Default::default() };
        Figures::recall(&room, &measure, &context())
    }
}

fn of(figures: &[Figure], measure: Measure, who: &[&str]) -> Figure {
    let found = figures.iter().find(|it| it.measure() == measure && it.partner_ids == who);
    found.cloned().unwrap_or_else(|| panic!("no {measure:?} of {who:?} in {figures:#?}"))
}

fn id(place: usize) -> String {
    format!("00000000-0000-7000-8000-0000000000e{place}")
}

fn partners(event: impl Into<partners::event::Kind>) -> Fact {
    Fact::Partners(partners::Event { kind: Some(event.into()) })
}

fn agreed(event: impl Into<goals::event::Kind>) -> Fact {
    Fact::Goals(goals::Event { kind: Some(event.into()) })
}

fn level(goal_id: &str, level: Level) -> Fact {
    agreed(GoalProposed { goal_id: goal_id.into(), level: level.into(), ..Default::default() })
}

fn gained(benefit_id: &str, partner_id: &str, amount_minor: i64, currency: &str) -> BenefitRecorded {
    BenefitRecorded {
        benefit_id: benefit_id.into(),
        partner_id: partner_id.into(),
        kind: BenefitKind::Money.into(),
        amount_minor,
        currency: currency.into(),
        ..Default::default()
    }
}

fn progressed(target_id: &str, progress: Option<i64>, due: Option<i64>) -> ProgressRecorded {
    ProgressRecorded {
        target_id: target_id.into(),
        period_end: "2025-12-31".into(),
        actual: "1".into(),
        progress_basis_points: progress,
        due_basis_points: due,
        ..Default::default()
    }
}
