//! What a meeting is to be about.

use super::*;

#[test]
fn any_member_adds_to_the_agenda_until_the_meeting_begins() {
    called().by("c").when(add("Prices")).then(added("c", "Prices"));
    called().at(just_before(start())).by("c").when(add("Prices")).then(added("c", "Prices"));
    called().at(start()).by("c").when(add("Prices")).then_rejected(Rejection::Begun { starts_at: start() });
    called().and(cancelled()).by("c").when(add("Prices")).then_rejected(Rejection::Cancelled);
    nothing::<Meeting>().by("c").when(add("Prices")).then_rejected(Rejection::NotFound);
}

#[test]
fn an_item_says_what_is_to_be_talked_about() {
    called().by("c").when(add(" ")).then_rejected(Invalid::new("text", "is missing").into());
}

#[test]
fn the_same_item_again_changes_nothing_another_needs_its_own_id() {
    let given = || called().and(added("c", "Prices"));
    given().by("c").when(add("Prices")).then_nothing();
    given().at(start()).by("c").when(add("Prices")).then_nothing();
    given().by("c").when(add("Weather")).then_rejected(Rejection::ItemTaken);
    given().by("b").when(add("Prices")).then_rejected(Rejection::ItemTaken);
}

#[test]
fn an_agenda_has_an_end() {
    let item = |place: usize| AgendaItemAdded { item_id: place.to_string(), ..added("b", "Prices") };
    let nearly = (0..98).fold(called(), |it, place| it.and(item(place)));
    nearly.by("c").when(add("Prices")).then(added("c", "Prices"));
    let full = (0..99).fold(called(), |it, place| it.and(item(place)));
    let problem = "has 100 items on its agenda, and more are not taken";
    full.by("c").when(add("Prices")).then_rejected(Invalid::new("meeting_id", problem).into());
}
