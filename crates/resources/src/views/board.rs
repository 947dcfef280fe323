//! Open offers and needs side by side.

use std::collections::BTreeMap;

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Board, BoardColumn, Event as Heard, GetBoard, Need, Offer, ResourceKind, event::Kind as Event},
};
use jiff::civil::Date;
use prost::Message;
use runtime::views::{Fold, View, key};

use kernel::Members;

use super::{
    Holds,
    bookings::{said, show_free},
    needs, offers,
    offers::is_in,
};

/// Of each kind, so many are shown.
const SHOWN_MAX: usize = 500;

/// An offer or a need that is open.
#[derive(Clone, PartialEq, Message)]
pub struct Share {
    #[prost(message, optional, tag = "1")]
    pub offer: Option<Offer>,
    #[prost(message, optional, tag = "2")]
    pub need: Option<Need>,
}

pub(super) struct Shares;

impl View for Shares {
    fn name(&self) -> &'static str {
        super::BOARD
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::OfferWithdrawn(it) => fold.remove(offer_place(&fact.partnership, &it.offer_id)),
            Event::NeedWithdrawn(it) => fold.remove(need_place(&fact.partnership, &it.need_id)),
            event => {
                offers::project::<Share>(&fact.partnership, event, fold, offer_place);
                needs::project::<Share>(&fact.partnership, event, fold, need_place);
            }
        }
    }
}

/// What nobody can agree to any more is no longer on the board: its days are over, or its partner has no voice.
pub fn board(question: &GetBoard, shares: Vec<Share>, members: &Members, today: Date) -> Board {
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
    for Share { offer, need } in shares {
        if let Some(mut offer) = offer.filter(is_offer) {
            show_free(&mut offer, today);
            offer.bookings.clear();
            add_offer(columns.entry(offer.kind).or_default(), offer);
        }
        if let Some(need) = need.filter(is_need) {
            add_need(columns.entry(need.kind).or_default(), need);
        }
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

fn offer_place(partnership_id: &str, offer_id: &str) -> Vec<u8> {
    key(&[partnership_id, "offer", offer_id])
}

fn need_place(partnership_id: &str, need_id: &str) -> Vec<u8> {
    key(&[partnership_id, "need", need_id])
}

impl From<Offer> for Share {
    fn from(offer: Offer) -> Self {
        Share { offer: Some(offer), need: None }
    }
}

impl From<Need> for Share {
    fn from(need: Need) -> Self {
        Share { offer: None, need: Some(need) }
    }
}

impl Holds<Offer> for Share {
    fn held(&mut self) -> &mut Offer {
        self.offer.get_or_insert_default()
    }
}

impl Holds<Need> for Share {
    fn held(&mut self) -> &mut Need {
        self.need.get_or_insert_default()
    }
}
