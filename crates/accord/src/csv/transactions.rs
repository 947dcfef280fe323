//! A row of a table of payments is a transaction as published: given and received by nobody.

use contract::resources::{RecordTransaction, TransactionType};

use super::{cells::Cells, error::Wrong, references::Reference};
use crate::importing::derived;

const DESCRIPTION_BYTES_MAX: usize = 2048;
const REFERENCE_BYTES_MAX: usize = 128;

pub(super) fn record(
    cells: &Cells<'_>,
    partnership_id: &str,
    id: &str,
    references: &mut Vec<Reference>,
) -> Result<RecordTransaction, Wrong> {
    let table = &cells.mapping.table;
    let currency = cells.currency("currency")?;
    let mut side = |field: &str| -> Result<String, Wrong> {
        let reference = Reference::of(cells, field)?;
        let participant_id = reference.as_ref().map(|it| it.participant_id.clone()).unwrap_or_default();
        references.extend(reference);
        Ok(participant_id)
    };
    Ok(RecordTransaction {
        command_id: derived(&format!("csv/command/transaction/{partnership_id}/{table}/{id}")),
        partnership_id: partnership_id.to_owned(),
        transaction_id: derived(&format!("csv/transaction/{table}/{id}")),
        r#type: cells.choice("type", kind)?.into(),
        amount_minor: cells.amount("amount", currency)?,
        currency: currency.code().to_owned(),
        value_date: cells.date("value_date")?,
        transacted_on: cells.date_or_none("transacted_on")?,
        description: cells.text("description", DESCRIPTION_BYTES_MAX)?,
        source: cells.mapping.source(id),
        reference: cells.text("reference", REFERENCE_BYTES_MAX)?,
        provider_participant_id: side("provider")?,
        receiver_participant_id: side("receiver")?,
        ..Default::default()
    })
}

fn kind(named: &str) -> Option<TransactionType> {
    TransactionType::from_str_name(named).filter(|it| *it != TransactionType::Unspecified)
}
