//! What keeping what a source publishes leads to.

use contract::resources::{
    KeepPublication, PublicationKept, PublishedAttribute, PublishedElement, event::Kind as Event,
};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use resources::publication::{
    Publication, Rejection,
    decisions::{ELEMENTS_BYTES_MAX, Ground},
};

#[test]
fn what_a_source_says_is_kept_as_it_stands() {
    nothing::<Publication>().by("").when_knowing(formed(), keep()).then(kept());
}

#[test]
fn keeping_the_same_again_changes_nothing() {
    before().by("").when_knowing(Ground::default(), keep()).then_nothing();
}

#[test]
fn a_newer_publication_takes_the_place_of_the_one_before() {
    let newer = KeepPublication { elements: vec![element(0, "title")], ..keep() };
    let after = PublicationKept { elements: vec![element(0, "title")], ..kept() };
    before().by("").when_knowing(formed(), newer).then(after);
}

#[test]
fn an_id_stands_for_one_part_of_what_one_document_says_of_one_thing() {
    let others = [
        KeepPublication { activity_id: "another".into(), ..keep() },
        KeepPublication { identifier: "another".into(), ..keep() },
        KeepPublication { part: 2, ..keep() },
    ];
    for other in others {
        before().by("").when_knowing(formed(), other).then_rejected(Rejection::IdTaken);
    }
}

#[test]
fn an_id_is_made_where_none_is_given() {
    let unnamed = KeepPublication { publication_id: String::new(), ..keep() };
    let made = PublicationKept { publication_id: context().fresh("publication"), ..kept() };
    nothing::<Publication>().by("").when_knowing(formed(), unnamed).then(made);
}

#[test]
fn it_is_about_a_partnership_that_is_there() {
    nothing::<Publication>().by("").when_knowing(Ground::default(), keep()).then_rejected(Rejection::NoPartnership);
}

#[test]
fn a_part_is_one_of_them_all() {
    refused(KeepPublication { part: 3, ..keep() }, "part", "is 3, and there are 2 parts");
}

#[test]
fn each_element_stands_under_one_before_it() {
    let hanging = KeepPublication { elements: vec![element(0, "title"), element(2, "narrative")], ..keep() };
    refused(hanging, "elements", "number 2 stands 2 deep, under nothing: at most 1 can be");
    refused(
        KeepPublication { elements: vec![element(1, "narrative")], ..keep() },
        "elements",
        "number 1 stands 1 deep, under nothing: at most 0 can be",
    );
}

#[test]
fn names_are_such_as_can_be_written_again() {
    for odd in ["title><evil", "1st", "a b", "é"] {
        let elements = vec![element(0, odd)];
        refused(KeepPublication { elements, ..keep() }, "elements", &format!("number 1: {odd:?} is no name in XML"));
    }
    let attributes = vec![PublishedAttribute { name: "on\"load".into(), value: String::new() }];
    let elements = vec![PublishedElement { attributes, ..element(0, "title") }];
    refused(KeepPublication { elements, ..keep() }, "elements", "number 1: \"on\\\"load\" is no name in XML");
}

#[test]
fn it_fits_into_one_fact() {
    let long = PublishedElement { text: "x".repeat(ELEMENTS_BYTES_MAX), ..element(0, "title") };
    let bytes = prost::Message::encoded_len(&long);
    refused(
        KeepPublication { elements: vec![long], ..keep() },
        "elements",
        &format!("take {bytes} bytes, and 40960 are taken at most: keep them in several parts"),
    );
}

#[test]
fn every_refusal_says_what_it_is_about() {
    for rejection in [Rejection::NoPartnership, Rejection::IdTaken, Invalid::new("part", "is missing").into()] {
        assert!(!rejection.to_string().is_empty());
        let _ = rejection.refusal();
    }
}

fn refused(command: KeepPublication, field: &'static str, problem: &str) {
    nothing::<Publication>()
        .by("")
        .when_knowing(formed(), command)
        .then_rejected(Rejection::Invalid(Invalid::new(field, problem)));
}

fn before() -> Scenario<Publication> {
    given::<Publication, Event>([kept().into()])
}

fn formed() -> Ground {
    Ground { is_formed: true }
}

fn element(depth: u32, name: &str) -> PublishedElement {
    PublishedElement { depth, name: name.into(), ..Default::default() }
}

fn keep() -> KeepPublication {
    KeepPublication {
        partnership_id: "partnership".into(),
        publication_id: "publication".into(),
        activity_id: "activity".into(),
        identifier: "GB-1-107196-101".into(),
        part: 1,
        parts: 2,
        elements: vec![element(0, "sector"), element(1, "narrative")],
        source: "iati:GB-1-107196-101".into(),
        ..Default::default()
    }
}

fn kept() -> PublicationKept {
    let KeepPublication {
        command_id: _,
        validate_only: _,
        partnership_id,
        publication_id,
        activity_id,
        identifier,
        part,
        parts,
        elements,
        source,
    } = keep();
    PublicationKept { partnership_id, publication_id, activity_id, identifier, part, parts, elements, source }
}
