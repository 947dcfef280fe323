//! Charters, every version of them: what each changed, and who accepted it when.

mod differences;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Acceptance, CharterAmended, CharterVersion, DraftRevised, Event as Heard, PartnershipFormed,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View, key};

use differences::differences;

/// Before a partnership's id: all its versions, the oldest first.
pub const VERSIONS: &str = "versions";
/// In the same place: its latest, which the next is compared with.
const LATEST: &str = "latest";

pub(super) struct Charters;

impl View for Charters {
    fn name(&self) -> &'static str {
        super::CHARTERS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnershipFormed(it) => add(fold, fact, formed(it)),
            Event::DraftRevised(it) => add(fold, fact, revised(it)),
            Event::CharterAmended(it) => add(fold, fact, amended(it)),
            Event::InvitationAccepted(it) => {
                fold.change(version(&it.partnership_id, it.charter_version), |charter: &mut CharterVersion| {
                    let (partner_id, accepted_at) = (it.partner_id.clone(), fact.recorded_at);
                    charter.accepted.push(Acceptance { partner_id, accepted_at });
                });
            }
            _ => (),
        }
    }
}

fn add(fold: &mut Fold<'_>, fact: &Envelope, charter: CharterVersion) {
    let latest = key(&[LATEST, &fact.partnership]);
    let before = fold.get::<CharterVersion>(latest.clone());
    let mut charter = CharterVersion { since: fact.recorded_at, ..charter };
    if let Some(before) = before {
        charter.differences = differences(&before, &charter);
        if charter.currency.is_empty() {
            charter.currency = before.currency;
        }
    }
    fold.put(latest, charter.clone());
    fold.put(version(&fact.partnership, charter.charter_version), charter);
}

/// Padded, so that they stand in the order of numbers.
fn version(partnership_id: &str, number: u32) -> Vec<u8> {
    key(&[VERSIONS, partnership_id, &format!("{number:010}")])
}

fn formed(it: &PartnershipFormed) -> CharterVersion {
    let PartnershipFormed {
        partnership_id: _,
        title,
        purpose,
        currency,
        rules,
        charter_version,
        founders: _,
        source: _,
        terms,
    } = it.clone();
    CharterVersion { charter_version, title, purpose, currency, rules, terms, ..Default::default() }
}

fn revised(it: &DraftRevised) -> CharterVersion {
    let DraftRevised { partnership_id: _, charter_version, title, purpose, currency, rules, terms } = it.clone();
    CharterVersion { charter_version, title, purpose, currency, rules, terms, ..Default::default() }
}

/// An amendment leaves the currency as it is.
fn amended(it: &CharterAmended) -> CharterVersion {
    let CharterAmended { partnership_id: _, charter_version, title, purpose, rules, terms, change_event_id } =
        it.clone();
    CharterVersion { charter_version, title, purpose, rules, terms, change_event_id, ..Default::default() }
}
