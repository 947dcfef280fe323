//! The results framework: every goal after its parent, with what stands below it counted.

use std::collections::{HashMap, HashSet};

use contract::goals::{Goal, GoalCount, ResultsNode, ResultsTree, TargetCount, TargetState};

/// Room for every state, in the order of their numbers.
const STATES_MAX: usize = 20;

/// How many targets, and how many goals, are in each state.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    targets: [u32; STATES_MAX],
    goals: [u32; STATES_MAX],
}

/// A goal at its place, and where its parent stands.
struct Placed {
    depth: u32,
    parent: Option<usize>,
    goal: Goal,
}

/// Siblings in the order of the goals given (ids); what names a parent that is not there stands at the top.
pub fn results_tree(partnership_id: &str, goals: Vec<Goal>) -> ResultsTree {
    let placed = in_order(goals);
    let own: Vec<_> = placed.iter().map(|it| Counts::of(&it.goal)).collect();
    let mut below = vec![Counts::default(); placed.len()];
    let mut all = Counts::default();
    // A goal stands after its parent: from the end, all below it is counted when its turn comes.
    for (place, it) in placed.iter().enumerate().rev() {
        let with_below = own[place].plus(&below[place]);
        let above = it.parent.map_or(&mut all, |parent| &mut below[parent]);
        *above = above.plus(&with_below);
    }
    let counts = own.iter().zip(&below);
    ResultsTree {
        as_of: vec![],
        partnership_id: partnership_id.to_owned(),
        nodes: placed.into_iter().zip(counts).map(|(it, (own, below))| node(it, own, below)).collect(),
        targets: all.targets(),
        goals: all.goals(),
    }
}

/// Depth first, however deep.
fn in_order(goals: Vec<Goal>) -> Vec<Placed> {
    let ids: HashSet<String> = goals.iter().map(|it| it.goal_id.clone()).collect();
    let mut children: HashMap<String, Vec<Goal>> = HashMap::new();
    for goal in goals {
        let parent = if ids.contains(&goal.parent_goal_id) { goal.parent_goal_id.clone() } else { String::new() };
        children.entry(parent).or_default().push(goal);
    }
    let mut placed: Vec<Placed> = Vec::with_capacity(ids.len());
    let under = |depth, parent, goals: Option<Vec<Goal>>| {
        let goals = goals.unwrap_or_default().into_iter().rev();
        goals.map(move |goal| Placed { depth, parent, goal })
    };
    // The next to be placed stands last.
    let mut waiting: Vec<_> = under(0, None, children.remove("")).collect();
    while let Some(next) = waiting.pop() {
        waiting.extend(under(next.depth + 1, Some(placed.len()), children.remove(&next.goal.goal_id)));
        placed.push(next);
    }
    placed
}

fn node(placed: Placed, own: &Counts, below: &Counts) -> ResultsNode {
    let Placed { depth, parent: _, mut goal } = placed;
    let count = |targets: usize| u32::try_from(targets).unwrap_or(u32::MAX);
    let (reached, total) = (goal.targets.iter().filter(|it| it.reached).count(), goal.targets.len());
    // A thousand goals are one answer: what only one of them is asked for stays out.
    leave_out_texts(&mut goal);
    for target in &mut goal.targets {
        target.shares.clear();
        if let Some(agreed) = &mut target.target {
            agreed.periods.clear();
            agreed.shares.clear();
            agreed.parts.clear();
        }
    }
    ResultsNode {
        depth,
        targets_reached: count(reached),
        targets_total: count(total),
        goal: Some(goal),
        own: own.targets(),
        below: below.targets(),
        goals_below: below.goals(),
    }
}

fn leave_out_texts(goal: &mut Goal) {
    for text in [
        &mut goal.approach,
        &mut goal.assumptions,
        &mut goal.means_of_verification,
        &mut goal.people_in_need_note,
        &mut goal.why,
    ] {
        text.clear();
    }
    goal.proposed_changes.clear();
    goal.members.clear();
    goal.stances.clear();
    goal.milestones.iter_mut().for_each(|it| it.note.clear());
}

impl Counts {
    fn of(goal: &Goal) -> Self {
        let mut counts = Counts::default();
        counts.goals[place(goal.state)] += 1;
        for target in &goal.targets {
            counts.targets[place(target.state)] += 1;
        }
        // What nobody has adopted is no target yet.
        counts.targets[place(TargetState::Unspecified.into())] = 0;
        counts
    }

    fn plus(&self, other: &Counts) -> Self {
        let mut sum = *self;
        sum.targets.iter_mut().zip(other.targets).for_each(|(it, more)| *it += more);
        sum.goals.iter_mut().zip(other.goals).for_each(|(it, more)| *it += more);
        sum
    }

    fn targets(&self) -> Vec<TargetCount> {
        let counted = (0..).zip(self.targets).filter(|(_, targets)| *targets != 0);
        counted.map(|(state, targets)| TargetCount { state, targets }).collect()
    }

    fn goals(&self) -> Vec<GoalCount> {
        let counted = (0..).zip(self.goals).filter(|(_, goals)| *goals != 0);
        counted.map(|(state, goals)| GoalCount { state, goals }).collect()
    }
}

/// A state that this build has no room for counts as not said.
fn place(state: i32) -> usize {
    usize::try_from(state).ok().filter(|it| *it < STATES_MAX).unwrap_or_default()
}
