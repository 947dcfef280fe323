//! How concerns went between each two partners.

use contract::partners::{Concern as Shown, ConcernPair, ConcernResponse, ConcernTimes, GetConcernSummary};
use partners::views::concern_summary::summary;

use super::*;

#[test]
fn what_has_not_happened_is_not_zero() {
    assert_eq!(summary(&ask(), vec![]).pairs, []);
    let summary = summary(&ask(), vec![shown(ConcernState::Raised)]);
    let never = || Some(ConcernTimes { median_hours: None, n: 0 });
    assert_eq!(
        summary.pairs,
        [ConcernPair {
            raised_by: RAISER.into(),
            about: ABOUT.into(),
            raised: 1,
            open: 1,
            to_acknowledge: never(),
            to_answer: never(),
            to_confirm: never(),
            open_since: vec![hour(0).unwrap()],
            ..Default::default()
        }]
    );
}

#[test]
fn each_end_is_counted_for_itself_and_times_are_medians() {
    let resolved = |acknowledged, answered, confirmed| Shown {
        responses: vec![ConcernResponse {
            partner_id: ABOUT.into(),
            acknowledged_at: hour(acknowledged),
            answered_at: hour(answered),
        }],
        confirmed_after: hour(answered),
        confirmed_at: hour(confirmed),
        ..shown(ConcernState::Resolved)
    };
    let all = vec![
        resolved(1, 10, 30),
        resolved(3, 20, 100),
        resolved(100, 31, 32),
        shown(ConcernState::Withdrawn),
        shown(ConcernState::Unresolved),
        shown(ConcernState::PutToDecision),
    ];
    let summary = summary(&ask(), all);
    let pair = &summary.pairs[0];
    assert_eq!((summary.raised, summary.open), (6, 1));
    assert_eq!((pair.raised, pair.open, pair.resolved, pair.withdrawn, pair.unresolved), (6, 1, 3, 1, 1));
    let median = |it: &Option<ConcernTimes>| it.map(|it| (it.median_hours, it.n));
    assert_eq!(median(&pair.to_acknowledge), Some((Some(3), 3)));
    assert_eq!(median(&pair.to_answer), Some((Some(20), 3)));
    assert_eq!(median(&pair.to_confirm), Some((Some(20), 3)));
}

#[test]
fn a_concern_about_two_counts_once_in_each_pair() {
    let responses = [ABOUT, OTHER].map(|it| ConcernResponse { partner_id: it.into(), ..Default::default() }).to_vec();
    let summary = summary(&ask(), vec![Shown { responses, ..shown(ConcernState::Raised) }]);
    assert_eq!((summary.raised, summary.pairs.len()), (1, 2));
}

fn ask() -> GetConcernSummary {
    GetConcernSummary { partnership_id: partnership_id(), ..Default::default() }
}

fn shown(state: ConcernState) -> Shown {
    Shown {
        raised_by: RAISER.into(),
        responses: vec![ConcernResponse { partner_id: ABOUT.into(), ..Default::default() }],
        state: state.into(),
        raised_at: hour(0),
        ..Default::default()
    }
}

fn hour(hour: i64) -> Option<prost_types::Timestamp> {
    Some(on_wire(context().now + SignedDuration::from_hours(hour)))
}
