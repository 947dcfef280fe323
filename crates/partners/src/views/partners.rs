//! Organisations with all that the directory says of them.

use contract::{
    common::Sealed,
    log::{Envelope, envelope::Fact},
    partners::{
        Contact, DueDiligence, DueDiligenceRecorded, Event as Heard, Flag, Partner, PartnerRegistered, ProfileRevised,
        Representative, RepresentativeAppointed, event::Kind as Event,
    },
};
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use super::flags;
use crate::sealing::{self, Seen};

/// Of each list the newest; the log keeps all.
const LISTED_MAX: usize = 100;

pub(super) struct Partners;

impl View for Partners {
    fn name(&self) -> &'static str {
        super::PARTNERS
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnerRegistered(it) => fold.put(key(&[&it.partner_id]), registered(it)),
            Event::ProfileRevised(it) => change(fold, &it.partner_id, |partner| revise(partner, it)),
            Event::DueDiligenceRecorded(it) => change(fold, &it.partner_id, |partner| {
                let had = &mut partner.due_diligence;
                had.retain(|had| (&had.recorded_by, had.basis) != (&it.recorded_by, it.basis));
                push(had, due_diligence(it, fact));
            }),
            Event::RepresentativeAppointed(it) => change(fold, &it.partner_id, |partner| {
                partner.representative = Some(representative(it));
            }),
            event if fact.partnership.is_empty() => flag(fold, event, fact),
            _ => (),
        }
    }
}

/// How its officers are reached is for itself and for those that work with it.
pub fn open(partner: &mut Partner, reader: &Reader) {
    let Some(representative) = &mut partner.representative else { return };
    let may_read = reader.is(&partner.partner_id) || reader.works_with(&partner.partner_id);
    let Representative { contact, sealed_contact, deputy_contact, sealed_deputy_contact, .. } = representative;
    for (contact, sealed) in [(contact, sealed_contact), (deputy_contact, sealed_deputy_contact)] {
        reach(reader, may_read, contact, sealed);
    }
}

fn reach(reader: &Reader, may_read: bool, contact: &mut Option<Contact>, sealed: &mut Option<Sealed>) {
    match sealed.as_ref().map(|it| sealing::seen::<Contact>(reader, it, may_read)) {
        Some(Seen::Said(said)) => (*contact, *sealed) = (Some(said), None),
        Some(Seen::TakenOut) => *sealed = None,
        Some(Seen::Closed) | None => (),
    }
}

fn representative(it: &RepresentativeAppointed) -> Representative {
    let RepresentativeAppointed { partner_id: _, person, deputy, starts_on, contact, deputy_contact } = it.clone();
    let (sealed_contact, sealed_deputy_contact) = (contact, deputy_contact);
    Representative { person, deputy, starts_on, sealed_contact, sealed_deputy_contact, ..Default::default() }
}

/// Flags of a partnership are its members' alone: only the directory's come here.
fn flag(fold: &mut Fold<'_>, event: &Event, fact: &Envelope) {
    match event {
        Event::PartnerFlagged(it) => {
            change(fold, &it.partner_id, |partner| push(&mut partner.flags, flags::raised(it, fact)));
        }
        Event::FlagContested(it) => change_flag(fold, &it.partner_id, &it.flag_id, |flag| flags::contest(flag, it)),
        Event::FlagRenewed(it) => change_flag(fold, &it.partner_id, &it.flag_id, |flag| flags::renew(flag, it)),
        Event::FlagCleared(it) => unflag(fold, &it.partner_id, &it.flag_id),
        Event::FlagLapsed(it) => unflag(fold, &it.partner_id, &it.flag_id),
        _ => (),
    }
}

fn change(fold: &mut Fold<'_>, partner_id: &str, change: impl FnOnce(&mut Partner)) {
    fold.change(key(&[partner_id]), change);
}

fn change_flag(fold: &mut Fold<'_>, partner_id: &str, flag_id: &str, change_it: impl FnOnce(&mut Flag)) {
    change(fold, partner_id, |partner| {
        partner.flags.iter_mut().find(|it| it.flag_id == flag_id).map(change_it);
    });
}

fn unflag(fold: &mut Fold<'_>, partner_id: &str, flag_id: &str) {
    change(fold, partner_id, |partner| partner.flags.retain(|it| it.flag_id != flag_id));
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if LISTED_MAX <= list.len() {
        list.remove(0);
    }
    list.push(item);
}

pub(super) fn registered(it: &PartnerRegistered) -> Partner {
    let PartnerRegistered { partner_id, name, kind, country, strengths, external_ids, affiliated_to } = it.clone();
    Partner { partner_id, name, kind, country, strengths, external_ids, affiliated_to, ..Default::default() }
}

pub(super) fn revise(partner: &mut Partner, it: &ProfileRevised) {
    let ProfileRevised { partner_id: _, name, kind, country, strengths, external_ids, affiliated_to } = it.clone();
    let had = std::mem::take(partner);
    *partner = Partner { name, kind, country, strengths, external_ids, affiliated_to, ..had };
}

fn due_diligence(it: &DueDiligenceRecorded, fact: &Envelope) -> DueDiligence {
    let DueDiligenceRecorded { partner_id: _, recorded_by, basis, valid_until, evidence } = it.clone();
    DueDiligence { recorded_by, basis, valid_until, evidence, recorded_on: fact.recorded_on().to_string() }
}
