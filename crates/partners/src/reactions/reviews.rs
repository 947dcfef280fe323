//! What the members of a review have agreed on comes to be: an action is assigned to who is to do it.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{AssignAgreedAction, Event as Heard, ReviewActionAgreed, event::Kind as Event},
};

/// The action that a fact asks for, if it asks for one.
pub fn agreed_action(fact: &Envelope) -> Option<AssignAgreedAction> {
    let Some(Fact::Partners(Heard { kind: Some(Event::ReviewActionAgreed(it)) })) = &fact.fact else { return None };
    let ReviewActionAgreed {
        partnership_id,
        review_id,
        change_id: _,
        action_id,
        proposed_by,
        what,
        owner_partner_id: assigned_to,
        due_on,
    } = it.clone();
    Some(AssignAgreedAction {
        partnership_id,
        action_id,
        review_id,
        proposed_by,
        what,
        assigned_to,
        due_on,
        ..Default::default()
    })
}
