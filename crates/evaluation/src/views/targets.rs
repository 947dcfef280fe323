//! Targets and how far they have got, as they are served.

use contract::{
    evaluation::{
        self, PartnerActual, ProgressRecorded, TargetOpened, TargetRecounted, TargetRevised, TargetView,
        event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::{TARGETS, place};

pub(super) struct Targets;

impl View for Targets {
    fn name(&self) -> &'static str {
        TARGETS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::TargetOpened(it) => fold.put(place(&it.partnership_id, &it.target_id), opened(it)),
            Event::TargetRevised(it) => revised(it, fold),
            Event::TargetDropped(it) => {
                fold.change(place(&it.partnership_id, &it.target_id), |target: &mut TargetView| {
                    target.dropped = true;
                    target.revision = it.revision;
                });
            }
            Event::ProgressRecorded(it) => moved(it, fold),
            Event::TargetRecounted(it) => recounted(it, fold),
            Event::TargetReached(it) => turned(&it.partnership_id, &it.target_id, true, fold),
            Event::TargetLost(it) => turned(&it.partnership_id, &it.target_id, false, fold),
            _ => (),
        }
    }
}

fn opened(it: &TargetOpened) -> TargetView {
    TargetView {
        target_id: it.target_id.clone(),
        goal_id: it.goal_id.clone(),
        target: it.target.clone(),
        ..Default::default()
    }
}

fn moved(it: &ProgressRecorded, fold: &mut Fold<'_>) {
    let is_new = is_new(it, fold);
    fold.change(place(&it.partnership_id, &it.target_id), |target: &mut TargetView| {
        target.actual = it.actual.clone();
        target.progress_basis_points = it.progress_basis_points;
        target.measurements += u32::from(is_new);
        target.periods_kept = it.periods_kept;
        target.periods_measured = it.periods_measured;
        brought(target, &it.partner_id, &it.partner_actual);
        // A value for an earlier period moves the figure, not the period reached. Dates compare as text.
        if target.measured_until <= it.period_end {
            target.measured_until = it.period_end.clone();
            target.due_basis_points = it.due_basis_points;
            target.due_basis = it.due_basis;
        }
    });
}

fn brought(target: &mut TargetView, partner_id: &str, actual: &str) {
    match target.partners.iter_mut().find(|it| it.partner_id == partner_id) {
        Some(partner) => partner.actual = actual.to_owned(),
        None => target.partners.push(PartnerActual { partner_id: partner_id.to_owned(), actual: actual.to_owned() }),
    }
}

fn revised(it: &TargetRevised, fold: &mut Fold<'_>) {
    fold.change(place(&it.partnership_id, &it.target_id), |target: &mut TargetView| {
        target.target = it.target.clone();
        target.actual = it.actual.clone();
        target.progress_basis_points = it.progress_basis_points;
        target.due_basis_points = it.due_basis_points;
        target.due_basis = it.due_basis;
        target.measured_until = it.measured_until.clone();
        target.periods_kept = it.periods_kept;
        target.periods_measured = it.periods_measured;
        target.partners = it.partners.clone();
        target.measurements = it.measurements;
        target.revision = it.revision;
        target.dropped = false;
    });
}

fn recounted(it: &TargetRecounted, fold: &mut Fold<'_>) {
    fold.change(place(&it.partnership_id, &it.target_id), |target: &mut TargetView| {
        target.actual = it.actual.clone();
        target.progress_basis_points = it.progress_basis_points;
        target.periods_kept = it.periods_kept;
        target.periods_measured = it.periods_measured;
    });
}

/// Whether the value is the first of its partner and period by this indicator, and no correction. No partnership has
/// this prefix.
fn is_new(it: &ProgressRecorded, fold: &mut Fold<'_>) -> bool {
    let target = fold.get::<TargetView>(place(&it.partnership_id, &it.target_id)).and_then(|it| it.target);
    let indicator = target.map(|it| it.indicator_id).unwrap_or_default();
    let place = key(&["counted", &it.target_id, &indicator, &it.partner_id, &it.period_end]);
    if fold.get::<TargetView>(place.clone()).is_some() {
        return false;
    }
    fold.put(place, TargetView { target_id: it.target_id.clone(), ..Default::default() });
    true
}

fn turned(partnership_id: &str, target_id: &str, reached: bool, fold: &mut Fold<'_>) {
    fold.change(place(partnership_id, target_id), |target: &mut TargetView| target.reached = reached);
}
