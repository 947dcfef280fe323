//! What the members say of each other, and what came of concerns, side by side.

use super::*;

#[test]
fn without_a_released_round_there_is_no_perception_and_without_concerns_no_ratio() {
    let [_, talk, trust, _] = World::of(&["a", "b"]).measured("2026-02-01T00:00:00Z").parts;
    assert_eq!(all(&trust, Measure::Reliability).not_measurable, "no feedback round was released");
    assert_eq!(all(&trust, Measure::ConcernsResolved).not_measurable, "no concern was raised");
    assert_eq!(all(&talk, Measure::TimeToAnswer).not_measurable, "no concern was answered");
    assert_eq!(all(&talk, Measure::Unanswered).value, None);
}

#[test]
fn feedback_is_told_by_its_median_and_its_lowest_pair() {
    let mut world = World::of(&["a", "b"]);
    let scores = |lowest: [&str; 2]| Scores {
        counts: vec![0, 1, 0, 2, 1],
        lowest_by: lowest[0].into(),
        lowest_of: lowest[1].into(),
    };
    let released = FeedbackReleased {
        reliability: Some(scores(["a", "b"])),
        respect: Some(scores(["", ""])),
        ..Default::default()
    };
    world.hear(START, released);
    let [_, _, trust, _] = world.measured("2026-02-01T00:00:00Z").parts;
    assert_eq!(all(&trust, Measure::Reliability).value.as_deref(), Some("4"));
    let lowest = of(&trust, Measure::ReliabilityLowest, &["a", "b"]);
    assert_eq!((lowest.value.as_deref(), counts(&lowest)), (Some("2"), (1, 4)));
    assert_eq!(all(&trust, Measure::RespectLowest).value.as_deref(), Some("2"), "nobody is to learn who said it");
    world.hear(START, FeedbackReleased::default());
    let [_, _, trust, _] = world.measured("2026-02-01T00:00:00Z").parts;
    assert_eq!(all(&trust, Measure::Respect).not_measurable, "the last feedback round says nothing that may be told");
}

#[test]
fn concerns_are_resolved_when_their_raisers_say_so_and_not_while_they_are_open_again() {
    let mut world = World::of(&["a", "b"]);
    for concern_id in ["one", "two", "three"] {
        world.hear("2026-01-10T00:00:00Z", raised(concern_id));
    }
    world.hear("2026-01-10T04:00:00Z", ConcernAcknowledged { concern_id: "one".into(), ..by_b() });
    world.hear("2026-01-11T00:00:00Z", answered("one"));
    world.hear("2026-01-12T00:00:00Z", answered("two"));
    world.hear("2026-01-12T00:00:00Z", ConcernResolved { concern_id: "one".into(), ..Default::default() });
    world.hear("2026-01-12T00:00:00Z", ConcernResolved { concern_id: "two".into(), ..Default::default() });
    world.hear("2026-01-13T00:00:00Z", ConcernWithdrawn { concern_id: "three".into(), ..Default::default() });
    let [_, talk, trust, _] = world.measured("2026-01-14T00:00:00Z").parts;
    assert_eq!(counts(&all(&trust, Measure::ConcernsResolved)), (2, 2), "what was taken back is none");
    let acknowledged = all(&talk, Measure::TimeToAcknowledge);
    assert_eq!((acknowledged.value.as_deref(), counts(&acknowledged)), (Some("26"), (2, 3)), "4 and 48 hours");
    assert_eq!(all(&talk, Measure::TimeToAnswer).value.as_deref(), Some("36"));
    let reopened = ConcernReopened { concern_id: "one".into(), about: vec!["b".into()], ..Default::default() };
    world.hear("2026-01-15T00:00:00Z", reopened);
    let [_, talk, trust, _] = world.measured("2026-01-16T12:00:00Z").parts;
    assert_eq!(counts(&all(&trust, Measure::ConcernsResolved)), (1, 2));
    assert_eq!(counts(&all(&trust, Measure::ConcernsOpen)), (1, 2));
    let unanswered = all(&talk, Measure::Unanswered);
    assert_eq!((unanswered.value.as_deref(), counts(&unanswered)), (Some("36"), (1, 1)));
}

fn raised(concern_id: &str) -> ConcernRaised {
    ConcernRaised { concern_id: concern_id.into(), about: vec!["b".into()], ..Default::default() }
}

fn by_b() -> ConcernAcknowledged {
    ConcernAcknowledged { partner_id: "b".into(), ..Default::default() }
}

fn answered(concern_id: &str) -> ConcernAnswered {
    ConcernAnswered { concern_id: concern_id.into(), partner_id: "b".into(), ..Default::default() }
}
