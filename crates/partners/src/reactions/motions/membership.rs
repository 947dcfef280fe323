//! Changes of the partnership itself, as motions that a member can read.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        AdmissionProposed, AmendmentProposed, DecisionRule, DissolutionProposed, Event as Heard, Matter, MemberRole,
        ReinstatementProposed, RemovalProposed, RoleChangeProposed, SuspensionProposed, event::Kind as Event,
    },
};

use crate::{
    Memory,
    partnership::{charter, state::Change},
};

type Words = (Matter, String, String);

pub(super) fn motion(memory: &Memory, event: &Event) -> Option<Words> {
    Some(match Change::proposed(event)? {
        Change::Admission(it) => admission(memory, &it),
        Change::Role(it) => role_change(memory, &it),
        Change::Suspension(it) => suspension(memory, &it),
        Change::Reinstatement(it) => reinstatement(memory, &it),
        Change::Removal(it) => removal(memory, &it),
        Change::Dissolution(it) => dissolution(&it),
        Change::Amendment(it) => amendment(&it),
    })
}

/// The member it is about, who is heard and does not vote. A partner to be admitted has no voice yet.
pub(super) fn concerned(fact: &Envelope) -> String {
    match change(fact) {
        None | Some(Change::Admission(_)) => String::new(),
        Some(change) => change.concerns().to_owned(),
    }
}

/// The rule that rules are changed under.
pub(super) fn under(fact: &Envelope) -> Option<DecisionRule> {
    match change(fact) {
        Some(Change::Amendment(it)) => it.under,
        _ => None,
    }
}

fn change(fact: &Envelope) -> Option<Change> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    Change::proposed(event)
}

fn admission(memory: &Memory, it: &AdmissionProposed) -> Words {
    let roles = words(it.roles());
    let text = format!("Partner {} would join, {roles}, under the charter as it is.", it.partner_id);
    (Matter::Admission, format!("Admit {} ({roles})", memory.name(&it.partner_id)), text)
}

fn role_change(memory: &Memory, it: &RoleChangeProposed) -> Words {
    let (roles, name) = (words(it.roles()), memory.name(&it.partner_id));
    let text = format!("Member {} would have these roles and no others: {roles}.", it.partner_id);
    (Matter::Admission, format!("Change the roles of {name} to {roles}"), text)
}

fn suspension(memory: &Memory, it: &SuspensionProposed) -> Words {
    let title = format!("Suspend {}", memory.name(&it.partner_id));
    (Matter::Removal, title, format!("Until it is reinstated, it reads and has no voice.\n{}", it.reason))
}

fn reinstatement(memory: &Memory, it: &ReinstatementProposed) -> Words {
    (Matter::Removal, format!("Reinstate {}", memory.name(&it.partner_id)), it.reason.clone())
}

fn removal(memory: &Memory, it: &RemovalProposed) -> Words {
    (Matter::Removal, format!("Remove {}", memory.name(&it.partner_id)), it.reason.clone())
}

fn dissolution(it: &DissolutionProposed) -> Words {
    (Matter::Dissolution, "Dissolve the partnership".into(), it.reason.clone())
}

/// In full, so that nobody decides on a charter unread.
fn amendment(it: &AmendmentProposed) -> Words {
    let title = format!("Amend the charter to version {}", it.charter_version);
    let agreed = charter::words::agreed(&it.rules, &it.terms.clone().unwrap_or_default());
    let said = agreed.into_iter().filter(|(_, says)| !says.is_empty());
    let lines: String = said.map(|(field, says)| format!("\n- {field}: {says}")).collect();
    let text = format!("{}\nIt would say:\n- title: {}\n- purpose: {}{lines}", it.reason, it.title, it.purpose);
    (Matter::Charter, title, text)
}

fn words(roles: impl Iterator<Item = MemberRole>) -> String {
    roles.map(role).collect::<Vec<_>>().join(", ")
}

fn role(role: MemberRole) -> &'static str {
    match role {
        MemberRole::Funding => "funding",
        MemberRole::Accountable => "accountable",
        MemberRole::Extending => "extending",
        MemberRole::Implementing => "implementing",
        MemberRole::Verifier => "verifying",
        MemberRole::Observer | MemberRole::Unspecified => "observing",
    }
}
