//! Exits: who leaves when, and what is open until then and after.

use contract::partners::{ExitItem, ExitItemSettled, event::Kind as Event};
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq)]
pub struct Exit {
    pub partner_id: String,
    /// Why, where it leaves of its own will.
    pub reason: String,
    pub effective_on: Date,
    pub items: Vec<Item>,
    /// The partner is no member any more; what is not settled may still be.
    pub is_over: bool,
}

/// What is open, and how it was settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub open: ExitItem,
    pub settled: Option<ExitItemSettled>,
}

impl Exit {
    pub fn item(&self, item_id: &str) -> Option<&Item> {
        self.items.iter().find(|it| it.open.item_id == item_id)
    }

    pub fn unsettled(&self) -> usize {
        self.items.iter().filter(|it| it.is_open()).count()
    }

    fn of(partner_id: &str) -> Self {
        Exit {
            partner_id: partner_id.to_owned(),
            reason: String::new(),
            effective_on: Date::MIN,
            items: Vec::new(),
            is_over: false,
        }
    }
}

pub(super) fn evolve(exits: &mut Vec<Exit>, event: &Event) {
    match event {
        Event::LeaveAnnounced(it) => {
            let exit = at(exits, &it.partner_id);
            exit.reason.clone_from(&it.reason);
            // Decided here as a date; what is none would be over at once.
            exit.effective_on = it.effective_on.parse().unwrap_or(Date::MIN);
            exit.is_over = false;
        }
        Event::ExitOpened(it) => {
            let exit = at(exits, &it.partner_id);
            exit.items = it.items.iter().map(Item::open).collect();
            exit.is_over = false;
        }
        Event::ExitItemAdded(it) => at(exits, &it.partner_id).items.extend(it.item.iter().map(Item::open)),
        Event::ExitItemSettled(it) => {
            let items = &mut at(exits, &it.partner_id).items;
            if let Some(item) = items.iter_mut().find(|item| item.open.item_id == it.item_id) {
                item.settled = Some(it.clone());
            }
        }
        Event::MemberLeft(it) => at(exits, &it.partner_id).is_over = true,
        Event::MemberRemoved(it) => at(exits, &it.partner_id).is_over = true,
        Event::LeavingWithdrawn(it) => exits.retain(|exit| exit.partner_id != it.partner_id),
        _ => (),
    }
}

fn at<'e>(exits: &'e mut Vec<Exit>, partner_id: &str) -> &'e mut Exit {
    let place = exits.iter().position(|it| it.partner_id == partner_id).unwrap_or_else(|| {
        exits.push(Exit::of(partner_id));
        exits.len() - 1
    });
    &mut exits[place]
}

impl Item {
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }

    fn open(it: &ExitItem) -> Self {
        Item { open: it.clone(), settled: None }
    }
}
