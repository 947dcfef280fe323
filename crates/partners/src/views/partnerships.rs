//! Partnerships with their members and charter: one copy for the operator's list, one in each member's.

mod life;
mod members;
mod names;
mod outset;

use contract::{
    common::Standing,
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Member, Partnership, PartnershipFormed, Stage, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

/// In the place of a partner's id: all partnerships of the node.
pub const ALL: &str = "all";

pub(super) struct Partnerships;

impl View for Partnerships {
    fn name(&self) -> &'static str {
        super::PARTNERSHIPS
    }

    fn version(&self) -> u32 {
        4
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnerRegistered(it) => names::learn(fold, &it.partner_id, &it.name),
            Event::ProfileRevised(it) => rename(fold, &it.partner_id, &it.name),
            Event::PartnershipFormed(it) => {
                let founder = |member: Member| Member { is_founder: true, ..member };
                let members = it.founders.iter().map(|it| founder(invited(fold, fact, &it.partner_id, &it.roles)));
                let members = members.collect();
                save(fold, formed(it, members));
            }
            Event::PartnerInvited(it) => {
                let member = invited(fold, fact, &it.partner_id, &it.roles);
                change(fold, fact, |partnership| members::join(partnership, member, &it.admission_event_id));
            }
            Event::ParticipantListed(_) => change(fold, fact, |partnership| partnership.participants_listed += 1),
            Event::ProposalOpened(_) => change(fold, fact, |partnership| partnership.proposals_open += 1),
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) | Event::ProposalWithdrawn(_) => {
                change(fold, fact, |partnership| {
                    partnership.proposals_open = partnership.proposals_open.saturating_sub(1);
                });
            }
            event if life::is_of_it(event) => change(fold, fact, |partnership| life::tell(partnership, event, fact)),
            _ => (),
        }
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, change: impl FnOnce(&mut Partnership)) {
    if let Some(mut partnership) = fold.get::<Partnership>(key(&[ALL, &fact.partnership])) {
        change(&mut partnership);
        save(fold, partnership);
    }
}

fn rename(fold: &mut Fold<'_>, partner_id: &str, name: &str) {
    if names::of(fold, partner_id) == name {
        return;
    }
    names::learn(fold, partner_id, name);
    for partnership_id in names::named_in(fold, partner_id) {
        let Some(mut partnership) = fold.get::<Partnership>(key(&[ALL, &partnership_id])) else { continue };
        members::rename(&mut partnership, partner_id, name);
        save(fold, partnership);
    }
}

fn save(fold: &mut Fold<'_>, mut partnership: Partnership) {
    partnership.checklist = outset::checklist(&partnership);
    for member in &partnership.members {
        let copy = key(&[&member.partner_id, &partnership.partnership_id]);
        if member.standing() != Standing::Former || !has_seen_it_go(fold, copy.clone(), &member.partner_id) {
            fold.put(copy, partnership.clone());
        }
    }
    fold.put(key(&[ALL, &partnership.partnership_id]), partnership);
}

/// Who has left reads up to then: its copy stays as it was when it went.
fn has_seen_it_go(fold: &mut Fold<'_>, copy: Vec<u8>, partner_id: &str) -> bool {
    let seen = fold.get::<Partnership>(copy);
    let mut members = seen.iter().flat_map(|it| &it.members);
    members.any(|it| it.partner_id == partner_id && it.standing() == Standing::Former)
}

fn formed(it: &PartnershipFormed, members: Vec<Member>) -> Partnership {
    let PartnershipFormed {
        partnership_id,
        title,
        purpose,
        currency,
        rules,
        charter_version,
        founders: _,
        source,
        terms,
    } = it.clone();
    Partnership {
        as_of: vec![],
        partnership_id,
        title,
        purpose,
        currency,
        stage: Stage::Forming.into(),
        charter_version,
        rules,
        members,
        participants_listed: 0,
        proposals_open: 0,
        source,
        terms: Some(terms.unwrap_or_default()),
        checklist: vec![],
        pending: vec![],
        closing_why: String::new(),
    }
}

fn invited(fold: &mut Fold<'_>, fact: &Envelope, partner_id: &str, roles: &[i32]) -> Member {
    names::note(fold, partner_id, &fact.partnership);
    Member {
        partner_id: partner_id.to_owned(),
        name: names::of(fold, partner_id),
        roles: roles.to_vec(),
        standing: Standing::Invited.into(),
        accepted_version: 0,
        is_founder: false,
        leaving_on: String::new(),
        has_stated_expectations: false,
        standing_proxy: None,
    }
}
