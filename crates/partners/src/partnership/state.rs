//! What we remember of one partnership: its draft, its members, whom it may admit, whom its source names.

use std::collections::HashMap;

use contract::{
    common::Standing,
    partners::{ParticipantListed, PartnershipFormed, event::Kind as Event},
};
use kernel::Aggregate;

use super::{rejection::Rejection, roles::standing_by};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Partnership {
    #[default]
    Unformed,
    Formed(Box<Formed>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Formed {
    pub draft: PartnershipFormed,
    pub is_active: bool,
    /// Everyone invited, founders first.
    pub members: Vec<Member>,
    /// Proposed to the members and not decided yet; at most one a partner.
    pub admissions: Vec<Admission>,
    pub participants: HashMap<String, ParticipantListed>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub partner_id: String,
    pub roles: Vec<i32>,
    pub is_founder: bool,
    pub has_accepted: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Admission {
    pub event_id: String,
    pub partner_id: String,
    pub roles: Vec<i32>,
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
    pub fn member(&self, partner_id: &str) -> Option<&Member> {
        self.members.iter().find(|it| it.partner_id == partner_id)
    }

    pub fn admission_of(&self, partner_id: &str) -> Option<&Admission> {
        self.admissions.iter().find(|it| it.partner_id == partner_id)
    }

    /// No amendments yet: the charter is the draft's.
    pub fn charter_version(&self) -> u32 {
        self.draft.charter_version
    }

    /// Whether the draft becomes active once this partner accepts too. Partners invited to a draft later are not
    /// waited for: an invitation that nobody answers must not hold the founders up.
    pub fn waits_only_for(&self, partner_id: &str) -> bool {
        let mut founders = self.members.iter().filter(|it| it.is_founder);
        !self.is_active && founders.all(|it| it.has_accepted || it.partner_id == partner_id)
    }

    fn evolve(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::PartnerInvited(it) => {
                self.admissions.retain(|admission| admission.partner_id != it.partner_id);
                self.members.push(Member::invited(&it.partner_id, &it.roles, false));
            }
            Event::InvitationAccepted(it) => self.accept(&it.partner_id),
            Event::PartnershipActivated(_) => self.is_active = true,
            Event::AdmissionProposed(it) => self.admissions.push(Admission {
                event_id: event_id.to_owned(),
                partner_id: it.partner_id.clone(),
                roles: it.roles.clone(),
            }),
            Event::AdmissionRejected(it) => self.admissions.retain(|admission| admission.partner_id != it.partner_id),
            Event::ParticipantListed(it) => {
                self.participants.insert(it.participant_id.clone(), it.clone());
            }
            _ => (),
        }
    }

    fn accept(&mut self, partner_id: &str) {
        if let Some(member) = self.members.iter_mut().find(|it| it.partner_id == partner_id) {
            member.has_accepted = true;
        }
    }
}

impl From<&PartnershipFormed> for Formed {
    fn from(draft: &PartnershipFormed) -> Self {
        Formed {
            draft: draft.clone(),
            is_active: false,
            members: draft.founders.iter().map(|it| Member::invited(&it.partner_id, &it.roles, true)).collect(),
            admissions: Vec::new(),
            participants: HashMap::new(),
        }
    }
}

impl Member {
    /// A say in the partnership's decisions, once the charter is accepted.
    pub fn has_voice(&self) -> bool {
        self.has_accepted && standing_by(&self.roles) == Standing::Member
    }

    fn invited(partner_id: &str, roles: &[i32], is_founder: bool) -> Self {
        Member { partner_id: partner_id.to_owned(), roles: roles.to_vec(), is_founder, has_accepted: false }
    }
}
