//! Open offers and needs side by side.

use std::collections::BTreeMap;

use contract::resources::{Board, BoardColumn, GetBoard, Need, NeedState, Offer, OfferState, ResourceKind};
use jiff::civil::Date;
use kernel::Members;

use super::{
    bookings::{said, show_free},
    offers::is_in,
};

/// Of each kind, so many are shown.
const SHOWN_MAX: usize = 500;

/// What is open of a partnership.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Shares {
    pub offers: Vec<Offer>,
    pub needs: Vec<Need>,
}

pub fn is_offered(it: &Offer) -> bool {
    it.state() == OfferState::Open
}

pub fn is_needed(it: &Need) -> bool {
    it.state() == NeedState::Open
}

/// What nobody can agree to any more is no longer on the board: its days are over, or its partner has no voice.
pub fn board(question: &GetBoard, shares: Shares, members: &Members, today: Date) -> Board {
    let mut columns: BTreeMap<i32, BoardColumn> = BTreeMap::new();
    let day = today.to_string();
    // Dates of one form compare as text.
    let is_over = |until: &str| !until.is_empty() && until < day.as_str();
    let is_shown = |kind: ResourceKind, place: &str, partner_id: &str, until: &str| {
        (question.kind() == ResourceKind::Unspecified || question.kind() == kind)
            && is_in(&question.place, place)
            && members.has_voice(partner_id)
            && !is_over(until)
    };
    let is_offer = |it: &Offer| is_shown(it.kind(), &it.place, &it.partner_id, &it.available_until);
    let is_need = |it: &Need| is_shown(it.kind(), &it.place, &it.partner_id, &it.needed_until);
    for mut offer in shares.offers.into_iter().filter(is_offer) {
        show_free(&mut offer, today);
        offer.bookings.clear();
        add_offer(columns.entry(offer.kind).or_default(), offer);
    }
    for need in shares.needs.into_iter().filter(is_need) {
        add_need(columns.entry(need.kind).or_default(), need);
    }
    Board {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        offers: columns.values().map(|it| it.offer_count).sum(),
        needs: columns.values().map(|it| it.need_count).sum(),
        columns: columns.into_iter().map(|(kind, column)| BoardColumn { kind, ..column }).collect(),
    }
}

fn add_offer(column: &mut BoardColumn, offer: Offer) {
    column.offer_count += 1;
    if column.offers.len() < SHOWN_MAX {
        column.offers.push(offer);
    }
}

fn add_need(column: &mut BoardColumn, need: Need) {
    column.need_count += 1;
    column.unmet_count += u32::from(said(&need.agreed) < said(&need.quantity));
    if column.needs.len() < SHOWN_MAX {
        column.needs.push(need);
    }
}
