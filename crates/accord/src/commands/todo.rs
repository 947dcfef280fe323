//! `todo`: what waits for the calling organisation, in the partnership, towards its goals, of its figures and of what is shared, the most
//! pressing first.

use std::collections::HashMap;

use contract::{
    evaluation::{ListWaitingReports, ListWaitingReportsResponse, WaitingReport},
    goals::{ListWaitingWork, ListWaitingWorkResponse, WaitingWork},
    moment,
    partners::{ListWaiting, ListWaitingResponse, Waiting, WaitingKind},
    resources::{ListWaitingResources, ListWaitingResourcesResponse, WaitingResource},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    pages::{self, PAGE_SIZE},
    partnerships::partnerships,
};
use crate::{
    client::{Client, ClientArgs, Failure},
    output::{Output, Rows, words},
};

/// Something that waits, whichever service says so.
struct Item {
    partnership_id: String,
    what: String,
    about: String,
    thing_id: String,
    since: Option<Timestamp>,
    due_at: Option<Timestamp>,
    /// It is late when a day is over: the moment before tells which.
    is_by_day: bool,
}

pub(super) async fn todo(partnership: Option<String>, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    if client.partner.is_none() {
        return Err(Failure::usage("say whose: --as PARTNER; nothing waits for the node's operator"));
    }
    let client = client.connect("cli")?;
    let titles: HashMap<String, String> =
        partnerships(&client).await?.into_iter().map(|it| (it.partnership_id, it.title)).collect();
    let partnership = partnership.unwrap_or_default();
    let mut items = in_partners(&client, &partnership).await?;
    items.extend(in_goals(&client, &partnership).await?);
    items.extend(in_resources(&client, &partnership).await?);
    items.extend(in_evaluation(&client, &partnership).await?);
    // What is due at no set time comes last.
    items.sort_by_key(|it| (it.due_at.is_none(), it.due_at, it.since));
    let now = Timestamp::now();
    let mut rows = Rows::new(&["due", "late", "what", "about", "partnership", "since", "id"]);
    for it in items {
        let title = titles.get(&it.partnership_id).unwrap_or(&it.partnership_id).clone();
        rows.push([it.due(), it.late(now), it.what, it.about, title, day(it.since), it.thing_id]);
    }
    rows.print(output);
    Ok(())
}

async fn in_partners(client: &Client, partnership: &str) -> Result<Vec<Item>, Failure> {
    let asked = ListWaiting { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListWaitingResponse| (items(page.waiting), page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

async fn in_goals(client: &Client, partnership: &str) -> Result<Vec<Item>, Failure> {
    let asked = ListWaitingWork { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListWaitingWorkResponse| (items(page.waiting), page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

async fn in_resources(client: &Client, partnership: &str) -> Result<Vec<Item>, Failure> {
    let asked =
        ListWaitingResources { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListWaitingResourcesResponse| (items(page.waiting), page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

fn items<W: Into<Item>>(waiting: Vec<W>) -> Vec<Item> {
    waiting.into_iter().map(Into::into).collect()
}

async fn in_evaluation(client: &Client, partnership: &str) -> Result<Vec<Item>, Failure> {
    let asked =
        ListWaitingReports { partnership_id: partnership.to_owned(), page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListWaitingReportsResponse| (items(page.waiting), page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

impl Item {
    fn late(&self, now: Timestamp) -> String {
        if self.due_at.is_some_and(|it| it <= now) { "late".to_owned() } else { String::new() }
    }

    fn due(&self) -> String {
        day(if self.is_by_day { self.due_at.map(|it| it - SignedDuration::from_secs(1)) } else { self.due_at })
    }
}

impl From<Waiting> for Item {
    fn from(it: Waiting) -> Self {
        Item {
            what: words(it.kind().as_str_name(), "WAITING_KIND_"),
            is_by_day: matches!(it.kind(), WaitingKind::CompleteAction | WaitingKind::CheckIn),
            since: moment::read(it.since.as_ref()),
            due_at: moment::read(it.due_at.as_ref()),
            partnership_id: it.partnership_id,
            about: it.title,
            thing_id: it.thing_id,
        }
    }
}

impl From<WaitingWork> for Item {
    fn from(it: WaitingWork) -> Self {
        Item {
            what: words(it.kind().as_str_name(), "WAITING_WORK_KIND_"),
            is_by_day: true,
            since: moment::read(it.since.as_ref()),
            due_at: moment::read(it.due_at.as_ref()),
            partnership_id: it.partnership_id,
            about: it.title,
            thing_id: it.thing_id,
        }
    }
}

impl From<WaitingResource> for Item {
    fn from(it: WaitingResource) -> Self {
        Item {
            what: words(it.kind().as_str_name(), "WAITING_RESOURCE_KIND_"),
            is_by_day: true,
            since: moment::read(it.since.as_ref()),
            due_at: moment::read(it.due_at.as_ref()),
            partnership_id: it.partnership_id,
            about: it.title,
            thing_id: it.thing_id,
        }
    }
}

impl From<WaitingReport> for Item {
    fn from(it: WaitingReport) -> Self {
        Item {
            what: words(it.kind().as_str_name(), "WAITING_REPORT_KIND_"),
            is_by_day: true,
            since: moment::read(it.since.as_ref()),
            due_at: moment::read(it.due_at.as_ref()),
            partnership_id: it.partnership_id,
            about: it.title,
            thing_id: it.thing_id,
        }
    }
}

fn day(at: Option<Timestamp>) -> String {
    at.map(|it| it.strftime("%F").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use contract::goals::WaitingWorkKind;

    use super::*;

    #[test]
    fn what_is_due_by_a_day_is_late_when_that_day_is_over() {
        let over: Timestamp = "2026-04-01T00:00:00Z".parse().unwrap();
        let item = Item::from(WaitingWork {
            kind: WaitingWorkKind::FulfilUndertaking.into(),
            due_at: Some(moment::on_wire(over)),
            ..Default::default()
        });
        assert_eq!((item.what.as_str(), item.due().as_str()), ("fulfil undertaking", "2026-03-31"));
        assert_eq!(item.late(over - SignedDuration::from_secs(1)), "");
        assert_eq!(item.late(over), "late");
        let whenever = Item::from(WaitingWork::default());
        assert_eq!((whenever.due(), whenever.late(over)), (String::new(), String::new()));
    }
}
