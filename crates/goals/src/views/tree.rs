//! The results framework: every goal after its parent.

use std::collections::{BTreeMap, HashSet};

use contract::goals::{Goal, ResultsNode, ResultsTree};

/// Siblings in the order of the goals given (ids); what names a parent that is not there stands at the top.
pub fn results_tree(partnership_id: &str, goals: Vec<Goal>) -> ResultsTree {
    let ids: HashSet<_> = goals.iter().map(|it| it.goal_id.clone()).collect();
    let mut children: BTreeMap<String, Vec<Goal>> = BTreeMap::new();
    for goal in goals {
        let parent = if ids.contains(&goal.parent_goal_id) { goal.parent_goal_id.clone() } else { String::new() };
        children.entry(parent).or_default().push(goal);
    }
    let mut nodes = Vec::with_capacity(ids.len());
    grow("", 0, &mut children, &mut nodes);
    ResultsTree { as_of: vec![], partnership_id: partnership_id.to_owned(), nodes }
}

/// Goes as deep as there are levels: a parent is always of a higher one.
fn grow(parent: &str, depth: u32, children: &mut BTreeMap<String, Vec<Goal>>, nodes: &mut Vec<ResultsNode>) {
    for goal in children.remove(parent).unwrap_or_default() {
        let goal_id = goal.goal_id.clone();
        nodes.push(node(depth, goal));
        grow(&goal_id, depth + 1, children, nodes);
    }
}

fn node(depth: u32, goal: Goal) -> ResultsNode {
    let count = |targets: usize| u32::try_from(targets).unwrap_or(u32::MAX);
    let reached = goal.targets.iter().filter(|it| it.reached).count();
    ResultsNode { depth, targets_reached: count(reached), targets_total: count(goal.targets.len()), goal: Some(goal) }
}
