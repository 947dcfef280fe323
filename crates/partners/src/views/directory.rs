//! The directory in the order of names: whole, and once more under each word, kind, country and strength.

use std::collections::BTreeSet;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Partner, PartnerKind, SearchPartners, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

use super::{
    partners::{registered, revise},
    words::{folded, has_all, stem_of, stems, words},
};

/// Where each partner stands by its id, to be moved from when it is revised.
const IDS: &str = "id";
const ALL: &str = "all";
const NAME: &str = "name";
const KIND: &str = "kind";
const COUNTRY: &str = "country";
const STRENGTH: &str = "strength";

pub(super) struct Directory;

impl View for Directory {
    fn name(&self) -> &'static str {
        super::DIRECTORY
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnerRegistered(it) => stand(fold, registered(it)),
            Event::ProfileRevised(it) => {
                let Some(mut partner) = fold.get::<Partner>(key(&[IDS, &it.partner_id])) else { return };
                places(&partner).into_iter().for_each(|it| fold.remove(it));
                revise(&mut partner, it);
                stand(fold, partner);
            }
            _ => (),
        }
    }
}

fn stand(fold: &mut Fold<'_>, partner: Partner) {
    for place in places(&partner) {
        fold.put(place, partner.clone());
    }
    fold.put(key(&[IDS, &partner.partner_id]), partner);
}

/// Everywhere a partner can be found: each time its name and id at the end, which is the order.
fn places(partner: &Partner) -> BTreeSet<Vec<u8>> {
    let (name, id) = (folded(&partner.name), &partner.partner_id);
    let strengths = partner.strengths.iter().map(|it| folded(it)).collect::<Vec<_>>().join(" ");
    let kind = partner.kind.to_string();
    let of = |order, value: &str| key(&[order, value, &name, id]);
    let named = stems(&name).into_iter().map(|it| of(NAME, it));
    let strong = stems(&strengths).into_iter().map(|it| of(STRENGTH, it));
    [key(&[ALL, &name, id]), of(KIND, &kind), of(COUNTRY, &partner.country)]
        .into_iter()
        .chain(named)
        .chain(strong)
        .collect()
}

/// Where to look: the fewest partners stand, as a rule, under a word, then in a country, then of a kind.
pub fn prefix(question: &SearchPartners) -> Vec<u8> {
    let (name, strength) = (folded(&question.name), folded(&question.strength));
    if let Some(stem) = longest(&name) {
        return key(&[NAME, stem]);
    }
    if let Some(stem) = longest(&strength) {
        return key(&[STRENGTH, stem]);
    }
    match (question.country.as_str(), question.kind()) {
        ("", PartnerKind::Unspecified) => key(&[ALL]),
        ("", kind) => key(&[KIND, &i32::from(kind).to_string()]),
        (country, _) => key(&[COUNTRY, country]),
    }
}

pub fn is_asked_for(question: &SearchPartners, partner: &Partner) -> bool {
    let SearchPartners { as_of: _, page_size: _, page_token: _, name, kind, country, strength } = question;
    (*kind == 0 || *kind == partner.kind)
        && (country.is_empty() || *country == partner.country)
        && (name.is_empty() || has_all(&folded(&partner.name), &folded(name)))
        && (strength.is_empty() || has_strength(partner, &folded(strength)))
}

/// One strength has all the words.
fn has_strength(partner: &Partner, asked: &str) -> bool {
    words(asked).next().is_none() || partner.strengths.iter().any(|it| has_all(&folded(it), asked))
}

/// The stem of the longest word: the more letters, the fewer begin so.
fn longest(folded: &str) -> Option<&str> {
    words(folded).max_by_key(|it| it.chars().count()).and_then(stem_of)
}
