//! Which services are given and where, by activities that members lead.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    evaluation::{ReachBy, ReachPlace, ReachService},
    goals::{ActivityPlanned, event::Kind as Agreed},
};
use runtime::views::{Fold, key};

use super::cells::{ReachCell, Work};

pub(super) fn heard(event: &Agreed, fold: &mut Fold<'_>) {
    match event {
        // What a source names is led by nobody here.
        Agreed::ActivityPlanned(it) if !it.lead_partner_id.is_empty() => {
            let cell = ReachCell { work: Some(planned(it)), ..Default::default() };
            fold.put(place(&it.partnership_id, &it.activity_id), cell);
        }
        Agreed::ActivityRevised(it) => change(&it.partnership_id, &it.activity_id, fold, |work| {
            work.service = it.service;
            work.places.clone_from(&it.places);
            work.supporting.clone_from(&it.supporting_partner_ids);
        }),
        Agreed::ActivityStarted(it) => {
            change(&it.partnership_id, &it.activity_id, fold, |work| work.has_started = true);
        }
        Agreed::ActivityCompleted(it) => {
            change(&it.partnership_id, &it.activity_id, fold, |work| work.is_completed = true);
        }
        Agreed::ActivityHandedOver(it) => change(&it.partnership_id, &it.activity_id, fold, |work| {
            work.lead.clone_from(&it.to_partner_id);
            work.supporting.retain(|partner| *partner != it.to_partner_id);
        }),
        Agreed::ActivityLeft(it) => change(&it.partnership_id, &it.activity_id, fold, |work| {
            work.supporting.retain(|partner| *partner != it.partner_id);
            work.supporting.extend(Some(it.to_partner_id.clone()).filter(|partner| !partner.is_empty()));
        }),
        Agreed::ActivityCancelled(it) => fold.remove(place(&it.partnership_id, &it.activity_id)),
        _ => (),
    }
}

/// In the order of the contract's kinds.
pub(super) fn services(work: &[&Work]) -> Vec<ReachService> {
    let mut services: BTreeMap<i32, Vec<&Work>> = BTreeMap::new();
    work.iter().for_each(|it| services.entry(it.service).or_default().push(it));
    services.into_iter().map(|(service, work)| ReachService { service, by: by(&work) }).collect()
}

/// In the order of names.
pub(super) fn places(work: &[&Work]) -> Vec<ReachPlace> {
    let mut places: BTreeMap<&str, Vec<&Work>> = BTreeMap::new();
    for it in work {
        let named: BTreeSet<&str> = it.places.iter().map(String::as_str).collect();
        named.into_iter().for_each(|place| places.entry(place).or_default().push(it));
    }
    let reached = |(place, work): (&str, Vec<&Work>)| {
        let services: BTreeSet<i32> = work.iter().map(|it| it.service).collect();
        ReachPlace { place: place.to_owned(), services: services.into_iter().collect(), by: by(&work) }
    };
    places.into_iter().map(reached).collect()
}

/// Activities of the same partners together, those of one alone first.
fn by(work: &[&Work]) -> Vec<ReachBy> {
    let mut together: BTreeMap<(usize, Vec<String>), ReachBy> = BTreeMap::new();
    for it in work {
        let partners = partners(it);
        let by = together.entry((partners.len(), partners.clone())).or_default();
        by.partner_ids = partners;
        match (it.is_completed, it.has_started) {
            (true, _) => by.completed += 1,
            (false, true) => by.under_way += 1,
            (false, false) => by.planned += 1,
        }
    }
    together.into_values().collect()
}

/// Who leads and who supports, each once.
fn partners(it: &Work) -> Vec<String> {
    let partners: BTreeSet<&String> = it.supporting.iter().chain([&it.lead]).collect();
    partners.into_iter().cloned().collect()
}

fn planned(it: &ActivityPlanned) -> Work {
    Work {
        service: it.service,
        places: it.places.clone(),
        lead: it.lead_partner_id.clone(),
        supporting: it.supporting_partner_ids.clone(),
        has_started: false,
        is_completed: false,
    }
}

fn place(partnership_id: &str, activity_id: &str) -> Vec<u8> {
    key(&[partnership_id, "work", activity_id])
}

fn change(partnership_id: &str, activity_id: &str, fold: &mut Fold<'_>, change: impl FnOnce(&mut Work)) {
    fold.change(place(partnership_id, activity_id), |cell: &mut ReachCell| {
        if let Some(work) = &mut cell.work {
            change(work);
        }
    });
}
