//! No order of proposals, revisions and decisions makes goals serve each other in a circle.

use std::collections::HashSet;

use contract::goals::*;
use goals::tree::{GoalTree, Partnership, Rejection, Voices, decisions::DEPTH_MAX};
use kernel::{
    Aggregate, Context, Decide,
    scenario::{context, event_id, given},
};
use proptest::prelude::*;

use crate::{messages::*, messages_revising::*};

#[test]
fn a_goal_is_not_put_under_itself_or_what_serves_it() {
    let under = |parent: &str| ReviseGoal {
        content: Some(GoalContent { parent_goal_id: parent.into(), ..content() }),
        ..revise_goal()
    };
    let beside = GoalProposed { level: Level::Outcome.into(), ..child_proposed() };
    let served = || given::<GoalTree, _>([goal_proposed()]).and(goal_adopted()).and(beside.clone()).by(BANK);
    served().when(under(GOAL)).then_rejected(Rejection::Circle);
    served().when(under(CHILD)).then_rejected(Rejection::Circle);
    served().when(under(STRANGER)).then_rejected(Rejection::ParentMissing);
}

#[test]
fn of_two_goals_put_under_each_other_at_once_the_one_decided_second_stays() {
    let under = |goal: &str, parent: &str| GoalRevisionProposed {
        goal_id: goal.into(),
        content: Some(GoalContent { parent_goal_id: parent.into(), targets: vec![], ..content() }),
        changes: vec![],
        ..revision_proposed()
    };
    let beside = GoalProposed { goal_id: CHILD.into(), targets: vec![], ..goal_proposed() };
    let both = given::<GoalTree, _>([goal_proposed()])
        .and(beside)
        .and(goal_adopted())
        .and(GoalAdopted { goal_id: CHILD.into(), proposed_event_id: event_id(1), targets: vec![], ..goal_adopted() })
        .and(under(GOAL, CHILD))
        .and(under(CHILD, GOAL))
        .and(GoalRevised { proposed_event_id: event_id(4), targets: vec![], ..goal_revised() });
    let second = ConcludeGoal { goal_id: CHILD.into(), ..conclude(5, true) };
    let why = "The members want it, but it cannot stand there any more: the parent goal is the goal itself, or serves it: \
        goals that serve each other in a circle serve nothing.";
    both.by_service("goals").when(second).then(GoalRevisionRejected {
        partnership_id: TOGETHER.into(),
        goal_id: CHILD.into(),
        proposed_event_id: event_id(5),
        why: why.into(),
    });
}

proptest! {
    #[test]
    fn whatever_is_put_where_and_decided_when_the_goals_stay_a_tree(steps in prop::collection::vec(step(), 1..60)) {
        let mut tree = Recorded::default();
        for step in steps {
            tree.take(step);
            tree.check()?;
        }
    }
}

const GOALS: usize = 6;

#[derive(Debug, Clone)]
enum Step {
    /// Goal, level, parent; a parent beyond the goals is none.
    Propose(usize, i32, usize),
    Revise(usize, i32, usize),
    /// The nth of what was ever put to the members.
    Decide(usize, bool),
    Close(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let level = 1..=3;
    prop_oneof![
        3 => (0..GOALS, level.clone(), 0..=GOALS).prop_map(|(goal, level, parent)| Step::Propose(goal, level, parent)),
        3 => (0..GOALS, level, 0..=GOALS).prop_map(|(goal, level, parent)| Step::Revise(goal, level, parent)),
        6 => (0..60usize, prop::bool::weighted(0.8)).prop_map(|(nth, adopted)| Step::Decide(nth, adopted)),
        1 => (0..GOALS).prop_map(Step::Close),
    ]
}

/// A tree, and what was put to the members: its event id and goal.
#[derive(Default)]
struct Recorded {
    tree: GoalTree,
    facts: usize,
    put: Vec<(String, String)>,
}

impl Recorded {
    fn take(&mut self, step: Step) {
        let content = |level: i32, parent: usize| GoalContent {
            level,
            parent_goal_id: if parent < GOALS { named(parent) } else { String::new() },
            targets: vec![],
            ..content()
        };
        match step {
            Step::Propose(goal, level, parent) => {
                let GoalContent { level, parent_goal_id, .. } = content(level, parent);
                let goal_id = named(goal);
                let command = ProposeGoal { goal_id, level, parent_goal_id, targets: vec![], ..propose_goal() };
                self.decide(&command, &(Partnership::Active, Voices::default()), "");
            }
            Step::Revise(goal, level, parent) => {
                let (goal_id, content) = (named(goal), Some(content(level, parent)));
                self.decide(&ReviseGoal { goal_id, content, ..revise_goal() }, &Voices::default(), "");
            }
            Step::Decide(nth, adopted) => {
                let Some((event_id, goal_id)) = self.put.get(nth % self.put.len().max(1)).cloned() else { return };
                let conclude = ConcludeGoal { goal_id, subject_event_id: event_id, ..conclude(0, adopted) };
                self.decide(&conclude, &(), "goals");
            }
            Step::Close(goal) => self.decide(&CloseGoal { goal_id: named(goal), ..close_goal() }, &vec![], ""),
        }
    }

    fn decide<C>(&mut self, command: &C, known: &<GoalTree as Decide<C>>::Known, service: &str)
    where
        GoalTree: Decide<C>,
    {
        let context = Context { partner: BANK.into(), service: service.into(), ..context() };
        for event in self.tree.decide(command, known, &context).unwrap_or_default() {
            let id = event_id(self.facts);
            self.facts += 1;
            let goal = match &event {
                event::Kind::GoalProposed(it) => Some(&it.goal_id),
                event::Kind::GoalReproposed(it) => Some(&it.goal_id),
                event::Kind::GoalRevisionProposed(it) => Some(&it.goal_id),
                event::Kind::GoalClosureProposed(it) => Some(&it.goal_id),
                _ => None,
            };
            self.put.extend(goal.map(|goal| (id.clone(), goal.clone())));
            self.tree.evolve(&event, &id);
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        for goal in (0..GOALS).map(named) {
            let above: Vec<_> = self.tree.upwards(&goal).collect();
            let each: HashSet<_> = above.iter().collect();
            prop_assert_eq!(each.len(), above.len(), "a circle: {:?}", above);
            prop_assert!(above.len() <= DEPTH_MAX);
            let levels: Vec<_> = above.iter().filter_map(|it| self.tree.goal(it)).map(|it| it.content.level).collect();
            let over = above.iter().filter_map(|it| self.tree.goal(it)).any(|it| is_over(it.state.seen()));
            prop_assert!(over || levels.is_sorted(), "a parent of a lower level: {:?}", levels);
        }
        Ok(())
    }
}

/// What is over keeps its place, and nothing is judged by it any more.
fn is_over(state: GoalState) -> bool {
    matches!(state, GoalState::Rejected | GoalState::Withdrawn | GoalState::Closed)
}

fn named(goal: usize) -> String {
    event_id(1_000 + goal)
}
