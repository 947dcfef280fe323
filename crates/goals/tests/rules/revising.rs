//! Putting another content of a goal to the members: before they decide, after they have not wanted it, and once adopted.

use contract::goals::*;
use goals::tree::{GoalTree, Partnership, Rejection, Voices};
use jiff::{ToSpan, civil::date};
use kernel::{
    Reject,
    scenario::{Scenario, event_id, given},
};

use prost::Message;

use crate::{messages::*, messages_revising::*};

#[test]
fn its_proposer_puts_a_goal_in_other_words_and_the_old_ones_are_taken_back() {
    proposed().by(BANK).when(revise_goal()).then(goal_reproposed());
    proposed().by(COOPERATIVE).when(revise_goal()).then_rejected(Rejection::NotTheProposer);
}

#[test]
fn a_goal_that_was_not_wanted_is_put_again_by_any_member_and_says_why() {
    let again = || GoalReproposed { supersedes_event_id: String::new(), ..goal_reproposed() };
    let by_another = GoalReproposed { proposed_by: COOPERATIVE.into(), ..again() };
    proposed().and(goal_rejected()).by(COOPERATIVE).when(revise_goal()).then(by_another);
    proposed().and(goal_withdrawn()).by(BANK).when(revise_goal()).then(again());
    let unchanged = ReviseGoal { content: Some(content()), ..revise_goal() };
    let as_it_was = GoalReproposed { content: Some(content()), changes: vec![], ..again() };
    proposed().and(goal_rejected()).by(BANK).when(unchanged).then(as_it_was);
}

#[test]
fn only_what_is_before_the_members_now_is_decided() {
    let anew = || proposed().and(goal_reproposed()).by_service("goals");
    anew().when(conclude(0, true)).then_nothing();
    anew().when(conclude(1, true)).then(GoalAdopted {
        title: "More women save".into(),
        proposed_event_id: event_id(1),
        targets: vec![raised()],
        ..goal_adopted()
    });
}

#[test]
fn a_goal_taken_back_by_its_proposer_is_withdrawn_and_not_rejected() {
    let withdrawn = ConcludeGoal { withdrawn: true, why: "Not yet".into(), ..conclude(0, false) };
    proposed().by_service("goals").when(withdrawn).then(goal_withdrawn());
}

#[test]
fn an_adopted_goal_is_revised_by_decision_with_its_differences_and_a_reason() {
    active().by(COOPERATIVE).when(revise_goal()).then(revision_proposed());
    let revising = || active().and(revision_proposed()).by_service("goals");
    revising().when(conclude(2, true)).then(goal_revised());
    revising().when(conclude(2, false)).then(GoalRevisionRejected {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(2),
        why: "1 of 2 objects".into(),
    });
    let silent = ReviseGoal { reason: " ".into(), ..revise_goal() };
    assert_eq!(active().by(BANK).when(silent).decision().expect_err("refused").refusal().field, Some("reason"));
}

