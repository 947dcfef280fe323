//! What a leaver has open, and what carrying out its exit asks for.

use contract::resources::{ListOpen, OpenItem, SettleDisbursement};
use jiff::civil::Date;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Resources,
    disbursement::decisions::Payments,
    figures::Id,
    leaver::{
        Open,
        decisions::{allocation, payment},
    },
    memory::Memory,
};

impl Recall<Resources, ListOpen> for Open {
    fn recall(room: &Room<Resources>, it: &ListOpen, context: &Context) -> Self {
        Open { items: open(room.memory, &it.partnership_id, &it.partner_id, context.today()) }
    }
}

impl Recall<Resources, SettleDisbursement> for Payments {
    fn recall(room: &Room<Resources>, it: &SettleDisbursement, _: &Context) -> Self {
        Payments(room.memory.funds.paid(&it.partnership_id, &it.disbursement_id))
    }
}

/// Allocations that are not decided, delivered or returned, and planned payments that are not wholly paid.
pub fn open(memory: &Memory, partnership_id: &str, leaver: &str, today: Date) -> Vec<OpenItem> {
    let allocations = memory.allocations(partnership_id).filter_map(|(id, it)| allocation(leaver, id, it, today));
    let (ours, who) = (memory.funds.of(partnership_id), Id::of(leaver));
    let payments = ours.into_iter().flat_map(|ours| {
        let open = ours.plans.payments().filter(move |(_, it)| !it.is_cancelled && it.is_of(who));
        open.filter(|(id, it)| ours.paid(*id).confirmed < it.value.minor)
    });
    let payments = payments.map(|(id, it)| {
        let pays = it.provider == who;
        let counterpart = if pays { it.receiver } else { it.provider };
        let value = (it.value.minor, it.value.currency.as_str());
        payment(&id.to_string(), pays, value, &it.due_on, &counterpart.to_string())
    });
    allocations.chain(payments).collect()
}
