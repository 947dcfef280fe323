//! What appointing a representative leads to.

use contract::partners::{AppointRepresentative, RepresentativeAppointed};

use super::*;

#[test]
fn an_organisation_says_who_speaks_for_it() {
    misfa().by(MISFA).when(appoint()).then(appointed());
}

#[test]
fn saying_it_again_changes_nothing_and_another_may_follow() {
    let another = || AppointRepresentative { person: "p-19".into(), deputy: String::new(), ..appoint() };
    misfa().and(appointed()).by(MISFA).when(appoint()).then_nothing();
    misfa().and(appointed()).by(MISFA).when(another()).then(RepresentativeAppointed {
        person: "p-19".into(),
        deputy: String::new(),
        ..appointed()
    });
}

#[test]
fn nobody_appoints_anothers_representative() {
    misfa().by(OTHER).when(appoint()).then_rejected(Rejection::OnlyItsOwn { own: OTHER.into() });
    nothing::<Partner>().by(MISFA).when(appoint()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_person_is_an_opaque_id() {
    let opaque = "must be an opaque id of letters, digits, dots, hyphens and underscores";
    for name in ["Ms Example", "officer@example.org", "é"] {
        misfa()
            .by(MISFA)
            .when(AppointRepresentative { person: name.into(), ..appoint() })
            .then_rejected(Invalid::new("person", opaque).into());
        misfa()
            .by(MISFA)
            .when(AppointRepresentative { deputy: name.into(), ..appoint() })
            .then_rejected(Invalid::new("deputy", opaque).into());
    }
}

#[test]
fn nobody_stands_in_for_itself() {
    misfa()
        .by(MISFA)
        .when(AppointRepresentative { deputy: "p-17".into(), ..appoint() })
        .then_rejected(Invalid::new("deputy", "is the representative: nobody stands in for itself").into());
}

#[test]
fn it_is_from_a_day_on() {
    misfa()
        .by(MISFA)
        .when(AppointRepresentative { starts_on: "soon".into(), ..appoint() })
        .then_rejected(Invalid::new("starts_on", "is not a date YYYY-MM-DD: \"soon\"").into());
}

fn appoint() -> AppointRepresentative {
    AppointRepresentative {
        partner_id: MISFA.into(),
        person: "p-17".into(),
        deputy: "p-18".into(),
        starts_on: "2026-02-01".into(),
        ..Default::default()
    }
}

fn appointed() -> RepresentativeAppointed {
    let AppointRepresentative { command_id: _, validate_only: _, partner_id, person, deputy, starts_on } = appoint();
    RepresentativeAppointed { partner_id, person, deputy, starts_on }
}
