//! How the members of a partnership stand, as what happens to them tells.

use contract::{
    common::Standing,
    partners::{InvitationAccepted, Member, Partnership, ProxyGranted, Stage, StandingProxy, event::Kind as Event},
};

use crate::partnership::{standing_by, state::silenced};

/// A partner that had left and comes back stands in its own place.
pub(super) fn join(partnership: &mut Partnership, member: Member, admission_event_id: &str) {
    partnership.pending.retain(|it| it.change_event_id != admission_event_id);
    match partnership.members.iter_mut().find(|it| it.partner_id == member.partner_id) {
        Some(had) => *had = member,
        None => partnership.members.push(member),
    }
}

pub(super) fn tell(partnership: &mut Partnership, event: &Event) {
    if let Some(partner_id) = silenced(event) {
        end_proxies(partnership, partner_id);
    }
    match event {
        Event::InvitationAccepted(it) => accept(partnership, it),
        Event::PartnershipActivated(_) => activate(partnership),
        Event::ExpectationStated(it) => {
            change(partnership, &it.partner_id, |member| member.has_stated_expectations = true);
        }
        Event::RoleChanged(it) => change(partnership, &it.partner_id, |member| {
            member.roles.clone_from(&it.roles);
            let keeps = [Standing::Invited, Standing::Suspended].contains(&member.standing());
            if !keeps {
                stand(member);
            }
        }),
        Event::MemberSuspended(it) => change(partnership, &it.partner_id, |member| {
            member.set_standing(Standing::Suspended);
        }),
        Event::MemberReinstated(it) => change(partnership, &it.partner_id, |member| match member.accepted_version {
            0 => member.set_standing(Standing::Invited),
            _ => stand(member),
        }),
        Event::LeaveAnnounced(it) => change(partnership, &it.partner_id, |member| {
            member.leaving_on.clone_from(&it.effective_on);
        }),
        Event::LeavingWithdrawn(it) => change(partnership, &it.partner_id, |member| member.leaving_on.clear()),
        Event::MemberRemoved(it) => change(partnership, &it.partner_id, go),
        Event::MemberLeft(it) => change(partnership, &it.partner_id, go),
        Event::ProxyGranted(it) => change(partnership, &it.partner_id, |member| {
            let ProxyGranted { partnership_id: _, partner_id: _, holder_id, matters, starts_on, ends_on } = it.clone();
            member.standing_proxy = Some(StandingProxy { holder_id, matters, starts_on, ends_on });
        }),
        Event::ProxyRevoked(it) => change(partnership, &it.partner_id, |member| member.standing_proxy = None),
        _ => (),
    }
}

pub(super) fn rename(partnership: &mut Partnership, partner_id: &str, name: &str) {
    change(partnership, partner_id, |member| member.name = name.to_owned());
}

fn accept(partnership: &mut Partnership, it: &InvitationAccepted) {
    let is_active = partnership.stage() == Stage::Active;
    change(partnership, &it.partner_id, |member| {
        member.accepted_version = it.charter_version;
        // Accepting an amended charter changes nothing for who is a member already, or suspended.
        if is_active && member.standing() == Standing::Invited {
            stand(member);
        }
    });
}

fn activate(partnership: &mut Partnership) {
    partnership.set_stage(Stage::Active);
    let has_accepted = |it: &&mut Member| it.accepted_version != 0 && it.standing() == Standing::Invited;
    partnership.members.iter_mut().filter(has_accepted).for_each(stand);
}

/// As decisions see it: whoever has no voice any more has given none and holds none.
fn end_proxies(partnership: &mut Partnership, partner_id: &str) {
    for member in &mut partnership.members {
        let is_its = |it: &StandingProxy| member.partner_id == partner_id || it.holder_id == partner_id;
        if member.standing_proxy.as_ref().is_some_and(is_its) {
            member.standing_proxy = None;
        }
    }
}

fn stand(member: &mut Member) {
    member.standing = standing_by(&member.roles).into();
}

fn go(member: &mut Member) {
    member.set_standing(Standing::Former);
    member.leaving_on.clear();
}

fn change(partnership: &mut Partnership, partner_id: &str, change: impl FnOnce(&mut Member)) {
    if let Some(member) = partnership.members.iter_mut().find(|it| it.partner_id == partner_id) {
        change(member);
    }
}
