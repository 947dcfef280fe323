//! What appointing a representative leads to.

use contract::partners::{AppointRepresentative, Contact, ContactErased, EraseContact, RepresentativeAppointed};
use partners::{
    partner::decisions::ContactKeys,
    scenario::{key, sealed_for},
    sealing::Written,
};

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

#[test]
fn how_officers_are_reached_is_sealed() {
    let keys = || ContactKeys { person: Some(key()), deputy: None };
    let appoint = || AppointRepresentative { contact: Some(contact()), ..appoint() };
    let reached = RepresentativeAppointed { contact: sealed_for(MISFA, &[], &contact()), ..appointed() };
    misfa().by(MISFA).when_knowing(keys(), appoint()).then(reached.clone());
    misfa().and(reached.clone()).by(MISFA).when_knowing(keys(), appoint()).then_nothing();
    let moved = Contact { phone: "+93 20 7654321".into(), ..contact() };
    let anew = AppointRepresentative { contact: Some(moved.clone()), ..appoint() };
    let event = RepresentativeAppointed { contact: sealed_for(MISFA, &[], &moved), ..appointed() };
    misfa().and(reached).by(MISFA).when_knowing(keys(), anew).then(event);
}

#[test]
fn a_contact_is_a_name_with_an_address_or_a_number() {
    let keys = || ContactKeys { person: Some(key()), deputy: Some(key()) };
    let refused = |command: AppointRepresentative, field: &'static str, problem: &str| {
        misfa().by(MISFA).when_knowing(keys(), command).then_rejected(Invalid::new(field, problem).into());
    };
    let with = |contact: Contact| AppointRepresentative { contact: Some(contact), ..appoint() };
    let standing_in = |contact: Contact| AppointRepresentative { deputy_contact: Some(contact), ..appoint() };
    refused(with(Contact { name: " ".into(), ..contact() }), "contact.name", "is missing");
    let address = "is not an e-mail address such as office@example.org";
    for email in ["office", "@example.org", "office@", "a b@example.org", "a@b@c"] {
        refused(with(Contact { email: email.into(), ..contact() }), "contact.email", address);
        refused(standing_in(Contact { email: email.into(), ..contact() }), "deputy_contact.email", address);
    }
    let number = "is not a telephone number such as +254 20 1234567";
    for phone in ["none", "12", "+254 twenty"] {
        refused(with(Contact { phone: phone.into(), ..contact() }), "contact.phone", number);
    }
    let neither = Contact { name: "An Officer".into(), ..Default::default() };
    let problem = "is missing, as is the phone number: give at least one of them";
    refused(with(neither), "contact.email", problem);
    let nobody = AppointRepresentative { deputy: String::new(), ..standing_in(contact()) };
    let problem = "is given, and nobody stands in: name the deputy or leave it out";
    refused(nobody, "deputy_contact", problem);
}

#[test]
fn how_a_person_is_reached_is_forgotten_at_its_organisations_or_the_operators_word() {
    let kept = || Written::Kept { key_id: key().key_id };
    misfa().by(MISFA).when_knowing(kept(), erase()).then(erased(MISFA));
    misfa().when_knowing(kept(), erase()).then(erased(""));
    misfa().by(MISFA).when_knowing(Written::TakenOut, erase()).then_nothing();
    let unsaid = Rejection::NoContact { person: "p-17".into() };
    misfa().by(MISFA).when_knowing(Written::Nothing, erase()).then_rejected(unsaid);
    misfa().by(OTHER).when_knowing(kept(), erase()).then_rejected(Rejection::OnlyItsOwn { own: OTHER.into() });
    let silent = EraseContact { reason: String::new(), ..erase() };
    misfa().by(MISFA).when_knowing(kept(), silent).then_rejected(Invalid::new("reason", "is missing").into());
}

fn erase() -> EraseContact {
    EraseContact { partner_id: MISFA.into(), person: "p-17".into(), reason: "Has left us".into(), ..Default::default() }
}

fn erased(by: &str) -> ContactErased {
    ContactErased {
        partner_id: MISFA.into(),
        person: "p-17".into(),
        reason: "Has left us".into(),
        key_id: key().key_id,
        erased_by: by.into(),
    }
}

fn contact() -> Contact {
    Contact { name: "An Officer".into(), email: "officer@example.org".into(), phone: "+93 20 1234567".into() }
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
    let AppointRepresentative { partner_id, person, deputy, starts_on, .. } = appoint();
    RepresentativeAppointed { partner_id, person, deputy, starts_on, contact: None, deputy_contact: None }
}
