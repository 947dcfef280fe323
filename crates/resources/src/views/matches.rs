//! Which offers could meet which needs: computed from the board when it is asked, everything parsed once.

mod prepared;
pub mod score;

use std::collections::BTreeMap;

use contract::resources::{Match, MatchReason, Need, Offer, SuggestMatches, SuggestedMatches};
use jiff::civil::Date;

use super::board::Shares;
use kernel::Members;
use prepared::Vocabulary;
use score::{Points, points};

pub use prepared::{Needed, Offered};

const PER_NEED_DEFAULT: usize = 5;
const MATCHES_MAX: usize = 5_000;

/// An offer that meets a need, before it is put in words.
struct Found<'o> {
    offer: &'o Offered,
    points: Points,
}

pub fn suggested(question: &SuggestMatches, shares: Shares, members: &Members, today: Date) -> SuggestedMatches {
    let is_offer = |it: &Offer| question.offer_id.is_empty() || it.offer_id == question.offer_id;
    let is_need = |it: &Need| question.need_id.is_empty() || it.need_id == question.need_id;
    // Who has no voice agrees to nothing, and asks for nothing.
    let has_voice = |partner_id: &str| members.has_voice(partner_id);
    let offers: Vec<_> = shares.offers.into_iter().filter(|it| is_offer(it) && has_voice(&it.partner_id)).collect();
    let needs: Vec<_> = shares.needs.into_iter().filter(|it| is_need(it) && has_voice(&it.partner_id)).collect();
    let per_need = if question.per_need == 0 { PER_NEED_DEFAULT } else { question.per_need as usize };
    let (offers_count, needs_count) = (offers.len() as u32, needs.len() as u32);
    let mut vocabulary = Vocabulary::default();
    let mut by_kind: BTreeMap<i32, Vec<Offered>> = BTreeMap::new();
    for offer in offers {
        by_kind.entry(offer.kind).or_default().push(Offered::prepare(offer, &mut vocabulary, members));
    }
    let mut matches = Vec::new();
    for need in needs {
        let wanted = Needed::prepare(need, &mut vocabulary, members, today);
        let best = best(&wanted, by_kind.get(&wanted.need.kind).map_or(&[], Vec::as_slice), per_need, today);
        matches.extend(best.into_iter().map(|found| told(&wanted, &found)));
    }
    let more = MATCHES_MAX < matches.len();
    matches.truncate(MATCHES_MAX);
    SuggestedMatches {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        matches,
        needs: needs_count,
        offers: offers_count,
        more,
    }
}

/// The best of the offers of the need's kind: of equal ones that with the least id. Nobody meets its own organisation's need.
fn best<'o>(wanted: &Needed, offers: &'o [Offered], per_need: usize, today: Date) -> Vec<Found<'o>> {
    let others = offers.iter().filter(|it| it.organisation != wanted.organisation);
    let mut found: Vec<_> =
        others.filter_map(|offer| Some(Found { offer, points: points(wanted, offer, today)? })).collect();
    let order = |it: &Found<'_>| (std::cmp::Reverse(it.points.total()), it.offer.number);
    if per_need < found.len() {
        found.select_nth_unstable_by_key(per_need, order);
        found.truncate(per_need);
    }
    found.sort_unstable_by_key(order);
    found
}

fn told(wanted: &Needed, found: &Found<'_>) -> Match {
    let mut reasons: Vec<MatchReason> = found.points.reasons(wanted, found.offer);
    reasons.sort_by_key(|it| std::cmp::Reverse(it.points));
    Match {
        need_id: wanted.need.need_id.clone(),
        offer_id: found.offer.offer.offer_id.clone(),
        partner_id: found.offer.offer.partner_id.clone(),
        score: found.points.total(),
        free: found.points.free.to_string(),
        reasons,
    }
}
