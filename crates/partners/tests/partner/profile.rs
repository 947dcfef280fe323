//! What revising a profile leads to.

use contract::partners::{ProfileRevised, ReviseProfile};

use super::*;

#[test]
fn an_organisation_revises_its_own_profile_and_so_does_the_operator() {
    misfa().by(MISFA).when_knowing(unaffiliated(), revise()).then(revised());
    misfa().when_knowing(unaffiliated(), revise()).then(revised());
}

#[test]
fn nobody_revises_anothers_profile() {
    misfa().by(OTHER).when_knowing(unaffiliated(), revise()).then_rejected(Rejection::OnlyItsOwn { own: OTHER.into() });
}

#[test]
fn what_is_so_already_is_no_revision() {
    misfa().and(revised()).by(MISFA).when_knowing(unaffiliated(), revise()).then_nothing();
    let PartnerRegistered { partner_id, name, kind, country, strengths, external_ids, affiliated_to } = registered();
    let as_registered =
        ReviseProfile { partner_id, name, kind, country, strengths, external_ids, affiliated_to, ..Default::default() };
    misfa().by(MISFA).when_knowing(unaffiliated(), as_registered).then_nothing();
}

#[test]
fn registering_as_before_changes_nothing_after_a_revision() {
    misfa().and(revised()).when_knowing(unaffiliated(), register()).then_nothing();
}

#[test]
fn only_who_is_registered_has_a_profile() {
    nothing::<Partner>().when_knowing(unaffiliated(), revise()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_profile_is_checked_as_at_the_registration() {
    let refused = |command: ReviseProfile, field: &'static str, problem: &str| {
        misfa().when_knowing(unaffiliated(), command).then_rejected(Invalid::new(field, problem).into());
    };
    refused(ReviseProfile { name: " ".into(), ..revise() }, "name", "is missing");
    refused(
        ReviseProfile { country: "UK".into(), ..revise() },
        "country",
        "is not a country code of ISO 3166-1: \"UK\"",
    );
    refused(ReviseProfile { strengths: vec!["".into()], ..revise() }, "strengths", "holds an empty entry");
    let twice = vec![ExternalId { scheme: "lei".into(), id: "1".into() }; 2];
    refused(ReviseProfile { external_ids: twice, ..revise() }, "external_ids", "names lei 1 twice");
}

#[test]
fn affiliations_stay_a_short_line_that_leads_to_a_head() {
    let affiliated = || ReviseProfile { affiliated_to: OTHER.into(), ..revise() };
    let refused = |affiliation: Affiliation, problem: &str| {
        let invalid = Invalid::new("affiliated_to", problem);
        misfa().when_knowing(affiliation, affiliated()).then_rejected(invalid.into());
    };
    let under = |above: &[&str], below: usize| Affiliation {
        above: above.iter().map(|it| (*it).into()).collect(),
        below,
        ..unaffiliated()
    };
    misfa()
        .when_knowing(under(&[OTHER; 3], 5), affiliated())
        .then(ProfileRevised { affiliated_to: OTHER.into(), ..revised() });
    refused(under(&[OTHER, MISFA], 0), "leads back to the partner itself");
    refused(under(&[OTHER; 3], 6), "would make too long a line of affiliations: name the organisation at the head");
    refused(Affiliation { is_unknown: true, ..under(&[OTHER], 0) }, "names a partner that is not registered");
}

fn revise() -> ReviseProfile {
    ReviseProfile {
        partner_id: MISFA.into(),
        name: "MISFA Limited".into(),
        kind: PartnerKind::Funder.into(),
        country: "AF".into(),
        strengths: vec!["rural lending".into()],
        ..Default::default()
    }
}

fn revised() -> ProfileRevised {
    let ReviseProfile { partner_id, name, kind, country, strengths, external_ids, affiliated_to, .. } = revise();
    ProfileRevised { partner_id, name, kind, country, strengths, external_ids, affiliated_to }
}
