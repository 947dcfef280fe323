//! `todo`: what waits for the calling organisation, the most pressing first.

use std::collections::HashMap;

use contract::partners::{ListWaiting, ListWaitingResponse, Waiting, WaitingKind};
use jiff::{SignedDuration, Timestamp};
use prost_types::Timestamp as Stamp;

use super::partnerships::partnerships;
use crate::{
    client::{ClientArgs, Failure},
    output::{Output, Rows},
};

const PAGE_SIZE: u32 = 500;

pub(super) async fn todo(partnership: Option<String>, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    if client.partner.is_none() {
        return Err(Failure::usage("say whose: --as PARTNER; nothing waits for the node's operator"));
    }
    let client = client.connect("cli")?;
    let titles: HashMap<String, String> =
        partnerships(&client).await?.into_iter().map(|it| (it.partnership_id, it.title)).collect();
    let mut waiting = Vec::new();
    let mut asked =
        ListWaiting { partnership_id: partnership.unwrap_or_default(), page_size: PAGE_SIZE, ..Default::default() };
    loop {
        let page: ListWaitingResponse = client.call(&asked).await?;
        waiting.extend(page.waiting);
        if page.next_page_token.is_empty() {
            break;
        }
        asked.page_token = page.next_page_token;
    }
    // What is due at no set time comes last.
    waiting.sort_by_key(|it| (it.due_at.is_none(), moment(it.due_at.as_ref()), moment(it.since.as_ref())));
    let mut rows = Rows::new(&["due", "what", "about", "partnership", "since", "id"]);
    for it in waiting {
        let title = titles.get(&it.partnership_id).unwrap_or(&it.partnership_id).clone();
        let since = day(moment(it.since.as_ref()));
        rows.push([due(&it), words(it.kind()), it.title, title, since, it.thing_id]);
    }
    rows.print(output);
    Ok(())
}

fn moment(stamp: Option<&Stamp>) -> Option<Timestamp> {
    stamp.and_then(|it| Timestamp::new(it.seconds, it.nanos).ok())
}

/// What is due by a day is late when the day is over: the moment before tells which.
fn due(it: &Waiting) -> String {
    let is_by_day = matches!(it.kind(), WaitingKind::CompleteAction | WaitingKind::CheckIn);
    let at = moment(it.due_at.as_ref());
    day(if is_by_day { at.map(|it| it - SignedDuration::from_secs(1)) } else { at })
}

fn day(at: Option<Timestamp>) -> String {
    at.map(|it| it.strftime("%F").to_string()).unwrap_or_default()
}

/// WAITING_KIND_TAKE_POSITION → take position
fn words(kind: WaitingKind) -> String {
    kind.as_str_name().trim_start_matches("WAITING_KIND_").replace('_', " ").to_lowercase()
}
