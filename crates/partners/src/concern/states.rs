//! Where a concern is after each event: the one machine that decisions, deadlines and answers share.

use contract::partners::{ConcernState, Escalation, event::Kind as Event};
use prost_types::Timestamp;

/// What has ended stays so until its raiser opens it again; what was withdrawn stays so for ever.
pub fn after(state: ConcernState, event: &Event) -> ConcernState {
    match (event, state) {
        (Event::ConcernRaised(_), _) => ConcernState::Raised,
        (Event::ConcernReopened(_), ConcernState::Resolved | ConcernState::Unresolved) => ConcernState::Raised,
        (_, state) if has_ended(state) => state,
        (Event::ConcernAcknowledged(_), ConcernState::Raised) => ConcernState::Acknowledged,
        // The members go on deciding, whatever is answered meanwhile.
        (Event::ConcernAnswered(_), ConcernState::PutToDecision) => state,
        (Event::ConcernAnswered(_), _) => ConcernState::Answered,
        (Event::ConcernEscalated(it), _) => match it.to() {
            Escalation::Mediator => ConcernState::WithMediator,
            Escalation::Decision => ConcernState::PutToDecision,
            Escalation::Unspecified => state,
        },
        (Event::ConcernDecided(_), _) => ConcernState::Decided,
        (Event::ConcernResolved(_), _) => ConcernState::Resolved,
        (Event::ConcernWithdrawn(_), _) => ConcernState::Withdrawn,
        (Event::ConcernClosedUnresolved(_), _) => ConcernState::Unresolved,
        _ => state,
    }
}

pub fn has_ended(state: ConcernState) -> bool {
    matches!(state, ConcernState::Resolved | ConcernState::Withdrawn | ConcernState::Unresolved)
}

/// Until when the raiser is waited for, after the event; none while it is for the others to speak.
pub fn confirm_by(state_after: ConcernState, had: Option<Timestamp>, event: &Event) -> Option<Timestamp> {
    match event {
        _ if has_ended(state_after) => None,
        Event::ConcernAnswered(it) => it.confirm_by,
        Event::ConcernDecided(it) => it.confirm_by,
        // The raiser has spoken, or the members will: the other side alone cannot put the raiser's time off.
        Event::ConcernEscalated(it) if it.escalated_by == it.raised_by || it.to() == Escalation::Decision => None,
        Event::ConcernRaised(_) | Event::ConcernReopened(_) => None,
        _ => had,
    }
}