#[test]
fn a_revision_says_whether_the_approach_is_another() {
    let other = GoalContent { approach: "Savings circles".into(), ..content() };
    let proposed = GoalRevisionProposed { content: Some(other), ..revision_proposed() };
    for (proposed, is_another) in [(revision_proposed(), false), (proposed, true)] {
        let concluded = active().and(proposed).by_service("goals").when(conclude(2, true)).decision();
        match concluded.expect("accepted").as_slice() {
            [event::Kind::GoalRevised(it)] => assert_eq!(it.approach_changed, is_another),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_next_revision_counts_on_and_is_compared_with_the_last() {
    let revised = active().and(revision_proposed()).and(goal_revised());
    let back = ReviseGoal { content: Some(content()), reason: "Too much".into(), ..revise_goal() };
    match revised.by(BANK).when(back).decision().expect("accepted").as_slice() {
        [event::Kind::GoalRevisionProposed(it)] => {
            assert_eq!(it.revision, 2);
            let fields: Vec<_> = it.changes.iter().map(|it| it.field.clone()).collect();
            assert_eq!(fields, ["title".to_owned(), format!("targets/{TARGET}")]);
            assert_eq!(
                (it.changes[0].was.as_str(), it.changes[0].is.as_str()),
                ("More women save", "More women borrow")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_revision_that_changes_nothing_is_none() {
    let same = ReviseGoal { content: Some(content()), ..revise_goal() };
    active().by(BANK).when(same).then_nothing();
    active().and(revision_proposed()).by(BANK).when(revise_goal()).then_nothing();
}

#[test]
fn one_thing_about_a_goal_is_before_the_members_at_a_time() {
    let other = || ReviseGoal { reason: "Another".into(), ..revise_goal() };
    active().and(revision_proposed()).by(BANK).when(other()).then_rejected(Rejection::AlreadyProposed);
    active().and(closure_proposed()).by(BANK).when(other()).then_rejected(Rejection::AlreadyProposed);
    let closing = active().and(revision_proposed()).by(BANK);
    closing.when_knowing(vec![], close_goal()).then_rejected(Rejection::AlreadyProposed);
    let closed = active().and(closure_proposed()).and(goal_closed()).by(BANK);
    closed.when(other()).then_rejected(Rejection::NotRevisable(GoalState::Closed));
    let listed = given::<GoalTree, _>([GoalProposed { source: SOURCE.into(), ..goal_proposed() }]).by(BANK);
    listed.when(other()).then_rejected(Rejection::NotRevisable(GoalState::Listed));
}

#[test]
fn a_target_that_measures_something_else_is_another_target() {
    let with =
        |target| ReviseGoal { content: Some(GoalContent { targets: vec![target], ..content() }), ..revise_goal() };
    let other_indicator = Target { indicator_id: ACTIVITY.into(), ..target() };
    active().by(BANK).when(with(other_indicator)).then_rejected(Rejection::AnotherTarget(TARGET.into()));
    let other_kind = Target { kind: TargetKind::KeepAtOrAbove.into(), ..target() };
    active().by(BANK).when(with(other_kind)).then_rejected(Rejection::AnotherTarget(TARGET.into()));
    let new = Target { target_id: String::new(), indicator_id: ACTIVITY.into(), ..target() };
    match active().by(BANK).when(with(new)).decision().expect("accepted").as_slice() {
        [event::Kind::GoalRevisionProposed(it)] => {
            let told: Vec<_> = it.changes.iter().map(|it| (it.was.is_empty(), it.is.is_empty())).collect();
            assert_eq!(told, [(false, true), (true, false)], "one gone, one new");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_target_removed_by_revision_is_named() {
    let without = GoalContent { targets: vec![], ..content() };
    let proposed = GoalRevisionProposed { content: Some(without), ..revision_proposed() };
    let revising = active().and(proposed).by_service("goals");
    match revising.when(conclude(2, true)).decision().expect("accepted").as_slice() {
        [event::Kind::GoalRevised(it)] => {
            assert_eq!((it.targets.len(), &it.removed_target_ids[..]), (0, &[TARGET.to_owned()][..]))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_day_that_was_agreed_may_have_passed_but_no_new_one() {
    let later = "2027-01-15T12:00:00Z".parse().expect("a time");
    active().at(later).by(COOPERATIVE).when(revise_goal()).then(revision_proposed());
    let past = Target { due_on: "2027-01-14".into(), ..target() };
    let moved = ReviseGoal { content: Some(GoalContent { targets: vec![past], ..content() }), ..revise_goal() };
    let refused = active().at(later).by(BANK).when(moved).decision().expect_err("refused");
    assert_eq!(refused.refusal().field, Some("targets.due_on"));
}

#[test]
fn a_goal_is_not_put_below_the_goals_that_serve_it() {
    let lower = GoalContent { level: Level::Output.into(), ..content() };
    let lowered = ReviseGoal { content: Some(lower), ..revise_goal() };
    let served = |level: Level| active().and(GoalProposed { level: level.into(), ..child_proposed() }).by(BANK);
    served(Level::Outcome).when(lowered.clone()).then_rejected(Rejection::BelowItsChildren);
    assert!(served(Level::Output).when(lowered).decision().is_ok());
}

#[test]
fn what_a_revision_leaves_as_it_is_is_not_judged_anew() {
    let share = TargetShare { partner_id: STRANGER.into(), value: "100".into() };
    let of_child = || Target { target_id: event_id(77), ..target() };
    let shared = Target { shares: vec![share], ..of_child() };
    let child = GoalProposed { targets: vec![shared.clone()], ..child_proposed() };
    let adopted = GoalAdopted { goal_id: CHILD.into(), proposed_event_id: event_id(1), ..goal_adopted() };
    let over = proposed().and(child).and(adopted).and(goal_adopted()).and(closure_proposed()).and(goal_closed());
    let content = GoalContent { level: Level::Output.into(), parent_goal_id: GOAL.into(), ..content() };
    let retitled = GoalContent { title: "Under one that is closed".into(), targets: vec![shared], ..content.clone() };
    let revise = |content| ReviseGoal { goal_id: CHILD.into(), content: Some(content), ..revise_goal() };
    assert!(over.by(BANK).when(revise(retitled)).decision().is_ok(), "its parent is over, and its share a leaver's");
    let new_share = Target { shares: vec![TargetShare { partner_id: BANK.into(), value: "1".into() }], ..of_child() };
    let under = proposed().and(child_proposed()).by(BANK);
    let refused = under.when(revise(GoalContent { targets: vec![new_share], ..content })).decision();
    assert_eq!(refused, Err(Rejection::ShareOfNoMember(BANK.into())), "nobody is known to have a voice here");
}

#[test]
fn the_id_of_a_target_that_was_taken_out_stays_its_own() {
    let without =
        GoalRevisionProposed { content: Some(GoalContent { targets: vec![], ..content() }), ..revision_proposed() };
    let removed = GoalRevised { targets: vec![], removed_target_ids: vec![TARGET.into()], ..goal_revised() };
    let history = || active().and(without.clone()).and(removed.clone());
    let other = ProposeGoal { goal_id: CHILD.into(), ..propose_goal() };
    let known = (Partnership::Active, Voices::default());
    history().by(BANK).when_knowing(known, other).then_rejected(Rejection::TargetIdTaken(TARGET.into()));
    let back = ReviseGoal { content: Some(content()), ..revise_goal() };
    assert!(history().by(BANK).when(back).decision().is_ok(), "its own goal may take it back in");
}

#[test]
fn the_longest_revision_fits_into_an_entry_of_the_log() {
    let long = |bytes: usize, letter: &str| letter.repeat(bytes);
    let full = |letter: &str, n: usize| {
        let target = |at: usize| {
            let periods = (0..40).map(|it| TargetPeriod {
                ends_on: date(2026, 1, 2).saturating_add(it.days()).to_string(),
                value: format!("{}", 1001 + it),
            });
            let periods = periods.collect();
            Target { target_id: event_id(at), due_on: "2026-12-31".into(), periods, ..target() }
        };
        GoalContent {
            title: long(512, letter),
            approach: long(4096, letter),
            assumptions: long(4096, letter),
            means_of_verification: long(2048, letter),
            people_in_need: Some(10_000_000_000),
            people_in_need_note: long(1024, letter),
            sdg_targets: (1..=19).map(|it| format!("17.{it}")).collect(),
            targets: (0..n).map(target).collect(),
            ..content()
        }
    };
    let too_much = ReviseGoal { content: Some(full("a", 20)), ..revise_goal() };
    assert_eq!(proposed().by(BANK).when(too_much).decision().expect_err("refused").refusal().field, Some("targets"));
    let before = GoalContent { targets: vec![], ..full("a", 0) };
    let renamed = full("b", 16).targets.into_iter().enumerate();
    let targets = renamed.map(|(at, it)| Target { target_id: event_id(100 + at), ..it }).collect();
    let put = GoalReproposed { content: Some(GoalContent { targets, ..before }), ..goal_reproposed() };
    let revise = ReviseGoal { content: Some(full("b", 16)), reason: long(2048, "c"), ..revise_goal() };
    let decided = given::<GoalTree, _>([goal_proposed()]).and(put).by(BANK).when(revise).decision();
    match decided.expect("accepted").as_slice() {
        [event::Kind::GoalReproposed(it)] => {
            let bytes = it.encoded_len();
            assert!((40_000..47_000).contains(&bytes), "{bytes}");
        }
        other => panic!("{other:?}"),
    }
}

fn proposed() -> Scenario<GoalTree> {
    given([goal_proposed()])
}

fn active() -> Scenario<GoalTree> {
    proposed().and(goal_adopted())
}
