//! What waits for whom to be reported, corrected or verified: put there by the fact that asks, taken away by the one that
//! settles it.

mod asked;

use contract::{
    evaluation::{self, ListWaitingReports, WaitingReport, WaitingReportKind as Kind, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    moment,
    partners::{self, event::Kind as Heard},
};
use kernel::clipped;
use runtime::views::{Fold, View, key};

use self::asked::{Asked, Entries, Titles};
use super::WAITING;

const TITLE_BYTES_MAX: usize = 240;
/// In the place of a partner's id: what an indicator is called.
const TITLES: &str = "titles";
/// In the same place: what was asked of a reporter, by indicator and period.
const ASKED: &str = "asked";
/// In the same place: what waits for a partner in a partnership, so that it can be taken away when it leaves.
const ENTRIES: &str = "entries";

pub(super) struct Waiting;

impl View for Waiting {
    fn name(&self) -> &'static str {
        WAITING
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let mut list = List { fact, fold };
        match &fact.fact {
            Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) => list.own(event),
            Some(Fact::Partners(partners::Event { kind: Some(event) })) => list.heard(event),
            _ => (),
        }
    }
}

/// In all of a partner's partnerships, or in one.
pub fn waits_for(partner_id: &str, question: &ListWaitingReports) -> Vec<u8> {
    let partnership_id = question.partnership_id.as_str();
    if partnership_id.is_empty() { key(&[partner_id]) } else { key(&[partner_id, partnership_id]) }
}

pub fn is_asked_for(question: &ListWaitingReports, it: &WaitingReport) -> bool {
    question.kind() == Kind::Unspecified || question.kind() == it.kind()
}

/// The list, as one fact changes it.
struct List<'e, 'f, 't> {
    fact: &'e Envelope,
    fold: &'f mut Fold<'t>,
}

/// Whose value, of what, and for which period: all that a measurement is known by here.
#[derive(Clone, Copy)]
struct Slot<'a> {
    indicator_id: &'a str,
    partner_id: &'a str,
    period_end: &'a str,
}

