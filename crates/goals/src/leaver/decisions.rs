//! Listing what a leaver has under way, each thing once a sheet.

use contract::goals::{ListWork, WorkItem, WorkKind, WorkListed};
use kernel::{Context, Decide, Decision, clipped};

use super::{rejection::Rejection, state::Leaver};

/// So many fit into one event, whatever they say.
const ITEMS_AN_EVENT_MAX: usize = 50;
const WHAT_BYTES_MAX: usize = 160;

/// What the leaver leads, supports or has promised, and what is promised to it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct UnderWay {
    pub items: Vec<WorkItem>,
}

impl Decide<ListWork> for Leaver {
    type Known = UnderWay;

    fn target(command: &ListWork) -> (&str, &str) {
        (&command.partnership_id, &command.partner_id)
    }

    fn decide(&self, command: &ListWork, under_way: &UnderWay, context: &Context) -> Decision<Self> {
        let ListWork { command_id: _, validate_only: _, partnership_id, partner_id, exit_event_id } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let is_new = |it: &&WorkItem| !self.has_listed(exit_event_id, &it.work_id);
        let items: Vec<_> = under_way.items.iter().filter(is_new).cloned().collect();
        let listed = items.chunks(ITEMS_AN_EVENT_MAX).map(|items| {
            WorkListed {
                partnership_id: partnership_id.clone(),
                partner_id: partner_id.clone(),
                exit_event_id: exit_event_id.clone(),
                items: items.to_vec(),
            }
            .into()
        });
        Ok(listed.collect())
    }
}

/// Its part in an activity is the leaver's own to give up; another may take it over.
pub fn activity(work_id: &str, title: &str, lead: &str, is_lead: bool) -> WorkItem {
    let part = if is_lead { "leads" } else { "supports" };
    let counterpart = if is_lead { "" } else { lead };
    item(WorkKind::Activity, work_id, &format!("{part}: {title}"), counterpart, true)
}

/// What it has promised is released by the other side, or by any other member where it is promised to all.
pub fn promised(work_id: &str, title: &str, to: &str) -> WorkItem {
    item(WorkKind::Undertaking, work_id, &format!("has promised: {title}"), to, false)
}

/// What is promised to it, it may release.
pub fn owed(work_id: &str, title: &str, by: &str) -> WorkItem {
    item(WorkKind::Undertaking, work_id, &format!("was promised: {title}"), by, true)
}

fn item(kind: WorkKind, work_id: &str, what: &str, counterpart: &str, leaver_settles: bool) -> WorkItem {
    WorkItem {
        kind: kind.into(),
        work_id: work_id.to_owned(),
        what: clipped(what, WHAT_BYTES_MAX),
        counterpart_partner_id: counterpart.to_owned(),
        leaver_settles,
    }
}
