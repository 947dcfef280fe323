//! Alignment as figures: the three of them, and who differs.

use contract::{
    common::{Figure, Measure, Unit},
    evaluation::Part,
    goals::{AlignmentMeasured, ApproachAlignment, ExpectationAlignment, GoalAlignment},
};
use runtime::measuring::figures::{counted, missing, share, valued};

use super::Heard;

pub(super) fn heard(it: &AlignmentMeasured) -> Heard {
    let mut figures = of_goals(&it.goals.clone().unwrap_or_default());
    figures.extend(of_approaches(&it.approaches.clone().unwrap_or_default()));
    figures.extend(of_expectations(&it.expectations.clone().unwrap_or_default()));
    Heard {
        partnership_id: it.partnership_id.clone(),
        measured_on: it.measured_on.clone(),
        review_id: it.review_id.clone(),
        members: it.member_partner_ids.clone(),
        part: Part::Alignment,
        service: "goals",
        figures,
    }
}

fn of_goals(it: &GoalAlignment) -> Vec<Figure> {
    let why = "it takes two organisations that rank, and two adopted goals that they do not all tie";
    let agreement = or_missing(Measure::GoalAgreement, Unit::Coefficient, &it.w, why);
    let mut figures = vec![Figure { count: Some(it.raters), ..agreement }];
    if !it.least_aligned_partner_id.is_empty() {
        let pair = [&it.least_aligned_partner_id, &it.least_aligned_with_partner_id];
        let tau = valued(Measure::LeastAligned, Unit::Coefficient, it.least_aligned_tau_b.clone());
        figures.push(Figure { partner_ids: pair.map(Clone::clone).to_vec(), ..tau });
    }
    if !it.most_contested_goal_id.is_empty() {
        let apart = valued(Measure::MostContested, Unit::Ranks, it.most_contested_deviation.clone());
        figures.push(Figure { thing_id: it.most_contested_goal_id.clone(), ..apart });
    }
    figures
}

fn of_approaches(it: &ApproachAlignment) -> Vec<Figure> {
    let support = or_missing(Measure::ApproachSupport, Unit::OfFour, &it.median, "nobody has rated an approach");
    let mut figures = vec![Figure { count: Some(it.ratings), ..support }];
    figures.extend(it.lowest.map(|lowest| Figure {
        partner_ids: vec![it.lowest_partner_id.clone()],
        thing_id: it.lowest_goal_id.clone(),
        ..valued(Measure::ApproachLowest, Unit::OfFour, lowest.to_string())
    }));
    figures
}

fn of_expectations(it: &ExpectationAlignment) -> Vec<Figure> {
    let why =
        if it.released { "no expectation was stated" } else { "expectations are sealed until all have stated theirs" };
    vec![
        share(Measure::ExpectationsMet, it.yes, it.asked, why),
        counted(Measure::ExpectationsUnanswered, it.unanswered, it.asked),
    ]
}

fn or_missing(measure: Measure, unit: Unit, value: &str, why: &str) -> Figure {
    if value.is_empty() { missing(measure, why) } else { valued(measure, unit, value.to_owned()) }
}
