//! How far members took part, in their own eyes.

use contract::partners::{ParticipationRated, ProposalWithdrawn, RateParticipation};

use super::*;

fn rate(actual: u32, desired: u32) -> RateParticipation {
    RateParticipation {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        actual: Some(actual),
        desired: Some(desired),
        ..Default::default()
    }
}

fn rated(actual: u32, desired: u32) -> ParticipationRated {
    ParticipationRated {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: "b".into(),
        actual,
        desired,
    }
}

#[test]
fn a_member_says_after_the_decision_how_far_it_took_part() {
    let decided = || five().and(adopted(5, 0, ""));
    decided().by("b").when(rate(0, 3)).then(rated(0, 3));
    decided().and(rated(0, 3)).by("b").when(rate(0, 3)).then_nothing();
    decided().and(rated(0, 3)).by("b").when(rate(1, 3)).then(rated(1, 3));
    five().and(rejected([0, 0, 5], "")).by("b").when(rate(4, 4)).then(rated(4, 4));
}

#[test]
fn nothing_said_is_not_zero() {
    let problem = "is missing: say 0 for not informed, up to 4 for in the lead";
    five()
        .and(adopted(5, 0, ""))
        .by("b")
        .when(RateParticipation { actual: None, ..rate(0, 0) })
        .then_rejected(Invalid::new("actual", problem).into());
}

#[test]
fn only_who_was_eligible_rates_and_only_a_decision() {
    five().and(adopted(5, 0, "")).by("x").when(rate(0, 0)).then_rejected(Rejection::NotEligible);
    five().by("b").when(rate(0, 0)).then_rejected(Rejection::NotDecided);
    five().and(ProposalWithdrawn::default()).by("b").when(rate(0, 0)).then_rejected(Rejection::Closed);
}
