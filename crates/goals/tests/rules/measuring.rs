//! When alignment is measured, and what it is made of by then.

use contract::{
    goals::{event::Kind as Told, *},
    log::Envelope,
    partners::{
        ExpectationAnswer, Founder, InvitationAccepted, MemberLeft, MemberRole, MemberSuspended, PartnershipActivated,
        PartnershipClosed, PartnershipFormed, ProfileRevised, ReviewOpened,
    },
};
use goals::{
    Goals,
    alignment::{self as aligned, Alignment, Rejection, Said, figures},
    approach,
    known::said,
    memory::Memory,
    reactions::alignment,
    tree::Partnership,
};
use jiff::Timestamp;
use kernel::scenario::{Scenario, context, nothing};
use runtime::{Memory as _, Recall as _, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

use crate::{messages::*, messages_aligning::*, messages_revising::*};

/// Noon on 2026-01-15, as in scenarios.
const NOON: i64 = 1_768_478_400;
const DAY: i64 = 24 * 3_600;

#[test]
fn alignment_is_measured_once_a_day_and_once_a_review() {
    let measured = by_clock().when_knowing(said_by_two(), measure()).decision().expect("accepted");
    let [Told::AlignmentMeasured(it)] = measured.as_slice() else { panic!("{measured:?}") };
    assert_eq!((it.measured_on.as_str(), it.review_id.as_str()), ("2026-01-15", ""));
    assert_eq!(it.member_partner_ids, ["p1", "p2"]);
    assert_eq!(it.goals.as_ref().map(|it| it.raters), Some(2));
    let today = by_clock().and(it.clone());
    today.when_knowing(Said::default(), measure()).then_nothing();
    let at_review = || MeasureAlignment { review_id: REVIEW.into(), ..measure() };
    let reviewed = by_clock().and(it.clone()).when_knowing(said_by_two(), at_review()).decision().expect("accepted");
    let [Told::AlignmentMeasured(review)] = reviewed.as_slice() else { panic!("{reviewed:?}") };
    assert_eq!(review.review_id, REVIEW);
    by_clock().and(review.clone()).when_knowing(said_by_two(), at_review()).then_nothing();
    let tomorrow = Timestamp::from_second(NOON + 24 * 3_600).expect("in range");
    let again = by_clock().and(it.clone()).at(tomorrow).when_knowing(said_by_two(), measure()).decision();
    assert_eq!(again.expect("accepted").len(), 1);
}

#[test]
fn no_caller_says_when_it_is_measured() {
    nothing::<Alignment>().by(BANK).when_knowing(said_by_two(), measure()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn a_review_has_it_measured() {
    let opened = ReviewOpened { partnership_id: TOGETHER.into(), review_id: REVIEW.into(), ..Default::default() };
    let measure = MeasureAlignment { review_id: REVIEW.into(), ..measure() };
    assert_eq!(alignment::at_review(&opened.into()), Some(measure));
    assert_eq!(alignment::at_review(&activated().into()), None);
}

#[test]
fn what_changes_on_a_day_is_measured_together_when_the_day_is_over() {
    let mut memory = Memory::default();
    memory.remember(&at(NOON, own(goals_ranked(&[&[GOAL]]))));
    assert_eq!(due(&memory, i64::MAX), None, "nothing is measured before the partnership is active");
    memory.remember(&at(NOON, heard(activated())));
    memory.remember(&at(NOON + 3_600, own(approach_rated(3))));
    let midnight = NOON + 12 * 3_600;
    assert_eq!(due(&memory, midnight - 1), None);
    assert_eq!(due(&memory, midnight), Some(midnight));
    memory.remember(&at(midnight, own(measured())));
    assert_eq!(due(&memory, i64::MAX), None, "nothing has changed since");
    memory.remember(&at(midnight + 5, own(goals_ranked(&[&[CHILD]]))));
    assert_eq!(due(&memory, i64::MAX), Some(midnight + DAY));
}

#[test]
fn what_is_heard_of_after_its_day_was_measured_is_measured_the_next_midnight() {
    let mut memory = remembered([heard(activated()), own(goals_ranked(&[&[GOAL]]))]);
    let mut names = vec![alignment::next(&memory, TOGETHER)];
    let midnight = NOON + 12 * 3_600;
    for day in 0..3 {
        let midnight = midnight + day * DAY;
        let measured_on = Timestamp::from_second(midnight).expect("in range").strftime("%F").to_string();
        memory.remember(&at(midnight, own(AlignmentMeasured { measured_on, ..measured() })));
        assert_eq!(due(&memory, i64::MAX), None);
        memory.remember(&at(midnight - 1, heard(answered("e", BANK, ExpectationAnswer::Yes))));
        assert_eq!(due(&memory, midnight + DAY - 1), None, "today it is measured already");
        assert_eq!(due(&memory, i64::MAX), Some(midnight + DAY));
        names.push(alignment::next(&memory, TOGETHER));
    }
    assert_eq!(names[3], format!("{TOGETHER}/3"));
    names.dedup();
    assert_eq!(names.len(), 4, "no measurement is taken for the one before");
}

#[test]
fn what_is_heard_of_after_a_review_waits_for_the_end_of_its_day() {
    let mut memory = remembered([heard(activated()), own(goals_ranked(&[&[GOAL]]))]);
    memory.remember(&at(NOON, own(AlignmentMeasured { review_id: REVIEW.into(), ..measured() })));
    memory.remember(&at(NOON - 2 * DAY, own(approach_rated(2))));
    assert_eq!(due(&memory, i64::MAX), Some(NOON + 12 * 3_600));
}

#[test]
fn a_day_that_cannot_be_read_delays_nothing() {
    let mut memory = remembered([heard(activated()), own(goals_ranked(&[&[GOAL]]))]);
    memory.remember(&at(NOON, own(AlignmentMeasured { measured_on: "9999-12-31".into(), ..measured() })));
    memory.remember(&at(NOON, own(AlignmentMeasured { measured_on: "today".into(), ..measured() })));
    memory.remember(&at(NOON, own(approach_rated(2))));
    assert_eq!(due(&memory, i64::MAX), Some(NOON + 12 * 3_600));
}

#[test]
fn at_most_eight_partnerships_are_measured_in_one_step() {
    let (mut memory, mut standing) = (Memory::default(), Standing::default());
    for place in 0..12 {
        let partnership = format!("00000000-0000-7000-8000-0000000001{place:02}");
        let formed = PartnershipFormed { partnership_id: partnership.clone(), ..Default::default() };
        let active = PartnershipActivated { partnership_id: partnership.clone(), charter_version: 1 };
        let ranked = GoalsRanked { partnership_id: partnership.clone(), ..goals_ranked(&[&[GOAL]]) };
        for fact in [heard(formed), heard(active), own(ranked)] {
            let fact = Envelope { partnership: partnership.clone(), ..at(NOON, fact) };
            standing.remember(&fact);
            memory.remember(&fact);
        }
    }
    let now = Timestamp::from_second(NOON + DAY).expect("in range");
    assert_eq!(memory.to_measure(now).count(), 12);
    assert_eq!(in_room(&memory, &standing, |room| alignment::due(room, now).len()), 8);
}

#[test]
fn whatever_the_figures_are_made_of_has_them_measured_again() {
    let (partnership_id, partner_id) = (TOGETHER.to_owned(), BANK.to_owned());
    let left =
        MemberLeft { partnership_id: partnership_id.clone(), partner_id: partner_id.clone(), ..Default::default() };
    let suspended = MemberSuspended {
        partnership_id: partnership_id.clone(),
        partner_id: partner_id.clone(),
        ..Default::default()
    };
    let joined = InvitationAccepted { partnership_id, partner_id: partner_id.clone(), ..Default::default() };
    let revised = ProfileRevised { partner_id, affiliated_to: COOPERATIVE.into(), ..Default::default() };
    let changes = [
        own(goal_adopted()),
        own(goal_closed()),
        own(goals_ranked(&[&[GOAL]])),
        own(approach_rated(0)),
        own(goal_reproposed()),
        own(approach_revised()),
        heard(left),
        heard(suspended),
        heard(joined),
        heard(revised),
        heard(answered("e", BANK, ExpectationAnswer::Yes)),
    ];
    for change in changes {
        let mut memory = remembered([heard(activated()), own(goals_ranked(&[&[GOAL]])), own(measured())]);
        assert_eq!(due(&memory, i64::MAX), None);
        memory.remember(&at(NOON, change.clone()));
        assert!(due(&memory, i64::MAX).is_some(), "{change:?}");
    }
    let mut memory = remembered([heard(activated()), own(measured())]);
    memory.remember(&at(NOON, own(activity_planned())));
    assert_eq!(due(&memory, i64::MAX), None, "work is no part of it");
    memory.remember(&at(NOON, own(goal_revised())));
    assert_eq!(due(&memory, i64::MAX), None, "nor are targets");
    let stranger = ProfileRevised { partner_id: STRANGER.into(), ..Default::default() };
    memory.remember(&at(NOON, heard(stranger)));
    assert_eq!(due(&memory, i64::MAX), None, "who has said nothing speaks for nobody");
}

#[test]
fn a_profile_has_it_measured_wherever_its_partner_has_ranked_or_rated() {
    let elsewhere = |id: &str| PartnershipActivated { partnership_id: id.into(), charter_version: 1 };
    let rated = |id: &str| ApproachRated { partnership_id: id.into(), ..approach_rated(2) };
    let mut memory = remembered([heard(activated()), heard(elsewhere(OTHER)), heard(elsewhere(CHILD))]);
    for fact in [own(goals_ranked(&[&[GOAL]])), own(rated(OTHER)), own(measured())] {
        memory.remember(&at(0, fact));
    }
    for also in [OTHER, CHILD] {
        memory.remember(&at(0, own(AlignmentMeasured { partnership_id: also.into(), ..measured() })));
    }
    memory.remember(&at(NOON, heard(ProfileRevised { partner_id: BANK.into(), ..Default::default() })));
    let found: Vec<_> = memory.to_measure(Timestamp::MAX).map(|(_, id)| id.to_owned()).collect();
    assert_eq!(found, [OTHER, TOGETHER]);
}

#[test]
fn what_is_over_is_not_measured_any_more() {
    let closed = PartnershipClosed { partnership_id: TOGETHER.into() };
    let memory = remembered([heard(activated()), own(goals_ranked(&[&[GOAL]])), heard(closed), own(approach_rated(2))]);
    assert_eq!(due(&memory, i64::MAX), None);
}

#[test]
fn rankings_are_told_of_the_goals_adopted_now() {
    let other = GoalsRanked { partner_id: COOPERATIVE.into(), ..goals_ranked(&[&[OTHER], &[GOAL]]) };
    let adopted = |goal: &str| GoalAdopted { goal_id: goal.into(), ..goal_adopted() };
    let closed = GoalClosed { goal_id: OTHER.into(), ..goal_closed() };
    let memory = remembered([
        own(adopted(GOAL)),
        own(adopted(CHILD)),
        own(adopted(OTHER)),
        own(goals_ranked(&[&[CHILD], &[GOAL, OTHER]])),
        own(other),
        own(closed),
    ]);
    let said = looked_up(&memory, &[]);
    assert_eq!(said.ranked_goals, [GOAL, CHILD]);
    let tiers: Vec<_> = said.rankings.iter().map(|it| (it.partner_id.as_str(), it.tiers.as_slice())).collect();
    assert_eq!(tiers, [(BANK, &[2, 1][..]), (COOPERATIVE, &[2, 0][..])]);
    assert!(said.rankings[0].given < said.rankings[1].given);
}

#[test]
fn ratings_count_for_the_approach_they_were_given_on() {
    for change in [own(approach_reproposed()), own(approach_revised())] {
        let other = ApproachRated { goal_id: OTHER.into(), ..approach_rated(1) };
        let mut memory = remembered([
            own(goal_proposed()),
            own(goal_adopted()),
            own(GoalAdopted { goal_id: OTHER.into(), ..goal_adopted() }),
            own(approach_rated(0)),
            own(ApproachRated { partner_id: COOPERATIVE.into(), ..approach_rated(4) }),
            own(other),
        ]);
        memory.remember(&at(0, own(goal_reproposed())));
        memory.remember(&at(0, own(goal_revised())));
        let before = ratings(&memory);
        let (first, second) = ((GOAL.to_owned(), BANK.to_owned(), 0), (GOAL.to_owned(), COOPERATIVE.to_owned(), 4));
        let third = (OTHER.to_owned(), BANK.to_owned(), 1);
        assert_eq!(before, [first, second, third.clone()], "title and targets are no approach");
        assert_eq!(approach_version(&memory), 0);
        memory.remember(&at(0, change));
        assert_eq!(ratings(&memory), std::slice::from_ref(&third), "nobody has rated the new one");
        assert_eq!(approach_version(&memory), 1);
        memory.remember(&at(0, own(ApproachRated { approach_version: 1, ..approach_rated(0) })));
        assert_eq!(ratings(&memory), [(GOAL.to_owned(), BANK.to_owned(), 0), third]);
        memory.remember(&at(0, own(approach_revised())));
        assert_eq!(approach_version(&memory), 2);
    }
}

#[test]
fn who_rated_an_approach_that_is_no_more_has_not_rated() {
    let mut memory = remembered([own(goal_adopted()), own(approach_rated(0))]);
    let not_rated = |memory: &Memory| {
        let found = figures::alignment(TOGETHER.into(), &looked_up(memory, &[BANK, COOPERATIVE]));
        let lowest = found.approaches.and_then(|it| it.lowest);
        let members: Vec<_> = found.rankings.iter().map(|it| it.approaches_not_rated).collect();
        (members, found.approach_figures[0].not_rated, lowest)
    };
    assert_eq!(not_rated(&memory), (vec![0, 1], 1, Some(0)));
    memory.remember(&at(0, own(approach_revised())));
    assert_eq!(not_rated(&memory), (vec![1, 1], 2, None));
}

#[test]
fn expectations_are_read_once_they_are_released_and_of_all_asks_who_joined_later_too() {
    let mut memory = remembered([
        heard(stated("e1", BANK, "")),
        heard(stated("e2", COOPERATIVE, BANK)),
        heard(answered("e1", COOPERATIVE, ExpectationAnswer::Yes)),
    ]);
    let members = [BANK, COOPERATIVE, STRANGER];
    assert!(!looked_up(&memory, &members).released);
    assert_eq!(told(&looked_up(&memory, &members)), []);
    memory.remember(&at(0, heard(released())));
    memory.remember(&at(0, heard(answered("e1", COOPERATIVE, ExpectationAnswer::InPart))));
    memory.remember(&at(0, heard(stated("e3", STRANGER, COOPERATIVE))));
    let all = looked_up(&memory, &members);
    assert!(all.released);
    let expected = [
        ("e1", BANK, COOPERATIVE, ExpectationAnswer::InPart),
        ("e2", COOPERATIVE, BANK, ExpectationAnswer::Unspecified),
        ("e3", STRANGER, COOPERATIVE, ExpectationAnswer::Unspecified),
    ];
    assert_eq!(told(&all), expected, "an observer may expect something, and is asked nothing");
    let later = looked_up(&memory, &[BANK, COOPERATIVE, STRANGER, FUNDER]);
    assert!(told(&later).contains(&("e1", BANK, FUNDER, ExpectationAnswer::Unspecified)));
    let without = looked_up(&memory, &[COOPERATIVE, STRANGER]);
    assert_eq!(
        told(&without),
        [("e3", STRANGER, COOPERATIVE, ExpectationAnswer::Unspecified)],
        "who is gone drops out"
    );
}

fn told(said: &Said) -> Vec<(&str, &str, &str, ExpectationAnswer)> {
    let asked = said.asked.iter();
    asked.map(|it| (&*it.expectation_id, &*it.partner_id, &*it.of_partner_id, it.answer)).collect()
}

fn by_clock() -> Scenario<Alignment> {
    nothing::<Alignment>().by_service("goals")
}

fn said_by_two() -> Said {
    all_ranked(&[&[1, 2, 3], &[2, 1, 3]])
}

fn measured() -> AlignmentMeasured {
    AlignmentMeasured { partnership_id: TOGETHER.into(), measured_on: "2026-01-15".into(), ..Default::default() }
}

fn due(memory: &Memory, seconds: i64) -> Option<i64> {
    let now = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    memory.to_measure(now).next().map(|(at, _)| at.as_second())
}

/// Bank and cooperative are members, the stranger an observer, of those that are named.
fn looked_up(memory: &Memory, partner_ids: &[&str]) -> Said {
    let mut standing = Standing::default();
    let founder = |it: &&str| Founder {
        partner_id: (*it).to_owned(),
        roles: vec![if *it == STRANGER { MemberRole::Observer } else { MemberRole::Implementing }.into()],
    };
    let founders = partner_ids.iter().map(founder).collect();
    let (partnership_id, charter_version) = (TOGETHER.to_owned(), 1);
    let formed = PartnershipFormed { partnership_id, charter_version, founders, ..Default::default() };
    standing.remember(&at(0, heard(formed)));
    for partner_id in partner_ids {
        let (partnership_id, partner_id) = (TOGETHER.to_owned(), (*partner_id).to_owned());
        standing.remember(&at(0, heard(InvitationAccepted { partnership_id, partner_id, charter_version })));
    }
    standing.remember(&at(0, heard(activated())));
    in_room(memory, &standing, |room| said(room, TOGETHER).expect("a partnership"))
}

/// Goal, partner and rating, of all that count.
fn ratings(memory: &Memory) -> Vec<(String, String, u32)> {
    let of_goal = |goal: aligned::said::Approach| {
        goal.ratings.into_iter().map(move |it| (goal.goal_id.clone(), it.partner_id, it.rating)).collect::<Vec<_>>()
    };
    looked_up(memory, &[]).approaches.into_iter().flat_map(of_goal).collect()
}

/// As a member that rates it finds it.
fn approach_version(memory: &Memory) -> u32 {
    let around =
        in_room(memory, &Standing::default(), |room| approach::Around::recall(room, &rate_approach(2), &context()));
    assert_eq!(around.partnership, Partnership::Unknown);
    around.approach_version
}

fn in_room<T>(memory: &Memory, standing: &Standing, look: impl FnOnce(&Room<Goals>) -> T) -> T {
    let folder = TempDir::new().expect("a folder");
    let keys = Keys::open(folder.path()).expect("keys");
    look(&Room { memory, standing, keys: &keys })
}
