//! Which column of a file is what.

use std::io;

/// What is read, by the name of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    PartnershipId,
    PartnerId,
    IndicatorId,
    MeasurementId,
    PeriodStart,
    PeriodEnd,
    Dimension,
    Part,
    Value,
    Numerator,
    Denominator,
    JointlyWith,
    TakenFrom,
    Narrative,
    Comment,
}

const NAMES: [(&str, Column); 15] = [
    ("partnership_id", Column::PartnershipId),
    ("partner_id", Column::PartnerId),
    ("indicator_id", Column::IndicatorId),
    ("measurement_id", Column::MeasurementId),
    ("period_start", Column::PeriodStart),
    ("period_end", Column::PeriodEnd),
    ("dimension", Column::Dimension),
    ("part", Column::Part),
    ("value", Column::Value),
    ("numerator", Column::Numerator),
    ("denominator", Column::Denominator),
    ("jointly_with", Column::JointlyWith),
    ("taken_from", Column::TakenFrom),
    ("narrative", Column::Narrative),
    ("comment", Column::Comment),
];

/// What a template says beside them, for who fills it in.
pub(super) const FOR_READERS: [&str; 6] = ["indicator", "period", "due_on", "fill_in", "unit", "definition"];

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("{0}")]
    Form(#[from] ::csv::Error),
    #[error("column {0:?} is unknown; known are {known} and, not read, {FOR_READERS:?}", known = known())]
    Unknown(String),
    #[error("column {0:?} is there twice")]
    Twice(String),
    #[error("it has no column {0}")]
    Missing(&'static str),
}

/// Where each is.
#[derive(Debug)]
pub(super) struct Columns {
    places: Vec<Option<Column>>,
}

impl Columns {
    pub(super) fn of(headers: &::csv::StringRecord) -> Result<Self, Error> {
        let mut places = Vec::new();
        for name in headers {
            let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, column)| *column);
            if known.is_none() && !FOR_READERS.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                return Err(Error::Unknown(name.to_owned()));
            }
            if known.is_some() && places.contains(&known) {
                return Err(Error::Twice(name.to_owned()));
            }
            places.push(known);
        }
        let columns = Columns { places };
        columns.needs(&[Column::IndicatorId, Column::PeriodStart, Column::PeriodEnd])?;
        if !columns.has(Column::Value) {
            columns.needs(&[Column::Numerator, Column::Denominator])?;
        }
        Ok(columns)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.places.contains(&Some(column))
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Empty where the file has no such column.
    pub(super) fn cell<'r>(&self, row: &'r ::csv::StringRecord, column: Column) -> &'r str {
        let place = self.places.iter().position(|it| *it == Some(column));
        place.and_then(|place| row.get(place)).unwrap_or_default()
    }

    fn needs(&self, wanted: &[Column]) -> Result<(), Error> {
        match wanted.iter().find(|it| !self.has(**it)) {
            Some(missing) => Err(Error::Missing(missing.name())),
            None => Ok(()),
        }
    }
}

impl Column {
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, column)| *column == self).map_or("", |(name, _)| name)
    }
}

fn known() -> String {
    NAMES.map(|(name, _)| name).join(", ")
}
