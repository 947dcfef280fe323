//! What we do when partners decide and evaluation measures.

use contract::{
    evaluation::event::Kind as Measured,
    goals::{CloseGoal, ConcludeGoal, GoalState, Outcome},
    log::{Envelope, envelope::Fact},
    partners::{Subject, event::Kind as Decided},
};
use runtime::{Reaction, Room};

use crate::{Goals, memory::Memory, tree::GoalTree};

pub fn react(known: &Room<Goals>, fact: &Envelope) -> Vec<Reaction<Goals>> {
    let reaction = match &fact.fact {
        Some(Fact::Partners(event)) => event
            .kind
            .as_ref()
            .and_then(|event| conclusion(known.memory, event))
            .map(Reaction::new::<GoalTree, ConcludeGoal>),
        Some(Fact::Evaluation(event)) => {
            event.kind.as_ref().and_then(|event| closing(known.memory, event)).map(Reaction::new::<GoalTree, CloseGoal>)
        }
        _ => None,
    };
    reaction.into_iter().collect()
}

/// The members have decided what we put before them, or can't be asked.
pub fn conclusion(memory: &Memory, event: &Decided) -> Option<ConcludeGoal> {
    let (partnership_id, subject, adopted, why) = match event {
        Decided::ProposalAdopted(it) => (&it.partnership_id, &it.subject, true, &it.why),
        Decided::ProposalRejected(it) => (&it.partnership_id, &it.subject, false, &it.why),
        Decided::ProposalRefused(it) => (&it.partnership_id, &it.subject, false, &it.why),
        Decided::ProposalWithdrawn(it) => (&it.partnership_id, &it.subject, false, &it.why),
        _ => return None,
    };
    let Subject { service, stream: _, event_id } = subject.as_ref()?;
    if service != "goals" {
        return None;
    }
    let goal_id = memory.before_the_members(partnership_id, event_id)?;
    Some(ConcludeGoal {
        partnership_id: partnership_id.clone(),
        goal_id: goal_id.to_owned(),
        subject_event_id: event_id.clone(),
        adopted,
        why: why.clone(),
        ..Default::default()
    })
}

/// With its last target reached, a goal's closing is put to the members, who may want to go on.
pub fn closing(memory: &Memory, event: &Measured) -> Option<CloseGoal> {
    let Measured::TargetReached(reached) = event else { return None };
    let goal = memory.goal(&reached.partnership_id, &reached.goal_id)?;
    if goal.state() != GoalState::Active || !goal.is_achieved() {
        return None;
    }
    Some(CloseGoal {
        partnership_id: reached.partnership_id.clone(),
        goal_id: reached.goal_id.clone(),
        outcome: Outcome::Achieved.into(),
        why: format!("All its targets are reached: {}.", goal.figures()),
        ..Default::default()
    })
}
