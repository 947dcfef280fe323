//! How results are printed: a table for people, JSON and CSV for programs.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
};

use comfy_table::{ContentArrangement, Table, presets};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Output {
    #[default]
    Table,
    Json,
    Csv,
}

/// A line of the answer. Whoever reads it may stop when it has seen enough, as `head` does: that is no failure.
pub fn line(text: impl Display) {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => tracing::error!(%error, "the answer cannot be written"),
        Ok(()) => (),
    }
}

/// WAITING_KIND_TAKE_POSITION → take position
pub fn words(name: &str, prefix: &str) -> String {
    name.trim_start_matches(prefix).replace('_', " ").to_lowercase()
}

/// 123456789 minor units of USD: USD 1,234,567.89
pub fn money(minor: i64, currency: &str) -> String {
    let plain = amount(minor, currency);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |it| ("-", it));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let part = part.map(|it| format!(".{it}")).unwrap_or_default();
    format!("{currency} {sign}{}{part}", groups.join(","))
}

/// The same for programs: 1234567.89
pub fn amount(minor: i64, currency: &str) -> String {
    let places = iso_currency::Currency::from_code(currency).and_then(|it| it.exponent()).unwrap_or(2) as usize;
    let (sign, digits) = (if minor < 0 { "-" } else { "" }, format!("{:0>1$}", minor.unsigned_abs(), places + 1));
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Rows under a heading.
pub struct Rows {
    pub heading: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn new(heading: &[&'static str]) -> Self {
        Rows { heading: heading.to_vec(), rows: vec![] }
    }

    pub fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.to_vec());
    }

    pub fn print(&self, output: Output) {
        match output {
            Output::Table => line(self.table()),
            Output::Json => line(self.json()),
            Output::Csv => line(self.csv().trim_end()),
        }
    }

    pub fn table(&self) -> Table {
        let mut table = Table::new();
        table
            .load_preset(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(&self.heading);
        table.add_rows(&self.rows);
        table
    }

    fn json(&self) -> String {
        let objects = self.rows.iter().map(|row| {
            let fields = self.heading.iter().zip(row).map(|(name, value)| ((*name).to_owned(), value.clone().into()));
            serde_json::Value::Object(fields.collect())
        });
        serde_json::Value::Array(objects.collect()).to_string()
    }

    pub fn csv(&self) -> String {
        let line = |cells: Vec<String>| cells.join(",") + "\n";
        let mut text = line(self.heading.iter().map(|it| (*it).to_owned()).collect());
        for row in &self.rows {
            text += &line(row.iter().map(|it| cell(it)).collect());
        }
        text
    }
}

/// Quoted where it has to be; what a spreadsheet would take for a formula is marked as text.
fn cell(value: &str) -> String {
    let is_number = value.parse::<f64>().is_ok();
    let marked = if !is_number && value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    match marked.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", marked.replace('"', "\"\"")),
        false => marked,
    }
}

#[cfg(test)]
mod tests {
    use super::{amount, money};

    #[test]
    fn money_is_written_with_the_decimals_of_its_currency() {
        assert_eq!(money(123_456_789, "USD"), "USD 1,234,567.89");
        assert_eq!(money(-5, "USD"), "USD -0.05");
        assert_eq!(money(-100_000, "JPY"), "JPY -100,000");
        assert_eq!(money(1_234_567, "TND"), "TND 1,234.567");
        assert_eq!(money(0, "KES"), "KES 0.00");
        assert_eq!(amount(123_456_789, "USD"), "1234567.89");
        assert_eq!(amount(i64::MIN, "USD"), "-92233720368547758.08");
    }
}
