//! A row of a table of organisations is a participant.

use contract::partners::{ListParticipant, MemberRole, PartnerKind};

use super::{cells::Cells, error::Wrong, mapping};
use crate::importing::derived;

const NAME_BYTES_MAX: usize = 512;
const REFERENCE_BYTES_MAX: usize = 128;

pub(super) fn list(cells: &Cells<'_>, partnership_id: &str, id: &str) -> Result<ListParticipant, Wrong> {
    let table = &cells.mapping.table;
    let kind = match cells.mapping.field("kind") {
        Some(_) => cells.choice("kind", PartnerKind::from_str_name)?,
        None => PartnerKind::Unspecified,
    };
    Ok(ListParticipant {
        command_id: derived(&format!("csv/command/participant/{partnership_id}/{table}/{id}")),
        validate_only: false,
        partnership_id: partnership_id.to_owned(),
        participant_id: mapping::participant_id(table, id),
        name: cells.needed("name", NAME_BYTES_MAX)?,
        reference: cells.text("reference", REFERENCE_BYTES_MAX)?,
        role: cells.choice("role", role)?.into(),
        source: cells.mapping.source(id),
        kind: kind.into(),
    })
}

/// Those that a source may name.
fn role(named: &str) -> Option<MemberRole> {
    MemberRole::from_str_name(named).filter(|it| *it != MemberRole::Unspecified)
}
