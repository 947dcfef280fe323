//! What partners say of what we put before the members.

use contract::{
    goals::ConcludeGoal,
    partners::{Subject, event::Kind as Decided},
};

use crate::memory::Memory;

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
    let (goal_id, goal) = memory.before_the_members(partnership_id, event_id)?;
    Some(ConcludeGoal {
        partnership_id: partnership_id.clone(),
        goal_id: goal_id.to_owned(),
        subject_event_id: event_id.clone(),
        adopted,
        why: why.clone(),
        withdrawn: matches!(event, Decided::ProposalWithdrawn(_)),
        members: goal.eligible().to_vec(),
        ..Default::default()
    })
}
