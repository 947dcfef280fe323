//! What parts and figures are called, in words an officer reads.

use contract::{common::Measure, evaluation::Part};

/// In their order, each with why nothing of it can be said where nothing was measured.
pub(super) const PARTS: [(Part, &str, &str); 8] = [
    (Part::Alignment, "alignment", "nothing was ranked, rated or expected yet, or its day is not over"),
    (Part::Voice, "voice", "nothing was proposed, put on an agenda or decided yet, or its day is not over"),
    (
        Part::Communication,
        "communication",
        "no check-in, meeting, review or concern is recorded yet, or its day is not over",
    ),
    (Part::Trust, "trust", "no feedback, undertaking or concern is recorded yet, or its day is not over"),
    (Part::Reciprocity, "reciprocity", "nothing that was given is recorded yet, or its day is not over"),
    (Part::Equity, "equity", "no benefit and no rating of fairness is recorded yet, or its day is not over"),
    (Part::Transparency, "transparency", "no value and no meeting is recorded yet, or its day is not over"),
    (Part::Impact, "impact", "no target is followed yet, or its day is not over"),
];

const PERCEPTION: &str = "perception";
const RECORD: &str = "record";

pub(super) fn label(measure: Measure) -> &'static str {
    match measure {
        Measure::Unspecified => "",
        Measure::GoalAgreement => "agreement on which goals come first (Kendall's W)",
        Measure::LeastAligned => "least aligned two (tau-b)",
        Measure::MostContested => "most contested goal",
        Measure::ApproachSupport => "support for the approaches (median)",
        Measure::ApproachLowest => "lowest rating of an approach",
        Measure::ExpectationsMet => "expectations answered yes",
        Measure::ExpectationsUnanswered => "expectations without an answer",
        Measure::ReservedMatters => "matters reserved to one member",
        _ => of_voice_and_talk(measure),
    }
}

fn of_voice_and_talk(measure: Measure) -> &'static str {
    match measure {
        Measure::ProposalsMade => "proposals made",
        Measure::ProposalsInequality => "inequality of proposals (Gini)",
        Measure::AgendaItems => "agenda items put",
        Measure::AgendaInequality => "inequality of agenda items (Gini)",
        Measure::Turnout => "turnout in decisions",
        Measure::ObjectionsSustained => "objections sustained",
        Measure::WantedMore => "wanted a larger part in a decision",
        Measure::ProposedByOne => "decisions of the quarter proposed by one voice",
        Measure::DecidedByOne => "decisions of the quarter in which one voice alone spoke",
        Measure::FundsGiven => "share of confirmed funds given",
        Measure::CheckIns => "check-ins made of those due",
        Measure::Meetings => "meetings held of those due",
        Measure::Reviews => "reviews held of those due",
        Measure::Attendance => "attendance at meetings",
        Measure::TimeToAcknowledge => "time to acknowledge a concern (median)",
        Measure::TimeToAnswer => "time to answer a concern (median)",
        Measure::Unanswered => "open concerns without an answer, the oldest",
        _ => of_trust_and_giving(measure),
    }
}

fn of_trust_and_giving(measure: Measure) -> &'static str {
    match measure {
        Measure::Reliability => "reliability in feedback (median)",
        Measure::ReliabilityLowest => "lowest rating of reliability",
        Measure::Respect => "respect in feedback (median)",
        Measure::RespectLowest => "lowest rating of respect",
        Measure::KeptByFirstDay => "undertakings kept by the original date",
        Measure::KeptByAgreedDay => "undertakings kept by the renegotiated date",
        Measure::UndertakingsOverdue => "open undertakings that are overdue",
        Measure::ConcernsResolved => "concerns resolved of those raised",
        Measure::ConcernsOpen => "concerns that are open",
        Measure::GivingAnswered => "giving that is answered",
        Measure::GivingBeyondChance => "answered beyond chance (rho)",
        Measure::GivingDensity => "pairs that give of all there could be",
        _ => of_gain_and_targets(measure),
    }
}

fn of_gain_and_targets(measure: Measure) -> &'static str {
    match measure {
        Measure::BenefitShareAgreed => "share of benefits agreed in the charter",
        Measure::BenefitShare => "share of confirmed money gained",
        Measure::BenefitsConfirmed => "benefits confirmed of those recorded",
        Measure::Fairness => "how fair members find their share (median)",
        Measure::FairnessLowest => "lowest rating of fairness",
        Measure::ValuesVerified => "reported values that are verified",
        Measure::VerifiedBy => "values verified by basis",
        Measure::MinutesApproved => "meetings with approved minutes",
        Measure::RecordVerified => "record verified",
        Measure::TargetsOnTrack => "targets on track",
        Measure::TargetsBehind => "targets behind",
        Measure::TargetsReached => "targets reached",
        Measure::TargetsLost => "targets lost",
        Measure::TargetsKept => "targets kept",
        Measure::TargetsNotKept => "targets not kept",
        Measure::TargetsUndefined => "targets of which nothing can be said",
        _ => "",
    }
}

/// What the members say, and what the record says, stand side by side.
pub(super) fn section(measure: Measure) -> &'static str {
    match measure {
        Measure::Reliability
        | Measure::ReliabilityLowest
        | Measure::Respect
        | Measure::RespectLowest
        | Measure::Fairness
        | Measure::FairnessLowest => PERCEPTION,
        Measure::KeptByFirstDay
        | Measure::KeptByAgreedDay
        | Measure::UndertakingsOverdue
        | Measure::ConcernsResolved
        | Measure::ConcernsOpen
        | Measure::BenefitShareAgreed
        | Measure::BenefitShare
        | Measure::BenefitsConfirmed => RECORD,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use contract::pool;

    use super::*;

    #[test]
    fn every_measure_has_a_name() {
        let measures = pool().get_enum_by_name("accord.common.v1.Measure").unwrap();
        for value in measures.values().filter(|it| it.number() != 0) {
            let measure = Measure::try_from(value.number()).unwrap();
            assert!(!label(measure).is_empty(), "{} has no name", value.name());
        }
    }
}
