//! The results tree: every goal after its parent.

use std::collections::BTreeMap;

use contract::goals::{
    Goal, GoalCount, GoalState, ProposeGoal, TargetCount, TargetProgress, TargetState, event::Kind as Event,
};
use goals::{
    tree::{GoalTree, Partnership, Voices},
    views::{results_tree, targets::proposed},
};
use kernel::{Aggregate, Context, Decide, scenario::context};
use proptest::prelude::*;

use crate::{messages::*, messages_targets::*};

#[test]
fn goals_follow_their_parents_and_siblings_the_order_of_ids() {
    let goals = vec![goal("1", "3"), goal("2", ""), goal("3", ""), goal("4", "2"), goal("5", "1"), goal("6", "3")];
    assert_eq!(shape(goals), [(0, "2"), (1, "4"), (0, "3"), (1, "1"), (2, "5"), (1, "6")]);
}

#[test]
fn orphans_stand_at_the_top() {
    assert_eq!(shape(vec![goal("1", "gone"), goal("2", "1")]), [(0, "1"), (1, "2")]);
}

#[test]
fn no_goals_make_an_empty_tree() {
    let tree = results_tree("together", vec![]);
    assert_eq!((tree.partnership_id.as_str(), tree.nodes.len()), ("together", 0));
}

#[test]
fn a_node_counts_its_targets() {
    let target = |reached| TargetProgress { reached, ..Default::default() };
    let goal = Goal { targets: vec![target(true), target(false), target(true)], ..goal("1", "") };
    let tree = results_tree("together", vec![goal]);
    assert_eq!((tree.nodes[0].targets_reached, tree.nodes[0].targets_total), (2, 3));
}

#[test]
fn a_node_counts_what_stands_below_it_by_state_and_never_averages() {
    let with = |id, parent, state: GoalState, targets: &[TargetState]| Goal {
        state: state.into(),
        targets: targets.iter().map(|it| TargetProgress { state: (*it).into(), ..Default::default() }).collect(),
        ..goal(id, parent)
    };
    use TargetState::{AtRisk, Kept, Missed, NotMeasured, OnTrack, Unspecified};
    let tree = results_tree(
        TOGETHER,
        vec![
            with("1", "", GoalState::Active, &[OnTrack, OnTrack]),
            with("2", "1", GoalState::Closed, &[Missed, OnTrack]),
            with("3", "2", GoalState::Active, &[AtRisk, NotMeasured]),
            // Not adopted: its targets are nobody's yet.
            with("4", "1", GoalState::Proposed, &[Unspecified, Unspecified]),
            with("5", "", GoalState::Active, &[Kept]),
        ],
    );
    let own: Vec<_> = tree.nodes.iter().map(|it| targets(&it.own)).collect();
    assert_eq!(own[0], [(OnTrack, 2)]);
    assert_eq!(own[3], []);
    assert_eq!(targets(&tree.nodes[0].below), [(NotMeasured, 1), (OnTrack, 1), (AtRisk, 1), (Missed, 1)]);
    let below = [(GoalState::Proposed, 1), (GoalState::Active, 1), (GoalState::Closed, 1)];
    assert_eq!(goals_of(&tree.nodes[0].goals_below), below);
    assert_eq!(targets(&tree.nodes[1].below), [(NotMeasured, 1), (AtRisk, 1)]);
    assert_eq!((tree.nodes[4].below.len(), tree.nodes[4].goals_below.len()), (0, 0));
    assert_eq!(targets(&tree.targets), [(NotMeasured, 1), (OnTrack, 3), (AtRisk, 1), (Missed, 1), (Kept, 1)]);
    assert_eq!(goals_of(&tree.goals), [(GoalState::Proposed, 1), (GoalState::Active, 3), (GoalState::Closed, 1)]);
}

#[test]
fn a_state_of_a_later_build_is_counted_as_not_said() {
    let tree = results_tree(TOGETHER, vec![Goal { state: 99, ..goal("1", "") }, Goal { state: -1, ..goal("2", "") }]);
    assert_eq!(tree.goals, [GoalCount { state: 0, goals: 2 }]);
}

