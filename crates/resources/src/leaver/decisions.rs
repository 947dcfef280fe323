//! Listing what a leaver has open, each thing once a sheet, and saying once that it has ended.

use contract::resources::{ListOpen, OpenEnded, OpenItem, OpenKind, OpenListed, Terms, event::Kind as Event};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision, clipped, money::amount};

use super::{rejection::Rejection, state::Leaver};
use crate::{memory::Taken, offer::allocation::Stage};

/// So many fit into one event, whatever they say.
const ITEMS_AN_EVENT_MAX: usize = 50;
const WHAT_BYTES_MAX: usize = 160;

/// What the leaver has open: as giver, receiver, provider.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Open {
    pub items: Vec<OpenItem>,
}

impl Decide<ListOpen> for Leaver {
    type Known = Open;

    fn target(command: &ListOpen) -> (&str, &str) {
        (&command.partnership_id, &command.partner_id)
    }

    fn decide(&self, command: &ListOpen, open: &Open, context: &Context) -> Decision<Self> {
        let ListOpen { command_id: _, validate_only: _, partnership_id, partner_id, exit_event_id } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let none = Leaver::default();
        let so_far = if self.exit_event_id == *exit_event_id { self } else { &none };
        let items: Vec<_> = open.items.iter().filter(|it| !so_far.listed.contains(&it.thing_id)).cloned().collect();
        let is_open = |id: &str| open.items.iter().any(|it| it.thing_id == id);
        let ended: Vec<_> = so_far.listed.difference(&so_far.ended).filter(|id| !is_open(id)).cloned().collect();
        let of = || (partnership_id.clone(), partner_id.clone(), exit_event_id.clone());
        let listed = items.chunks(ITEMS_AN_EVENT_MAX).map(|items| -> Event {
            let (partnership_id, partner_id, exit_event_id) = of();
            OpenListed { partnership_id, partner_id, exit_event_id, items: items.to_vec() }.into()
        });
        let ended = ended.chunks(ITEMS_AN_EVENT_MAX).map(|thing_ids| -> Event {
            let (partnership_id, partner_id, exit_event_id) = of();
            OpenEnded { partnership_id, partner_id, exit_event_id, thing_ids: thing_ids.to_vec() }.into()
        });
        Ok(listed.chain(ended).collect())
    }
}

/// An allocation between the leaver and another; None: it is others', or nothing of it is to be delivered or returned.
pub fn allocation(leaver: &str, allocation_id: &str, taken: &Taken, today: Date) -> Option<OpenItem> {
    let it = &taken.allocation;
    let gives = taken.provider == leaver;
    if !gives && it.receiver != leaver {
        return None;
    }
    let (undelivered, out) = (it.undelivered(), it.received().less(it.returned + it.written_off));
    let part = match it.stage {
        Stage::Requested | Stage::Proposed { .. } => Part::Asked,
        // Funds move as transactions: theirs is over with the last day.
        Stage::Agreed if taken.is_funds() && it.ends_on < today => return None,
        Stage::Agreed if taken.terms() == Terms::Loan && !out.is_zero() => Part::Lent,
        Stage::Agreed if !undelivered.is_zero() => Part::Undelivered,
        _ => return None,
    };
    // A request is its asker's to take back and its giver's to decline; what is owed, whoever it is owed to releases.
    let (verb, quantity, leaver_settles) = match (part, gives) {
        (Part::Asked, true) => ("was asked for", it.requested, true),
        (Part::Asked, false) => ("has asked for", it.requested, true),
        (Part::Undelivered, true) => ("is to deliver", undelivered, false),
        (Part::Undelivered, false) => ("is to receive", undelivered, true),
        (Part::Lent, true) => ("has lent", out, true),
        (Part::Lent, false) => ("has borrowed", out, false),
    };
    let what = format!("{verb} {quantity} {} of: {}", taken.unit, taken.title);
    let counterpart = if gives { &it.receiver } else { &taken.provider };
    Some(item(OpenKind::Allocation, allocation_id, &what, counterpart, leaver_settles))
}

/// What the leaver is to pay, the other side releases; what it is to be paid, it releases itself.
pub fn payment(id: &str, pays: bool, (minor, currency): (i64, &str), due_on: &str, counterpart: &str) -> OpenItem {
    let verb = if pays { "is to pay" } else { "is to be paid" };
    let what = format!("{verb} {} by {due_on}", amount(minor, currency));
    item(OpenKind::Payment, id, &what, counterpart, !pays)
}

enum Part {
    /// Not agreed yet.
    Asked,
    Undelivered,
    Lent,
}

fn item(kind: OpenKind, thing_id: &str, what: &str, counterpart: &str, leaver_settles: bool) -> OpenItem {
    OpenItem {
        kind: kind.into(),
        thing_id: thing_id.to_owned(),
        what: clipped(what, WHAT_BYTES_MAX),
        counterpart_partner_id: counterpart.to_owned(),
        leaver_settles,
    }
}
