//! How far a partnership reaches: people, services and places, by one partner alone and by several jointly.

pub mod cells;
mod clients;
mod work;

use contract::{
    evaluation::{
        GetReach, IndicatorDefined, MeasurementCorrected, MeasurementReported, MeasurementVerified, Reach, Visibility,
        event::Kind as Event,
    },
    goals::event::Kind as Agreed,
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::REACH;
pub use cells::ReachCell;
use cells::{Counted, Noted, Told, ToldBy};

pub(super) struct Reached;

impl View for Reached {
    fn name(&self) -> &'static str {
        REACH
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Evaluation(it)) => it.kind.iter().for_each(|event| own(event, fold)),
            Some(Fact::Goals(it)) => it.kind.iter().for_each(|event: &Agreed| work::heard(event, fold)),
            _ => (),
        }
    }
}

/// Everything of a partnership: a cell an indicator, an indicator's partner, and an activity.
pub fn of(question: &GetReach) -> Vec<u8> {
    key(&[&question.partnership_id])
}

pub fn answer(question: &GetReach, cells: Vec<ReachCell>) -> Reach {
    let work: Vec<_> = cells.iter().filter_map(|it| it.work.as_ref()).collect();
    Reach {
        as_of: vec![],
        partnership_id: question.partnership_id.clone(),
        clients: clients::of(&cells),
        services: work::services(&work),
        places: work::places(&work),
    }
}

fn own(event: &Event, fold: &mut Fold<'_>) {
    match event {
        // Sealed values are in no figure here.
        Event::IndicatorDefined(it)
            if it.numerator_counts_people && it.visibility() != Visibility::ReporterAndVerifier =>
        {
            let cell = ReachCell { indicator: Some(counted(it)), ..Default::default() };
            fold.put(key(&[&it.partnership_id, "indicator", &it.indicator_id]), cell);
        }
        Event::IndicatorRevised(it) => {
            fold.change(key(&[&it.partnership_id, "indicator", &it.indicator_id]), |cell: &mut ReachCell| {
                cell.indicator.iter_mut().for_each(|counted| counted.title.clone_from(&it.title));
            });
        }
        Event::OverlapNoted(it) => {
            fold.change(key(&[&it.partnership_id, "indicator", &it.indicator_id]), |cell: &mut ReachCell| {
                let noted = Noted { period_end: it.period_end.clone(), people: it.people.clone() };
                cell.indicator.iter_mut().for_each(|counted| counted.note(noted.clone()));
            });
        }
        Event::MeasurementReported(it) if !it.partner_id.is_empty() => {
            told_by([&it.partnership_id, &it.indicator_id, &it.partner_id], fold, |by| by.tell(reported(it)));
        }
        Event::MeasurementCorrected(it) => {
            told_by([&it.partnership_id, &it.indicator_id, &it.partner_id], fold, |by| by.tell(corrected(it)));
        }
        Event::MeasurementReturned(it) => {
            told_by([&it.partnership_id, &it.indicator_id, &it.partner_id], fold, |by| {
                by.give_back(&it.measurement_id, it.correction);
            });
        }
        Event::MeasurementVerified(it) => {
            told_by([&it.partnership_id, &it.indicator_id, &it.partner_id], fold, |by| by.verify(&verified(it)));
        }
        _ => (),
    }
}

fn counted(it: &IndicatorDefined) -> Counted {
    Counted {
        indicator_id: it.indicator_id.clone(),
        title: it.title.clone(),
        unit: it.unit.clone(),
        over_partners: it.over_partners,
        overlaps: vec![],
    }
}

/// Of an indicator that counts people.
fn told_by([partnership, indicator, partner]: [&str; 3], fold: &mut Fold<'_>, change: impl FnOnce(&mut ToldBy)) {
    if fold.get::<ReachCell>(key(&[partnership, "indicator", indicator])).is_none() {
        return;
    }
    fold.upsert(key(&[partnership, "told", indicator, partner]), |cell: &mut ReachCell| {
        let by = cell.told.get_or_insert_default();
        by.indicator_id = indicator.to_owned();
        by.partner_id = partner.to_owned();
        change(by);
    });
}

fn reported(it: &MeasurementReported) -> Told {
    Told {
        people: if it.denominator.is_empty() { it.value.clone() } else { it.numerator.clone() },
        period_start: it.period_start.clone(),
        period_end: it.period_end.clone(),
        jointly_with: it.jointly_with.clone(),
        measurement_id: it.measurement_id.clone(),
        ..Default::default()
    }
}

fn corrected(it: &MeasurementCorrected) -> Told {
    Told {
        people: if it.denominator.is_empty() { it.value.clone() } else { it.numerator.clone() },
        period_start: it.period_start.clone(),
        period_end: it.period_end.clone(),
        jointly_with: it.jointly_with.clone(),
        measurement_id: it.measurement_id.clone(),
        correction: it.correction,
        ..Default::default()
    }
}

fn verified(it: &MeasurementVerified) -> Told {
    Told {
        people: it.numerator.clone(),
        period_start: it.period_start.clone(),
        period_end: it.period_end.clone(),
        measurement_id: it.measurement_id.clone(),
        correction: it.correction,
        ..Default::default()
    }
}
