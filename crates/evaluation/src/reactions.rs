//! What we do when a goal is adopted, and when a value of ours is verified.

use contract::{
    evaluation::{MeasurementVerified, OpenTarget, RecordProgress, event::Kind as Event},
    goals::{GoalAdopted, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
};
use runtime::{Reaction, Room};

use crate::{Evaluation, memory::Memory, target::Target};

pub fn react(known: &Room<Evaluation>, fact: &Envelope) -> Vec<Reaction<Evaluation>> {
    match &fact.fact {
        Some(Fact::Goals(event)) => match &event.kind {
            Some(Agreed::GoalAdopted(it)) => openings(it).map(Reaction::new::<Target, OpenTarget>).collect(),
            _ => vec![],
        },
        Some(Fact::Evaluation(event)) => match &event.kind {
            Some(Event::MeasurementVerified(it)) => {
                progress(known.memory, it).into_iter().map(Reaction::new::<Target, RecordProgress>).collect()
            }
            _ => vec![],
        },
        _ => vec![],
    }
}

/// Every target of an adopted goal is followed.
pub fn openings(adopted: &GoalAdopted) -> impl Iterator<Item = OpenTarget> {
    adopted.targets.iter().map(|target| OpenTarget {
        partnership_id: adopted.partnership_id.clone(),
        goal_id: adopted.goal_id.clone(),
        target: Some(target.clone()),
        ..Default::default()
    })
}

/// A verified value counts in every open target of its indicator.
pub fn progress(memory: &Memory, verified: &MeasurementVerified) -> Vec<RecordProgress> {
    let targets = memory.moved_by(&verified.partnership_id, &verified.indicator_id, &verified.period_end);
    let towards = |target_id: &str| RecordProgress {
        partnership_id: verified.partnership_id.clone(),
        target_id: target_id.to_owned(),
        measurement_id: verified.measurement_id.clone(),
        partner_id: verified.partner_id.clone(),
        period_end: verified.period_end.clone(),
        numerator: verified.numerator.clone(),
        denominator: verified.denominator.clone(),
        ..Default::default()
    };
    targets.into_iter().map(towards).collect()
}
