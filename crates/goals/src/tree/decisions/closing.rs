//! Putting the closing of a goal to the members, and taking it back.

use std::collections::HashSet;

use contract::goals::{
    CloseGoal, ClosureBasis, Disposition, DispositionHow, GoalClosureProposed, GoalClosureWithdrawn, Outcome,
    ProposeClosure, WithdrawClosure, WorkKind,
};
use kernel::{Context, Decide, Decision, Invalid, clipped, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{GoalTree, State},
    },
    UnderWay, check_service,
};

/// Two of them for each of the most dispositions there may be fit into an entry of the log.
const TITLE_BYTES_MAX: usize = 48;

impl Decide<CloseGoal> for GoalTree {
    /// What is under way towards the goal.
    type Known = Vec<UnderWay>;

    fn target(command: &CloseGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &CloseGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &CloseGoal, under_way: &Vec<UnderWay>, _: &Context) -> Decision<Self> {
        let CloseGoal { command_id: _, validate_only: _, partnership_id, goal_id, outcome, why, dispositions } =
            command;
        let why = parse::filled("why", why)?;
        let goal = self.known(goal_id)?;
        match &goal.state {
            State::Active => (),
            State::Closing { closure, .. } if is_same(closure, *outcome, why, dispositions) => return Ok(vec![]),
            State::Closing { .. } | State::Revising { .. } => return Err(Rejection::AlreadyProposed),
            other => return Err(Rejection::NotActive(other.seen())),
        }
        self.check_dispositions(goal_id, dispositions, under_way)?;
        if command.outcome() == Outcome::Dropped {
            check_complete(dispositions, under_way)?;
        }
        let proposed = GoalClosureProposed {
            partnership_id: partnership_id.clone(),
            goal_id: goal_id.clone(),
            outcome: *outcome,
            why: why.to_owned(),
            title: goal.content.title.clone(),
            basis: ClosureBasis::Member.into(),
            dispositions: dispositions.iter().map(|it| self.disposition_titled(it, under_way)).collect(),
        };
        Ok(vec![proposed.into()])
    }
}

/// Just that is before the members, whatever was titled since.
fn is_same(closure: &GoalClosureProposed, outcome: i32, why: &str, dispositions: &[Disposition]) -> bool {
    let untitled = |it: &Disposition| Disposition { title: String::new(), to_goal_title: String::new(), ..it.clone() };
    let (was, is) = (closure.dispositions.iter().map(untitled), dispositions.iter().map(untitled));
    (closure.outcome, closure.why.as_str()) == (outcome, why) && was.eq(is)
}

impl GoalTree {
    /// As a member can read it who has no ids at hand.
    fn disposition_titled(&self, it: &Disposition, under_way: &[UnderWay]) -> Disposition {
        let work = under_way.iter().find(|work| work.work_id == it.work_id);
        let taker = self.goal(&it.to_goal_id);
        Disposition {
            title: work.map(|it| clipped(&it.title, TITLE_BYTES_MAX)).unwrap_or_default(),
            to_goal_title: taker.map(|it| clipped(&it.content.title, TITLE_BYTES_MAX)).unwrap_or_default(),
            ..it.clone()
        }
    }

