//! `ledger`: what each partner promised, gave, received, spent and lent, in each currency and in the partnership's.

use contract::resources::{GetLedger, Ledger, LedgerGrouping, LedgerLine, Unconverted};

use crate::{
    client::{ClientArgs, Failure},
    commands::names::Names,
    output::{Output, Rows, amount, line, money, words},
};

/// Of the ledger; empty: all of it.
pub(in crate::commands) struct Wanted {
    pub(in crate::commands) partner: String,
    pub(in crate::commands) from: String,
    pub(in crate::commands) until: String,
    pub(in crate::commands) by_year: bool,
}

pub(in crate::commands) async fn ledger(
    partnership: &str,
    wanted: Wanted,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let grouping = if wanted.by_year { LedgerGrouping::Year } else { LedgerGrouping::Unspecified };
    let asked = GetLedger {
        partnership_id: partnership.to_owned(),
        partner_id: wanted.partner,
        from: wanted.from,
        until: wanted.until,
        grouping: grouping.into(),
        ..Default::default()
    };
    let ledger: Ledger = client.call(&asked).await?;
    let mut names = Names::of_partners(&client);
    let as_it_is = lines(&ledger.lines, &mut names).await;
    let converted = lines(&ledger.converted, &mut names).await;
    if output != Output::Table {
        together(&as_it_is, &converted).print(output);
        return Ok(());
    }
    line("As it was promised and moved");
    table(&as_it_is).print(output);
    // Where nothing had to be converted, the same table again would say nothing.
    if ledger.lines.iter().any(|it| it.currency != ledger.currency) {
        line(format_args!("\nIn {}, at the rate of each value date", ledger.currency));
        table(&converted).print(output);
    }
    remarks(&ledger).iter().for_each(line);
    Ok(())
}

/// Figures of one partner, of one kind, in one currency.
pub(in crate::commands) struct Row {
    pub(in crate::commands) partner: String,
    pub(in crate::commands) line: LedgerLine,
}

type Figure = fn(&LedgerLine) -> i64;

const FIGURES: [(&str, Figure); 14] = [
    ("promised", |it| it.promised_minor),
    ("given", |it| it.given_minor),
    ("received", |it| it.received_minor),
    ("net", |it| it.net_minor),
    ("unconfirmed", |it| it.unconfirmed_minor),
    ("disputed", |it| it.disputed_minor),
    ("spent", |it| it.spent_minor),
    ("own_funds", |it| it.own_funds_minor),
    ("lent", |it| it.lent_minor),
    ("borrowed", |it| it.borrowed_minor),
    ("repaid", |it| it.repaid_minor),
    ("repaid_to", |it| it.repaid_to_minor),
    ("guaranteed", |it| it.guaranteed_minor),
    ("as_published", |it| it.as_published_minor),
];

pub(in crate::commands) async fn lines(lines: &[LedgerLine], names: &mut Names<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in lines {
        let named = if line.partner_id.is_empty() { "(not said)".to_owned() } else { names.of(&line.partner_id).await };
        rows.push(Row { partner: named, line: line.clone() });
    }
    rows
}

/// Only the figures that any line has: fourteen columns of zeros say nothing.
pub(in crate::commands) fn table(rows: &[Row]) -> Rows {
    let has_any = |figure: Figure| rows.iter().any(|it| figure(&it.line) != 0);
    let figures: Vec<_> = FIGURES.into_iter().filter(|(_, figure)| has_any(*figure)).collect();
    let has_periods = rows.iter().any(|it| !it.line.period.is_empty());
    let mut heading = vec!["partner", "kind"];
    heading.extend(has_periods.then_some("period"));
    heading.extend(figures.iter().map(|(name, _)| *name));
    let mut table = Rows::new(&heading);
    for Row { partner, line } in rows {
        let mut cells = vec![partner.clone(), words(line.kind().as_str_name(), "RESOURCE_KIND_")];
        cells.extend(has_periods.then(|| line.period.clone()));
        cells.extend(figures.iter().map(|(_, figure)| written(figure(line), &line.currency)));
        table.rows.push(cells);
    }
    table
}

/// Nothing where there is nothing.
fn written(minor: i64, currency: &str) -> String {
    if minor == 0 { String::new() } else { money(minor, currency) }
}

/// For programs: every figure a number, and which of the two accounts a row is of.
fn together(as_it_is: &[Row], converted: &[Row]) -> Rows {
    let mut heading = vec!["account", "partner", "partner_id", "kind", "period", "currency"];
    heading.extend(FIGURES.iter().map(|(name, _)| *name));
    let mut all = Rows::new(&heading);
    let accounts = as_it_is.iter().map(|it| ("as it is", it)).chain(converted.iter().map(|it| ("converted", it)));
    for (account, Row { partner, line }) in accounts {
        let kind = words(line.kind().as_str_name(), "RESOURCE_KIND_");
        let mut cells = vec![account.to_owned(), partner.clone(), line.partner_id.clone(), kind];
        cells.extend([line.period.clone(), line.currency.clone()]);
        cells.extend(FIGURES.iter().map(|(_, figure)| amount(figure(line), &line.currency)));
        all.rows.push(cells);
    }
    all
}

pub(in crate::commands) fn remarks(ledger: &Ledger) -> Vec<String> {
    let left_out = ledger.unconverted.iter().map(|it| {
        let Unconverted { currency, count, amount_minor, missing } = it;
        let missing = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        format!("Not converted for want of a rate: {count} of {}{missing}.", money(*amount_minor, currency))
    });
    let rounded = ledger.rounding_difference.trim_start_matches(['-', '0', '.']);
    let rounding = (!rounded.is_empty()).then(|| {
        format!(
            "Each transfer is converted and rounded once; all together that is {} minor units beside the exact sum.",
            ledger.rounding_difference
        )
    });
    left_out.chain(rounding).collect()
}

#[cfg(test)]
mod tests {
    use contract::resources::ResourceKind;

    use super::*;

    #[test]
    fn a_table_shows_the_figures_that_there_are_and_a_program_gets_them_all() {
        let given = LedgerLine {
            currency: "KES".into(),
            kind: ResourceKind::Funds.into(),
            given_minor: 123_456,
            net_minor: -123_456,
            ..Default::default()
        };
        let rows = [Row { partner: "Funder".into(), line: given }];
        let shown = table(&rows);
        assert_eq!(shown.heading, ["partner", "kind", "given", "net"]);
        assert_eq!(shown.rows, [["Funder", "funds", "KES 1,234.56", "KES -1,234.56"]]);
        let program = together(&rows, &[]);
        assert_eq!(program.heading.len(), 6 + FIGURES.len());
        assert_eq!(program.rows[0][7], "1234.56");
    }

    #[test]
    fn what_could_not_be_converted_and_what_rounding_did_is_said() {
        assert_eq!(remarks(&Ledger { rounding_difference: "0".into(), ..Default::default() }), Vec::<String>::new());
        let unconverted =
            Unconverted { currency: "UGX".into(), count: 2, amount_minor: 70, missing: vec!["UGX 2026-03".into()] };
        let ledger =
            Ledger { unconverted: vec![unconverted], rounding_difference: "-0.4".into(), ..Default::default() };
        let said = remarks(&ledger);
        assert_eq!(said[0], "Not converted for want of a rate: 2 of UGX 70 (UGX 2026-03).");
        assert!(said[1].contains("-0.4"), "{said:?}");
    }
}
