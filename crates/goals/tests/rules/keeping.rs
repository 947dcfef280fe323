//! How undertakings are kept, as it is measured: by the first day, and by the day agreed last.

use contract::{
    common::{Figure, Measure},
    goals::{event::Kind as Told, *},
    partners::{
        Founder, InvitationAccepted, MemberLeft, MemberRole, PartnerInvited, PartnershipFormed, ProfileRevised,
        ReviewOpened,
    },
};
use goals::{
    Goals,
    keeping::{Keeping, Kept, Rejection},
    memory::Memory,
    reactions::keeping::at_review,
};
use jiff::Timestamp;
use kernel::{
    Context,
    scenario::{context, given, nothing},
};
use runtime::{Memory as _, Recall as _, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

use crate::{messages::*, messages_aligning::*, messages_undertaking::*};

const START: &str = "2026-01-01T12:00:00Z";
/// Both days are over.
const AFTER: &str = "2026-07-01T12:00:00Z";

struct World {
    memory: Memory,
    standing: Standing,
}

#[test]
fn where_nothing_has_fallen_due_there_is_no_share() {
    let figures = World::of(&[BANK, COOPERATIVE]).after("2026-02-01T12:00:00Z", vec![given_by(BANK, "1")]);
    let kept = of(&figures, Measure::KeptByFirstDay, &[]);
    assert_eq!((kept.value.as_deref(), kept.count, kept.of), (None, Some(0), Some(0)));
    assert_eq!(kept.not_measurable, "no undertaking has fallen due and been judged");
    let overdue = of(&figures, Measure::UndertakingsOverdue, &[]);
    assert_eq!((overdue.count, overdue.of), (Some(0), Some(1)));
}

#[test]
fn what_was_kept_by_the_renegotiated_day_only_counts_there_only() {
    let done = vec![
        given_by(BANK, "1"),
        renegotiated("1").into(),
        fulfilled_on("1", "2026-05-31").into(),
        confirmed("1").into(),
        given_by(COOPERATIVE, "2"),
    ];
    let figures = World::of(&[BANK, COOPERATIVE]).after(AFTER, done);
    let shares = |measure, who: &[&str]| {
        let figure = of(&figures, measure, who);
        (figure.value, figure.count.unwrap(), figure.of.unwrap())
    };
    assert_eq!(shares(Measure::KeptByFirstDay, &[]), (Some("0".into()), 0, 2));
    assert_eq!(shares(Measure::KeptByAgreedDay, &[]), (Some("50".into()), 1, 2));
    assert_eq!(shares(Measure::KeptByAgreedDay, &[BANK]), (Some("100".into()), 1, 1));
    assert_eq!(shares(Measure::KeptByAgreedDay, &[COOPERATIVE]), (Some("0".into()), 0, 1));
    assert_eq!(of(&figures, Measure::UndertakingsOverdue, &[]).count, Some(1));
}

#[test]
fn what_falls_due_after_a_member_has_left_is_none_of_its() {
    let mut world = World::of(&[BANK, COOPERATIVE, INSURER]);
    world.own(START, given_by(BANK, "1"));
    world.hear(
        "2026-03-01T12:00:00Z",
        MemberLeft { partnership_id: TOGETHER.into(), partner_id: BANK.into(), ..Default::default() },
    );
    let roles = vec![MemberRole::Implementing.into()];
    let invited =
        PartnerInvited { partnership_id: TOGETHER.into(), partner_id: BANK.into(), roles, ..Default::default() };
    world.hear("2026-06-01T12:00:00Z", invited);
    world.hear("2026-06-01T12:00:00Z", accepted(BANK));
    let figures = world.measured(AFTER).figures;
    assert_eq!(of(&figures, Measure::KeptByFirstDay, &[]).of, Some(1), "all count it");
    assert_eq!(of(&figures, Measure::KeptByFirstDay, &[BANK]).of, Some(0), "it was no member on that day");
}

#[test]
fn affiliates_keep_what_they_promise_together() {
    let mut world = World::of(&[BANK, COOPERATIVE, BRANCH]);
    let affiliated = ProfileRevised { partner_id: BRANCH.into(), affiliated_to: BANK.into(), ..Default::default() };
    world.hear(START, affiliated);
    world.own(START, given_by(BANK, "1"));
    world.own(START, given_by(BRANCH, "2"));
    let figures = world.measured(AFTER).figures;
    assert_eq!(of(&figures, Measure::KeptByFirstDay, &[BANK, BRANCH]).of, Some(2));
}

#[test]
fn what_is_judged_for_ever_is_counted_as_before() {
    let mut world = World::of(&[BANK, COOPERATIVE]);
    let done = vec![
        given_by(BANK, "1"),
        fulfilled_on("1", "2026-03-30").into(),
        confirmed("1").into(),
        given_by(BANK, "2"),
        given_by(COOPERATIVE, "3"),
    ];
    done.into_iter().for_each(|it| world.own(START, it));
    let before = world.measured(AFTER);
    let measured = UndertakingsMeasured {
        partnership_id: TOGETHER.into(),
        measured_on: "2026-07-01".into(),
        ..Default::default()
    };
    world.own(AFTER, measured.into());
    assert_eq!(world.measured(AFTER), before);
    let two = |of: u32| figures_of(&world.measured(AFTER), of);
    assert_eq!(two(3), Some("33.33".into()));
}

#[test]
fn it_is_measured_when_a_day_has_passed_on_which_something_fell_due() {
    let mut world = World::of(&[BANK, COOPERATIVE]);
    let due = |world: &World, now: &str| {
        let now: Timestamp = now.parse().unwrap();
        world.memory.to_measure_undertakings(now).map(|(at, ..)| at.to_string()).collect::<Vec<_>>()
    };
    world.own(START, given_by(BANK, "1"));
    let measured = UndertakingsMeasured {
        partnership_id: TOGETHER.into(),
        measured_on: "2026-01-02".into(),
        ..Default::default()
    };
    world.own("2026-01-02T00:00:00Z", measured.into());
    assert_eq!(due(&world, "2026-12-31T00:00:00Z"), ["2026-04-01T00:00:00Z"]);
}

#[test]
fn undertakings_are_measured_once_a_day_and_once_a_review_and_by_no_caller() {
    let measure = || MeasureUndertakings { partnership_id: TOGETHER.into(), ..Default::default() };
    let kept = || World::of(&[BANK, COOPERATIVE]).measured(START);
    let first = nothing::<Keeping>().by_service("clock").when_knowing(kept(), measure()).decision().unwrap();
    let again = || given::<Keeping, Told>(first.clone()).by_service("clock");
    again().when_knowing(kept(), measure()).then_nothing();
    let for_review = MeasureUndertakings { review_id: GOAL.into(), ..measure() };
    assert_eq!(again().when_knowing(kept(), for_review.clone()).decision().unwrap().len(), 1);
    nothing::<Keeping>().by(BANK).when_knowing(kept(), measure()).then_rejected(Rejection::NotForCallers);
    let opened = ReviewOpened { partnership_id: TOGETHER.into(), review_id: GOAL.into(), ..Default::default() };
    assert_eq!(at_review(&opened.into()), Some(for_review));
}

impl World {
    /// Active, with these members.
    fn of(members: &[&str]) -> Self {
        let mut world = World { memory: Memory::default(), standing: Standing::default() };
        world.hear(START, formed_by(members));
        members.iter().for_each(|it| world.hear(START, accepted(it)));
        world.hear(START, activated());
        world
    }

    fn hear(&mut self, when: &str, event: impl Into<contract::partners::event::Kind>) {
        let fact = at(seconds(when), heard(event));
        self.memory.remember(&fact);
        self.standing.remember(&fact);
    }

    fn own(&mut self, when: &str, event: Told) {
        self.memory.remember(&at(seconds(when), own(event)));
    }

    fn after(mut self, now: &str, events: Vec<Told>) -> Vec<Figure> {
        events.into_iter().for_each(|it| self.own(START, it));
        self.measured(now).figures
    }

    fn measured(&self, now: &str) -> Kept {
        let folder = TempDir::new().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let room: Room<'_, Goals> = Room { memory: &self.memory, standing: &self.standing, keys: &keys };
        let measure = MeasureUndertakings { partnership_id: TOGETHER.into(), ..Default::default() };
        Kept::recall(&room, &measure, &Context { now: now.parse().unwrap(), ..context() })
    }
}

fn figures_of(kept: &Kept, judged: u32) -> Option<String> {
    let all = of(&kept.figures, Measure::KeptByFirstDay, &[]);
    all.value.filter(|_| all.of == Some(judged))
}

fn of(figures: &[Figure], measure: Measure, who: &[&str]) -> Figure {
    let found = figures.iter().find(|it| it.measure() == measure && it.partner_ids == who);
    found.cloned().unwrap_or_else(|| panic!("no {measure:?} of {who:?} in {figures:#?}"))
}

fn seconds(when: &str) -> i64 {
    when.parse::<Timestamp>().unwrap().as_second()
}

/// By the end of March.
fn given_by(partner_id: &str, undertaking_id: &str) -> Told {
    UndertakingGiven {
        partnership_id: TOGETHER.into(),
        undertaking_id: undertaking_id.into(),
        given_by: partner_id.into(),
        due_on: DUE.into(),
        given_on: "2026-01-01".into(),
        ..Default::default()
    }
    .into()
}

fn renegotiated(undertaking_id: &str) -> UndertakingRenegotiated {
    UndertakingRenegotiated { undertaking_id: undertaking_id.into(), due_on: "2026-06-30".into(), ..Default::default() }
}

fn fulfilled_on(undertaking_id: &str, day: &str) -> UndertakingFulfilled {
    UndertakingFulfilled { undertaking_id: undertaking_id.into(), fulfilled_on: day.into(), ..Default::default() }
}

fn confirmed(undertaking_id: &str) -> FulfilmentConfirmed {
    FulfilmentConfirmed { undertaking_id: undertaking_id.into(), ..Default::default() }
}

fn accepted(partner_id: &str) -> InvitationAccepted {
    InvitationAccepted { partnership_id: TOGETHER.into(), partner_id: partner_id.into(), charter_version: 1 }
}

fn formed_by(members: &[&str]) -> PartnershipFormed {
    let founder = |it: &&str| Founder { partner_id: (*it).into(), roles: vec![MemberRole::Implementing.into()] };
    let founders = members.iter().map(founder).collect();
    PartnershipFormed { partnership_id: TOGETHER.into(), charter_version: 1, founders, ..Default::default() }
}
