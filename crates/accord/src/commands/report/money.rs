//! What was given and received, in the partnership's currency, beside the ledger as it is.

use std::collections::BTreeMap;

use contract::resources::{GetLedger, Ledger};

use super::Gathering;
use crate::{
    client::Failure,
    commands::resources::{Row, lines, remarks, table},
    output::money,
    report::{Bar, Chart, Figure, Section},
};

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    let ledger: Ledger =
        gathering.client.call(&GetLedger { partnership_id: gathering.id(), ..Default::default() }).await?;
    gathering.see(&ledger.as_of);
    let as_it_is = lines(&ledger.lines, &mut gathering.names).await;
    let converted = lines(&ledger.converted, &mut gathering.names).await;
    let section = Section::new("Resources").says(
        "Given and received is what the receiver has confirmed. Money, people, capacity and data are never added to each other.",
    );
    if as_it_is.is_empty() {
        return Ok(section.says("Nothing has been promised or given yet."));
    }
    let caption = format!("Given, in {}, at the rate of each value date", ledger.currency);
    let given = Figure {
        caption,
        chart: Some(Chart::Bars { bars: given(&converted, &ledger.currency), whole: 0.0 }),
        rows: table(&converted),
        remarks: remarks(&ledger),
    };
    Ok(section.shows(given).shows(Figure::table("As it was promised and moved", table(&as_it_is))))
}

/// One bar a partner that gave or received anything.
fn given(converted: &[Row], currency: &str) -> Vec<Bar> {
    let mut partners: BTreeMap<&str, i64> = BTreeMap::new();
    for Row { partner, line } in converted.iter().filter(|it| it.line.given_minor != 0 || it.line.received_minor != 0) {
        let given = partners.entry(partner).or_default();
        *given = given.saturating_add(line.given_minor);
    }
    let bar = |(partner, given): (&str, i64)| Bar {
        label: partner.to_owned(),
        value: given as f64,
        written: money(given, currency),
        due: None,
    };
    partners.into_iter().map(bar).collect()
}
