//! Who may act in a partnership, and what its members have said of its goals: what waits is asked of them.

use std::collections::HashSet;

use contract::{
    common::Standing,
    partners::{Founder, MemberRole, event::Kind as Heard},
};
use prost::Message;

/// One partnership, as far as it says what waits for whom.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Together {
    #[prost(message, repeated, tag = "1")]
    pub(super) members: Vec<Member>,
    #[prost(bool, tag = "2")]
    pub(super) is_active: bool,
    #[prost(bool, tag = "3")]
    pub(super) is_closed: bool,
    /// Goals that are adopted, and so ranked.
    #[prost(string, repeated, tag = "4")]
    pub(super) ranked: Vec<String>,
    /// Goals whose approach can be rated.
    #[prost(string, repeated, tag = "5")]
    pub(super) rated: Vec<String>,
    /// Milestones, activities and undertakings that are not over.
    #[prost(string, repeated, tag = "6")]
    pub(super) open: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Member {
    #[prost(string, tag = "1")]
    pub(super) partner_id: String,
    #[prost(int32, repeated, tag = "2")]
    pub(super) roles: Vec<i32>,
    #[prost(bool, tag = "3")]
    pub(super) has_accepted: bool,
    /// A number of accord.common.v1.Standing: suspended, former, or what its roles give it.
    #[prost(int32, tag = "4")]
    pub(super) standing: i32,
}

/// What one member has ranked and rated last: goals.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Said {
    #[prost(string, repeated, tag = "1")]
    pub(super) ranked: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub(super) rated: Vec<String>,
}

/// Whether a fact changes who acts in a partnership.
pub(super) fn is_about_members(event: &Heard) -> bool {
    matches!(
        event,
        Heard::PartnershipFormed(_)
            | Heard::PartnerInvited(_)
            | Heard::InvitationAccepted(_)
            | Heard::DraftRevised(_)
            | Heard::RoleChanged(_)
            | Heard::MemberSuspended(_)
            | Heard::MemberReinstated(_)
            | Heard::MemberRemoved(_)
            | Heard::MemberLeft(_)
            | Heard::PartnershipActivated(_)
            | Heard::PartnershipDissolved(_)
            | Heard::PartnershipClosed(_)
    )
}

impl Together {
    /// Those with a voice.
    pub(super) fn voices(&self) -> impl Iterator<Item = &str> {
        let voices = self.members.iter().filter(|it| self.stands(it) == Standing::Member);
        voices.map(|it| it.partner_id.as_str())
    }

    pub(super) fn has_voice(&self, partner_id: &str) -> bool {
        self.voices().any(|it| it == partner_id)
    }

    /// It has accepted the charter; who is suspended or has left since still owes, and is owed, what was promised.
    pub(super) fn took_part(&self, partner_id: &str) -> bool {
        self.members.iter().any(|it| it.partner_id == partner_id && self.stands(it) != Standing::Unspecified)
    }

    /// Whether a fact of partners changes who may act here.
    pub(super) fn heard(&mut self, event: &Heard) {
        match event {
            Heard::PartnershipFormed(it) => {
                let invited = |Founder { partner_id, roles }: &Founder| Member::invited(partner_id, roles);
                self.members = it.founders.iter().map(invited).collect();
            }
            Heard::PartnerInvited(it) => {
                self.members.retain(|member| member.partner_id != it.partner_id);
                self.members.push(Member::invited(&it.partner_id, &it.roles));
            }
            Heard::InvitationAccepted(it) => self.change(&it.partner_id, |member| member.has_accepted = true),
            Heard::DraftRevised(_) => self.members.iter_mut().for_each(|member| member.has_accepted = false),
            Heard::RoleChanged(it) => self.change(&it.partner_id, |member| member.roles.clone_from(&it.roles)),
            Heard::MemberSuspended(it) => self.change(&it.partner_id, |it| it.set(Standing::Suspended)),
            Heard::MemberReinstated(it) => self.change(&it.partner_id, |it| it.set(Standing::Unspecified)),
            Heard::MemberRemoved(it) => self.change(&it.partner_id, |it| it.set(Standing::Former)),
            Heard::MemberLeft(it) => self.change(&it.partner_id, |it| it.set(Standing::Former)),
            Heard::PartnershipActivated(_) => self.is_active = true,
            Heard::PartnershipDissolved(_) => self.is_active = false,
            Heard::PartnershipClosed(_) => (self.is_active, self.is_closed) = (false, true),
            _ => (),
        }
    }

    /// A goal that is ranked, or rated, from now on or no longer.
    pub(super) fn count(&mut self, goal_id: &str, is_ranked: bool, is_rated: bool) {
        keep(&mut self.ranked, goal_id, is_ranked);
        keep(&mut self.rated, goal_id, is_rated);
    }

    pub(super) fn keep_open(&mut self, thing_id: &str, is_open: bool) {
        keep(&mut self.open, thing_id, is_open);
    }

    fn stands(&self, member: &Member) -> Standing {
        let is = |role: MemberRole| member.roles.contains(&role.into());
        let voices = [MemberRole::Funding, MemberRole::Accountable, MemberRole::Extending, MemberRole::Implementing];
        match Standing::try_from(member.standing).unwrap_or_default() {
            // Nothing is left to be done by anybody.
            _ if self.is_closed => Standing::Unspecified,
            Standing::Unspecified if !member.has_accepted => Standing::Unspecified,
            Standing::Unspecified if voices.into_iter().any(is) => Standing::Member,
            Standing::Unspecified if is(MemberRole::Verifier) => Standing::Verifier,
            Standing::Unspecified => Standing::Observer,
            other => other,
        }
    }

    fn change(&mut self, partner_id: &str, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|it| it.partner_id == partner_id) {
            change(member);
        }
    }
}

impl Member {
    fn invited(partner_id: &str, roles: &[i32]) -> Self {
        Member { partner_id: partner_id.to_owned(), roles: roles.to_vec(), ..Default::default() }
    }

    fn set(&mut self, standing: Standing) {
        self.standing = standing.into();
    }
}

/// How many goals of a partnership nobody of an organisation has ranked, and how many approaches it has not rated.
pub(super) fn left_unsaid(together: &Together, said: &[Said]) -> (usize, usize) {
    let missing = |of: &[String], said: HashSet<&String>| of.iter().filter(|it| !said.contains(it)).count();
    let ranked = said.iter().flat_map(|it| &it.ranked).collect();
    let rated = said.iter().flat_map(|it| &it.rated).collect();
    (missing(&together.ranked, ranked), missing(&together.rated, rated))
}

fn keep(list: &mut Vec<String>, id: &str, is_in: bool) {
    list.retain(|it| it != id);
    if is_in {
        list.push(id.to_owned());
    }
}