impl List<'_, '_, '_> {
    fn own(&mut self, event: &Event) {
        match event {
            Event::IndicatorDefined(it) => self.call(&it.indicator_id, &it.title),
            Event::IndicatorRevised(it) => self.call(&it.indicator_id, &it.title),
            Event::ReportExpected(it) => {
                let slot =
                    Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end: &it.period_end };
                let asked = Asked {
                    assignment_id: it.assignment_id.clone(),
                    verifier: it.verifier_partner_id.clone(),
                    period_name: it.period_name.clone(),
                    due_on: it.due_on.clone(),
                };
                self.fold.put(self.asked(slot), asked.clone());
                match (it.measurement_id.is_empty(), it.verified) {
                    (true, _) => self.put(&it.partner_id, Kind::ReportMeasurement, &it.assignment_id, slot),
                    (false, false) => self.ask_verifier(&it.measurement_id, slot),
                    (false, true) => (),
                }
            }
            Event::AssignmentEnded(it) => {
                for period_end in &it.open_period_ends {
                    let slot = Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end };
                    self.take(&it.partner_id, Kind::ReportMeasurement, slot);
                }
            }
            Event::MeasurementReported(it) => {
                let slot =
                    Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end: &it.period_end };
                // Most values come by the thousand, and nobody has asked for them: one look is enough.
                if self.fold.get::<Asked>(self.asked(slot)).is_some() {
                    self.take(&it.partner_id, Kind::ReportMeasurement, slot);
                    self.ask_verifier(&it.measurement_id, slot);
                }
            }
            Event::MeasurementVerified(it) => {
                let slot =
                    Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end: &it.period_end };
                self.take(&it.partner_id, Kind::CorrectMeasurement, slot);
                self.no_longer_ask_verifier(slot);
            }
            Event::MeasurementReturned(it) => {
                let slot =
                    Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end: &it.period_end };
                self.no_longer_ask_verifier(slot);
                self.put(&it.partner_id, Kind::CorrectMeasurement, &it.measurement_id, slot);
            }
            Event::MeasurementCorrected(it) => {
                let slot =
                    Slot { indicator_id: &it.indicator_id, partner_id: &it.partner_id, period_end: &it.period_end };
                self.take(&it.partner_id, Kind::CorrectMeasurement, slot);
                self.ask_verifier(&it.measurement_id, slot);
            }
            _ => (),
        }
    }

    fn heard(&mut self, event: &Heard) {
        match event {
            Heard::MemberLeft(it) => self.clear(&it.partner_id),
            Heard::MemberRemoved(it) => self.clear(&it.partner_id),
            Heard::InvitationAccepted(it) => {
                self.fold.change(self.entries(&it.partner_id), |entries: &mut Entries| entries.has_left = false);
            }
            _ => (),
        }
    }

    fn call(&mut self, indicator_id: &str, title: &str) {
        let place = key(&[TITLES, &self.fact.partnership, indicator_id]);
        self.fold.put(place, Titles { title: title.to_owned() });
    }

    /// Only a partner that was named for it is asked: where none was, any other member may.
    fn ask_verifier(&mut self, measurement_id: &str, slot: Slot<'_>) {
        let asked: Option<Asked> = self.fold.get(self.asked(slot));
        if let Some(verifier) = asked.map(|it| it.verifier).filter(|it| !it.is_empty()) {
            self.put(&verifier, Kind::VerifyMeasurement, measurement_id, slot);
        }
    }

    fn no_longer_ask_verifier(&mut self, slot: Slot<'_>) {
        let asked: Option<Asked> = self.fold.get(self.asked(slot));
        if let Some(verifier) = asked.map(|it| it.verifier).filter(|it| !it.is_empty()) {
            self.take(&verifier, Kind::VerifyMeasurement, slot);
        }
    }

    fn put(&mut self, partner_id: &str, kind: Kind, thing_id: &str, slot: Slot<'_>) {
        if self.fold.get::<Entries>(self.entries(partner_id)).is_some_and(|it| it.has_left) {
            return;
        }
        let place = self.place(partner_id, kind, slot);
        let before = self.fold.get::<WaitingReport>(place.clone()).and_then(|it| it.since);
        let asked: Asked = self.fold.get(self.asked(slot)).unwrap_or_default();
        let called: Titles =
            self.fold.get(key(&[TITLES, &self.fact.partnership, slot.indicator_id])).unwrap_or_default();
        let period = if asked.period_name.is_empty() { slot.period_end } else { &asked.period_name };
        let waiting = WaitingReport {
            partnership_id: self.fact.partnership.clone(),
            kind: kind.into(),
            thing_id: thing_id.to_owned(),
            title: format!("{}, {}", clipped(&called.title, TITLE_BYTES_MAX), clipped(period, TITLE_BYTES_MAX)),
            since: before.or(self.fact.recorded_at),
            due_at: if kind == Kind::ReportMeasurement {
                asked.due_on.parse().ok().and_then(moment::end_of).map(moment::on_wire)
            } else {
                None
            },
            indicator_id: slot.indicator_id.to_owned(),
            period_end: slot.period_end.to_owned(),
        };
        self.fold.put(place.clone(), waiting);
        self.fold.upsert(self.entries(partner_id), |entries: &mut Entries| entries.keep(place));
    }

    fn take(&mut self, partner_id: &str, kind: Kind, slot: Slot<'_>) {
        let place = self.place(partner_id, kind, slot);
        self.fold.change(self.entries(partner_id), |entries: &mut Entries| entries.places.retain(|it| *it != place));
        self.fold.remove(place);
    }

    /// Nothing waits for who is no member any more.
    fn clear(&mut self, partner_id: &str) {
        let entries: Entries = self.fold.get(self.entries(partner_id)).unwrap_or_default();
        for place in entries.places {
            self.fold.remove(place);
        }
        self.fold.put(self.entries(partner_id), Entries { places: vec![], has_left: true });
    }

    fn asked(&self, slot: Slot<'_>) -> Vec<u8> {
        key(&[ASKED, &self.fact.partnership, slot.indicator_id, slot.partner_id, slot.period_end])
    }

    fn entries(&self, partner_id: &str) -> Vec<u8> {
        key(&[ENTRIES, &self.fact.partnership, partner_id])
    }

    /// One entry a value: of a verifier by whose it is, too.
    fn place(&self, partner_id: &str, kind: Kind, slot: Slot<'_>) -> Vec<u8> {
        let Slot { indicator_id, partner_id: whose, period_end } = slot;
        key(&[partner_id, &self.fact.partnership, kind.as_str_name(), period_end, indicator_id, whose])
    }
}
