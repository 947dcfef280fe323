//! What each service says that it has measured, as figures of one part.

mod alignment;
mod reciprocity;

use contract::{
    common::Figure,
    evaluation::{Event as OwnEvent, Part, event::Kind as Own},
    goals::{Event as GoalsEvent, event::Kind as Goals},
    log::{Envelope, envelope::Fact},
    partners::{Event as PartnersEvent, event::Kind as Partners},
    resources::{Event as ResourcesEvent, event::Kind as Resources},
};

/// What one service has measured of one part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heard {
    pub(super) partnership_id: String,
    pub(super) measured_on: String,
    pub(super) review_id: String,
    /// Empty: it does not say.
    pub(super) members: Vec<String>,
    pub(super) part: Part,
    pub(super) service: &'static str,
    pub(super) figures: Vec<Figure>,
}

/// Facts whose figures stand in them as they are shown.
macro_rules! as_it_stands {
    ($it:expr, $part:expr, $service:expr) => {
        Heard {
            partnership_id: $it.partnership_id.clone(),
            measured_on: $it.measured_on.clone(),
            review_id: $it.review_id.clone(),
            members: $it.member_partner_ids.clone(),
            part: $part,
            service: $service,
            figures: $it.figures.clone(),
        }
    };
}

pub(super) fn heard(fact: &Envelope) -> Option<Heard> {
    Some(match fact.fact.as_ref()? {
        Fact::Partners(PartnersEvent { kind: Some(event) }) => match event {
            Partners::VoiceMeasured(it) => as_it_stands!(it, Part::Voice, "partners"),
            Partners::CommunicationMeasured(it) => as_it_stands!(it, Part::Communication, "partners"),
            Partners::TrustMeasured(it) => as_it_stands!(it, Part::Trust, "partners"),
            Partners::MinutesMeasured(it) => as_it_stands!(it, Part::Transparency, "partners"),
            _ => return None,
        },
        Fact::Goals(GoalsEvent { kind: Some(event) }) => match event {
            Goals::AlignmentMeasured(it) => alignment::heard(it),
            Goals::UndertakingsMeasured(it) => as_it_stands!(it, Part::Trust, "goals"),
            _ => return None,
        },
        Fact::Resources(ResourcesEvent { kind: Some(Resources::ReciprocityMeasured(it)) }) => reciprocity::heard(it),
        Fact::Evaluation(OwnEvent { kind: Some(event) }) => match event {
            Own::EquityMeasured(it) => as_it_stands!(it, Part::Equity, "evaluation"),
            Own::VerificationMeasured(it) => as_it_stands!(it, Part::Transparency, "evaluation"),
            Own::ImpactMeasured(it) => as_it_stands!(it, Part::Impact, "evaluation"),
            _ => return None,
        },
        _ => return None,
    })
}
