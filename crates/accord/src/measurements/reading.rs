//! The rows of a file, made into reports: a value, and the parts that follow it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    iter::Peekable,
    path::Path,
};

use ::csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter, Trim};
use contract::evaluation::{MeasuredPart, ReportMeasurement};
use jiff::civil::Date;
use prost::Message;
use uuid::Uuid;

use super::{
    Wrong,
    columns::{Column, Columns, Error},
};

/// The contract's limit.
const PARTS_MAX: usize = 160;
/// As far as a file is looked at for its first line.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// What the rows leave unsaid.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Where a row names none.
    pub partnership_id: String,
    /// Whose rows they are; none: the operator lists what a source says of others.
    pub partner_id: Option<String>,
    /// Where the operator read them.
    pub source: String,
    /// Only ask what would become of them.
    pub validate_only: bool,
}

/// A report, and the lines it stands in: of the value, then of each part.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub lines: Vec<u64>,
    pub report: ReportMeasurement,
}

/// What the next rows come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    Report(Box<Read>),
    /// A row without a number: a template not filled in here.
    Blank,
    Wrong(Wrong),
}

/// A file as it is read.
pub struct Reader<R: io::Read> {
    rows: Peekable<StringRecordsIntoIter<R>>,
    columns: Columns,
    wanted: Wanted,
}

impl Reader<BufReader<File>> {
    pub fn open(file: &Path, wanted: Wanted) -> Result<Self, Error> {
        // Looked at and not taken: what comes through a pipe comes once.
        let mut file = BufReader::with_capacity(HEAD_BYTES_MAX, File::open(file)?);
        let delimiter = delimiter(file.fill_buf()?);
        Reader::new(file, delimiter, wanted)
    }
}

/// Whichever a spreadsheet writes: the first line decides.
fn delimiter(begins: &[u8]) -> u8 {
    let head = begins.split(|it| *it == b'\n').next().unwrap_or_default();
    if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' }
}

