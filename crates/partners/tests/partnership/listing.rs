//! Listing whom a source names.

use super::*;

#[test]
fn the_operator_lists_whom_a_source_names() {
    given::<Partnership, _>([from_source().1]).when(list()).then(listed());
}

#[test]
fn the_receipt_names_the_participant() {
    assert_eq!(<Partnership as Decide<ListParticipant>>::thing(&list(), &context()), "participant");
    let unnamed = ListParticipant { participant_id: String::new(), ..list() };
    let made = context().fresh("participant");
    assert_eq!(<Partnership as Decide<ListParticipant>>::thing(&unnamed, &context()), made);
    given::<Partnership, _>([from_source().1])
        .when(unnamed)
        .then(ParticipantListed { participant_id: made, ..listed() });
}

#[test]
fn listing_again_changes_nothing_and_an_id_stands_for_one() {
    let history = || given::<Partnership, Event>([from_source().1.into(), listed().into()]);
    history().when(list()).then_nothing();
    history()
        .when(ListParticipant { name: "Somebody else".into(), ..list() })
        .then_rejected(Rejection::ParticipantTaken);
}

#[test]
fn only_the_operator_lists_and_names_its_source() {
    given::<Partnership, _>([formed()]).by("funder").when(list()).then_rejected(Rejection::SourceIsTheOperators);
    for by in ["funder", ""] {
        given::<Partnership, _>([formed()])
            .by(by)
            .when(ListParticipant { source: " ".into(), ..list() })
            .then_rejected(Rejection::SourceIsTheOperators);
    }
}

#[test]
fn a_participant_has_a_name_and_its_partnership_exists() {
    given::<Partnership, _>([from_source().1])
        .when(ListParticipant { name: " ".into(), ..list() })
        .then_rejected(Invalid::new("name", "is missing").into());
    nothing::<Partnership>().when(list()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_draft_lists_so_many_and_no_more() {
    let listed =
        (0..PARTICIPANTS_MAX).map(|it| Event::from(ParticipantListed { participant_id: format!("{it}"), ..listed() }));
    given::<Partnership, Event>([from_source().1.into()].into_iter().chain(listed)).when(list()).then_rejected(
        Invalid::new("partnership_id", "already lists 10000 participants, and more are not taken").into(),
    );
}

#[test]
fn a_participant_is_no_member() {
    given::<Partnership, Event>([from_source().1.into(), listed().into()])
        .by("participant")
        .when(accept(1))
        .then_rejected(Rejection::NotInvited);
}
