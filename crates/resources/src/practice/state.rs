//! What we remember of one practice: how it stands now, who endorses it, and where it is done.

use std::collections::BTreeMap;

use contract::resources::{
    AdoptionReported, PracticeAdopted, PracticeContent, PracticeEndorsed, PracticeShared, event::Kind as Event,
};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Practice {
    #[default]
    Unshared,
    Shared(Box<Shared>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    pub at_first: PracticeShared,
    pub content: PracticeContent,
    /// The first is 1.
    pub version: u32,
    pub is_withdrawn: bool,
    /// By partner, its last.
    pub endorsements: BTreeMap<String, PracticeEndorsed>,
    /// By id.
    pub adoptions: BTreeMap<String, Adoption>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    pub adopted: PracticeAdopted,
    pub last_report: Option<AdoptionReported>,
    /// Its last day; empty: still done.
    pub ended_on: String,
}

impl Aggregate for Practice {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "practice";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Practice::Unshared, Event::PracticeShared(it)) => {
                *self = Practice::Shared(Box::new(Shared::from(it)));
            }
            (Practice::Shared(shared), event) => shared.evolve(event),
            _ => (),
        }
    }
}

impl Shared {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::PracticeRevised(it) => {
                self.content = it.content.clone().unwrap_or_default();
                self.version = it.version;
            }
            Event::PracticeWithdrawn(_) => self.is_withdrawn = true,
            Event::PracticeEndorsed(it) => {
                self.endorsements.insert(it.partner_id.clone(), it.clone());
            }
            Event::EndorsementWithdrawn(it) => {
                self.endorsements.remove(&it.partner_id);
            }
            Event::PracticeAdopted(it) => {
                let adoption = Adoption { adopted: it.clone(), last_report: None, ended_on: String::new() };
                self.adoptions.insert(it.adoption_id.clone(), adoption);
            }
            Event::AdoptionReported(it) => {
                self.change(&it.adoption_id, |adoption| adoption.last_report = Some(it.clone()));
            }
            Event::AdoptionEnded(it) => {
                self.change(&it.adoption_id, |adoption| adoption.ended_on.clone_from(&it.ended_on));
            }
            _ => (),
        }
    }

    fn change(&mut self, adoption_id: &str, change: impl FnOnce(&mut Adoption)) {
        self.adoptions.get_mut(adoption_id).map(change);
    }
}

impl From<&PracticeShared> for Shared {
    fn from(at_first: &PracticeShared) -> Self {
        Shared {
            at_first: at_first.clone(),
            content: at_first.content.clone().unwrap_or_default(),
            version: 1,
            is_withdrawn: false,
            endorsements: BTreeMap::new(),
            adoptions: BTreeMap::new(),
        }
    }
}
