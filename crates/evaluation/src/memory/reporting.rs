//! Which reports are waited for, ordered by when something of them falls due, so that the clock looks no further.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::{
    evaluation::{ReportExpected, ReportingAssigned, event::Kind as Event},
    moment,
    partners::event::Kind as Heard,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Period, Periods},
    measurement::sealing::Named,
};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Reporting {
    calendars: BTreeMap<Place, Periods>,
    /// Those that have not ended.
    assignments: BTreeMap<Place, Assigned>,
    by_time: BTreeSet<(Timestamp, Place)>,
    /// By partnership, indicator and reporter.
    by_reporter: HashMap<String, Vec<Place>>,
}

/// A calendar or an assignment; ids are unique within a partnership.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    pub partnership_id: String,
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    pub indicator_id: String,
    pub partner_id: String,
    /// Empty: nobody is named.
    verifier_partner_id: String,
    from_on: String,
    /// Empty: until it is ended.
    until_on: String,
    calendar: Periods,
    /// The period that is to be over next.
    next: Option<Period>,
    /// What is not reported and not late yet: the last day of the period, and the last one allowed.
    open: BTreeMap<String, String>,
    /// What is late, and not reported yet.
    late: BTreeSet<String>,
    /// When something falls due next.
    at: Option<Timestamp>,
}

/// What has fallen due, since when.
#[derive(Debug, Clone, PartialEq)]
pub struct Fallen<'m> {
    pub place: &'m Place,
    pub what: What<'m>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What<'m> {
    /// A period is over.
    Expected(&'m Period),
    /// The days allowed are: for the period that ends then.
    Overdue(&'m str),
}

impl Reporting {
    pub(super) fn calendar(&self, partnership_id: &str, calendar_id: &str) -> Option<&Periods> {
        self.calendars.get(&place(partnership_id, calendar_id))
    }

    pub(super) fn assignment(&self, partnership_id: &str, assignment_id: &str) -> Option<&Assigned> {
        self.assignments.get(&place(partnership_id, assignment_id))
    }

    /// Those of a reporter in a partnership.
    pub(super) fn of<'m>(&'m self, partnership_id: &'m str, partner_id: &'m str) -> impl Iterator<Item = &'m Place> {
        self.within(partnership_id).filter(move |(_, it)| it.partner_id == partner_id).map(|(place, _)| place)
    }

    /// One of the same reporter and indicator with days in the same span; dates of one form compare as text.
    pub(super) fn overlapping(&self, asked: &ReportingAssigned) -> Option<&str> {
        let reporter = reporter(&asked.partnership_id, &asked.indicator_id, &asked.partner_id);
        let is_before = |until: &str, from: &str| !until.is_empty() && until < from;
        let overlaps =
            |it: &Assigned| !is_before(&it.until_on, &asked.from_on) && !is_before(&asked.until_on, &it.from_on);
        let others = self.by_reporter.get(&reporter).into_iter().flatten();
        others.filter(|it| self.assignments.get(it).is_some_and(overlaps)).map(|it| it.id.as_str()).next()
    }

    /// Who is named to verify what a partner reports of an indicator.
    pub(super) fn verifiers(
        &self,
        [partnership_id, indicator_id, partner_id]: [&str; 3],
    ) -> impl Iterator<Item = Named> {
        let places = self.by_reporter.get(&reporter(partnership_id, indicator_id, partner_id)).into_iter().flatten();
        let assigned = places.filter_map(|it| self.assignments.get(it));
        assigned.filter(|it| !it.verifier_partner_id.is_empty()).map(|it| Named {
            indicator_id: it.indicator_id.clone(),
            from_on: it.from_on.clone(),
            until_on: it.until_on.clone(),
            verifier_partner_id: it.verifier_partner_id.clone(),
        })
    }

    /// What has fallen due by now and is not said yet, the earliest first.
    pub(super) fn fallen(&self, now: Timestamp) -> impl Iterator<Item = Fallen<'_>> {
        let come = self.by_time.iter().take_while(move |(at, _)| *at <= now);
        come.filter_map(|(at, place)| Some(Fallen { place, what: self.assignments.get(place)?.what(*at)?, at: *at }))
    }

    pub(super) fn own(&mut self, event: &Event) {
        match event {
            Event::CalendarDefined(it) => {
                if let Some(periods) = Periods::parse(it.kind(), it.first_month, &it.seasons) {
                    self.calendars.insert(place(&it.partnership_id, &it.calendar_id), periods);
                }
            }
            Event::ReportingAssigned(it) => self.assign(it),
            Event::ReportExpected(it) => {
                self.change(&place(&it.partnership_id, &it.assignment_id), |assigned| assigned.expect(it));
            }
            Event::ReportOverdue(it) => {
                self.change(&place(&it.partnership_id, &it.assignment_id), |assigned| {
                    assigned.open.remove(&it.period_end);
                    assigned.late.insert(it.period_end.clone());
                });
            }
            Event::AssignmentEnded(it) => self.end(&place(&it.partnership_id, &it.assignment_id)),
            Event::MeasurementReported(it) => {
                let reporter = reporter(&it.partnership_id, &it.indicator_id, &it.partner_id);
                for place in self.by_reporter.get(&reporter).cloned().unwrap_or_default() {
                    self.change(&place, |assigned| {
                        assigned.open.remove(&it.period_end);
                        assigned.late.remove(&it.period_end);
                    });
                }
            }
            _ => (),
        }
    }

    /// Nothing falls due any more in a partnership that has ended.
    pub(super) fn heard(&mut self, event: &Heard) {
        if let Heard::PartnershipClosed(it) = event {
            let here: Vec<_> = self.within(&it.partnership_id).map(|(place, _)| place.clone()).collect();
            here.iter().for_each(|place| self.end(place));
        }
    }

    fn within<'m>(&'m self, partnership_id: &'m str) -> impl Iterator<Item = (&'m Place, &'m Assigned)> {
        let from = place(partnership_id, "");
        self.assignments.range(from..).take_while(move |(it, _)| it.partnership_id == partnership_id)
    }

    fn assign(&mut self, it: &ReportingAssigned) {
        let Some(calendar) = self.calendar(&it.partnership_id, &it.calendar_id).cloned() else { return };
        let place = place(&it.partnership_id, &it.assignment_id);
        let next = it.from_on.parse().ok().and_then(|from| calendar.first_from(from));
        let assigned = Assigned {
            indicator_id: it.indicator_id.clone(),
            partner_id: it.partner_id.clone(),
            verifier_partner_id: it.verifier_partner_id.clone(),
            from_on: it.from_on.clone(),
            until_on: it.until_on.clone(),
            calendar,
            next: within_span(next, &it.until_on),
            open: BTreeMap::new(),
            late: BTreeSet::new(),
            at: None,
        };
        self.assignments.insert(place.clone(), assigned);
        let reporter = reporter(&it.partnership_id, &it.indicator_id, &it.partner_id);
        self.by_reporter.entry(reporter).or_default().push(place.clone());
        self.change(&place, |_| ());
    }

    /// Changes an assignment, and looks anew when something of it falls due.
    fn change(&mut self, place: &Place, change: impl FnOnce(&mut Assigned)) {
        let Some(assigned) = self.assignments.get_mut(place) else { return };
        let before = assigned.at;
        change(assigned);
        assigned.at = assigned.coming();
        if before == assigned.at {
            return;
        }
        before.map(|at| self.by_time.remove(&(at, place.clone())));
        assigned.at.map(|at| self.by_time.insert((at, place.clone())));
    }

    fn end(&mut self, place: &Place) {
        let Some(assigned) = self.assignments.remove(place) else { return };
        assigned.at.map(|at| self.by_time.remove(&(at, place.clone())));
        let reporter = reporter(&place.partnership_id, &assigned.indicator_id, &assigned.partner_id);
        if let Some(places) = self.by_reporter.get_mut(&reporter) {
            places.retain(|it| it != place);
        }
    }
}

