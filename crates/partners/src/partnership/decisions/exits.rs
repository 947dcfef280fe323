//! The exit sheet: what is open when a partner leaves, and who may say that it is settled.

use contract::partners::{
    AddExitItem, EndExitItem, ExitItem, ExitItemAdded, ExitItemKind, ExitItemSettled, ExitOpened, ExitSettlement,
    SettleExitItem, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, clipped};

use super::{
    super::{
        rejection::Rejection,
        state::{Formed, Item, Partnership, Pending},
    },
    EXIT_ITEMS_MAX, Grievance, Motion, Outstanding,
};

/// So many fit into one event, whatever they say.
const ITEMS_AN_EVENT_MAX: usize = 50;
const WHAT_BYTES_MAX: usize = 160;
const OURSELVES: &str = "partners";

impl Decide<SettleExitItem> for Partnership {
    type Known = ();

    fn target(command: &SettleExitItem) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &SettleExitItem, _: &Context) -> String {
        command.item_id.clone()
    }

    fn decide(&self, command: &SettleExitItem, _: &(), context: &Context) -> Decision<Self> {
        let settled = settled(command, context);
        let formed = self.formed()?;
        let exit = formed.exit(&settled.partner_id).ok_or(Rejection::NoSuchExit)?;
        let item = exit.item(&settled.item_id).ok_or(Rejection::NoSuchItem)?;
        match &item.settled {
            Some(already) if *already == settled => return Ok(vec![]),
            Some(_) => return Err(Rejection::ItemSettled),
            None => (),
        }
        formed.may_settle(&item.open, &settled)?;
        Ok(vec![settled.into()])
    }
}

impl Decide<AddExitItem> for Partnership {
    type Known = ();

    fn target(command: &AddExitItem) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &AddExitItem, _: &(), _: &Context) -> Decision<Self> {
        let AddExitItem { command_id: _, validate_only: _, partnership_id, partner_id, item } = command.clone();
        let item = item.ok_or_else(|| Invalid::new("item", "is missing"))?;
        let formed = self.formed()?;
        // What another service lists may come after the partner has said that it stays.
        let Some(exit) = formed.exit(&partner_id) else { return Ok(vec![]) };
        if exit.item(&item.item_id).is_some() {
            return Ok(vec![]);
        }
        if EXIT_ITEMS_MAX <= exit.items.len() {
            return Err(Invalid::new("item", format!("is one too many: an exit lists {EXIT_ITEMS_MAX}")).into());
        }
        Ok(vec![ExitItemAdded { partnership_id, partner_id, item: Some(item) }.into()])
    }
}

impl Decide<EndExitItem> for Partnership {
    type Known = ();

    fn target(command: &EndExitItem) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &EndExitItem, _: &(), _: &Context) -> Decision<Self> {
        let EndExitItem { command_id: _, validate_only: _, partnership_id, partner_id, item_id } = command.clone();
        let is_open = self.formed()?.exit(&partner_id).and_then(|it| it.item(&item_id)).is_some_and(Item::is_open);
        let ended = || ExitItemSettled {
            partnership_id,
            partner_id,
            item_id,
            how: ExitSettlement::Ended.into(),
            ..Default::default()
        };
        Ok(if is_open { vec![ended().into()] } else { vec![] })
    }
}

/// What partners itself knows to be open about a partner, and what is left of an earlier exit.
pub(super) fn sheet(formed: &Formed, partner_id: &str, outstanding: &Outstanding) -> Vec<Event> {
    let earlier = formed.exit(partner_id).into_iter().flat_map(|it| &it.items).filter(|it| it.is_open());
    let changes = formed.pending.iter().filter(|it| it.change.concerns() == partner_id);
    let proposals = outstanding.proposals.iter().filter(|it| it.proposed_by == partner_id);
    let mut items: Vec<ExitItem> = Vec::new();
    let concerns = outstanding.concerns.iter().filter(|it| it.involves(partner_id));
    let own = changes.map(change).chain(proposals.map(proposal)).chain(concerns.map(|it| concern_of(partner_id, it)));
    let open = earlier.map(|it| it.open.clone()).chain(own);
    for item in open.take(EXIT_ITEMS_MAX) {
        if !items.iter().any(|it| it.item_id == item.item_id) {
            items.push(item);
        }
    }
    let more = items.split_off(items.len().min(ITEMS_AN_EVENT_MAX));
    let (partnership_id, partner_id) = (formed.id().to_owned(), partner_id.to_owned());
    let added = |item| {
        let (partnership_id, partner_id) = (partnership_id.clone(), partner_id.clone());
        ExitItemAdded { partnership_id, partner_id, item: Some(item) }.into()
    };
    let more: Vec<Event> = more.into_iter().map(added).collect();
    [ExitOpened { partnership_id, partner_id, items }.into()].into_iter().chain(more).collect()
}

