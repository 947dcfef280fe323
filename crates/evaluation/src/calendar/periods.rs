//! Which periods a calendar has, by their days: pure arithmetic, and each year again.

use contract::evaluation::{CalendarKind, Season};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Years that are looked through for the next period; a season comes every year.
const YEARS_AHEAD: i16 = 2;

/// What a calendar's periods are; quarters know in which month of each they begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Periods {
    Months,
    Quarters { first_month: i8 },
    Seasons(Vec<Named>),
}

/// A season: its first and last day as month and day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    name: String,
    from: (i8, i8),
    until: (i8, i8),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    pub starts_on: Date,
    pub ends_on: Date,
    pub name: String,
}

impl Periods {
    /// None where the contract has let something through that is no calendar: it holds every number in its range.
    pub fn parse(kind: CalendarKind, first_month: u32, seasons: &[Season]) -> Option<Self> {
        match kind {
            CalendarKind::Months => Some(Periods::Months),
            CalendarKind::Quarters => Some(Periods::Quarters { first_month: i8::try_from(first_month.max(1)).ok()? }),
            CalendarKind::Seasons => seasons.iter().map(Named::parse).collect::<Option<_>>().map(Periods::Seasons),
            CalendarKind::Unspecified => None,
        }
    }

    /// The first period that begins on a day or later.
    pub fn first_from(&self, day: Date) -> Option<Period> {
        let years = day.year() - 1..=day.year().saturating_add(YEARS_AHEAD);
        years.flat_map(|year| self.of_year(year)).filter(|it| day <= it.starts_on).min()
    }

    /// The one that comes after another.
    pub fn after(&self, period: &Period) -> Option<Period> {
        self.first_from(period.ends_on.tomorrow().ok()?)
    }

    /// Those that begin in a year.
    pub fn of_year(&self, year: i16) -> Vec<Period> {
        match self {
            Periods::Months => (1..=12).filter_map(|month| months(year, month, 1)).collect(),
            Periods::Quarters { first_month } => {
                let begins = |it: &i8| (it - first_month).rem_euclid(3) == 0;
                (1..=12).filter(begins).filter_map(|month| months(year, month, 3)).collect()
            }
            Periods::Seasons(seasons) => seasons.iter().filter_map(|it| it.of_year(year)).collect(),
        }
    }
}

fn months(year: i16, month: i8, number: i32) -> Option<Period> {
    let starts_on = Date::new(year, month, 1).ok()?;
    let ends_on = starts_on.checked_add(number.months()).ok()?.yesterday().ok()?;
    let name = match number {
        1 => starts_on.strftime("%Y-%m").to_string(),
        _ => format!("{} to {}", starts_on.strftime("%Y-%m"), ends_on.strftime("%Y-%m")),
    };
    Some(Period { starts_on, ends_on, name })
}

impl Named {
    fn parse(season: &Season) -> Option<Self> {
        let Season { name, from_month, from_day, until_month, until_day } = season;
        let day = |month: u32, day: u32| Some((i8::try_from(month).ok()?, i8::try_from(day).ok()?));
        Some(Named { name: name.clone(), from: day(*from_month, *from_day)?, until: day(*until_month, *until_day)? })
    }

    /// The one that begins in a year; it may end in the next.
    fn of_year(&self, year: i16) -> Option<Period> {
        let starts_on = on(year, self.from)?;
        let ends_on = on(if self.until < self.from { year.checked_add(1)? } else { year }, self.until)?;
        let name = match starts_on.year() == ends_on.year() {
            true => format!("{} {year}", self.name),
            false => format!("{} {year}/{}", self.name, ends_on.year()),
        };
        Some(Period { starts_on, ends_on, name })
    }
}

/// The day, or the last one of a month that has not as many.
fn on(year: i16, (month, day): (i8, i8)) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.min(first.days_in_month())).ok()
}