impl<R: io::Read> Reader<R> {
    pub fn new(file: R, delimiter: u8, wanted: Wanted) -> Result<Self, Error> {
        // A row of another length is that row's fault, not the file's.
        let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).delimiter(delimiter).from_reader(file);
        let mut headers = reader.headers()?.clone();
        // Spreadsheets begin a file with a mark.
        if let Some(first) = headers.get(0).and_then(|it| it.strip_prefix('\u{feff}')) {
            headers = std::iter::once(first).chain(headers.iter().skip(1)).collect();
        }
        let columns = Columns::of(&headers)?;
        if wanted.partnership_id.is_empty() && !columns.has(Column::PartnershipId) {
            return Err(Error::Missing("partnership_id, and no --partnership is given"));
        }
        Ok(Reader { rows: reader.into_records().peekable(), columns, wanted })
    }

    fn read(&mut self, row: &StringRecord) -> Result<Option<Read>, Wrong> {
        let whole = self.row(row)?;
        let mut lines = vec![line(row)];
        let mut report = self.report(&whole);
        if !whole.dimension.is_empty() {
            return Err(whole.wrong(Column::Dimension, "a part comes after the row of its whole value"));
        }
        while let Some(part) = self.next_part(&whole)? {
            let Some((at, part)) = part else { continue };
            if PARTS_MAX == report.parts.len() {
                return Err(Wrong { line: at, column: String::new(), why: format!("more than {PARTS_MAX} parts") });
            }
            lines.push(at);
            report.parts.push(part);
        }
        let is_blank = whole.figures.iter().all(String::is_empty) && report.parts.is_empty();
        if is_blank {
            return Ok(None);
        }
        name(&mut report, self.wanted.partner_id.as_deref());
        Ok(Some(Read { lines, report }))
    }

    /// The next row, where it is a part of this value; none of it where it is not filled in.
    fn next_part(&mut self, whole: &Row) -> Result<Option<Option<(u64, MeasuredPart)>>, Wrong> {
        let next = match self.rows.peek() {
            None => return Ok(None),
            // Whether that is a part of it nobody can say: sent without it, the value would stand without it.
            Some(Err(_)) => return Err(whole.torn("the row after it cannot be read")),
            Some(Ok(next)) if next.len() != self.columns.len() => {
                return Err(whole.torn("the row after it has another number of cells"));
            }
            Some(Ok(next)) if self.columns.cell(next, Column::Dimension).is_empty() => return Ok(None),
            Some(Ok(next)) => next.clone(),
        };
        let row = self.row(&next)?;
        if row.place() != whole.place() {
            return Err(whole.torn("the row after it tells of a part, and of another value"));
        }
        self.rows.next();
        if row.figures.iter().all(String::is_empty) {
            return Ok(Some(None));
        }
        let [value, numerator, denominator] = row.figures;
        let part = MeasuredPart { dimension: row.dimension, value_name: row.part, value, numerator, denominator };
        Ok(Some(Some((row.line, part))))
    }

    fn row(&self, row: &StringRecord) -> Result<Row, Wrong> {
        if row.len() != self.columns.len() {
            let why = format!("has {} cells; the first row has {}", row.len(), self.columns.len());
            return Err(Wrong { line: line(row), column: String::new(), why });
        }
        let cell = |column| self.columns.cell(row, column).to_owned();
        let partnership = cell(Column::PartnershipId);
        let read = Row {
            line: line(row),
            partnership_id: if partnership.is_empty() { self.wanted.partnership_id.clone() } else { partnership },
            partner_id: cell(Column::PartnerId),
            indicator_id: cell(Column::IndicatorId),
            measurement_id: cell(Column::MeasurementId),
            period: [cell(Column::PeriodStart), cell(Column::PeriodEnd)],
            dimension: cell(Column::Dimension),
            part: cell(Column::Part),
            figures: [cell(Column::Value), cell(Column::Numerator), cell(Column::Denominator)],
            words: [cell(Column::TakenFrom), cell(Column::Narrative), cell(Column::Comment)],
            jointly_with: cell(Column::JointlyWith),
        };
        if let Some(partner_id) = self.wanted.partner_id.as_ref().filter(|_| !read.partner_id.is_empty())
            && *partner_id != read.partner_id
        {
            let why = format!("is {}, and a partner reports for itself: --as is {partner_id}", read.partner_id);
            return Err(read.wrong(Column::PartnerId, why));
        }
        Ok(read)
    }

    fn report(&self, row: &Row) -> ReportMeasurement {
        let Row {
            partnership_id, partner_id, indicator_id, measurement_id, period, figures, words, jointly_with, ..
        } = row.clone();
        let ([period_start, period_end], [value, numerator, denominator]) = (period, figures);
        let [taken_from, narrative, comment] = words;
        let is_partners = self.wanted.partner_id.is_some();
        ReportMeasurement {
            command_id: String::new(),
            validate_only: self.wanted.validate_only,
            partnership_id,
            measurement_id,
            indicator_id,
            period_start,
            period_end,
            value,
            numerator,
            denominator,
            taken_from,
            narrative,
            source: self.wanted.source.clone(),
            parts: vec![],
            jointly_with: jointly_with.split([' ', ';']).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
            comment,
            participant_id: if is_partners { String::new() } else { partner_id },
        }
    }
}

impl<R: io::Read> Iterator for Reader<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        let row = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(0, ::csv::Position::line);
                return Some(Next::Wrong(Wrong { line, column: String::new(), why: error.to_string() }));
            }
        };
        Some(match self.read(&row) {
            Ok(Some(read)) => Next::Report(Box::new(read)),
            Ok(None) => Next::Blank,
            Err(wrong) => Next::Wrong(wrong),
        })
    }
}

/// The cells of a row.
#[derive(Debug, Clone)]
struct Row {
    line: u64,
    partnership_id: String,
    partner_id: String,
    indicator_id: String,
    measurement_id: String,
    period: [String; 2],
    dimension: String,
    part: String,
    figures: [String; 3],
    words: [String; 3],
    jointly_with: String,
}

impl Row {
    /// What a value and its parts have in common.
    fn place(&self) -> (&str, &str, &str, &[String; 2]) {
        (&self.partnership_id, &self.partner_id, &self.indicator_id, &self.period)
    }

    /// Its parts are not all there.
    fn torn(&self, why: &str) -> Wrong {
        Wrong { line: self.line, column: String::new(), why: format!("is not sent, because {why}") }
    }

    fn wrong(&self, column: Column, why: impl Into<String>) -> Wrong {
        Wrong { line: self.line, column: column.name().to_owned(), why: why.into() }
    }
}

fn line(row: &StringRecord) -> u64 {
    row.position().map_or(0, ::csv::Position::line)
}

