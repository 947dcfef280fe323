//! What measuring reciprocity leads to.

use contract::resources::*;
use kernel::{
    measures,
    scenario::{given, nothing},
};
use resources::{
    figures::Mutual,
    reciprocity::{Reciprocity, Rejection},
};

use crate::messages::*;

#[test]
fn it_is_measured_once_a_day_and_by_the_service_alone() {
    nothing::<Reciprocity>().by_service("clock").when_knowing(mutual(), measure()).then(measured());
    let again = || given::<Reciprocity, _>([measured()]);
    again().by_service("clock").when_knowing(mutual(), measure()).then_nothing();
    nothing::<Reciprocity>().by(FUNDER).when_knowing(mutual(), measure()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn a_review_has_it_measured_whatever_was_measured_that_day() {
    let at_review = || MeasureReciprocity { review_id: TRANSFER.into(), ..measure() };
    let reviewed = ReciprocityMeasured { review_id: TRANSFER.into(), ..measured() };
    let again = || given::<Reciprocity, _>([measured()]).by_service("clock");
    again().when_knowing(mutual(), at_review()).then(reviewed.clone());
    again().and(reviewed.clone()).when_knowing(mutual(), at_review()).then_nothing();
    given::<Reciprocity, _>([reviewed]).by_service("clock").when_knowing(mutual(), measure()).then(measured());
}

#[test]
fn where_nobody_gave_anything_it_says_so() {
    let nothing_given =
        Mutual { members: vec![], all: measures::Reciprocity { members: 3, links: 0, answered: 0 }, kinds: vec![] };
    nothing::<Reciprocity>().by_service("clock").when_knowing(nothing_given, measure()).then(ReciprocityMeasured {
        links: 0,
        answered: 0,
        reciprocity_basis_points: None,
        density_basis_points: Some(0),
        rho_basis_points: None,
        kinds: vec![],
        ..measured()
    });
}

fn mutual() -> Mutual {
    let kinds = vec![ReciprocityOfKind { kind: ResourceKind::Funds.into(), links: 3, answered: 2 }];
    Mutual { members: vec![], all: measures::Reciprocity { members: 3, links: 3, answered: 2 }, kinds }
}

fn measure() -> MeasureReciprocity {
    MeasureReciprocity { partnership_id: TOGETHER.into(), ..Default::default() }
}

fn measured() -> ReciprocityMeasured {
    ReciprocityMeasured {
        partnership_id: TOGETHER.into(),
        measured_on: "2026-01-15".into(),
        members: 3,
        links: 3,
        answered: 2,
        reciprocity_basis_points: Some(6_667),
        density_basis_points: Some(5_000),
        rho_basis_points: Some(3_333),
        kinds: mutual().kinds,
        ..Default::default()
    }
}
