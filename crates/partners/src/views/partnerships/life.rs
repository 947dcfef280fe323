//! A partnership's life in its view: its charter, its members, what they have yet to decide, its end.

use contract::{
    log::Envelope,
    partners::{ChangeKind, Partnership, PendingChange, Stage, event::Kind as Event},
};

use super::members;
use crate::partnership::state::{Change, Pending};

/// Other facts change nothing here, and rewriting every member's copy for them would be waste.
pub(super) fn is_of_it(event: &Event) -> bool {
    use Event as E;
    Change::proposed(event).is_some()
        || matches!(
            event,
            E::InvitationAccepted(_)
                | E::PartnershipActivated(_)
                | E::ExpectationStated(_)
                | E::DraftRevised(_)
                | E::CharterAmended(_)
                | E::RoleChanged(_)
                | E::MemberSuspended(_)
                | E::MemberReinstated(_)
                | E::MemberRemoved(_)
                | E::AdmissionRejected(_)
                | E::ChangeRejected(_)
                | E::PartnershipDissolved(_)
                | E::PartnershipClosed(_)
                | E::LeaveAnnounced(_)
                | E::LeavingWithdrawn(_)
                | E::MemberLeft(_)
                | E::ProxyGranted(_)
                | E::ProxyRevoked(_)
        )
}

pub(super) fn tell(partnership: &mut Partnership, event: &Event, fact: &Envelope) {
    if let Some(change) = Change::proposed(event) {
        partnership.pending.push(pending(&change, fact));
    }
    partnership.pending.retain(|it| !is_ended(it, event));
    match event {
        Event::DraftRevised(it) => {
            partnership.charter_version = it.charter_version;
            partnership.title.clone_from(&it.title);
            partnership.purpose.clone_from(&it.purpose);
            partnership.currency.clone_from(&it.currency);
            partnership.rules.clone_from(&it.rules);
            partnership.terms.clone_from(&it.terms);
            partnership.members.iter_mut().for_each(|member| member.accepted_version = 0);
        }
        Event::CharterAmended(it) => {
            partnership.charter_version = it.charter_version;
            partnership.title.clone_from(&it.title);
            partnership.purpose.clone_from(&it.purpose);
            partnership.rules.clone_from(&it.rules);
            partnership.terms.clone_from(&it.terms);
        }
        Event::PartnershipDissolved(it) => {
            partnership.set_stage(Stage::Closing);
            partnership.closing_why.clone_from(&it.why);
        }
        Event::PartnershipClosed(_) => partnership.set_stage(Stage::Closed),
        event => members::tell(partnership, event),
    }
}

fn pending(change: &Change, fact: &Envelope) -> PendingChange {
    let kind = match change {
        Change::Admission(_) => ChangeKind::Admission,
        Change::Role(_) => ChangeKind::Role,
        Change::Suspension(_) => ChangeKind::Suspension,
        Change::Reinstatement(_) => ChangeKind::Reinstatement,
        Change::Removal(_) => ChangeKind::Removal,
        Change::Dissolution(_) => ChangeKind::Dissolution,
        Change::Amendment(_) => ChangeKind::Amendment,
    };
    PendingChange {
        change_event_id: fact.event_id.clone(),
        kind: kind.into(),
        partner_id: change.concerns().to_owned(),
        proposed_by: fact.partner.clone(),
    }
}

/// As decisions see it: effects name what they come of, and those of admissions the partner.
fn is_ended(it: &PendingChange, event: &Event) -> bool {
    let is_admission = |partner_id: &str| it.kind() == ChangeKind::Admission && it.partner_id == partner_id;
    match (event, Pending::ended_by(event)) {
        (Event::AdmissionRejected(rejected), _) => is_admission(&rejected.partner_id),
        (_, Some(change_event_id)) => it.change_event_id == change_event_id,
        _ => false,
    }
}