/// Ids made of what it says, so that what is sent again is known: one value of whoever it is of, for one period.
pub fn name(report: &mut ReportMeasurement, partner_id: Option<&str>) {
    if report.measurement_id.is_empty() {
        let ReportMeasurement { partnership_id, indicator_id, period_start, period_end, source, .. } = &*report;
        let of = partner_id.unwrap_or(&report.participant_id);
        let series = format!("accord/measurement/{partnership_id}/{of}/{source}/{indicator_id}");
        report.measurement_id = ordered(&series, period_start, period_end).to_string();
    }
    let mut words = format!("accord/report/{}/", partner_id.unwrap_or_default()).into_bytes();
    words.extend(ReportMeasurement { validate_only: false, ..report.clone() }.encode_to_vec());
    report.command_id = kernel::name_based(&Uuid::NAMESPACE_URL, &words).to_string();
}

/// The same for the same words; and those of one series stand together, in the order of periods: a million ids that are
/// scattered make every index of them slow. Version 8 of RFC 9562 leaves its bits to whoever makes it.
fn ordered(series: &str, period_start: &str, period_end: &str) -> Uuid {
    let hash = |words: &str| kernel::name_based(&Uuid::NAMESPACE_URL, words.as_bytes()).into_bytes();
    let day = period_end.parse::<Date>().map_or(0, |it| (it - Date::MIN).get_days()).to_be_bytes();
    let (series_hash, rest) = (hash(series), hash(&format!("{series}/{period_start}/{period_end}")));
    let mut bytes = [0; 16];
    bytes[..5].copy_from_slice(&series_hash[..5]);
    // Its last 24 bits hold every day there is; the version's four bits stand between.
    (bytes[5], bytes[7], bytes[9]) = (day[1], day[2], day[3]);
    (bytes[6], bytes[8]) = (series_hash[6], series_hash[8]);
    bytes[10..].copy_from_slice(&rest[10..]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn a_file_is_read_with_the_delimiter_of_its_first_line() {
        for (text, by) in [("a,b\n1;2", b','), ("a;b\n1,2", b';'), ("a;b,c", b','), ("", b','), ("\n;", b',')] {
            assert_eq!(delimiter(text.as_bytes()), by, "{text:?}");
        }
        let file = "indicator_id;period_start;period_end;value;dimension;part\n\
                    i;2026-01-01;2026-01-31;300;;\n\
                    i;2026-01-01;2026-01-31;200;sex;women\n\
                    i;2026-02-01;2026-02-28;;;\n";
        let wanted = Wanted { partnership_id: "p".into(), partner_id: Some("me".into()), ..Default::default() };
        let read: Vec<_> = Reader::new(file.as_bytes(), delimiter(file.as_bytes()), wanted).unwrap().collect();
        let [Next::Report(report), Next::Blank] = &read[..] else { panic!("{read:?}") };
        assert_eq!((report.lines.as_slice(), report.report.parts[0].value.as_str()), (&[2, 3][..], "200"));
    }

    #[test]
    fn ids_are_the_same_for_the_same_value_and_in_the_order_of_periods_within_a_series() {
        let report = |indicator: &str, end: &str, value: &str| {
            let mut report = ReportMeasurement {
                partnership_id: "p".into(),
                indicator_id: indicator.into(),
                period_start: "2026-01-01".into(),
                period_end: end.into(),
                value: value.into(),
                ..Default::default()
            };
            name(&mut report, Some("partner"));
            (report.measurement_id, report.command_id)
        };
        let one = report("i", "2026-01-31", "5");
        assert_eq!(report("i", "2026-01-31", "5"), one);
        let other_value = report("i", "2026-01-31", "6");
        assert_eq!(other_value.0, one.0, "one value of one period: another one for it is refused");
        assert_ne!(other_value.1, one.1);
        let days = (0..36_000).step_by(31).map(|it| date(1960, 1, 1) + it.days());
        let days = days.chain([date(9999, 12, 31)]).map(|it| it.to_string());
        let ids: Vec<_> = days.map(|it| report("i", &it, "5").0).collect();
        assert!(ids.is_sorted() && ids.iter().all(|it| it[..10] == ids[0][..10]), "{ids:?}");
        assert!(ids.iter().all(|it| Uuid::parse_str(it).unwrap().get_version_num() == 8));
        assert_ne!(report("j", "2026-01-31", "5").0[..10], ids[0][..10]);
    }
}
