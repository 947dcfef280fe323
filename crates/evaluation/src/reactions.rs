//! What we do when a goal is adopted or revised, a value of ours is verified, a member leaves, or a period is over.

pub mod findings;
pub mod measures;
pub mod reporting;

use contract::{
    evaluation::{
        DropTarget, EndAssignment, MeasurePartnership, MeasurementVerified, OpenTarget, OverlapNoted, RecordProgress,
        RecountTarget, ReviseTarget, event::Kind as Event,
    },
    goals::{self, GoalAdopted, GoalRevised, event::Kind as Agreed},
    log::{Envelope, envelope::Fact},
};
use runtime::{Reaction, Room};

use crate::{
    Evaluation,
    assignment::Assignment,
    measures::Measures,
    memory::{Measured, Memory},
    target::Target,
};

pub fn react(known: &Room<Evaluation>, fact: &Envelope) -> Vec<Reaction<Evaluation>> {
    let reviewed = measures::at_review(fact).map(Reaction::new::<Measures, MeasurePartnership>);
    targets(known, fact).into_iter().chain(findings::react(fact)).chain(reviewed).collect()
}

fn targets(known: &Room<Evaluation>, fact: &Envelope) -> Vec<Reaction<Evaluation>> {
    match &fact.fact {
        Some(Fact::Goals(event)) => match &event.kind {
            Some(Agreed::GoalAdopted(it)) => openings(it).map(Reaction::new::<Target, OpenTarget>).collect(),
            Some(Agreed::GoalRevised(it)) => {
                let dropped = droppings(it).map(Reaction::new::<Target, DropTarget>);
                dropped.chain(revisions(it).map(Reaction::new::<Target, ReviseTarget>)).collect()
            }
            _ => vec![],
        },
        Some(Fact::Evaluation(event)) => {
            if let Some(Event::OverlapNoted(it)) = &event.kind {
                return recounts(known.memory, it).map(Reaction::new::<Target, RecountTarget>).collect();
            }
            let counted = match &event.kind {
                Some(Event::MeasurementVerified(it)) => progress(known.memory, it),
                Some(Event::TargetOpened(it)) => catching_up(known.memory, &it.partnership_id, &it.target),
                Some(Event::TargetRevised(it)) => catching_up(known.memory, &it.partnership_id, &it.target),
                _ => vec![],
            };
            counted.into_iter().map(Reaction::new::<Target, RecordProgress>).collect()
        }
        Some(Fact::Partners(event)) => {
            let ended = event.kind.iter().flat_map(|event| reporting::endings(known.memory, event));
            ended.map(Reaction::new::<Assignment, EndAssignment>).collect()
        }
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

/// Every target of a revised goal is followed as it is agreed now; what is new is opened, what is the same stays.
pub fn revisions(revised: &GoalRevised) -> impl Iterator<Item = ReviseTarget> {
    revised.targets.iter().map(|target| ReviseTarget {
        partnership_id: revised.partnership_id.clone(),
        goal_id: revised.goal_id.clone(),
        revision: revised.revision,
        target: Some(target.clone()),
        ..Default::default()
    })
}

pub fn droppings(revised: &GoalRevised) -> impl Iterator<Item = DropTarget> {
    revised.removed_target_ids.iter().map(|target_id| DropTarget {
        partnership_id: revised.partnership_id.clone(),
        target_id: target_id.clone(),
        revision: revised.revision,
        ..Default::default()
    })
}

/// What was verified before the target was followed, or before it started earlier, counts too. What has counted already
/// doesn't count again, and what is sealed in no target.
pub fn catching_up(memory: &Memory, partnership_id: &str, target: &Option<goals::Target>) -> Vec<RecordProgress> {
    let Some(target) = target else { return vec![] };
    if memory.is_sensitive(partnership_id, &target.indicator_id) {
        return vec![];
    }
    let verified = memory.verified_since(partnership_id, &target.indicator_id, &target.starts_on);
    let towards = |it: Measured| RecordProgress {
        partnership_id: partnership_id.to_owned(),
        target_id: target.target_id.clone(),
        measurement_id: it.measurement_id,
        correction: it.correction,
        partner_id: it.partner_id,
        period_end: it.period_end,
        numerator: it.numerator,
        denominator: it.denominator,
        ..Default::default()
    };
    verified.into_iter().map(towards).collect()
}

/// How many people are with several partners changes what each target of the indicator comes to.
pub fn recounts(memory: &Memory, noted: &OverlapNoted) -> impl Iterator<Item = RecountTarget> {
    memory.targets_of(&noted.partnership_id, &noted.indicator_id).map(|target_id| RecountTarget {
        partnership_id: noted.partnership_id.clone(),
        target_id: target_id.to_owned(),
        period_end: noted.period_end.clone(),
        ..Default::default()
    })
}

/// A verified value counts in every open target of its indicator; one that is sealed in none, which would tell of it.
pub fn progress(memory: &Memory, verified: &MeasurementVerified) -> Vec<RecordProgress> {
    // Its correction may have counted before, in a target opened in between, and must not be replaced by it.
    if !memory.is_latest(verified) || verified.sealed.is_some() {
        return vec![];
    }
    let targets = memory.moved_by(&verified.partnership_id, &verified.indicator_id, &verified.period_end);
    let towards = |target_id: &str| RecordProgress {
        partnership_id: verified.partnership_id.clone(),
        target_id: target_id.to_owned(),
        measurement_id: verified.measurement_id.clone(),
        correction: verified.correction,
        partner_id: verified.partner_id.clone(),
        period_end: verified.period_end.clone(),
        numerator: verified.numerator.clone(),
        denominator: verified.denominator.clone(),
        ..Default::default()
    };
    targets.into_iter().map(towards).collect()
}
