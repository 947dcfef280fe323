//! What members are called: as the directory calls them by now, in every partnership that they are named in.

use contract::partners::{ListPartnershipsResponse, Member, Partnership};
use runtime::views::{Fold, key};

/// In the place of a partner's id: the names of the directory.
const NAMES: &str = "names";
/// In the same place: the partnerships that a partner is named in, by their ids alone.
const NAMED_IN: &str = "named in";

pub(super) fn learn(fold: &mut Fold<'_>, partner_id: &str, name: &str) {
    fold.put(key(&[NAMES, partner_id]), Member { name: name.to_owned(), ..Default::default() });
}

pub(super) fn of(fold: &mut Fold<'_>, partner_id: &str) -> String {
    let named: Option<Member> = fold.get(key(&[NAMES, partner_id]));
    named.unwrap_or_default().name
}

/// The partner is a member there, or asked to be one.
pub(super) fn note(fold: &mut Fold<'_>, partner_id: &str, partnership_id: &str) {
    fold.upsert(key(&[NAMED_IN, partner_id]), |it: &mut ListPartnershipsResponse| {
        if it.partnerships.iter().all(|it| it.partnership_id != partnership_id) {
            let partnership_id = partnership_id.to_owned();
            it.partnerships.push(Partnership { partnership_id, ..Default::default() });
        }
    });
}

pub(super) fn named_in(fold: &mut Fold<'_>, partner_id: &str) -> Vec<String> {
    let noted: Option<ListPartnershipsResponse> = fold.get(key(&[NAMED_IN, partner_id]));
    noted.unwrap_or_default().partnerships.into_iter().map(|it| it.partnership_id).collect()
}
