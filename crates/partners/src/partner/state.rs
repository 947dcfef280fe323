//! What we remember of one organisation: its profile, who has looked into it, who speaks for it.

use std::collections::BTreeSet;

use contract::partners::{
    DueDiligenceRecorded, PartnerRegistered, ProfileRevised, RepresentativeAppointed, event::Kind as Event,
};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Partner {
    #[default]
    Unregistered,
    Registered(Box<Registered>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// As it was registered: registering it so again changes nothing, whatever was revised since.
    pub registered: PartnerRegistered,
    /// As it is now.
    pub profile: ProfileRevised,
    /// The newest of each partner and basis.
    pub due_diligence: Vec<DueDiligenceRecorded>,
    pub representative: Option<RepresentativeAppointed>,
    /// The keys of contacts that were erased.
    pub erased: BTreeSet<String>,
}

impl Aggregate for Partner {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "partner";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (_, Event::PartnerRegistered(it)) => *self = Partner::Registered(Box::new(Registered::from(it))),
            (Partner::Registered(partner), event) => partner.evolve(event),
            (Partner::Unregistered, _) => (),
        }
    }
}

impl Registered {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ProfileRevised(it) => self.profile = it.clone(),
            Event::DueDiligenceRecorded(it) => {
                self.due_diligence.retain(|had| (&had.recorded_by, had.basis) != (&it.recorded_by, it.basis));
                self.due_diligence.push(it.clone());
            }
            Event::RepresentativeAppointed(it) => self.representative = Some(it.clone()),
            Event::ContactErased(it) => drop(self.erased.insert(it.key_id.clone())),
            _ => (),
        }
    }
}

impl From<&PartnerRegistered> for Registered {
    fn from(it: &PartnerRegistered) -> Self {
        let registered = it.clone();
        let PartnerRegistered { partner_id, name, kind, country, strengths, external_ids, affiliated_to } = it.clone();
        let profile = ProfileRevised { partner_id, name, kind, country, strengths, external_ids, affiliated_to };
        Registered { registered, profile, due_diligence: Vec::new(), representative: None, erased: BTreeSet::new() }
    }
}