#[test]
fn a_chain_of_all_goals_is_no_deeper_than_it_is_long() {
    let goals: Vec<_> = (0..1000)
        .map(|n: u32| Goal {
            goal_id: format!("{n:04}"),
            parent_goal_id: format!("{:04}", n + 1),
            ..Default::default()
        })
        .collect();
    let tree = results_tree(TOGETHER, goals);
    assert_eq!((tree.nodes.len(), tree.nodes[999].depth), (1000, 999));
    assert_eq!(tree.nodes[0].goals_below, [GoalCount { state: 0, goals: 999 }]);
}

#[test]
fn periods_shares_and_parts_are_left_to_each_goals_own_answer() {
    let agreed = contract::goals::Target {
        shares: vec![share(BANK, "2000")],
        parts: vec![part("sex", "women", "2000")],
        ..target_by_period()
    };
    let goal = Goal { targets: vec![proposed(&agreed)], ..goal("1", "") };
    let slim = results_tree(TOGETHER, vec![goal]).nodes.remove(0).goal.unwrap().targets.remove(0);
    assert_eq!((slim.target, slim.shares.len()), (Some(target()), 0));
}

proptest! {
    #[test]
    fn whatever_is_proposed_every_goal_stands_once_and_after_its_parent(
        proposals in proptest::collection::vec((1..=3, 0..12_u8, 0..12_u8), 0..60),
    ) {
        let goals = goals_after(&proposals);
        let nodes = results_tree(TOGETHER, goals.values().cloned().collect()).nodes;
        let order: Vec<_> = nodes.into_iter().filter_map(|it| it.goal).map(|it| it.goal_id).collect();
        prop_assert_eq!(order.len(), goals.len());
        let place = |id: &str| order.iter().position(|it| it == id);
        for goal in goals.values().filter(|it| !it.parent_goal_id.is_empty()) {
            prop_assert!(place(&goal.parent_goal_id) < place(&goal.goal_id));
        }
    }
}

/// The goals that the tree took of all that were proposed: level, id and parent, 0 for none.
fn goals_after(proposals: &[(i32, u8, u8)]) -> BTreeMap<String, Goal> {
    let context = Context { partner: BANK.into(), ..context() };
    let (mut tree, mut goals) = (GoalTree::default(), BTreeMap::new());
    for &(level, id, parent) in proposals {
        let parent_goal_id = if parent == 0 { String::new() } else { parent.to_string() };
        let command = ProposeGoal { goal_id: id.to_string(), level, parent_goal_id, targets: vec![], ..propose_goal() };
        for event in tree.decide(&command, &(Partnership::Active, Voices::default()), &context).unwrap_or_default() {
            tree.evolve(&event, "");
            let Event::GoalProposed(it) = event else { panic!("{event:?}") };
            let goal = Goal { goal_id: it.goal_id.clone(), parent_goal_id: it.parent_goal_id, ..Default::default() };
            goals.insert(it.goal_id, goal);
        }
    }
    goals
}

fn goal(id: &'static str, parent: &str) -> Goal {
    Goal { goal_id: id.into(), parent_goal_id: parent.into(), ..Default::default() }
}

fn shape(goals: Vec<Goal>) -> Vec<(u32, &'static str)> {
    let names = ["1", "2", "3", "4", "5", "6"];
    let name = |id: &str| *names.iter().find(|it| **it == id).expect("one of the names");
    let nodes = results_tree("together", goals).nodes;
    nodes.into_iter().map(|it| (it.depth, name(&it.goal.expect("a goal").goal_id))).collect()
}

fn targets(counted: &[TargetCount]) -> Vec<(TargetState, u32)> {
    counted.iter().map(|it| (it.state(), it.targets)).collect()
}

fn goals_of(counted: &[GoalCount]) -> Vec<(GoalState, u32)> {
    counted.iter().map(|it| (it.state(), it.goals)).collect()
}