    fn check_dispositions(
        &self,
        goal_id: &str,
        dispositions: &[Disposition],
        under_way: &[UnderWay],
    ) -> Result<(), Rejection> {
        let mut seen = HashSet::new();
        for disposition in dispositions {
            let Disposition { kind, work_id, how: _, to_goal_id, title: _, to_goal_title: _ } = disposition;
            if !seen.insert(work_id) {
                return Err(Invalid::new("dispositions.work_id", format!("stands twice: {work_id}")).into());
            }
            if !under_way.iter().any(|it| it.work_id == *work_id && i32::from(it.kind) == *kind) {
                return Err(Rejection::NotUnderWay(work_id.clone()));
            }
            match (disposition.how(), to_goal_id.as_str()) {
                (DispositionHow::Unspecified, _) => {
                    return Err(Invalid::new("dispositions.how", "is none of end, move, continue").into());
                }
                (DispositionHow::Continue, _) if disposition.kind() == WorkKind::Activity => {
                    let problem = "is continue, which an activity cannot: it works towards a goal. Say end, or move";
                    return Err(Invalid::new("dispositions.how", problem).into());
                }
                (DispositionHow::Move, "") => {
                    return Err(Invalid::new("dispositions.to_goal_id", "is missing: towards which goal?").into());
                }
                (DispositionHow::Move, to) => self.check_taker(goal_id, to)?,
                (_, "") => (),
                (_, _) => return Err(Invalid::new("dispositions.to_goal_id", "is for what moves").into()),
            }
        }
        Ok(())
    }

    fn check_taker(&self, goal_id: &str, to_goal_id: &str) -> Result<(), Rejection> {
        if to_goal_id == goal_id {
            return Err(Invalid::new("dispositions.to_goal_id", "is the goal that is closed").into());
        }
        let taker = self.goal(to_goal_id).ok_or_else(|| Rejection::TakerNotFound(to_goal_id.to_owned()))?;
        taker.worked_on().map(|_| ()).map_err(|_| Rejection::TakerNotAdopted(taker.state.seen()))
    }

    /// Where something was to go on, if it can't any more.
    pub(super) fn closed_taker(&self, dispositions: &[Disposition]) -> Option<&str> {
        let takers = dispositions.iter().filter(|it| it.how() == DispositionHow::Move).map(|it| &it.to_goal_id);
        let mut takers = takers.filter_map(|it| self.goal(it));
        takers.find(|it| it.worked_on().is_err()).map(|it| it.content.title.as_str())
    }
}

/// Nothing that is under way is left to fall silent with its goal.
fn check_complete(dispositions: &[Disposition], under_way: &[UnderWay]) -> Result<(), Rejection> {
    let is_left = |it: &&UnderWay| !dispositions.iter().any(|named| named.work_id == it.work_id);
    let left: Vec<_> = under_way.iter().filter(is_left).collect();
    match left.first() {
        None => Ok(()),
        Some(first) => Err(Rejection::WorkUnderWay {
            work_id: first.work_id.clone(),
            title: first.title.clone(),
            others: left.len() - 1,
        }),
    }
}

impl Decide<ProposeClosure> for GoalTree {
    type Known = ();

    fn target(command: &ProposeClosure) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ProposeClosure, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &ProposeClosure, _: &(), context: &Context) -> Decision<Self> {
        let ProposeClosure { command_id: _, validate_only: _, partnership_id, goal_id, outcome, why, basis } = command;
        check_service(context)?;
        // Something else about it is before the members meanwhile, or it is closed.
        let Some(goal) = self.goal(goal_id).filter(|it| it.state == State::Active) else { return Ok(vec![]) };
        let proposed = GoalClosureProposed {
            partnership_id: partnership_id.clone(),
            goal_id: goal_id.clone(),
            outcome: *outcome,
            why: why.clone(),
            title: goal.content.title.clone(),
            basis: *basis,
            dispositions: vec![],
        };
        Ok(vec![proposed.into()])
    }
}

impl Decide<WithdrawClosure> for GoalTree {
    type Known = ();

    fn target(command: &WithdrawClosure) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &WithdrawClosure, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &WithdrawClosure, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawClosure { command_id: _, validate_only: _, partnership_id, goal_id, proposed_event_id, why } =
            command.clone();
        check_service(context)?;
        match self.goal(&goal_id).map(|it| &it.state) {
            Some(State::Closing { event_id, .. }) if *event_id == proposed_event_id => {
                Ok(vec![GoalClosureWithdrawn { partnership_id, goal_id, proposed_event_id, why }.into()])
            }
            // The members were quicker.
            _ => Ok(vec![]),
        }
    }
}
