//! What the members have decided takes effect, or is on record as what it no longer can.

use contract::partners::{
    AdmissionRejected, ChangeRejected, CharterAmended, ConcludeChange, MemberReinstated, MemberRemoved,
    MemberSuspended, PartnerInvited, PartnershipDissolved, RoleChanged, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, clipped};

use super::{
    super::state::{Change, Formed, Partnership, Pending},
    MEMBERS_MAX, Outstanding,
    closing::Aftermath,
    exits::sheet,
};

/// As the contract limits it.
const WHY_BYTES_MAX: usize = 1_024;

impl Decide<ConcludeChange> for Partnership {
    type Known = Outstanding;

    fn target(command: &ConcludeChange) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ConcludeChange, outstanding: &Outstanding, _: &Context) -> Decision<Self> {
        let ConcludeChange { command_id: _, validate_only: _, partnership_id: _, change_event_id, adopted, why } =
            command;
        let formed = self.formed()?;
        let Some(pending) = formed.pending(change_event_id) else { return Ok(vec![]) };
        let possible = formed.allows(&pending.change);
        Ok(match possible {
            _ if !adopted => vec![rejected(formed, pending, why)],
            Err(_) if matches!(pending.change, Change::Admission(_)) && formed.is_full() => {
                let full = format!("{why}; but the partnership has {MEMBERS_MAX} members by now");
                vec![rejected(formed, pending, &full)]
            }
            Err(obstacle) => vec![rejected(formed, pending, &format!("{why}; but {obstacle}"))],
            Ok(()) => Aftermath::of(formed, effect(formed, pending, outstanding)).events(),
        })
    }
}

/// The members, or the course of things, did not let it be.
pub(super) fn rejected(formed: &Formed, pending: &Pending, why: &str) -> Event {
    let (partnership_id, why) = (formed.id().to_owned(), clipped(why, WHY_BYTES_MAX));
    match &pending.change {
        Change::Admission(it) => AdmissionRejected { partnership_id, partner_id: it.partner_id.clone(), why }.into(),
        _ => ChangeRejected { partnership_id, change_event_id: pending.event_id.clone(), why }.into(),
    }
}

fn effect(formed: &Formed, pending: &Pending, outstanding: &Outstanding) -> Vec<Event> {
    let (partnership_id, change_event_id) = (formed.id().to_owned(), pending.event_id.clone());
    vec![match pending.change.clone() {
        Change::Admission(it) => PartnerInvited {
            partnership_id,
            partner_id: it.partner_id,
            roles: it.roles,
            charter_version: formed.charter.version,
            admission_event_id: change_event_id,
        }
        .into(),
        Change::Role(it) => {
            RoleChanged { partnership_id, partner_id: it.partner_id, roles: it.roles, change_event_id }.into()
        }
        Change::Suspension(it) => {
            MemberSuspended { partnership_id, partner_id: it.partner_id, reason: it.reason, change_event_id }.into()
        }
        Change::Reinstatement(it) => {
            MemberReinstated { partnership_id, partner_id: it.partner_id, reason: it.reason, change_event_id }.into()
        }
        Change::Removal(it) => {
            // A sheet that is open already stays as it is; this very change is no longer open.
            let mut before = formed.clone();
            before.pending.retain(|other| other.event_id != pending.event_id);
            let sheet = match formed.leaving(&it.partner_id) {
                Some(_) => vec![],
                None => sheet(&before, &it.partner_id, outstanding),
            };
            let (partner_id, reason) = (it.partner_id, it.reason);
            let removed = MemberRemoved { partnership_id, partner_id, reason, change_event_id };
            return sheet.into_iter().chain([removed.into()]).collect();
        }
        Change::Dissolution(it) => PartnershipDissolved { partnership_id, why: it.reason, change_event_id }.into(),
        Change::Amendment(it) => {
            let (charter_version, title, purpose) = (it.charter_version, it.title, it.purpose);
            let (rules, terms) = (it.rules, it.terms);
            CharterAmended { partnership_id, charter_version, title, purpose, rules, terms, change_event_id }.into()
        }
    }]
}
