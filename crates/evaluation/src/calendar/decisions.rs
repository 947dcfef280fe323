//! What may be asked of calendars, and what each request leads to.

use contract::evaluation::{CalendarDefined, CalendarKind, DefineCalendar, Season};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    periods::{Period, Periods},
    rejection::Rejection,
    state::Calendar,
};

/// A leap year, with the one before and after it: seasons are where they are in any year.
const YEARS_LOOKED_AT: [i16; 3] = [2023, 2024, 2025];

impl Decide<DefineCalendar> for Calendar {
    type Known = ();

    fn target(command: &DefineCalendar) -> (&str, &str) {
        (&command.partnership_id, &command.calendar_id)
    }

    fn decide(&self, command: &DefineCalendar, _: &(), context: &Context) -> Decision<Self> {
        let defined = content(command, Self::thing(command, context), &context.partner)?;
        match &self.defined {
            Some(existing) if **existing == defined => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => Ok(vec![defined.into()]),
        }
    }
}

fn content(command: &DefineCalendar, calendar_id: String, defined_by: &str) -> Result<CalendarDefined, Invalid> {
    let DefineCalendar {
        command_id: _,
        validate_only: _,
        partnership_id,
        calendar_id: _,
        title,
        kind,
        first_month,
        seasons,
    } = command;
    if *first_month != 0 && command.kind() != CalendarKind::Quarters {
        return Err(Invalid::new("first_month", "is for quarters only"));
    }
    Ok(CalendarDefined {
        partnership_id: partnership_id.clone(),
        calendar_id,
        title: parse::filled("title", title)?.to_owned(),
        kind: *kind,
        first_month: *first_month,
        seasons: in_order(command.kind(), seasons)?,
        defined_by: defined_by.to_owned(),
    })
}

/// In the order of the year, each name once, and none within another.
fn in_order(kind: CalendarKind, seasons: &[Season]) -> Result<Vec<Season>, Invalid> {
    if (kind == CalendarKind::Seasons) == seasons.is_empty() {
        let problem = if seasons.is_empty() { "are missing" } else { "are for a calendar of seasons only" };
        return Err(Invalid::new("seasons", problem));
    }
    let mut ordered: Vec<Season> = Vec::new();
    for season in seasons {
        let name = parse::filled("seasons.name", &season.name)?.to_owned();
        if ordered.iter().any(|it| it.name == name) {
            return Err(Invalid::new("seasons.name", format!("{name:?} stands there twice")));
        }
        ordered.push(Season { name, ..season.clone() });
    }
    ordered.sort_by_key(|it| (it.from_month, it.from_day));
    let periods = Periods::parse(kind, 0, &ordered).ok_or_else(|| Invalid::new("kind", "is missing"))?;
    let mut all: Vec<Period> = YEARS_LOOKED_AT.into_iter().flat_map(|year| periods.of_year(year)).collect();
    all.sort();
    match all.windows(2).find(|it| it[1].starts_on <= it[0].ends_on) {
        Some(both) => Err(Invalid::new("seasons", format!("overlap: {} and {}", both[0].name, both[1].name))),
        None => Ok(ordered),
    }
}
