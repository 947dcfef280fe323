//! Changes of the partnership that its members have yet to decide.

use contract::partners::{
    AdmissionProposed, AmendmentProposed, DissolutionProposed, ReinstatementProposed, RemovalProposed,
    RoleChangeProposed, SuspensionProposed, event::Kind as Event,
};

#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The event that proposed it: the proposal's subject, which the outcome names.
    pub event_id: String,
    pub change: Change,
}

/// What was proposed, in full.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Admission(AdmissionProposed),
    Role(RoleChangeProposed),
    Suspension(SuspensionProposed),
    Reinstatement(ReinstatementProposed),
    Removal(RemovalProposed),
    Dissolution(DissolutionProposed),
    Amendment(Box<AmendmentProposed>),
}

impl Change {
    /// The change that an event proposes, if it proposes one.
    pub fn proposed(event: &Event) -> Option<Self> {
        Some(match event.clone() {
            Event::AdmissionProposed(it) => Change::Admission(it),
            Event::RoleChangeProposed(it) => Change::Role(it),
            Event::SuspensionProposed(it) => Change::Suspension(it),
            Event::ReinstatementProposed(it) => Change::Reinstatement(it),
            Event::RemovalProposed(it) => Change::Removal(it),
            Event::DissolutionProposed(it) => Change::Dissolution(it),
            Event::AmendmentProposed(it) => Change::Amendment(Box::new(it)),
            _ => return None,
        })
    }

    /// The partner it is about; empty: all of them.
    pub fn concerns(&self) -> &str {
        match self {
            Change::Admission(it) => &it.partner_id,
            Change::Role(it) => &it.partner_id,
            Change::Suspension(it) => &it.partner_id,
            Change::Reinstatement(it) => &it.partner_id,
            Change::Removal(it) => &it.partner_id,
            Change::Dissolution(_) | Change::Amendment(_) => "",
        }
    }

    /// Of one kind about one partner there is at most one.
    pub fn is_of_the_kind(&self, other: &Change) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.concerns() == other.concerns()
    }

    pub fn event(self) -> Event {
        match self {
            Change::Admission(it) => it.into(),
            Change::Role(it) => it.into(),
            Change::Suspension(it) => it.into(),
            Change::Reinstatement(it) => it.into(),
            Change::Removal(it) => it.into(),
            Change::Dissolution(it) => it.into(),
            Change::Amendment(it) => Event::AmendmentProposed(*it),
        }
    }

    pub fn is_admission_of(&self, partner_id: &str) -> bool {
        matches!(self, Change::Admission(it) if it.partner_id == partner_id)
    }
}

impl Pending {
    /// Effects name the event that proposed them. Admissions came first, and theirs name the partner.
    pub(super) fn is_ended_by(&self, event: &Event) -> bool {
        match event {
            Event::PartnerInvited(it) => self.change.is_admission_of(&it.partner_id),
            Event::AdmissionRejected(it) => self.change.is_admission_of(&it.partner_id),
            event => Self::ended_by(event).is_some_and(|it| it == self.event_id),
        }
    }

    /// The event that proposed what this one makes or rejects.
    pub fn ended_by(event: &Event) -> Option<&str> {
        Some(match event {
            Event::ChangeRejected(it) => &it.change_event_id,
            Event::RoleChanged(it) => &it.change_event_id,
            Event::MemberSuspended(it) => &it.change_event_id,
            Event::MemberReinstated(it) => &it.change_event_id,
            Event::MemberRemoved(it) => &it.change_event_id,
            Event::PartnershipDissolved(it) => &it.change_event_id,
            Event::CharterAmended(it) => &it.change_event_id,
            _ => return None,
        })
    }
}
