//! Rows that name rows of an earlier table: whether those are listed in the partnership.

use std::collections::HashSet;

use contract::partners::{ListParticipants, ListParticipantsResponse};

use super::{Error, Plan, WRONG_TOLD_MAX, cells::Cells, error::Wrong, mapping};
use crate::client::{Client, Failure};

const PAGE_SIZE: u32 = 500;

/// Where a row names one of another table.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) participant_id: String,
    line: u64,
    column: String,
    named: String,
    table: String,
}

impl Reference {
    /// None where the row says nothing.
    pub(super) fn of(cells: &Cells<'_>, field: &str) -> Result<Option<Self>, Wrong> {
        let Some(table) = cells.mapping.field(field).and_then(|it| it.table.clone()) else { return Ok(None) };
        let named = cells.text(field, 128)?;
        let found = Reference {
            participant_id: mapping::participant_id(&table, &named),
            line: cells.row.line,
            column: cells.column(field),
            named,
            table,
        };
        Ok(Some(found).filter(|it| !it.named.is_empty()))
    }
}

/// Asks which participants there are, and refuses a plan that names others.
pub async fn check_references(plan: &Plan, client: &Client) -> Result<(), Failure> {
    if plan.references.is_empty() {
        return Ok(());
    }
    let mut listed = HashSet::new();
    let mut asked =
        ListParticipants { partnership_id: plan.partnership_id.clone(), page_size: PAGE_SIZE, ..Default::default() };
    loop {
        let page: ListParticipantsResponse = client.call(&asked).await?;
        listed.extend(page.participants.into_iter().map(|it| it.participant_id));
        if page.next_page_token.is_empty() {
            break;
        }
        asked.page_token = page.next_page_token;
    }
    let unknown = plan.references.iter().filter(|it| !listed.contains(&it.participant_id));
    let wrong: Vec<_> = unknown.map(Reference::unknown).collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::refused(format!("{}; nothing was imported", Error::wrong(wrong, WRONG_TOLD_MAX)))),
    }
}

impl Reference {
    fn unknown(&self) -> Wrong {
        let why = format!("{:?} is no row of {} that is listed in this partnership", self.named, self.table);
        Wrong { line: self.line, column: self.column.clone(), why }
    }
}