impl Assigned {
    /// Last days of the periods that are over and not reported.
    pub fn awaited(&self) -> BTreeSet<String> {
        self.open.keys().chain(&self.late).cloned().collect()
    }

    fn expect(&mut self, it: &ReportExpected) {
        if it.measurement_id.is_empty() {
            self.open.insert(it.period_end.clone(), it.due_on.clone());
        }
        let next = self.next.take().and_then(|period| self.calendar.after(&period));
        self.next = within_span(next, &self.until_on);
    }

    fn coming(&self) -> Option<Timestamp> {
        let over = self.next.as_ref().and_then(|it| moment::end_of(it.ends_on));
        let late = self.open.values().filter_map(|it| it.parse().ok().and_then(moment::end_of));
        late.chain(over).min()
    }

    /// What falls due at that time.
    fn what(&self, at: Timestamp) -> Option<What<'_>> {
        match &self.next {
            Some(period) if moment::end_of(period.ends_on) == Some(at) => Some(What::Expected(period)),
            _ => {
                let is_it = |due_on: &str| due_on.parse().ok().and_then(moment::end_of) == Some(at);
                self.open.iter().find(|(_, due_on)| is_it(due_on)).map(|(period_end, _)| What::Overdue(period_end))
            }
        }
    }
}

fn within_span(period: Option<Period>, until_on: &str) -> Option<Period> {
    period.filter(|it| until_on.is_empty() || it.ends_on.to_string().as_str() <= until_on)
}

fn place(partnership_id: &str, id: &str) -> Place {
    Place { partnership_id: partnership_id.to_owned(), id: id.to_owned() }
}

fn reporter(partnership_id: &str, indicator_id: &str, partner_id: &str) -> String {
    format!("{partnership_id}/{indicator_id}/{partner_id}")
}
