//! Reciprocity as figures: over all kinds, and kind by kind.

use contract::{
    common::{Figure, Measure},
    evaluation::Part,
    resources::{ReciprocityMeasured, ReciprocityOfKind, ResourceKind},
};
use runtime::measuring::figures::{coefficient, missing, share};

use super::Heard;

const NOTHING_GIVEN: &str = "no gift between members is confirmed";

pub(super) fn heard(it: &ReciprocityMeasured) -> Heard {
    let possible = it.members.saturating_mul(it.members.saturating_sub(1));
    let beyond = it.rho_basis_points.map(|it| coefficient(Measure::GivingBeyondChance, it.into()));
    let why = "there are no gifts to compare, or every member gave to every other";
    let mut figures = vec![
        share(Measure::GivingAnswered, it.answered, it.links, NOTHING_GIVEN),
        beyond.unwrap_or_else(|| missing(Measure::GivingBeyondChance, why)),
        share(Measure::GivingDensity, it.links, possible, "it takes two members"),
    ];
    figures.extend(it.kinds.iter().map(of_kind));
    Heard {
        partnership_id: it.partnership_id.clone(),
        measured_on: it.measured_on.clone(),
        review_id: it.review_id.clone(),
        members: it.member_partner_ids.clone(),
        part: Part::Reciprocity,
        service: "resources",
        figures,
    }
}

fn of_kind(it: &ReciprocityOfKind) -> Figure {
    let kind = match it.kind() {
        ResourceKind::Unspecified => "other",
        ResourceKind::Funds => "funds",
        ResourceKind::Expertise => "expertise",
        ResourceKind::Training => "training",
        ResourceKind::Technology => "technology",
        ResourceKind::Equipment => "equipment",
        ResourceKind::Network => "network",
        ResourceKind::Data => "data",
        ResourceKind::Knowledge => "knowledge",
    };
    Figure { split: kind.to_owned(), ..share(Measure::GivingAnswered, it.answered, it.links, NOTHING_GIVEN) }
}