impl Formed {
    /// Nobody settles for the other side: a debtor does not release itself, and nobody takes over unasked.
    fn may_settle(&self, item: &ExitItem, settled: &ExitItemSettled) -> Result<(), Rejection> {
        let ExitItemSettled { partner_id: leaver, to_partner_id: taker, settled_by: caller, .. } = settled;
        let may = |is_so: bool, words| if is_so { Ok(()) } else { Err(Rejection::NotYoursToSettle(words)) };
        match settled.how() {
            ExitSettlement::Unspecified | ExitSettlement::Ended => {
                Err(Invalid::new("how", "says nothing that a partner can settle").into())
            }
            _ if item.kind() == ExitItemKind::Concern => {
                may(false, "the item is a concern: it ends where it stands, when its raiser confirms or withdraws it")
            }
            ExitSettlement::HandedOver if is_of_resources(item) => {
                let problem = "cannot be handed over: what is shared or planned is between the two that agreed it. \
                    It is returned, released or written off, and agreed anew with who stays";
                Err(Invalid::new("how", problem).into())
            }
            ExitSettlement::HandedOver if taker.is_empty() || taker == leaver || self.leaving(taker).is_some() => {
                Err(Invalid::new("to_partner_id", "must name a member that stays, and takes it over").into())
            }
            ExitSettlement::HandedOver => {
                let takes = taker == caller && self.has_voice(taker);
                may(takes, "who takes an item over says so itself, as a member with a voice")
            }
            _ if !taker.is_empty() => Err(Invalid::new("to_partner_id", "is for what is handed over").into()),
            _ if item.leaver_settles => may(caller == leaver, "the item is for the leaver to settle"),
            _ if item.counterpart_partner_id.is_empty() => {
                let is_other = caller != leaver && self.has_voice(caller);
                may(is_other, "the item is for another member with a voice to settle")
            }
            _ => may(*caller == item.counterpart_partner_id, "the item is for the other side to settle"),
        }
    }
}

fn is_of_resources(item: &ExitItem) -> bool {
    matches!(item.kind(), ExitItemKind::Allocation | ExitItemKind::Funds)
}

fn settled(command: &SettleExitItem, context: &Context) -> ExitItemSettled {
    let SettleExitItem {
        command_id: _,
        validate_only: _,
        partnership_id,
        partner_id,
        item_id,
        how,
        to_partner_id,
        note,
    } = command.clone();
    let (note, settled_by) = (note.trim().to_owned(), context.partner.clone());
    ExitItemSettled { partnership_id, partner_id, item_id, how, to_partner_id, note, settled_by }
}

/// It ends with the exit, whoever settles it before.
fn change(it: &Pending) -> ExitItem {
    item(&it.event_id, ExitItemKind::Change, "a change of its own membership that the members have yet to decide")
}

fn proposal(it: &Motion) -> ExitItem {
    ExitItem { leaver_settles: true, ..item(&it.proposal_id, ExitItemKind::Proposal, &it.title) }
}

/// As all members may see it: that it is there, and between whom. It is its raiser's to end.
pub(crate) fn concern_of(leaver: &str, it: &Grievance) -> ExitItem {
    let Grievance { concern_id, raised_by, about } = it;
    let is_its_own = raised_by == leaver;
    let what = if is_its_own { "a concern that it has raised" } else { "a concern about it" };
    let other = match &about[..] {
        _ if !is_its_own => raised_by.clone(),
        [only] => only.clone(),
        _ => String::new(),
    };
    let item = item(concern_id, ExitItemKind::Concern, what);
    ExitItem { counterpart_partner_id: other, leaver_settles: is_its_own, ..item }
}

fn item(id: &str, kind: ExitItemKind, what: &str) -> ExitItem {
    ExitItem {
        item_id: id.to_owned(),
        kind: kind.into(),
        service: OURSELVES.into(),
        what: clipped(what, WHAT_BYTES_MAX),
        counterpart_partner_id: String::new(),
        leaver_settles: false,
    }
}
