//! What services ask the members to decide, as a motion that a member can read.

mod membership;

use contract::{
    goals::{GoalClosureProposed, GoalProposed, Outcome, Target, TargetKind, event::Kind as Goals},
    log::{Envelope, envelope::Fact},
    partners::{Escalation, Matter, OpenProposal, Subject, event::Kind as Event},
};
use uuid::Uuid;

use super::{concerns, redactions};
use crate::Memory;

pub(super) const OURSELVES: &str = "partners";
const TITLE_BYTES_MAX: usize = 512;
const TEXT_BYTES_MAX: usize = 8_192;

/// The motion that a fact asks for, if it asks for one.
pub fn motion(memory: &Memory, fact: &Envelope) -> Option<OpenProposal> {
    let (matter, title, text) = match fact.fact.as_ref()? {
        Fact::Goals(event) => match event.kind.as_ref()? {
            // What a source lists is as published: nobody decides it here.
            Goals::GoalProposed(it) if it.source.is_empty() => goal(it),
            Goals::GoalClosureProposed(it) => closure(it),
            _ => return None,
        },
        Fact::Partners(event) => match event.kind.as_ref()? {
            Event::ConcernEscalated(it) if it.to() == Escalation::Decision => concerns::motion(memory, it),
            Event::RedactionProposed(it) => redactions::motion(memory, it),
            event => membership::motion(memory, event)?,
        },
        _ => return None,
    };
    Some(OpenProposal {
        partnership_id: fact.partnership.clone(),
        proposal_id: proposal_id(&fact.event_id)?,
        matter: matter.into(),
        title: clipped(title, TITLE_BYTES_MAX),
        text: clipped(text, TEXT_BYTES_MAX),
        subject: Some(Subject {
            service: fact.service.clone(),
            stream: fact.stream.clone(),
            event_id: fact.event_id.clone(),
        }),
        concerned_partner_id: membership::concerned(fact),
        under: membership::under(fact),
        ..Default::default()
    })
}

/// One proposal a fact. Not named like an id made for a caller, whose command id may be any, this event's too.
fn proposal_id(event_id: &str) -> Option<String> {
    let event_id = Uuid::try_parse(event_id).ok()?;
    Some(Uuid::new_v5(&event_id, b"accord/decides").to_string())
}

fn goal(it: &GoalProposed) -> (Matter, String, String) {
    let targets: String = it.targets.iter().map(|it| format!("\n- {}", target(it))).collect();
    let text = match targets.as_str() {
        "" => it.approach.clone(),
        _ => format!("{}\nTargets:{targets}", it.approach),
    };
    (Matter::Goal, format!("Adopt the goal: {}", it.title), text)
}

fn target(it: &Target) -> String {
    let value = &it.value;
    let asked = match it.kind() {
        TargetKind::KeepAtOrAbove => format!("stay at {value} or above"),
        TargetKind::KeepAtOrBelow => format!("stay at {value} or below"),
        TargetKind::Reach | TargetKind::Unspecified => format!("get from {} to {value}", it.baseline),
    };
    format!("{asked}, from {} to {}, by indicator {}", it.starts_on, it.due_on, it.indicator_id)
}

fn closure(it: &GoalClosureProposed) -> (Matter, String, String) {
    let how = match it.outcome() {
        Outcome::Achieved => " as achieved",
        Outcome::PartlyAchieved => " as partly achieved",
        Outcome::NotAchieved => " as not achieved",
        Outcome::Dropped => " as dropped",
        Outcome::Unspecified => "",
    };
    (Matter::Goal, format!("Close the goal{how}: {}", it.title), it.why.clone())
}

/// The fact itself holds in full what is cut short here.
fn clipped(mut text: String, bytes_max: usize) -> String {
    const CUT: &str = "…";
    if bytes_max < text.len() {
        let end = (0..=bytes_max - CUT.len()).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
        text.push_str(CUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_between_letters() {
        assert_eq!(clipped("short".into(), 5), "short");
        assert_eq!(clipped("longer".into(), 5), "lo…");
        assert_eq!(clipped("éééé".into(), 6), "é…");
    }
}
