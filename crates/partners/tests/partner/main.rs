//! What registering an organisation, and what is recorded of it after that, leads to.

mod due_diligence;
mod profile;
mod representative;

use contract::partners::{Evidence, ExternalId, PartnerKind, PartnerRegistered, RegisterPartner, event::Kind as Event};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::partner::{Partner, Rejection, decisions::Affiliation};

const MISFA: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8058";

#[test]
fn the_operator_registers_an_organisation() {
    nothing::<Partner>().when_knowing(unaffiliated(), register()).then(registered());
}

#[test]
fn an_organisation_registers_itself() {
    nothing::<Partner>().by(MISFA).when_knowing(unaffiliated(), register()).then(registered());
}

#[test]
fn an_organisation_cannot_register_another() {
    nothing::<Partner>()
        .by(OTHER)
        .when_knowing(unaffiliated(), register())
        .then_rejected(Rejection::OnlyItself { own: OTHER.into() });
}

#[test]
fn an_organisation_names_itself_when_it_registers() {
    nothing::<Partner>()
        .by(MISFA)
        .when_knowing(unaffiliated(), RegisterPartner { partner_id: String::new(), ..register() })
        .then_rejected(Rejection::OnlyItself { own: MISFA.into() });
}

#[test]
fn the_operator_may_leave_the_id_to_us() {
    nothing::<Partner>()
        .when_knowing(unaffiliated(), RegisterPartner { partner_id: String::new(), ..register() })
        .then(PartnerRegistered { partner_id: context().fresh("partner"), ..registered() });
}

#[test]
fn registering_again_changes_nothing() {
    given::<Partner, _>([registered()]).when_knowing(unaffiliated(), register()).then_nothing();
    given::<Partner, _>([registered()]).by(MISFA).when_knowing(unaffiliated(), register()).then_nothing();
}

#[test]
fn blanks_around_words_are_no_difference() {
    given::<Partner, _>([registered()])
        .when_knowing(
            unaffiliated(),
            RegisterPartner { name: " MISFA ".into(), strengths: vec![" wholesale lending".into()], ..register() },
        )
        .then_nothing();
}

#[test]
fn an_id_stands_for_one_organisation() {
    given::<Partner, _>([registered()])
        .when_knowing(unaffiliated(), RegisterPartner { name: "Somebody else".into(), ..register() })
        .then_rejected(Rejection::IdTaken);
}

#[test]
fn a_name_of_blanks_is_no_name() {
    nothing::<Partner>()
        .when_knowing(unaffiliated(), RegisterPartner { name: " \t".into(), ..register() })
        .then_rejected(Invalid::new("name", "is missing").into());
}

#[test]
fn countries_are_those_of_iso_3166() {
    for code in ["ZZ", "UK", "", "AF AG"] {
        nothing::<Partner>()
            .when_knowing(unaffiliated(), RegisterPartner { country: code.into(), ..register() })
            .then_rejected(Invalid::new("country", format!("is not a country code of ISO 3166-1: {code:?}")).into());
    }
}

#[test]
fn a_strength_says_something() {
    nothing::<Partner>()
        .when_knowing(unaffiliated(), RegisterPartner { strengths: vec!["lending".into(), " ".into()], ..register() })
        .then_rejected(Invalid::new("strengths", "holds an empty entry").into());
}

#[test]
fn an_id_elsewhere_is_named_once() {
    let iati = ExternalId { scheme: "iati".into(), id: "AF-MOF-1".into() };
    nothing::<Partner>()
        .when_knowing(unaffiliated(), RegisterPartner { external_ids: vec![iati.clone(), iati], ..register() })
        .then_rejected(Invalid::new("external_ids", "names iati AF-MOF-1 twice").into());
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    let refused = |it: Rejection| (it.refusal().reason, it.refusal().field);
    assert_eq!(refused(Rejection::OnlyItself { own: MISFA.into() }), ("REASON_PERMISSION_DENIED", Some("partner_id")));
    assert_eq!(refused(Rejection::IdTaken), ("REASON_ID_TAKEN", Some("partner_id")));
    assert_eq!(refused(Rejection::NotFound), ("REASON_NOT_FOUND", Some("partner_id")));
    assert_eq!(refused(Rejection::OnlyItsOwn { own: MISFA.into() }), ("REASON_PERMISSION_DENIED", Some("partner_id")));
    assert_eq!(refused(Rejection::AboutItself), ("REASON_ABOUT_ITSELF", Some("partner_id")));
    assert_eq!(refused(Invalid::new("country", "").into()), ("REASON_INVALID_FIELD", Some("country")));
}

#[test]
fn an_affiliation_names_a_registered_partner_and_leads_to_a_head() {
    let affiliated = || RegisterPartner { affiliated_to: OTHER.into(), ..register() };
    let refused = |affiliation: Affiliation, problem: &str| {
        let invalid = Invalid::new("affiliated_to", problem);
        nothing::<Partner>().when_knowing(affiliation, affiliated()).then_rejected(invalid.into());
    };
    let above = |above: &[&str]| Affiliation { above: above.iter().map(|it| (*it).into()).collect(), ..unaffiliated() };
    nothing::<Partner>()
        .when_knowing(above(&[OTHER]), affiliated())
        .then(PartnerRegistered { affiliated_to: OTHER.into(), ..registered() });
    refused(Affiliation { is_unknown: true, ..above(&[OTHER]) }, "names a partner that is not registered");
    refused(above(&[OTHER, MISFA]), "leads back to the partner itself");
    refused(above(&[OTHER; 9]), "has too many others above it: name the organisation at the head");
}

fn unaffiliated() -> Affiliation {
    Affiliation { partner_id: MISFA.into(), ..Default::default() }
}

fn register() -> RegisterPartner {
    RegisterPartner {
        partner_id: MISFA.into(),
        name: "MISFA".into(),
        kind: PartnerKind::Network.into(),
        country: "AF".into(),
        strengths: vec!["wholesale lending".into()],
        external_ids: vec![ExternalId { scheme: "iati".into(), id: "AF-MOF-1".into() }],
        ..Default::default()
    }
}

fn registered() -> PartnerRegistered {
    let RegisterPartner {
        command_id: _,
        validate_only: _,
        partner_id,
        name,
        kind,
        country,
        strengths,
        external_ids,
        affiliated_to,
    } = register();
    PartnerRegistered { partner_id, name, kind, country, strengths, external_ids, affiliated_to }
}

fn misfa() -> Scenario<Partner> {
    given::<Partner, Event>([registered().into()])
}

fn report() -> Evidence {
    Evidence {
        uri: "https://example.org/report.pdf".into(),
        sha256: "0f".repeat(32),
        size_bytes: 1_024,
        media_type: "application/pdf".into(),
    }
}
