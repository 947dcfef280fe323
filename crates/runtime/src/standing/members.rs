//! How a partnership and its members come to stand as they do: fact by fact.

use contract::{
    common::Standing as Stands,
    partners::{DecisionRule, MemberRole, Terms as Agreed, event::Kind as Event},
};
use jiff::Timestamp;

use super::{Member, Partnership, RuleFor, Terms};

/// The partnership whose membership, charter or stage a fact changes.
pub(super) fn partnership_of(event: &Event) -> Option<&str> {
    Some(match event {
        Event::PartnerInvited(it) => &it.partnership_id,
        Event::InvitationAccepted(it) => &it.partnership_id,
        Event::PartnershipActivated(it) => &it.partnership_id,
        Event::DraftRevised(it) => &it.partnership_id,
        Event::CharterAmended(it) => &it.partnership_id,
        Event::RoleChanged(it) => &it.partnership_id,
        Event::MemberSuspended(it) => &it.partnership_id,
        Event::MemberReinstated(it) => &it.partnership_id,
        Event::MemberRemoved(it) => &it.partnership_id,
        Event::MemberLeft(it) => &it.partnership_id,
        Event::PartnershipDissolved(it) => &it.partnership_id,
        Event::PartnershipClosed(it) => &it.partnership_id,
        Event::ConcernEscalated(it) => &it.partnership_id,
        _ => return None,
    })
}

impl Partnership {
    pub(super) fn remember(&mut self, event: &Event, at: Option<Timestamp>) {
        match event {
            Event::PartnerInvited(it) => {
                self.members.retain(|member| member.partner_id != it.partner_id);
                self.members.push(Member::invited(&it.partner_id, &it.roles));
            }
            Event::InvitationAccepted(it) => self.accept(&it.partner_id, it.charter_version),
            Event::PartnershipActivated(_) => self.activate(),
            Event::DraftRevised(it) => {
                self.currency.clone_from(&it.currency);
                self.agree(it.charter_version, &it.rules, it.terms.as_ref());
                self.members.iter_mut().for_each(|member| member.accepted_version = 0);
            }
            Event::CharterAmended(it) => self.agree(it.charter_version, &it.rules, it.terms.as_ref()),
            Event::RoleChanged(it) => self.change(&it.partner_id, |member| {
                member.roles.clone_from(&it.roles);
                member.stand();
            }),
            Event::MemberSuspended(it) => {
                self.change(&it.partner_id, |member| member.standing = Stands::Suspended.into());
            }
            Event::MemberReinstated(it) => self.change(&it.partner_id, |member| {
                member.standing = Stands::Invited.into();
                member.stand();
            }),
            Event::MemberRemoved(it) => self.change(&it.partner_id, |member| member.go(at)),
            Event::MemberLeft(it) => self.change(&it.partner_id, |member| member.go(at)),
            Event::PartnershipDissolved(_) => (self.is_active, self.is_closing) = (false, true),
            Event::ConcernEscalated(it) => self.mediates(&it.mediator_partner_id),
            Event::PartnershipClosed(_) => (self.is_active, self.is_closed) = (false, true),
            _ => (),
        }
    }

    fn agree(&mut self, version: u32, rules: &[DecisionRule], terms: Option<&Agreed>) {
        self.charter_version = version;
        self.rules = rules.iter().map(RuleFor::from).collect();
        self.terms = Terms::from(terms);
    }

    fn mediates(&mut self, partner_id: &str) {
        if !partner_id.is_empty() && !self.mediators.iter().any(|it| it == partner_id) {
            self.mediators.push(partner_id.to_owned());
        }
    }

    fn change(&mut self, partner_id: &str, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|it| it.partner_id == partner_id) {
            change(member);
        }
    }

    fn accept(&mut self, partner_id: &str, version: u32) {
        let is_active = self.is_active;
        self.change(partner_id, |member| {
            member.accepted_version = version;
            if is_active {
                member.stand();
            }
        });
    }

    fn activate(&mut self) {
        self.is_active = true;
        self.members.iter_mut().for_each(Member::stand);
    }
}

impl Member {
    pub(super) fn invited(partner_id: &str, roles: &[i32]) -> Self {
        Member {
            partner_id: partner_id.to_owned(),
            roles: roles.to_vec(),
            accepted_version: 0,
            standing: Stands::Invited.into(),
            left_at: None,
        }
    }

    /// A fact that does not say when it was written down leaves it nothing to read.
    fn go(&mut self, at: Option<Timestamp>) {
        self.standing = Stands::Former.into();
        self.left_at = Some(at.unwrap_or(Timestamp::MIN));
    }

    /// The standing that its roles give a member that has accepted; who is suspended or has left keeps that.
    fn stand(&mut self) {
        if self.accepted_version == 0 || matches!(self.stands(), Stands::Suspended | Stands::Former) {
            return;
        }
        let is = |role: MemberRole| self.roles.contains(&role.into());
        let voices = [MemberRole::Funding, MemberRole::Accountable, MemberRole::Extending, MemberRole::Implementing];
        let stands = match () {
            () if voices.into_iter().any(is) => Stands::Member,
            () if is(MemberRole::Verifier) => Stands::Verifier,
            () => Stands::Observer,
        };
        self.standing = stands.into();
    }
}
