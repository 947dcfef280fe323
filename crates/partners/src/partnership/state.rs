//! What we remember of one partnership: charter, members, what they are to decide, who leaves, whom its source names.

mod change;
mod exit;
mod member;
mod outset;
mod proxies;

use std::collections::HashMap;

use contract::partners::{ParticipantListed, PartnershipFormed, Stage, event::Kind as Event};
use kernel::Aggregate;

use super::{charter::Charter, rejection::Rejection};

pub use change::{Change, Pending};
pub use exit::{Exit, Item};
pub use member::Member;
pub use outset::{Expectation, Outset};
pub(crate) use proxies::silenced;
pub use proxies::{Granted, Proxies};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Partnership {
    #[default]
    Unformed,
    Formed(Box<Formed>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Formed {
    /// As it was first drafted.
    pub draft: PartnershipFormed,
    pub charter: Charter,
    pub stage: Stage,
    /// Everyone ever invited, founders first; those that have left are kept, and are `former`.
    pub members: Vec<Member>,
    /// Proposed to the members and not decided yet; at most one of a kind and partner.
    pub pending: Vec<Pending>,
    /// One a partner that leaves, has left or was removed.
    pub exits: Vec<Exit>,
    pub participants: HashMap<String, ParticipantListed>,
    pub outset: Outset,
    pub proxies: Proxies,
}

impl Aggregate for Partnership {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "partnership";
    const IS_THE_PARTNERSHIP: bool = true;

    fn evolve(&mut self, event: &Event, event_id: &str) {
        if let Event::PartnershipFormed(it) = event {
            *self = Partnership::Formed(Box::new(Formed::from(it)));
        }
        if let Partnership::Formed(formed) = self {
            formed.evolve(event, event_id);
        }
    }
}

impl Formed {
    pub fn id(&self) -> &str {
        &self.draft.partnership_id
    }

    /// A partner that is invited or a member: not one that has left.
    pub fn member(&self, partner_id: &str) -> Option<&Member> {
        self.current().find(|it| it.partner_id == partner_id)
    }

    /// Those invited and those that are members, suspended ones too.
    pub fn current(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| !it.is_former)
    }

    /// Those with a say, once the partnership is active.
    pub fn voices(&self) -> impl Iterator<Item = &Member> {
        self.current().filter(|it| it.has_voice())
    }

    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices().any(|it| it.partner_id == partner_id)
    }

    pub fn pending(&self, event_id: &str) -> Option<&Pending> {
        self.pending.iter().find(|it| it.event_id == event_id)
    }

    pub fn exit(&self, partner_id: &str) -> Option<&Exit> {
        self.exits.iter().find(|it| it.partner_id == partner_id)
    }

    /// The exit of a partner that has announced it and has not left yet.
    pub fn leaving(&self, partner_id: &str) -> Option<&Exit> {
        self.exit(partner_id).filter(|it| !it.is_over)
    }

    pub fn founders(&self) -> impl Iterator<Item = &Member> {
        self.current().filter(|it| it.is_founder)
    }

    /// Every founder has stated what it expects.
    pub fn has_all_stated(&self) -> bool {
        self.founders().all(|it| self.outset.has_stated(&it.partner_id))
    }

    /// Whether the draft becomes active once this partner accepts too; empty: as it is. Partners invited to a draft
    /// later are not waited for: an invitation that nobody answers must not hold the founders up.
    pub fn waits_only_for(&self, partner_id: &str) -> bool {
        let has = |it: &Member| it.has_accepted() || it.partner_id == partner_id;
        let is_agreed = self.founders().all(has) && self.has_all_stated();
        let voices = self.current().filter(|it| has(it) && it.may_have_voice()).count();
        self.stage == Stage::Forming && is_agreed && 2 <= voices
    }

    pub(super) fn evolve(&mut self, event: &Event, event_id: &str) {
        if let Some(change) = Change::proposed(event) {
            self.pending.push(Pending { event_id: event_id.to_owned(), change });
        }
        self.pending.retain(|it| !it.is_ended_by(event));
        self.proxies.evolve(event);
        match event {
            Event::PartnerInvited(it) => {
                self.members.retain(|member| member.partner_id != it.partner_id);
                self.members.push(Member::invited(&it.partner_id, &it.roles, false));
            }
            Event::InvitationAccepted(it) => self.change(&it.partner_id, |at| at.accepted_version = it.charter_version),
            Event::PartnershipActivated(_) => self.stage = Stage::Active,
            Event::DraftRevised(it) => {
                self.charter.revise(it);
                self.members.iter_mut().for_each(|at| at.accepted_version = 0);
            }
            Event::CharterAmended(it) => self.charter.amend(it),
            Event::RoleChanged(it) => self.change(&it.partner_id, |at| at.roles.clone_from(&it.roles)),
            Event::MemberSuspended(it) => self.change(&it.partner_id, |at| at.is_suspended = true),
            Event::MemberReinstated(it) => self.change(&it.partner_id, |at| at.is_suspended = false),
            Event::MemberRemoved(it) => self.go(&it.partner_id, event),
            Event::MemberLeft(it) => self.go(&it.partner_id, event),
            Event::PartnershipDissolved(_) => self.stage = Stage::Closing,
            Event::PartnershipClosed(_) => self.stage = Stage::Closed,
            Event::ParticipantListed(it) => {
                self.participants.insert(it.participant_id.clone(), it.clone());
            }
            event => {
                exit::evolve(&mut self.exits, event);
                self.outset.evolve(event);
            }
        }
    }

    fn go(&mut self, partner_id: &str, event: &Event) {
        self.change(partner_id, |at| at.is_former = true);
        exit::evolve(&mut self.exits, event);
    }

    fn change(&mut self, partner_id: &str, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|it| it.partner_id == partner_id) {
            change(member);
        }
    }
}

impl From<&PartnershipFormed> for Formed {
    fn from(draft: &PartnershipFormed) -> Self {
        Formed {
            draft: draft.clone(),
            charter: Charter::from(draft),
            stage: Stage::Forming,
            members: draft.founders.iter().map(|it| Member::invited(&it.partner_id, &it.roles, true)).collect(),
            pending: Vec::new(),
            exits: Vec::new(),
            participants: HashMap::new(),
            outset: Outset::default(),
            proxies: Proxies::default(),
        }
    }
}
