//! How far giving is mutual: who gave whom what, as confirmed gifts of any kind.

use std::collections::{BTreeMap, BTreeSet};

use contract::resources::{GetReciprocity, GivenOfKind, Reciprocity as Answer, ReciprocityOfKind, ReciprocityPair};
use kernel::measures::Reciprocity;

use super::{
    books::Books,
    entry::{Entry, Id, Meaning, State},
    ledger::Said,
    rates::Missing,
};

/// The counts, without what was given.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Mutual {
    /// With a voice.
    pub members: Vec<String>,
    pub all: Reciprocity,
    pub kinds: Vec<ReciprocityOfKind>,
}

/// Of all that is confirmed, among these members and whoever else gave or received.
pub fn mutual(books: &Books, members: &[String]) -> Mutual {
    let is_gift = |it: &Entry| it.meaning == Meaning::Gift && it.is_confirmed();
    let gifts: Vec<_> = books.counted().filter(|(_, it)| is_gift(it)).map(|(_, it)| it).collect();
    let links: BTreeSet<_> = gifts.iter().map(|it| (i32::from(it.kind()), it.giver, it.receiver)).collect();
    let voices = members.to_vec();
    let members = members_of(members, links.iter().map(|(_, giver, receiver)| (*giver, *receiver)));
    let kinds: BTreeSet<i32> = links.iter().map(|(kind, ..)| *kind).collect();
    let of_kind = |wanted: i32| {
        let links = links.iter().filter(|(kind, ..)| *kind == wanted).map(|(_, giver, receiver)| (*giver, *receiver));
        let of = Reciprocity::of(members, links);
        ReciprocityOfKind { kind: wanted, links: of.links, answered: of.answered }
    };
    Mutual {
        members: voices,
        all: Reciprocity::of(members, links.iter().map(|(_, giver, receiver)| (*giver, *receiver))),
        kinds: kinds.into_iter().map(of_kind).collect(),
    }
}

/// With what each gave the other.
pub fn reciprocity(question: GetReciprocity, said: &Said, members: &[String]) -> Answer {
    let mut given = BTreeMap::<(Id, Id), BTreeMap<i32, GivenOfKind>>::new();
    let mut missing = Missing::default();
    let gifts = said.transfers.iter().filter(|it| it.meaning == Meaning::Gift && it.standing == State::Confirmed);
    for it in gifts.filter(|it| it.giver != it.receiver) {
        let kind = given.entry((it.giver, it.receiver)).or_default().entry(it.kind.into()).or_default();
        kind.kind = it.kind.into();
        kind.count += 1;
        let converted = it.value.and_then(|value| said.converter.convert(value, it.date));
        match (it.value, converted) {
            (_, Some(sum)) => kind.value_minor = kind.value_minor.saturating_add(sum.minor),
            (Some(value), None) => missing.note(&said.converter, value, it.date),
            (None, None) => (),
        }
        kind.unvalued_count += u32::from(converted.is_none());
    }
    let all = Reciprocity::of(members_of(members, given.keys().copied()), given.keys().copied());
    let pairs = given.iter().map(|((giver, receiver), kinds)| ReciprocityPair {
        giver_partner_id: giver.to_string(),
        receiver_partner_id: receiver.to_string(),
        kinds: kinds.values().copied().collect(),
        answered: given.contains_key(&(*receiver, *giver)),
    });
    Answer {
        as_of: vec![],
        partnership_id: question.partnership_id,
        currency: said.converter.to().as_str().to_owned(),
        rate_table: said.converter.table.clone(),
        pairs: pairs.collect(),
        members: all.members,
        links: all.links,
        answered: all.answered,
        reciprocity_basis_points: all.basis_points(),
        density_basis_points: all.density_basis_points(),
        rho_basis_points: all.rho_basis_points(),
        unconverted: missing.said(),
    }
}

fn members_of(members: &[String], links: impl Iterator<Item = (Id, Id)>) -> usize {
    let named = members.iter().map(|it| Id::of(it));
    let all: BTreeSet<Id> = named.chain(links.flat_map(|(giver, receiver)| [giver, receiver])).collect();
    all.into_iter().filter(|it| !it.is_none()).count()
}
