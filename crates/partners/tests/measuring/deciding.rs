//! What measuring leads to.

use kernel::scenario::{given, nothing};
use partners::{
    measures::{Measures, Rejection},
    reactions::measures::{at_review, due},
};

use super::*;

#[test]
fn a_partnership_is_measured_once_a_day_and_says_only_what_has_changed() {
    let first = nothing::<Measures>().by_service("clock").when_knowing(known(), measure()).decision().unwrap();
    assert_eq!(first.len(), 4, "a fact each for voice, communication, trust and minutes");
    let again = || given::<Measures, Kind>(first.clone()).by_service("clock");
    again().when_knowing(known(), measure()).then_nothing();
    let tomorrow = || again().at("2026-01-16T00:00:00Z".parse().unwrap());
    let quiet = tomorrow().when_knowing(known(), measure()).decision().unwrap();
    assert!(matches!(&quiet[..], [Kind::VoiceMeasured(it)] if it.measured_on == "2026-01-16"), "{quiet:?}");
    let mut moved = known();
    moved.parts[2] = vec![Figure { measure: Measure::ConcernsOpen.into(), count: Some(2), ..Default::default() }];
    let told = tomorrow().when_knowing(moved.clone(), measure()).decision().unwrap();
    assert!(matches!(&told[..], [Kind::TrustMeasured(it)] if it.figures == moved.parts[2]), "{told:?}");
}

#[test]
fn a_review_has_all_of_it_measured_whatever_was_measured_that_day() {
    let first = nothing::<Measures>().by_service("clock").when_knowing(known(), measure()).decision().unwrap();
    let for_review = || MeasurePartnership { review_id: "review".into(), ..measure() };
    let again = given::<Measures, Kind>(first).by_service("partners");
    let reviewed = again.when_knowing(known(), for_review()).decision().unwrap();
    assert_eq!(reviewed.len(), 4);
    given::<Measures, Kind>(reviewed).by_service("partners").when_knowing(known(), for_review()).then_nothing();
    let opened = ReviewOpened { partnership_id: "p".into(), review_id: "review".into(), ..Default::default() };
    let fact = Fact::Partners(Event { kind: Some(opened.into()) });
    let envelope = Envelope { fact: Some(fact), recorded_at: at(START), ..Default::default() };
    assert_eq!(at_review(&envelope), Some(MeasurePartnership { month: "2026-01".into(), ..for_review() }));
}

#[test]
fn no_caller_says_when_it_is_measured() {
    nothing::<Measures>().by("a").when_knowing(known(), measure()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn it_is_measured_when_the_day_is_over_on_which_something_changed() {
    let mut world = World::of(&["a", "b"]);
    let count = |world: &World, now: &str| due(&world.memory, &world.standing, now.parse().unwrap()).len();
    assert_eq!(count(&world, "2026-01-01T23:59:59Z"), 0);
    assert_eq!(count(&world, "2026-01-02T00:00:00Z"), 1, "what it was before it became active");
    measured_on(&mut world, "2026-01-02");
    assert_eq!(count(&world, "2026-02-01T00:00:00Z"), 0, "nothing has changed");
    world.hear("2026-01-05T09:00:00Z", ReviewOpened { partnership_id: "p".into(), ..Default::default() });
    assert_eq!(count(&world, "2026-01-06T00:00:00Z"), 1);
    measured_on(&mut world, "2026-01-06");
    world.hear("2026-01-06T09:00:00Z", PartnershipClosed { partnership_id: "p".into() });
    assert_eq!(count(&world, "2026-02-01T00:00:00Z"), 0);
}

#[test]
fn what_thirty_members_do_fits_into_a_fact() {
    let ids: Vec<String> = (0..30).map(|it| format!("00000000-0000-7000-8000-0000000000{it:02}")).collect();
    let members: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut world = World::of(&members);
    for (place, by) in members.iter().enumerate() {
        world.decide("2026-02-01T12:00:00Z", &place.to_string(), by, &members);
    }
    for part in world.measured("2026-02-02T00:00:00Z").parts {
        let bytes: usize = part.iter().map(prost::Message::encoded_len).sum();
        assert!(bytes < 24 << 10 && part.len() <= 400, "{bytes} bytes of {} figures", part.len());
    }
}

fn measured_on(world: &mut World, day: &str) {
    let measured = VoiceMeasured { partnership_id: "p".into(), measured_on: day.into(), ..Default::default() };
    world.hear(&format!("{day}T00:00:01Z"), measured);
}

fn known() -> Figures {
    World::of(&["a", "b"]).measured("2026-01-15T12:00:00Z")
}
